package interpreters

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/seal"
)

// OfferState is how far an offer is.
type OfferState string

// The states.
const (
	OfferWaiting   OfferState = "waiting" // others are asked before
	OfferMade      OfferState = "offered"
	OfferAccepted  OfferState = "accepted"
	OfferDeclined  OfferState = "declined"
	OfferLapsed    OfferState = "lapsed" // not answered in time, or taken meanwhile
	OfferWithdrawn OfferState = "withdrawn"
)

// Offer asks one interpreter, or one agency.
type Offer struct {
	bun.BaseModel `bun:"table:interpreters.offer,alias:o"`

	ID            uuid.UUID `bun:",pk"`
	RequestID     uuid.UUID
	InterpreterID uuid.UUID // who is asked
	Rank          int
	State         OfferState
	Cents         int64 // what it is expected to cost
	OfferedAt     *time.Time
	Until         *time.Time
	AnsweredAt    *time.Time
	Reason        string

	Request     *Request `bun:"rel:belongs-to,join:request_id=id"`
	Interpreter *Who     `bun:"rel:belongs-to,join:interpreter_id=id"`
}

// What links let their holder do.
const (
	toAnswer byte = 'o' // an offer
	toManage byte = 'm' // an assignment: see, call off, sign
)

func (s *Service) links() seal.Seal {
	return seal.Seal{Key: s.Secret, Purpose: "interpreters.link", Bytes: 16, Forged: ErrNone, Over: ErrOver}
}

func (s *Service) opened(what byte, token string) (uuid.UUID, error) {
	return s.links().OpenLink(what, token, s.DB.Clock.Now())
}

// offersTx writes down whom a request will ask, behind those whom it asked before.
func (s *Service) offersTx(ctx context.Context, tx *db.Tx, r *Request, able []Candidate) error {
	var last int
	if err := tx.NewRaw("SELECT coalesce(max(rank), 0) FROM interpreters.offer WHERE request_id = ?", r.ID).Scan(ctx, &last); err != nil {
		return fmt.Errorf("read offers: %w", err)
	}
	offers := make([]Offer, len(able))
	for i, c := range able {
		offers[i] = Offer{ID: ids.New(), RequestID: r.ID, InterpreterID: c.Interpreter, Rank: last + i + 1, State: OfferWaiting, Cents: c.Cents}
	}
	if r.ApprovedBy != nil && r.ApprovedCents == 0 && len(able) > 0 {
		r.ApprovedCents = dearest(able)
		if _, err := tx.NewRaw("UPDATE interpreters.request SET approved_cents = ? WHERE id = ?", r.ApprovedCents, r.ID).Exec(ctx); err != nil {
			return fmt.Errorf("note what is approved: %w", err)
		}
	}
	if _, err := tx.NewInsert().Model(&offers).On("CONFLICT ON CONSTRAINT offer_once DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("write offers: %w", err)
	}
	return nil
}

func dearest(able []Candidate) int64 {
	return slices.MaxFunc(able, func(a, b Candidate) int { return cmp.Compare(a.Cents, b.Cents) }).Cents
}

// until is when an offer ends: after its minutes, but before it would begin.
func (r *Request) until(now time.Time) time.Time {
	until := now.Add(time.Duration(r.OfferMinutes) * time.Minute)
	if !r.Urgent && r.During.From.Before(until) {
		return r.During.From
	}
	return until
}

