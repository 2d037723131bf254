package courses

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// State is how somebody stands to a session.
type State string

// The states.
const (
	AskedFor  State = "asked" // somebody has to approve it
	Waiting   State = "waiting"
	Enrolled  State = "enrolled"
	Declined  State = "declined"
	Cancelled State = "cancelled"
	Attended  State = "attended"
	Missed    State = "missed"
	Unplaced  State = "unplaced" // it began without them
)

// Enrolment is somebody and a session.
type Enrolment struct {
	bun.BaseModel `bun:"table:courses.enrolment,alias:e"`

	ID            uuid.UUID `bun:",pk"`
	SessionID     uuid.UUID
	AccountID     uuid.UUID
	Team          string
	State         State
	Position      int // in which order they asked
	AskedAt       time.Time
	DecidedBy     *uuid.UUID
	DecidedAt     *time.Time
	Reason        string
	EndedBy       *uuid.UUID
	EndedAt       *time.Time
	RemindedAt    *time.Time
	LeaveUntil    *time.Time // by themself, where that is later than the course says
	FeedbackGiven bool
	EffectAskedAt *time.Time
	EffectGiven   bool
	Cents         int64
}

// Enrol has the viewer take part: at once where nobody has to approve it and a place is free, else as a request or on the waiting list. ErrTwice who does already.
func (s *Service) Enrol(ctx context.Context, session uuid.UUID) (*Own, error) {
	v := identity.ViewerFrom(ctx)
	e := &Enrolment{ID: ids.New(), SessionID: session, AccountID: v.AccountID}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		se, err := sessionTx(ctx, tx, session)
		if err != nil {
			return err
		}
		if !se.open(tx.Now) {
			return ErrOver
		}
		if e.Team, err = s.teamOf(ctx, tx, v.AccountID); err != nil {
			return err
		}
		se.Asked++
		e.Position, e.AskedAt, e.State = se.Asked, tx.Now, AskedFor
		if !se.Asks() {
			se.seat(e, tx.Now)
		}
		if err := insert(ctx, tx, e, "enrol"); err != nil {
			return err
		}
		if err := se.keepTx(ctx, tx); err != nil {
			return err
		}
		if err := s.record(ctx, tx, EnrolmentRecord(e.ID), string(e.State), nil); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, e, tellOf[e.State], se.Sequence)
	})
	if err != nil {
		return nil, err
	}
	return s.own(ctx, e.ID)
}

// seat gives somebody a place, or puts them on the waiting list.
func (s *Session) seat(e *Enrolment, now time.Time) {
	e.State = Waiting
	if s.Taken >= s.Places {
		return
	}
	s.Taken++
	e.State = Enrolled
	if s.StartsAt.Sub(now) <= remindBefore {
		e.RemindedAt = &now // the mail that tells it reminds enough
	}
}

// keepTx writes how many places there are and how many are taken.
func (s *Session) keepTx(ctx context.Context, tx *db.Tx) error {
	if _, err := tx.NewUpdate().Model(s).Column("places", "taken", "asked").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("count places: %w", err)
	}
	return nil
}

// moveUpTx gives free places to those who wait, in the order in which they asked, and tells them.
func (s *Service) moveUpTx(ctx context.Context, tx *db.Tx, se *Session) error {
	free := se.Places - se.Taken
	if free <= 0 || !se.stands() || !tx.Now.Before(se.StartsAt) {
		return nil
	}
	var list []*Enrolment
	if err := tx.NewSelect().Model(&list).Where("e.session_id = ? AND e.state = ?", se.ID, Waiting).OrderExpr("e.position").Limit(int64(free)).For("UPDATE").Scan(ctx); err != nil {
		return fmt.Errorf("find who waits: %w", err)
	}
	for _, e := range list {
		se.seat(e, tx.Now)
		e.LeaveUntil = &se.StartsAt // nobody asked them whether it still suits
		if err := update(ctx, tx, e, "move up"); err != nil {
			return err
		}
		if err := s.record(ctx, tx, EnrolmentRecord(e.ID), "moved_up", nil); err != nil {
			return err
		}
		if err := s.tellTx(ctx, tx, e, tellMovedUp, se.Sequence); err != nil {
			return err
		}
	}
	return se.keepTx(ctx, tx)
}

