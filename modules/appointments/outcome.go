package appointments

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/db"
)

// correctable is how long after its end an outcome may be corrected: as long as the night looks back. Figures of months before stay as they were told.
const correctable = 14 * 24 * time.Hour

// What the trail says of an outcome, before its name.
const (
	said      = "appointment."
	corrected = "appointment.corrected_"
)

// FinishTx ends an appointment whose time has come: Done; Missed when its person did not come, or went before it was their turn; Cancelled when it was the
// office that sent them home or never called them.
func (s *Service) FinishTx(ctx context.Context, tx *db.Tx, id uuid.UUID, as State) error {
	a, err := getTx(ctx, tx, id)
	if err != nil || a.State != Arrived && a.State != Booked {
		return err
	}
	return s.finishTx(ctx, tx, a, as, said)
}

// Conclude says whether an appointment took place that has begun and that no hall ends: a call-back, a visit to a house without numbers. The same again is
// no fault.
func (s *Service) Conclude(ctx context.Context, id uuid.UUID, tookPlace bool) (*Appointment, error) {
	return s.say(ctx, id, tookPlace, (*Appointment).Unconcluded, said)
}

// Correct says of an appointment with an outcome that it was the other one: the night did not see who was fetched from the corridor, a clerk took the wrong
// line. The trail keeps what was said before. The same again is no fault. What the office cancelled stays so: it is
// told of nobody, and whoever was to come along has heard it.
func (s *Service) Correct(ctx context.Context, id uuid.UUID, tookPlace bool) (*Appointment, error) {
	return s.say(ctx, id, tookPlace, (*Appointment).Correctable, corrected)
}

func (s *Service) say(ctx context.Context, id uuid.UUID, tookPlace bool, may func(*Appointment, time.Time) bool, action string) (a *Appointment, err error) {
	as := Missed
	if tookPlace {
		as = Done
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if a, err = getTx(ctx, tx, id); err != nil || a.State == as {
			return err
		}
		if !may(a, tx.Now) {
			return ErrEnded
		}
		return s.finishTx(ctx, tx, a, as, action)
	})
	return a, err
}

// Unconcluded says that an appointment has begun and nobody knows whether it takes place.
func (a *Appointment) Unconcluded(now time.Time) bool {
	return a.State == Booked && !now.Before(a.StartsAt)
}

// Correctable says that an appointment has an outcome which may still turn out to be the other one.
func (a *Appointment) Correctable(now time.Time) bool {
	return (a.State == Done || a.State == Missed) && now.Before(a.EndsAt.Add(correctable))
}

func (s *Service) finishTx(ctx context.Context, tx *db.Tx, a *Appointment, as State, action string) error {
	by := byOffice
	a.State, a.EndedAt, a.EndedBy = as, &tx.Now, &by
	if err := a.save(ctx, tx, "state", "ended_at", "ended_by"); err != nil {
		return fmt.Errorf("finish appointment: %w", err)
	}
	if err := s.audit(ctx, tx, a, action+string(as)); err != nil {
		return err
	}
	return s.companionsTx(ctx, tx, a)
}