// offerTx has those asked whose offers these are.
func (s *Service) offerTx(ctx context.Context, tx *db.Tx, r *Request, offers ...*Offer) error {
	until := r.until(tx.Now)
	asked, people := make([]uuid.UUID, len(offers)), make([]uuid.UUID, len(offers))
	for i, o := range offers {
		o.State, o.OfferedAt, o.Until = OfferMade, &tx.Now, &until
		asked[i], people[i] = o.ID, o.InterpreterID
	}
	if _, err := tx.NewRaw("UPDATE interpreters.offer SET state = 'offered', offered_at = ?, until = ? WHERE id IN (?)", tx.Now, until, bun.List(asked)).Exec(ctx); err != nil {
		return fmt.Errorf("make offers: %w", err)
	}
	d := audit.Details{"offers": strconv.Itoa(len(offers))}
	if len(offers) == 1 {
		d["interpreter"] = offers[0].InterpreterID.String()
	}
	if err := s.tellTx(ctx, tx, r, "interpreting.offered", d); err != nil {
		return err
	}
	to, err := linguists.Addresses(ctx, tx, people)
	if err != nil {
		return err
	}
	for _, o := range offers {
		tx.Notify(OwnTopic(o.InterpreterID))
		if err := s.mailOfferTx(ctx, tx, r, o, to[o.InterpreterID]); err != nil {
			return err
		}
	}
	return nil
}

// offerAllTx asks all together; the dearest of them is set aside until one has accepted.
func (s *Service) offerAllTx(ctx context.Context, tx *db.Tx, r *Request, able []Candidate) error {
	if err := s.bindTx(ctx, tx, r, RequestRecord(r.ID), dearest(able)); err != nil {
		return err
	}
	var offers []*Offer
	if err := tx.NewSelect().Model(&offers).Where("o.request_id = ? AND o.state = ?", r.ID, OfferWaiting).OrderExpr("o.rank").Scan(ctx); err != nil {
		return fmt.Errorf("read offers: %w", err)
	}
	return s.offerTx(ctx, tx, r, offers...)
}

// nextTx asks the next in turn, and holds them and the money. Who is taken meanwhile is passed over. With nobody left others are looked for, or the request is
// unfilled. The request is locked.
func (s *Service) nextTx(ctx context.Context, tx *db.Tx, r *Request) error {
	for {
		var list []*Offer
		err := tx.NewSelect().Model(&list).Relation("Interpreter").Where("o.request_id = ? AND o.state = ?", r.ID, OfferWaiting).OrderExpr("o.rank").Limit(1).Scan(ctx)
		switch {
		case err != nil:
			return fmt.Errorf("find who is next: %w", err)
		case len(list) == 0 && r.Seek && r.until(tx.Now).After(tx.Now):
			return tx.Enqueue(ctx, SeekArgs{r.ID}, nil)
		case len(list) == 0 || !r.until(tx.Now).After(tx.Now):
			return s.unfilledTx(ctx, tx, r, "nobody")
		}
		o := list[0]
		held, err := s.holdTx(ctx, tx, r, o, o.Interpreter, Held)
		if err != nil {
			return err
		}
		if held {
			return s.offerTx(ctx, tx, r, o)
		}
		if err := o.endTx(ctx, tx, OfferLapsed, "taken"); err != nil {
			return err
		}
	}
}

func (o *Offer) endTx(ctx context.Context, tx *db.Tx, state OfferState, reason string) error {
	o.State, o.Reason, o.AnsweredAt = state, reason, &tx.Now
	if _, err := tx.NewUpdate().Model(o).Column("state", "reason", "answered_at").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("end offer: %w", err)
	}
	return nil
}

// unfilledTx says that nobody was found, and has the team told.
func (s *Service) unfilledTx(ctx context.Context, tx *db.Tx, r *Request, why string) error {
	if err := r.saveTx(ctx, tx, RequestUnfilled, why); err != nil {
		return err
	}
	if err := s.Budgets.FreeTx(ctx, tx, RequestRecord(r.ID)); err != nil {
		return err
	}
	if err := s.tellTx(ctx, tx, r, "interpreting.unfilled", audit.Details{"reason": why}); err != nil {
		return err
	}
	if err := tx.Emit(ctx, UnfilledEvent{r.ID}); err != nil || r.Urgent {
		return err // whoever called now sees it
	}
	return tx.Enqueue(ctx, TellArgs{r.ID, r.Version}, nil)
}

// Shown is what an offer shows to whom it was made. It knows no client.
type Shown struct {
	Offer    *Offer
	Language string // of the reader
	People   []*Who
	Token    string // of the assignment, once they have accepted
}

