package interpreters

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
)

// UnmarkAssignment takes the last step of the day back.
type UnmarkAssignment struct {
	Assignment uuid.UUID
	Version    int
}

// Unmark takes back what was noted last of a booking, as long as nobody has signed its times: nobody came too late, and nobody is missing, by a slip. What was freed is
// bound again. ErrTaken where the time was given to another meanwhile, ErrOver where somebody else is asked, or it is settled already.
func (s *Service) Unmark(ctx context.Context, in UnmarkAssignment) (*Request, error) {
	var of uuid.UUID
	err := s.inTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, a, err := assignedTx(ctx, tx, in.Assignment, s.mineTx)
		if err != nil {
			return err
		}
		of = r.ID
		if a.Version != in.Version {
			return ErrConflict
		}
		return s.unmarkTx(ctx, tx, r, a)
	})
	if err != nil {
		return nil, err
	}
	return s.Request(ctx, of)
}

// Unmarkable says whether the last step can be taken back.
func (a *Assignment) Unmarkable() bool {
	return slices.Contains([]AssignmentState{Arrived, Started, Ended, Missed, ClientMissed}, a.State) && a.OfficeSignedAt == nil && a.InterpreterSignedAt == nil
}

func (s *Service) unmarkTx(ctx context.Context, tx *db.Tx, r *Request, a *Assignment) error {
	if !a.Unmarkable() || r.State != RequestEnded && r.State != RequestFilled {
		return ErrOver
	}
	was := a.State
	if s.Unsettle != nil {
		if err := s.Unsettle(ctx, tx, AssignmentRecord(a.ID)); err != nil {
			return err
		}
	}
	if was == Missed {
		if err := s.bindTx(ctx, tx, r, AssignmentRecord(a.ID), a.Cents); err != nil {
			return err
		}
	}
	a.back()
	if r.Urgent && was == Ended { // it lasts as it was planned, again
		a.During.To, a.Blocked.To = later(a.During.To, r.During.To), later(a.Blocked.To, r.During.To)
	}
	if err := a.saveTx(ctx, tx, "state", "arrived_at", "started_at", "ended_at", "during", "blocked"); err != nil {
		return db.MapConstraints(err, map[string]error{"assignment_once": ErrTaken})
	}
	if r.State == RequestEnded {
		if err := r.saveTx(ctx, tx, RequestFilled, ""); err != nil {
			return db.MapConstraints(err, map[string]error{"request_one": ErrOver})
		}
	}
	return s.tellTx(ctx, tx, r, "interpreting.unmarked", audit.Details{"assignment": a.ID.String(), "was": string(was)})
}

// back is one step before what was noted last.
func (a *Assignment) back() {
	switch a.State {
	case Ended:
		a.EndedAt = nil
	case Started:
		a.StartedAt = nil
	case Arrived:
		a.ArrivedAt = nil
	}
	switch {
	case a.StartedAt != nil:
		a.State = Started
	case a.ArrivedAt != nil:
		a.State = Arrived
	default:
		a.State = Booked
	}
}
