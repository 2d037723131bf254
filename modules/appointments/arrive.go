package appointments

import (
	"context"
	"strings"

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
