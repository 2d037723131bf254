package interpreters

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// after says from which state a booking comes to one on the day.
var after = map[AssignmentState][]AssignmentState{
	Arrived: {Booked}, Started: {Booked, Arrived}, Ended: {Started}, Missed: {Booked}, ClientMissed: {Booked, Arrived},
}

// MarkAssignment says how far a booking is on the day, now or at a moment before.
type MarkAssignment struct {
	Assignment uuid.UUID
	Version    int
	State      AssignmentState
	At         *time.Time
}

// Mark notes that an interpreter has come, begun or ended, or that one of the two did not come. Who does not come is paid nothing; whose client does not
// come keeps what was bound, and has signed that with saying so first. A call that ends sooner frees who took it.
func (s *Service) Mark(ctx context.Context, in MarkAssignment) (*Request, error) {
	var of uuid.UUID
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, a, err := assignedTx(ctx, tx, in.Assignment, s.mineTx)
		if err != nil {
			return err
		}
		of = r.ID
		switch {
		case a.State == in.State:
			return nil // clicked twice
		case a.Version != in.Version:
			return ErrConflict
		case !slices.Contains(after[in.State], a.State):
			return ErrOver
		}
		at := tx.Now
		if in.At != nil {
			at = in.At.UTC()
		}
		if err := a.markAt(in.State, at, tx.Now); err != nil {
			return err
		}
		if r.Urgent && in.State == Ended {
			a.Blocked.To = later(at, a.Blocked.From.Add(time.Minute))
			a.During.To = a.Blocked.To
		}
		if in.State == ClientMissed {
			a.InterpreterSignedAt = a.AloneAt
		}
		if err := a.saveTx(ctx, tx, "state", "arrived_at", "started_at", "ended_at", "during", "blocked", "interpreter_signed_at"); err != nil {
			return err
		}
		return s.markedTx(ctx, tx, r, a)
	})
	if err != nil {
		return nil, err
	}
	return s.Request(ctx, of)
}

func later(times ...time.Time) time.Time { return slices.MaxFunc(times, time.Time.Compare) }

// markedTx does what follows from a step of the day.
func (s *Service) markedTx(ctx context.Context, tx *db.Tx, r *Request, a *Assignment) error {
	if a.State == Missed {
		if err := s.Budgets.FreeTx(ctx, tx, AssignmentRecord(a.ID)); err != nil {
			return err
		}
	}
	if a.State == ClientMissed {
		if err := tx.Emit(ctx, SignedEvent{r.ID, a.ID}); err != nil {
			return err
		}
	}
	if a.State != Arrived && a.State != Started {
		if err := r.saveTx(ctx, tx, RequestEnded, string(a.State)); err != nil {
			return err
		}
	}
	return s.tellTx(ctx, tx, r, "interpreting."+string(a.State), audit.Details{"assignment": a.ID.String()})
}

// markAt writes down when a step was; none lies ahead, before the step before it, or half a day before what was planned. Nobody is missing before it should begin.
func (a *Assignment) markAt(state AssignmentState, at, now time.Time) error {
	before := a.During.From.Add(-12 * time.Hour)
	for _, step := range []*time.Time{a.ArrivedAt, a.StartedAt} {
		if step != nil {
			before = later(before, *step)
		}
	}
	if state == Missed || state == ClientMissed {
		before = later(before, a.During.From)
	}
	var f errs.Faults
	f.Need(!at.After(now), "at", "too_late")
	f.Need(!at.Before(before), "at", "too_early")
	if err := f.As(ErrInput); err != nil {
		return err
	}
	a.State = state
	switch state {
	case Arrived:
		a.ArrivedAt = &at
	case Started:
		a.StartedAt = &at
	case Ended, ClientMissed: // whose client did not come is let go
		a.EndedAt = &at
	}
	return nil
}

// assignedTx locks a booking, and its request first.
func assignedTx(ctx context.Context, tx *db.Tx, id uuid.UUID, lock func(context.Context, *db.Tx, uuid.UUID) (*Request, error)) (*Request, *Assignment, error) {
	var of uuid.UUID
	err := tx.NewRaw("SELECT request_id FROM interpreters.assignment WHERE id = ?", id).Scan(ctx, &of)
	if err := db.NoRows(err, ErrNone, "find assignment"); err != nil {
		return nil, nil, err
	}
	r, err := lock(ctx, tx, of)
	if err != nil {
		return nil, nil, err
	}
	a, err := assignmentTx(ctx, tx, id)
	return r, a, err
}

func assignmentTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Assignment, error) {
	a := new(Assignment)
	err := tx.NewSelect().Model(a).Where("a.id = ?", id).For("UPDATE").Scan(ctx)
	return a, db.NoRows(err, ErrNone, "read assignment")
}

// signable are the states in which the times of a booking are signed by both.
var signable = []AssignmentState{Ended, ClientMissed}

// SignForOffice confirms the times in the viewer's name; twice is no fault.
func (s *Service) SignForOffice(ctx context.Context, id uuid.UUID) (*Request, error) {
	var of uuid.UUID
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, a, err := assignedTx(ctx, tx, id, s.mineTx)
		if err != nil {
			return err
		}
		of = r.ID
		if a.OfficeSignedAt != nil {
			return nil
		}
		by := identity.ViewerFrom(ctx).AccountID
		a.OfficeSignedBy, a.OfficeSignedAt = &by, &tx.Now
		return s.signedTx(ctx, tx, r, a, "interpreting.office_signed", "office_signed_by", "office_signed_at")
	})
	if err != nil {
		return nil, err
	}
	return s.Request(ctx, of)
}