// Look shows an offer by its link.
func (s *Service) Look(ctx context.Context, token string) (*Shown, error) {
	id, err := s.opened(toAnswer, token)
	if err != nil {
		return nil, err
	}
	o := new(Offer)
	err = s.DB.NewSelect().Model(o).Relation("Request").Relation("Interpreter").Where("o.id = ?", id).Scan(ctx)
	if err := db.NoRows(err, ErrNone, "read offer"); err != nil {
		return nil, err
	}
	return s.shown(ctx, o)
}

func (s *Service) shown(ctx context.Context, o *Offer) (*Shown, error) {
	o.Request.Client = "" // not even by mistake
	shown := &Shown{Offer: o, Language: o.Interpreter.Language, People: []*Who{}}
	if o.State == OfferAccepted {
		a := new(Assignment)
		err := s.DB.NewSelect().Model(a).Where("a.offer_id = ? AND a.state <> ?", o.ID, AssignmentCancelled).Limit(1).Scan(ctx)
		if err := db.NoRows(err, ErrOver, "read assignment"); err != nil {
			return nil, err
		}
		shown.Token = s.manageLink(a)
	}
	if o.State == OfferMade && o.Interpreter.Kind == linguists.KindAgency {
		err := s.DB.NewSelect().Model(&shown.People).Where("i.agency_id = ? AND i.state = ?", o.InterpreterID, linguists.StateActive).OrderExpr("i.name, i.id").Scan(ctx)
		if err != nil {
			return nil, fmt.Errorf("read people of agency: %w", err)
		}
	}
	return shown, nil
}

// Accept takes an offer: the first who accepts has it. An agency names whom it sends, one of its people who can. Accepting twice is no fault; ErrTaken says that
// somebody else was faster, ErrOver that the time is over.
func (s *Service) Accept(ctx context.Context, token string, person *uuid.UUID) (a *Assignment, err error) {
	id, err := s.opened(toAnswer, token)
	if err != nil {
		return nil, err
	}
	err = s.inTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		a, err = s.acceptTx(ctx, tx, id, person)
		return err
	})
	return a, err
}

// Take is Accept for who goes on with the booking.
func (s *Service) Take(ctx context.Context, token string, person *uuid.UUID) (*Managed, error) {
	a, err := s.Accept(ctx, token, person)
	if err != nil {
		return nil, err
	}
	return s.ManageByID(ctx, a.ID)
}

// fill is what decides who has it: one row that one of many turns.
const fill = `UPDATE interpreters.request r SET state = 'filled', reason = '', version = r.version + 1 FROM interpreters.offer o
WHERE o.id = ? AND r.id = o.request_id AND r.state = 'open' RETURNING r.*`

func (s *Service) acceptTx(ctx context.Context, tx *db.Tx, offer uuid.UUID, person *uuid.UUID) (*Assignment, error) {
	r := new(Request)
	err := db.NoRows(tx.NewRaw(fill, offer).Scan(ctx, r), ErrTaken, "fill request")
	if errors.Is(err, ErrTaken) {
		return s.acceptedTx(ctx, tx, offer)
	}
	if err != nil {
		return nil, err
	}
	o := new(Offer)
	err = tx.NewSelect().Model(o).Relation("Interpreter").Where("o.id = ?", offer).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read offer: %w", err)
	}
	if o.State != OfferMade || !tx.Now.Before(*o.Until) {
		return nil, ErrOver
	}
	if err := o.endTx(ctx, tx, OfferAccepted, ""); err != nil {
		return nil, err
	}
	a, err := s.bookTx(ctx, tx, r, o, person)
	if err != nil {
		return nil, err
	}
	if r.Manner != All {
		return a, nil // who waits for their turn is asked if this one calls off
	}
	return a, s.withdrawTx(ctx, tx, r, mailTaken, o.InterpreterID)
}

