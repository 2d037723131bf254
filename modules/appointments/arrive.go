package appointments

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// ArriveTx notes that somebody is there for their appointment, by what the QR code of the confirmation says or by the appointment's number. Twice is no
// fault.
func (s *Service) ArriveTx(ctx context.Context, tx *db.Tx, code string) (*Appointment, error) {
	id, err := s.open(toCheckIn, code)
	if err != nil {
		if id, err = byNumberTx(ctx, tx, code); err != nil {
			return nil, err
		}
	}
	a, err := getTx(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	switch {
	case a.State == Arrived || a.State == Done:
		return a, nil
	case a.State != Booked:
		return nil, ErrEnded
	case a.Day() != clock.Today(tx.Now):
		return a, nil // on another day: the caller tells when
	}
	a.State = Arrived
	if err := a.save(ctx, tx, "state"); err != nil {
		return nil, err
	}
	return a, s.audit(ctx, tx, a, "appointment.arrived")
}

func byNumberTx(ctx context.Context, tx *db.Tx, number string) (id uuid.UUID, err error) {
	if len(number) > 20 {
		return id, ErrNone
	}
	err = tx.NewRaw("SELECT id FROM appointments.appointment WHERE number = ?", ids.NormalizeCode(strings.TrimSpace(number))).Scan(ctx, &id)
	return id, db.NoRows(err, ErrNone, "find appointment")
}

// FinishTx ends an appointment whose time has come: Done; Missed when its person did not come, or went before it was their turn; Cancelled when it was the
// office that sent them home or never called them.
func (s *Service) FinishTx(ctx context.Context, tx *db.Tx, id uuid.UUID, as State) error {
	a, err := getTx(ctx, tx, id)
	if err != nil || a.State != Arrived && a.State != Booked {
		return err
	}
	return s.finishTx(ctx, tx, a, as)
}

// Conclude says whether an appointment took place that has begun and that no hall ends: a call-back, a visit to a house without numbers. The same again is
// no fault.
func (s *Service) Conclude(ctx context.Context, id uuid.UUID, tookPlace bool) (a *Appointment, err error) {
	as := Missed
	if tookPlace {
		as = Done
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if a, err = getTx(ctx, tx, id); err != nil || a.State == as {
			return err
		}
		if !a.Unconcluded(tx.Now) {
			return ErrEnded
		}
		return s.finishTx(ctx, tx, a, as)
	})
	return a, err
}

// Unconcluded says that an appointment has begun and nobody knows whether it takes place.
func (a *Appointment) Unconcluded(now time.Time) bool {
	return a.State == Booked && !now.Before(a.StartsAt)
}

func (s *Service) finishTx(ctx context.Context, tx *db.Tx, a *Appointment, as State) error {
	by := byOffice
	a.State, a.EndedAt, a.EndedBy = as, &tx.Now, &by
	if err := a.save(ctx, tx, "state", "ended_at", "ended_by"); err != nil {
		return fmt.Errorf("finish appointment: %w", err)
	}
	if err := s.audit(ctx, tx, a, "appointment."+string(a.State)); err != nil {
		return err
	}
	return s.companionsTx(ctx, tx, a)
}