func (s *Service) signedTx(ctx context.Context, tx *db.Tx, r *Request, a *Assignment, action string, columns ...string) error {
	if !slices.Contains(signable, a.State) {
		return ErrOver
	}
	if err := a.saveTx(ctx, tx, columns...); err != nil {
		return err
	}
	if a.OfficeSignedAt != nil && a.InterpreterSignedAt != nil {
		if err := tx.Emit(ctx, SignedEvent{r.ID, a.ID}); err != nil {
			return err
		}
	}
	return s.tellTx(ctx, tx, r, action, audit.Details{"assignment": a.ID.String()})
}

// Managed is a booking in the hands of whom it is given to: now they know for whom.
type Managed struct {
	Assignment *Assignment
	Client     string // "" once it is forgotten, or they have nothing to do with it any more
	Token      string
	Permitted  []string
}

// Manage shows a booking by its link.
func (s *Service) Manage(ctx context.Context, token string) (*Managed, error) {
	id, err := s.opened(toManage, token)
	if err != nil {
		return nil, err
	}
	return s.ManageByID(ctx, id)
}

// ManageByID puts a booking into the hands of whose it is. The caller knows that it is theirs.
func (s *Service) ManageByID(ctx context.Context, id uuid.UUID) (*Managed, error) {
	a := new(Assignment)
	err := s.DB.NewSelect().Model(a).Relation("Request").Relation("Interpreter").Where("a.id = ?", id).Scan(ctx)
	if err := db.NoRows(err, ErrNone, "read assignment"); err != nil {
		return nil, err
	}
	return s.handed(a), nil
}

// handed is a booking with what its holder may know and do; its request and interpreter are there.
func (s *Service) handed(a *Assignment) *Managed {
	m := &Managed{Assignment: a, Token: s.manageLink(a), Permitted: []string{}}
	if !slices.Contains([]AssignmentState{Held, AssignmentCancelled, Missed}, a.State) && a.Request.During.To.After(s.forgotten(s.DB.Clock.Now())) {
		m.Client = a.Request.Client
	} else if a.Request.Mode != linguists.OnSite {
		a.Request.Place = "" // the number under which the client is met
	}
	a.Request.Client = ""
	if a.State == Booked && s.DB.Clock.Now().Before(a.During.From) {
		m.Permitted = append(m.Permitted, "cancelInterpreting")
	}
	if slices.Contains(signable, a.State) && a.InterpreterSignedAt == nil {
		m.Permitted = append(m.Permitted, "signInterpreting")
	}
	if a.alone(s.DB.Clock.Now()) && a.AloneAt == nil {
		m.Permitted = append(m.Permitted, "reportClientMissing")
	}
	return m
}

// byLink changes a booking by its link; its request is locked first.
func (s *Service) byLink(ctx context.Context, token string, do func(ctx context.Context, tx *db.Tx, r *Request, a *Assignment) error) (*Managed, error) {
	id, err := s.opened(toManage, token)
	if err != nil {
		return nil, err
	}
	err = s.inTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, a, err := assignedTx(ctx, tx, id, requestTx)
		if err != nil {
			return err
		}
		return do(ctx, tx, r, a)
	})
	if err != nil {
		return nil, err
	}
	return s.ManageByID(ctx, id)
}

// SignByLink confirms the times in the interpreter's name; twice is no fault.
func (s *Service) SignByLink(ctx context.Context, token string) (*Managed, error) {
	return s.byLink(ctx, token, func(ctx context.Context, tx *db.Tx, r *Request, a *Assignment) error {
		if a.InterpreterSignedAt != nil {
			return nil
		}
		a.InterpreterSignedAt = &tx.Now
		return s.signedTx(ctx, tx, r, a, "interpreting.signed", "interpreter_signed_at")
	})
}

// alone says whether it can be that somebody waits for a client who has not come.
func (a *Assignment) alone(now time.Time) bool {
	return slices.Contains(after[ClientMissed], a.State) && !now.Before(a.During.From)
}

// TellAlone is an interpreter who waits in vain: the office sees it and says who did not come (Mark), and so what is paid. Twice is no fault.
func (s *Service) TellAlone(ctx context.Context, token string) (*Managed, error) {
	return s.byLink(ctx, token, func(ctx context.Context, tx *db.Tx, r *Request, a *Assignment) error {
		if a.AloneAt != nil {
			return nil
		}
		if !a.alone(tx.Now) {
			return ErrOver
		}
		a.AloneAt = &tx.Now
		if err := a.saveTx(ctx, tx, "alone_at"); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, r, "interpreting.client_missing", audit.Details{"assignment": a.ID.String()})
	})
}

// CallOff is an interpreter who cannot come after all: they are paid nothing, and others are asked at once. Who is tied to the client (VwVfG §§20, 21) is
// not asked for them again. Twice is no fault.
func (s *Service) CallOff(ctx context.Context, token, reason string, tied bool) (*Managed, error) {
	var f errs.Faults
	f.Fits(reason, 300, "reason")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.byLink(ctx, token, func(ctx context.Context, tx *db.Tx, r *Request, a *Assignment) error {
		if a.State == AssignmentCancelled {
			return nil
		}
		if a.State != Booked || !tx.Now.Before(a.During.From) && !r.Urgent {
			return ErrOver
		}
		if err := s.cancelTx(ctx, tx, r, a, "interpreter", reason, 0); err != nil {
			return err
		}
		if tied {
			if err := s.Linguists.TieTx(ctx, tx, a.InterpreterID, r.party(), "interpreter"); err != nil {
				return err
			}
		}
		if r.Urgent {
			return s.unfilledTx(ctx, tx, r, "called_off")
		}
		r.Seek, r.Manner = true, InTurn
		if err := r.saveTx(ctx, tx, RequestOpen, ""); err != nil {
			return fmt.Errorf("ask again: %w", err)
		}
		return s.goOnTx(ctx, tx, r)
	})
}
