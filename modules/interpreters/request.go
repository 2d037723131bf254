package interpreters

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// What can be wrong with asking somebody.
var (
	// ErrTaken says that somebody else has accepted, or that whom one wants is taken at that time.
	ErrTaken = errs.New(errs.Conflict, "interpreters.taken")
	// ErrOver says that an offer, a request or a link is over.
	ErrOver = errs.New(errs.Conflict, "interpreters.over")
	// ErrAsked says that interpreters are asked, or one is booked, for this already.
	ErrAsked = errs.New(errs.Conflict, "interpreters.asked")
	// ErrLate says that calling off costs something by now, and that the sum was not the one that was shown; its field tells the cents.
	ErrLate = errs.New(errs.Conflict, "interpreters.late")
)

// Manner is how several are asked.
type Manner string

// The manners.
const (
	One    Manner = "one"     // one alone
	InTurn Manner = "in_turn" // the next when one declines or does not answer
	All    Manner = "all"     // all together, the first has it
)

// RequestState is how far a request is.
type RequestState string

// The states.
const (
	RequestOpen      RequestState = "open"
	RequestFilled    RequestState = "filled"
	RequestUnfilled  RequestState = "unfilled" // nobody is left to ask
	RequestCancelled RequestState = "cancelled"
	RequestEnded     RequestState = "ended"
)

// Request is somebody needed: for an appointment, or now.
type Request struct {
	bun.BaseModel `bun:"table:interpreters.request,alias:r"`

	ID            uuid.UUID `bun:",pk"`
	Key           []byte
	AboutKind     string
	AboutID       uuid.UUID
	SubjectKind   string
	SubjectID     *uuid.UUID
	Language      string
	Dialect       string
	Form          linguists.Form
	Gender        linguists.Gender
	Sworn         bool
	Mode          linguists.Mode
	Site          string
	Place         string // in words, for those who come
	Subject       string // the topic
	During        Span
	Urgent        bool
	Manner        Manner
	OfferMinutes  int
	Team          string
	CostCentre    string
	Necessity     string
	Client        string // never shown before somebody has accepted; emptied afterwards
	State         RequestState
	Seek          bool
	ApprovedBy    *uuid.UUID
	Approval      string
	ApprovedCents int64  // the most that may be bound by it
	Reason        string // unfilled: nobody or budget
	Version       int
	AskedBy       *uuid.UUID
	AskedAt       time.Time

	Offers      []*Offer      `bun:"rel:has-many,join:id=request_id"`
	Assignments []*Assignment `bun:"rel:has-many,join:id=request_id"`

	movedFrom uuid.UUID // who would have come at the time before, and is asked again
}

// RequestRecord names a request in the trail.
func RequestRecord(id uuid.UUID) audit.Record { return audit.Record{Kind: "interpreting", ID: id} }

// Topic hints that something changed in what is asked and booked.
const Topic = "interpreting"

// OwnTopic hints an interpreter that something changed in what they are asked.
func OwnTopic(interpreter uuid.UUID) string { return Topic + ":" + interpreter.String() }

// Purpose is under which money of interpreters is kept in budgets.
const Purpose = "interpreting"

// Ask asks for an interpreter.
type Ask struct {
	Wanted                         // About is what it is about
	Key              string        // the same request once
	Place            string        // in words
	Manner           Manner        // "" is one after the other
	Chosen           []uuid.UUID   // whom to ask, in this order; none: the best whom the office finds, one after the other
	Limit            time.Duration // to answer; 0: the city's
	Team, CostCentre string
	Client           string            // name and number of whom they will interpret for: shown after acceptance
	Approval         *budgets.Approval // over the ceiling
	Urgent           bool              // now, for so many minutes: to all who are on duty or have said that they can now; nobody is chosen
	Minutes          int

	instead  bool  // of another: somebody must be found at once
	approved int64 // what Approval was given for, of a request that was moved; 0: for the dearest of the first who are asked
}

