package translations

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// OfferState is how far an offer is.
type OfferState string

// The states.
const (
	OfferWaiting   OfferState = "waiting" // others are asked before
	OfferMade      OfferState = "offered"
	OfferAccepted  OfferState = "accepted"
	OfferDeclined  OfferState = "declined"
	OfferLapsed    OfferState = "lapsed"
	OfferWithdrawn OfferState = "withdrawn"
)

// Offer asks one translator.
type Offer struct {
	bun.BaseModel `bun:"table:translations.offer,alias:o"`

	ID            uuid.UUID `bun:",pk"`
	OrderID       uuid.UUID
	InterpreterID uuid.UUID
	Rank          int
	State         OfferState
	Cents         int64 // what it is expected to cost
	OfferedAt     *time.Time
	Until         *time.Time
	AnsweredAt    *time.Time
	Reason        string

	Interpreter *Who   `bun:"rel:belongs-to,join:interpreter_id=id"`
	Order       *Order `bun:"rel:belongs-to,join:order_id=id"`
}

// offersTx writes down whom an order will ask.
func (s *Service) offersTx(ctx context.Context, tx *db.Tx, o *Order, able []Candidate) error {
	if len(able) == 0 {
		return nil
	}
	offers := make([]Offer, len(able))
	for i, c := range able {
		offers[i] = Offer{ID: ids.New(), OrderID: o.ID, InterpreterID: c.Interpreter, Rank: i + 1, State: OfferWaiting, Cents: c.Cents}
	}
	if _, err := tx.NewInsert().Model(&offers).Exec(ctx); err != nil {
		return fmt.Errorf("write offers: %w", err)
	}
	return nil
}

// until is when an offer ends: after its minutes, but before the translation is due.
func (o *Order) until(now time.Time) time.Time {
	until := now.Add(time.Duration(o.OfferMinutes) * time.Minute)
	if due := endOf(o.DueOn); due.Before(until) {
		return due
	}
	return until
}

// stillTx keeps of those who are to be asked the ones who still can: since they were found they may have stopped, a proof may have run out, they may be tied to somebody.
func (s *Service) stillTx(ctx context.Context, tx *db.Tx, o *Order, list []*Offer) ([]*Offer, error) {
	able, err := s.whoCan(ctx, tx, o.wanted(), clock.Today(tx.Now))
	if err != nil {
		return nil, err
	}
	still := list[:0:0]
	for _, of := range list {
		if slices.ContainsFunc(able, func(c Candidate) bool { return c.Interpreter == of.InterpreterID }) {
			still = append(still, of)
		}
	}
	return still, nil
}

// nextTx asks the next in turn who still can and sets the money aside; with nobody left the order is unfilled. The order is locked.
func (s *Service) nextTx(ctx context.Context, tx *db.Tx, o *Order) error {
	var list []*Offer
	err := tx.NewSelect().Model(&list).Where("o.order_id = ? AND o.state = ?", o.ID, OfferWaiting).OrderExpr("o.rank").Scan(ctx)
	if err != nil {
		return fmt.Errorf("find who is next: %w", err)
	}
	if list, err = s.stillTx(ctx, tx, o, list); err != nil {
		return err
	}
	until := o.until(tx.Now)
	if len(list) == 0 || !tx.Now.Before(until) {
		return s.unfilledTx(ctx, tx, o, "nobody")
	}
	next := list[0]
	if err := s.bindTx(ctx, tx, o, o.DueOn, next.Cents); err != nil {
		return err
	}
	next.State, next.OfferedAt, next.Until = OfferMade, &tx.Now, &until
	if _, err := tx.NewUpdate().Model(next).Column("state", "offered_at", "until").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("make offer: %w", err)
	}
	if err := o.saveTx(ctx, tx); err != nil {
		return err
	}
	if err := s.tellTx(ctx, tx, o, "translation.offered", audit.Details{"interpreter": next.InterpreterID.String()}); err != nil {
		return err
	}
	return s.mailOfferTx(ctx, tx, o, next)
}

func (s *Service) unfilledTx(ctx context.Context, tx *db.Tx, o *Order, why string) error {
	o.State, o.Reason, o.Cents = Unfilled, why, 0
	if err := o.saveTx(ctx, tx); err != nil {
		return err
	}
	if err := s.Budgets.FreeTx(ctx, tx, Record(o.ID)); err != nil {
		return err
	}
	if err := s.tellTx(ctx, tx, o, "translation.unfilled", audit.Details{"reason": why}); err != nil {
		return err
	}
	return s.mailTeamTx(ctx, tx, o, mailUnfilled)
}