// Cancel takes the viewer out of a session: until the day that the course names, and until it begins where they only wait, have moved up or the session was moved. ErrLate
// afterwards.
func (s *Service) Cancel(ctx context.Context, enrolment uuid.UUID) (*Own, error) {
	v := identity.ViewerFrom(ctx)
	err := s.leave(ctx, enrolment, func(se *Session, e *Enrolment, now time.Time) error {
		switch {
		case e.AccountID != v.AccountID:
			return ErrNone
		case !now.Before(se.StartsAt):
			return ErrOver
		case e.State == Enrolled && !now.Before(se.leaveUntil(e)):
			return ErrLate
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.own(ctx, enrolment)
}

// Remove takes somebody out of a session whom the office lets go, until it ends; they are told.
func (s *Service) Remove(ctx context.Context, enrolment uuid.UUID) (*Session, error) {
	var session uuid.UUID
	err := s.leave(ctx, enrolment, func(se *Session, _ *Enrolment, now time.Time) error {
		session = se.ID
		if !now.Before(se.EndsAt) {
			return ErrOver
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.Session(ctx, session)
}

// leave ends an enrolment that still stands, if may has nothing against it; what is cancelled already is no fault.
func (s *Service) leave(ctx context.Context, enrolment uuid.UUID, may func(*Session, *Enrolment, time.Time) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		se, e, err := s.enrolmentTx(ctx, tx, enrolment)
		if err != nil {
			return err
		}
		if err := may(se, e, tx.Now); err != nil {
			return err
		}
		if e.State == Cancelled {
			return nil
		}
		if !se.stands() || e.State != Enrolled && e.State != Waiting && e.State != AskedFor {
			return ErrOver
		}
		if e.State == Enrolled {
			se.Taken--
		}
		if err := s.endTx(ctx, tx, e, Cancelled); err != nil {
			return err
		}
		if err := s.record(ctx, tx, EnrolmentRecord(e.ID), "cancelled", nil); err != nil {
			return err
		}
		if e.AccountID != audit.ActorFrom(ctx).ID {
			if err := s.tellTx(ctx, tx, e, tellRemoved, se.Sequence); err != nil {
				return err
			}
		}
		if err := se.keepTx(ctx, tx); err != nil {
			return err
		}
		return s.moveUpTx(ctx, tx, se)
	})
}

// endTx ends an enrolment without attendance and gives the money back.
func (s *Service) endTx(ctx context.Context, tx *db.Tx, e *Enrolment, as State) error {
	e.State, e.EndedAt = as, &tx.Now
	if by := audit.ActorFrom(ctx).ID; by != uuid.Nil {
		e.EndedBy = &by
	}
	if err := update(ctx, tx, e, "end enrolment"); err != nil || s.Budgets == nil {
		return err
	}
	return s.Budgets.FreeTx(ctx, tx, EnrolmentRecord(e.ID))
}

// enrolmentTx locks the session of an enrolment, then the enrolment: always in this order.
func (s *Service) enrolmentTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Session, *Enrolment, error) {
	e := new(Enrolment)
	if err := db.NoRows(tx.NewSelect().Model(e).Where("e.id = ?", id).Scan(ctx), ErrNone, "read enrolment"); err != nil {
		return nil, nil, err
	}
	se, err := sessionTx(ctx, tx, e.SessionID)
	if err != nil {
		return nil, nil, err
	}
	return se, e, lockTx(ctx, tx, e, id)
}

// enrolmentsTx locks those of a session in some states, in the order in which they asked.
func (s *Service) enrolmentsTx(ctx context.Context, tx *db.Tx, session uuid.UUID, states ...State) ([]*Enrolment, error) {
	var list []*Enrolment
	err := tx.NewSelect().Model(&list).Where("e.session_id = ? AND e.state IN (?)", session, bun.List(states)).OrderExpr("e.position").For("UPDATE").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read enrolments: %w", err)
	}
	return list, nil
}