// mostAsked is how many are asked for one thing.
const mostAsked = 20

func (in *Ask) check(s *Service, now time.Time) error {
	var f errs.Faults
	if found := errs.Of(s.checkWanted(in.Wanted)); found != nil {
		f = found.Fields
	}
	f.Need(in.About != nil, "about", "required")
	f.Need(in.Key != "" && len(in.Key) <= 200, "key", "required")
	f.Need(in.Manner == One || in.Manner == InTurn || in.Manner == All, "manner", "unknown")
	f.Need(in.Manner == InTurn || in.Urgent || len(in.Chosen) > 0, "chosen", "required")
	f.Need(in.Manner != One || len(in.Chosen) <= 1, "chosen", "too_many")
	f.Need(len(in.Chosen) <= mostAsked, "chosen", "too_many")
	f.Need(in.Limit >= time.Minute && in.Limit <= 14*24*time.Hour, "offerMinutes", "out_of_range")
	f.Need(in.Urgent || now.Before(in.During.From), "from", "past")
	f.Need(in.Team != "", "team", "required")
	f.Fits(in.CostCentre, 40, "costCentre")
	f.Fits(in.Place, 200, "place")
	f.Fits(in.Client, 200, "client")
	return f.As(ErrInput)
}

// Ask asks in the viewer's name, who must be allowed to book for the team, and to exceed its budget where they approve that.
func (s *Service) Ask(ctx context.Context, in Ask) (*Request, error) {
	return s.ask(ctx, in, func(context.Context, *db.Tx) error { return nil })
}

// Replace calls a request off, for the cost that was shown (Cancel), and asks anew for the same thing: both or neither, so that nobody is called off
// for whom nobody else can be asked. ErrTaken where there is nobody, chosen or found.
func (s *Service) Replace(ctx context.Context, id uuid.UUID, reason string, cents int64, in Ask) (*Request, error) {
	in.instead = true
	return s.ask(ctx, in, func(ctx context.Context, tx *db.Tx) error {
		old, err := s.cancelledTx(ctx, tx, id, reason, cents)
		if err != nil {
			return err
		}
		if in.About == nil || old.AboutKind != in.About.Kind || old.AboutID != in.About.ID {
			return ErrInput.With(errs.Field{Path: "about", Code: "other"})
		}
		return nil
	})
}