// acceptedTx is the assignment of an offer whose request is not open: of who accepts twice. For others it is taken, or over.
func (s *Service) acceptedTx(ctx context.Context, tx *db.Tx, offer uuid.UUID) (*Assignment, error) {
	var state OfferState
	var filled bool
	err := tx.NewRaw("SELECT o.state, r.state = 'filled' FROM interpreters.offer o JOIN interpreters.request r ON r.id = o.request_id WHERE o.id = ?", offer).Scan(ctx, &state, &filled)
	switch {
	case err != nil:
		return nil, db.NoRows(err, ErrNone, "read offer")
	case state != OfferAccepted && filled:
		return nil, ErrTaken
	case state != OfferAccepted:
		return nil, ErrOver
	}
	a := new(Assignment)
	err = tx.NewSelect().Model(a).Where("a.offer_id = ? AND a.state <> ?", offer, AssignmentCancelled).Limit(1).Scan(ctx)
	return a, db.NoRows(err, ErrOver, "read assignment")
}

// Decline gives an offer on to the next. What is over already needs no answer.
func (s *Service) Decline(ctx context.Context, token, reason string) error {
	var f errs.Faults
	f.Fits(reason, 300, "reason")
	if err := f.As(ErrInput); err != nil {
		return err
	}
	id, err := s.opened(toAnswer, token)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.passTx(ctx, tx, id, OfferDeclined, reason) })
}

// passTx ends an offer without an answer that takes it, and asks the next. An offer that is not made (any more) is left alone.
func (s *Service) passTx(ctx context.Context, tx *db.Tx, offer uuid.UUID, state OfferState, reason string) error {
	o := new(Offer)
	err := db.NoRows(tx.NewSelect().Model(o).Where("o.id = ?", offer).Scan(ctx), ErrNone, "read offer")
	if err != nil {
		return err
	}
	r, err := requestTx(ctx, tx, o.RequestID) // first of all locks, as in accepting
	if err != nil {
		return err
	}
	err = db.NoRows(tx.NewSelect().Model(o).WherePK().Scan(ctx), ErrNone, "read offer")
	if err != nil || o.State != OfferMade || state == OfferLapsed && tx.Now.Before(*o.Until) {
		return err
	}
	if err := o.endTx(ctx, tx, state, reason); err != nil {
		return err
	}
	if err := s.releaseTx(ctx, tx, o.ID); err != nil {
		return err
	}
	if err := s.tellTx(ctx, tx, r, "interpreting."+string(state), audit.Details{"offer": o.ID.String()}); err != nil {
		return err
	}
	asked, err := tx.NewSelect().Model((*Offer)(nil)).Where("request_id = ? AND state = ?", r.ID, OfferMade).Exists(ctx)
	if err != nil || asked {
		return err
	}
	return s.goOnTx(ctx, tx, r)
}

// goOnTx is nextTx where nobody waits who could approve more money: the request is unfilled then.
func (s *Service) goOnTx(ctx context.Context, tx *db.Tx, r *Request) error {
	err := s.nextTx(ctx, tx, r)
	if noMoney(err) {
		return s.unfilledTx(ctx, tx, r, "budget")
	}
	return err
}

// withdrawTx takes back what others were asked, and tells those who knew of it, but for one.
func (s *Service) withdrawTx(ctx context.Context, tx *db.Tx, r *Request, kind mailKind, but uuid.UUID) error {
	var asked []*Offer
	err := tx.NewRaw(`UPDATE interpreters.offer SET state = 'withdrawn', answered_at = ? WHERE request_id = ? AND state IN ('waiting', 'offered')
RETURNING id, interpreter_id, offered_at`, tx.Now, r.ID).Scan(ctx, &asked)
	if err != nil {
		return fmt.Errorf("withdraw offers: %w", err)
	}
	for _, o := range asked {
		tx.Notify(OwnTopic(o.InterpreterID))
		if err := s.releaseTx(ctx, tx, o.ID); err != nil {
			return err
		}
		if o.OfferedAt == nil || r.Urgent || o.InterpreterID == but {
			continue // nobody told them, or the page does
		}
		if err := s.mailTx(ctx, tx, kind, r, o.InterpreterID, o.ID); err != nil {
			return err
		}
	}
	return nil
}
