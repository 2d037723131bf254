package appointments

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// walkIns are the cells of a day in which anybody may come to a site.
func walkIns(p *capacity.Plan, site string, day clock.Date) (open capacity.Mask) {
	for _, o := range p.Openings(site, day) {
		if o.Stretch.Purpose == capacity.WalkIn {
			open = open.Or(&o.All)
		}
	}
	return open
}

// WalkInUntil is when the open hours of a site end that are on now: zero when there are none. Anybody may come then. Hours that go on after midnight are
// one.
func (s *Service) WalkInUntil(ctx context.Context, site string) (until time.Time, err error) {
	p, err := s.Plan(ctx)
	if err != nil {
		return until, err
	}
	now := s.DB.Clock.Now().In(clock.Berlin)
	day, cell := clock.DateOf(now), (now.Hour()*60+now.Minute())/capacity.CellMinutes
	for range 7 {
		open := walkIns(p, site, day)
		for cell < capacity.DayCells && open.Has(cell) {
			cell++
			if ends, ok := capacity.At(day, cell); ok {
				until = ends
			}
		}
		if cell < capacity.DayCells {
			break
		}
		day, cell = day.AddDays(1), 0
	}
	return until, nil
}

// WalkInFrom is when the doors of a site open next for anybody, within two weeks; zero if they do not.
func (s *Service) WalkInFrom(ctx context.Context, site string) (from time.Time, err error) {
	p, err := s.Plan(ctx)
	if err != nil {
		return from, err
	}
	now := s.DB.Clock.Now()
	yesterday := walkIns(p, site, clock.Today(now).AddDays(-1))
	before := yesterday.Has(capacity.DayCells - 1)
	for n := range 14 {
		day := clock.Today(now).AddDays(n)
		open := walkIns(p, site, day)
		for cell := range capacity.DayCells {
			if at, ok := capacity.At(day, cell); ok && open.Has(cell) && !before && at.After(now) {
				return at, nil
			}
			before = open.Has(cell)
		}
	}
	return from, nil
}

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

// FinishTx ends an appointment that took place, or to which nobody came.
func (s *Service) FinishTx(ctx context.Context, tx *db.Tx, id uuid.UUID, missed bool) error {
	a, err := getTx(ctx, tx, id)
	if err != nil || a.State != Arrived && a.State != Booked {
		return err
	}
	by := byOffice
	a.State, a.EndedAt, a.EndedBy = Done, &tx.Now, &by
	if missed {
		a.State = Missed
	}
	if err := a.save(ctx, tx, "state", "ended_at", "ended_by"); err != nil {
		return fmt.Errorf("finish appointment: %w", err)
	}
	if err := s.audit(ctx, tx, a, "appointment."+string(a.State)); err != nil {
		return err
	}
	return s.companionsTx(ctx, tx, a)
}