// ask asks in the viewer's name, after what else is done in the same transaction.
func (s *Service) ask(ctx context.Context, in Ask, before func(context.Context, *db.Tx) error) (r *Request, err error) {
	v := identity.ViewerFrom(ctx)
	if !v.CanInTeam("interpreters.book", in.Team) {
		return nil, ErrInput.With(errs.Field{Path: "team", Code: "unknown"})
	}
	if in.Approval != nil {
		if in.Approval, err = s.Budgets.Approve(ctx, in.Team, in.Approval.Reason, "approval"); err != nil {
			return nil, err
		}
	}
	err = s.inTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := before(ctx, tx); err != nil {
			return err
		}
		r, err = s.AskTx(ctx, tx, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Request(ctx, r.ID)
}

// inTx does once more what met another transaction in the wrong order.
func (s *Service) inTx(ctx context.Context, do func(context.Context, *db.Tx) error) (err error) {
	for range 3 {
		if err = s.DB.InTx(ctx, do); !db.IsDeadlock(err) {
			return err
		}
	}
	return err
}

// AskTx asks within a transaction, which fails with ErrTaken if none of those who were chosen can, and with what budgets says where the money does not
// suffice. Whoever is asked first is held at once: their time is nobody else's while they think. The same key again is the request that was made.
func (s *Service) AskTx(ctx context.Context, tx *db.Tx, in Ask) (*Request, error) {
	in.Manner, in.Limit = cmp.Or(in.Manner, InTurn), cmp.Or(in.Limit, time.Duration(s.Rules.OfferMinutes)*time.Minute)
	if in.Place == "" && in.Mode == linguists.OnSite && s.Place != nil {
		in.Place = s.Place(ctx, in.Site)
	}
	if in.Urgent {
		in.Manner, in.Chosen, in.Limit = All, nil, time.Duration(s.Rules.NowMinutes)*time.Minute
		in.During = Span{From: tx.Now, To: tx.Now.Add(time.Duration(in.Minutes) * time.Minute)}
	}
	if err := in.check(s, tx.Now); err != nil {
		return nil, err
	}
	r, made, err := s.openTx(ctx, tx, in)
	if err != nil || !made {
		return r, err
	}
	return r, s.askAllTx(ctx, tx, r, in)
}

// openTx writes a request down; not made, it is the one that the same key made before.
func (s *Service) openTx(ctx context.Context, tx *db.Tx, in Ask) (r *Request, made bool, err error) {
	actor := audit.ActorFrom(ctx)
	key := sha256.Sum256([]byte(in.About.Kind + "\x00" + in.About.ID.String() + "\x00" + actor.ID.String() + "\x00" + in.Key))
	r = &Request{
		ID: ids.New(), Key: key[:], AboutKind: in.About.Kind, AboutID: in.About.ID, Language: in.Language, Dialect: in.Dialect, Form: in.Form, Gender: in.Gender,
		Sworn: in.Sworn, Mode: in.Mode, Site: in.Site, Place: in.Place, Subject: in.Topic, During: in.During, Urgent: in.Urgent, Manner: in.Manner,
		OfferMinutes: int(in.Limit / time.Minute), Team: in.Team, CostCentre: in.CostCentre, Necessity: in.Necessity, Client: in.Client, State: RequestOpen,
		Seek: len(in.Chosen) == 0 && !in.Urgent, Version: 1, AskedAt: tx.Now,
	}
	if in.Subject != nil {
		r.SubjectKind, r.SubjectID = in.Subject.Kind, &in.Subject.ID
	}
	if actor.ID != uuid.Nil {
		r.AskedBy = &actor.ID
	}
	if in.Approval != nil {
		r.ApprovedBy, r.Approval, r.ApprovedCents = &in.Approval.By, in.Approval.Reason, in.approved
	}
	if !r.Urgent { // whoever asks again gives up what found nobody
		_, err := tx.NewRaw(`UPDATE interpreters.request SET state = 'cancelled', reason = 'asked_again', client = '', version = version + 1
WHERE about_kind = ? AND about_id = ? AND state = 'unfilled' AND NOT urgent AND key <> ?`, r.AboutKind, r.AboutID, r.Key).Exec(ctx)
		if err != nil {
			return nil, false, fmt.Errorf("give up request: %w", err)
		}
	}
	// Of two with one key at once the later may meet the earlier as "one request about it" before it meets its key.
	res, err := tx.NewInsert().Model(r).On("CONFLICT DO NOTHING").Exec(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("open request: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		r = new(Request)
		return r, false, cmp.Or(err, db.NoRows(tx.NewSelect().Model(r).Where("key = ?", key[:]).Scan(ctx), ErrAsked, "read request"))
	}
	return r, true, s.tellTx(ctx, tx, r, "interpreting.asked", audit.Details{"language": r.Language, "mode": string(r.Mode)})
}

// tellTx writes into the trail of a request and hints the screens that show it.
func (s *Service) tellTx(ctx context.Context, tx *db.Tx, r *Request, action string, d audit.Details) error {
	tx.Notify(Topic)
	return s.Audit.RecordTx(ctx, tx, RequestRecord(r.ID), action, d)
}

// askAllTx offers a new request to those who were chosen, or has others looked for.
func (s *Service) askAllTx(ctx context.Context, tx *db.Tx, r *Request, in Ask) error {
	if in.Urgent {
		return s.callTx(ctx, tx, r)
	}
	if len(in.Chosen) == 0 && !in.instead {
		return tx.Enqueue(ctx, SeekArgs{r.ID}, nil)
	}
	if len(in.Chosen) == 0 {
		r.Seek = false // whom nobody can wait for: later, when these decline, others are looked for
		if err := s.seekTx(ctx, tx, r); err != nil || r.State == RequestOpen {
			r.Seek = true
			return err
		}
		return ErrTaken.With(errs.Field{Path: "chosen", Code: "nobody"})
	}
	found, err := s.whoCanTx(ctx, tx, in.Wanted, search{only: in.Chosen})
	if err != nil {
		return err
	}
	var able []Candidate
	for i, id := range in.Chosen {
		at := slices.IndexFunc(found, func(c Candidate) bool { return c.Interpreter == id || c.Person == id })
		if at < 0 {
			return ErrTaken.With(errs.Field{Path: fmt.Sprintf("chosen[%d]", i), Code: "cannot"})
		}
		able = append(able, found[at])
	}
	if err := s.offersTx(ctx, tx, r, able); err != nil {
		return err
	}
	if r.Manner == All {
		return s.offerAllTx(ctx, tx, r, able)
	}
	if err := s.nextTx(ctx, tx, r); err != nil {
		return err
	}
	if r.State != RequestOpen {
		return ErrTaken.With(errs.Field{Path: "chosen[0]", Code: "cannot"})
	}
	return nil
}

// party is for whom it is, as far as anybody has said: else what it is about.
func (r *Request) party() audit.Record {
	if r.SubjectID != nil {
		return audit.Record{Kind: r.SubjectKind, ID: *r.SubjectID}
	}
	return audit.Record{Kind: r.AboutKind, ID: r.AboutID}
}

// Wanted is what a request looks for.
func (r *Request) Wanted() Wanted {
	w := Wanted{
		Language: r.Language, Dialect: r.Dialect, Form: r.Form, Gender: r.Gender, Sworn: r.Sworn, Mode: r.Mode, Site: r.Site, During: r.During,
		About: &audit.Record{Kind: r.AboutKind, ID: r.AboutID}, Topic: r.Subject, Necessity: r.Necessity,
	}
	if r.SubjectID != nil {
		w.Subject = &audit.Record{Kind: r.SubjectKind, ID: *r.SubjectID}
	}
	return w
}

// saveTx writes how far a request is, one version on. Its row is locked, or was just made.
func (r *Request) saveTx(ctx context.Context, tx *db.Tx, state RequestState, reason string) error {
	r.State, r.Reason, r.Version = state, reason, r.Version+1
	if state == RequestCancelled {
		r.Client = "" // nobody needs it any more
		if r.Mode != linguists.OnSite {
			r.Place = "" // a number of the client
		}
	}
	_, err := tx.NewUpdate().Model(r).Column("state", "reason", "version", "client", "place", "seek", "manner").Where("id = ?", r.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("change request: %w", err)
	}
	return nil
}

func requestTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Request, error) {
	r := new(Request)
	err := tx.NewSelect().Model(r).Where("r.id = ?", id).For("UPDATE").Scan(ctx)
	return r, db.NoRows(err, ErrNone, "read request")
}

// bindTx sets the money of a request aside, about the request itself or about one assignment. An approval holds for what it was given for.
func (s *Service) bindTx(ctx context.Context, tx *db.Tx, r *Request, about audit.Record, cents int64) error {
	bind := budgets.Bind{Purpose: Purpose, Year: r.During.Day().Year, Team: r.Team, CostCentre: r.CostCentre, About: about, Cents: cents}
	if r.ApprovedBy != nil && cents <= r.ApprovedCents {
		bind.Approval = &budgets.Approval{By: *r.ApprovedBy, Reason: r.Approval}
	}
	return s.Budgets.BindTx(ctx, tx, bind)
}

// noMoney says that an error is about money alone: the transaction can go on.
func noMoney(err error) bool {
	return errors.Is(err, budgets.ErrOverCeiling) || errors.Is(err, budgets.ErrUnbudgeted)
}
