package interpreters

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/db"
)

// mostCalled is how many a call goes to.
const mostCalled = 200

// callTx offers a request of now to all who are on duty or have said that they can now, together. The first who accepts has it: whose transaction turns the
// request's row from open to filled, and nothing else decides. Nobody there: it is unfilled at once, and counts for the plan of duty.
func (s *Service) callTx(ctx context.Context, tx *db.Tx, r *Request) error {
	able, err := s.whoCanTx(ctx, tx, r.Wanted(), search{atOnce: true})
	if err != nil {
		return err
	}
	able = slices.DeleteFunc(able, func(c Candidate) bool { return !c.meets(r.Wanted()) })
	if len(able) == 0 {
		return s.unfilledTx(ctx, tx, r, "nobody")
	}
	able = able[:min(len(able), mostCalled)]
	if err := s.offersTx(ctx, tx, r, able); err != nil {
		return err
	}
	return s.offerAllTx(ctx, tx, r, able)
}

// seekAtOnce is how many are found at a time, to be asked in turn.
const seekAtOnce = 5

// SeekArgs is the job that looks for people whom nobody has chosen.
type SeekArgs struct{ RequestID uuid.UUID }

// Kind implements river.JobArgs.
func (SeekArgs) Kind() string { return "interpreters.seek" }

// Seek looks for people for a request, if nobody is asked.
func (s *Service) Seek(ctx context.Context, in SeekArgs) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := requestTx(ctx, tx, in.RequestID)
		if err != nil {
			return err
		}
		if err := s.seekTx(ctx, tx, r); !noMoney(err) {
			return err
		}
		return s.unfilledTx(ctx, tx, r, "budget")
	})
}

// seekTx asks the best of those who can and were not asked yet, one after the other. Whom the office finds itself meets the wish for a gender.
func (s *Service) seekTx(ctx context.Context, tx *db.Tx, r *Request) error {
	var offers []Offer
	if err := tx.NewSelect().Model(&offers).Where("o.request_id = ?", r.ID).Scan(ctx); err != nil {
		return fmt.Errorf("read offers: %w", err)
	}
	under := slices.ContainsFunc(offers, func(o Offer) bool { return o.State == OfferMade || o.State == OfferWaiting })
	if r.State != RequestOpen || under {
		return nil
	}
	found, err := s.whoCanTx(ctx, tx, r.Wanted(), search{})
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(c Candidate) bool {
		return !c.meets(r.Wanted()) || slices.ContainsFunc(offers, func(o Offer) bool { return o.InterpreterID == c.Interpreter })
	})
	if len(found) == 0 || !tx.Now.Before(r.During.From) {
		return s.unfilledTx(ctx, tx, r, "nobody")
	}
	if err := s.offersTx(ctx, tx, r, found[:min(len(found), seekAtOnce)]); err != nil {
		return err
	}
	return s.nextTx(ctx, tx, r)
}

// SweepArgs is the job that ends what was not answered in time.
type SweepArgs struct{}

// Kind implements river.JobArgs.
func (SweepArgs) Kind() string { return "interpreters.sweep" }

// Sweep ends offers that were not answered in time, and asks the next. An offer whose time is over cannot be accepted, whether this has run or not.
func (s *Service) Sweep(ctx context.Context) error {
	var over []uuid.UUID
	err := s.DB.NewRaw("SELECT id FROM interpreters.offer WHERE state = 'offered' AND until <= ? ORDER BY until LIMIT 500", s.DB.Clock.Now()).Scan(ctx, &over)
	if err != nil {
		return fmt.Errorf("find offers without answer: %w", err)
	}
	for _, id := range over {
		err := s.inTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.passTx(ctx, tx, id, OfferLapsed, "time") })
		if err != nil {
			return err
		}
	}
	return nil
}

// BookedEvent tells that somebody comes.
type BookedEvent struct{ RequestID, AssignmentID uuid.UUID }

// EventName implements events.Event.
func (BookedEvent) EventName() string { return "interpreters.booked" }

// CancelledEvent tells that a booking was called off, by whichever side.
type CancelledEvent struct{ RequestID, AssignmentID uuid.UUID }

// EventName implements events.Event.
func (CancelledEvent) EventName() string { return "interpreters.cancelled" }

// UnfilledEvent tells that nobody is left to ask.
type UnfilledEvent struct{ RequestID uuid.UUID }

// EventName implements events.Event.
func (UnfilledEvent) EventName() string { return "interpreters.unfilled" }

// SignedEvent tells that a booking is over and can be paid: both have signed its times, or the client did not come.
type SignedEvent struct{ RequestID, AssignmentID uuid.UUID }

// EventName implements events.Event.
func (SignedEvent) EventName() string { return "interpreters.signed" }