func (of *Offer) endTx(ctx context.Context, tx *db.Tx, state OfferState, reason string) error {
	of.State, of.Reason, of.AnsweredAt = state, reason, &tx.Now
	if _, err := tx.NewUpdate().Model(of).Column("state", "reason", "answered_at").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("end offer: %w", err)
	}
	return nil
}

// offeredTx locks the order of an offer, and reads both.
func offeredTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Order, *Offer, error) {
	of := new(Offer)
	if err := tx.NewSelect().Model(of).Where("o.id = ?", id).Scan(ctx); err != nil {
		return nil, nil, db.NoRows(err, ErrNone, "find offer")
	}
	o, err := orderTx(ctx, tx, of.OrderID)
	if err != nil {
		return nil, nil, err
	}
	err = tx.NewSelect().Model(of).Where("o.id = ?", id).Scan(ctx) // as it is now that nobody changes it
	return o, of, db.NoRows(err, ErrNone, "read offer")
}

// Accept takes an offer. Twice is no fault; ErrOver after its time, and for who cannot any more.
func (s *Service) Accept(ctx context.Context, token string) (*Shown, error) {
	id, err := s.opened(token)
	if err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		o, of, err := offeredTx(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case of.State == OfferAccepted:
			return nil
		case of.State != OfferMade || o.State != Open || !tx.Now.Before(*of.Until):
			return ErrOver
		}
		if still, err := s.stillTx(ctx, tx, o, []*Offer{of}); err != nil || len(still) == 0 {
			return cmp.Or(err, error(ErrOver))
		}
		if err := of.endTx(ctx, tx, OfferAccepted, ""); err != nil {
			return err
		}
		o.State, o.InterpreterID, o.GivenAt, o.Reason = Given, &of.InterpreterID, &tx.Now, ""
		if err := o.saveTx(ctx, tx); err != nil {
			return err
		}
		if err := s.tellTx(ctx, tx, o, "translation.given", audit.Details{"interpreter": of.InterpreterID.String()}); err != nil {
			return err
		}
		return s.mailTx(ctx, tx, mailGiven, o, of)
	})
	if err != nil {
		return nil, err
	}
	return s.shown(ctx, id)
}

// Decline gives an offer on to the next, and hands back what was accepted: work that somebody cannot do after all. What is over already needs no answer.
func (s *Service) Decline(ctx context.Context, token, reason string) error {
	var f errs.Faults
	f.Fits(reason, 300, "reason")
	if err := f.As(ErrInput); err != nil {
		return err
	}
	id, err := s.opened(token)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.passTx(ctx, tx, id, OfferDeclined, reason) })
}

// passTx ends an offer that nobody takes, and asks the next.
func (s *Service) passTx(ctx context.Context, tx *db.Tx, id uuid.UUID, state OfferState, reason string) error {
	o, of, err := offeredTx(ctx, tx, id)
	if err != nil {
		return err
	}
	handsBack := of.State == OfferAccepted && o.State == Given && state == OfferDeclined
	if of.State != OfferMade && !handsBack || state == OfferLapsed && tx.Now.Before(*of.Until) {
		return nil
	}
	if err := of.endTx(ctx, tx, state, reason); err != nil {
		return err
	}
	if handsBack { // what they have sent is nobody's
		if err := s.Documents.EraseSubjectTx(ctx, tx, Record(o.ID)); err != nil {
			return err
		}
	}
	o.State, o.InterpreterID, o.GivenAt = Open, nil, nil
	if err := s.tellTx(ctx, tx, o, "translation."+string(state), audit.Details{"interpreter": of.InterpreterID.String()}); err != nil {
		return err
	}
	err = s.nextTx(ctx, tx, o)
	if errors.Is(err, budgets.ErrOverCeiling) || errors.Is(err, budgets.ErrUnbudgeted) {
		return s.unfilledTx(ctx, tx, o, "budget") // nobody waits who could approve more
	}
	return err
}

// Sweep ends offers that were not answered in time, and asks the next. It may run as often as it likes.
func (s *Service) Sweep(ctx context.Context) error {
	var over []uuid.UUID
	err := s.DB.NewRaw("SELECT id FROM translations.offer WHERE state = 'offered' AND until <= ? ORDER BY until LIMIT 500", s.DB.Clock.Now()).Scan(ctx, &over)
	if err != nil {
		return fmt.Errorf("find offers without answer: %w", err)
	}
	for _, id := range over {
		err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.passTx(ctx, tx, id, OfferLapsed, "time") })
		if err != nil {
			return err
		}
	}
	return nil
}
