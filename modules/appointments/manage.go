package appointments

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/jobs"
)

// Managed is an appointment in the hands of its person, with the tokens by which they move or cancel it and say that they are there.
type Managed struct {
	Appointment *Appointment
	Token       string // for Look, Move, Cancel
	CheckIn     string // what the QR code of the confirmation says
}

// Managed puts an appointment into the hands of its person. The caller knows that it is theirs.
func (s *Service) Managed(a *Appointment) *Managed {
	return &Managed{a, s.sign(toManage, a.ID, a.EndsAt), s.CheckInCode(a)}
}

// CheckInCode is what the QR code of a confirmation says: good for ArriveTx and nothing else, until an hour after the end.
func (s *Service) CheckInCode(a *Appointment) string {
	return s.sign(toCheckIn, a.ID, a.EndsAt.Add(time.Hour))
}

// Look shows an appointment to whoever has its link, as it stands now.
func (s *Service) Look(ctx context.Context, token string) (*Managed, error) {
	id, err := s.open(toManage, token)
	if err != nil {
		return nil, err
	}
	a, err := s.get(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.Managed(a), nil
}

// longestReason is how many characters a reason may have.
const longestReason = 500

func fits(reason string) error {
	var faults errs.Faults
	faults.Fits(reason, longestReason, "reason")
	return faults.As(ErrInput)
}

// Cancel gives an appointment back. Cancelling twice is no fault.
func (s *Service) Cancel(ctx context.Context, token, reason string) (*Managed, error) {
	id, err := s.open(toManage, token)
	if err != nil {
		return nil, err
	}
	if err := fits(reason); err != nil {
		return nil, err
	}
	var a *Appointment
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if a, err = getTx(ctx, tx, id); err != nil {
			return err
		}
		if a.State == Cancelled {
			return nil
		}
		if a.State != Booked || !tx.Now.Before(a.StartsAt) {
			return ErrEnded
		}
		return s.cancelTx(ctx, tx, a, "person", reason)
	})
	if err != nil {
		return nil, err
	}
	return s.Managed(a), nil
}

// byOffice stands in ended_by where the office, not the person, ended an appointment.
const byOffice = "office"

// cancelTx cancels a booked appointment and tells its person; their calendar forgets it.
func (s *Service) cancelTx(ctx context.Context, tx *db.Tx, a *Appointment, by, reason string) error {
	a.Sequence++
	if err := s.endTx(ctx, tx, a, Cancelled, by, reason); err != nil {
		return err
	}
	kind := mailCancelled
	if by == byOffice && reason != "" {
		kind = mailCalledOff
	}
	return s.mailTx(ctx, tx, a, kind)
}

// endTx ends an appointment that has not taken place, and gives its time back.
func (s *Service) endTx(ctx context.Context, tx *db.Tx, a *Appointment, state State, by, reason string) error {
	a.State, a.HeldUntil, a.EndedAt, a.EndedBy, a.Reason = state, nil, &tx.Now, &by, reason
	if err := a.save(ctx, tx, "state", "held_until", "ended_at", "ended_by", "reason", "sequence"); err != nil {
		return err
	}
	if err := releaseTx(ctx, tx, a.ID); err != nil {
		return err
	}
	// Nobody waits any more to exchange it, and it is kept for nobody.
	if _, err := tx.NewRaw("DELETE FROM appointments.waiting WHERE appointment_id = ?", a.ID).Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.NewRaw("UPDATE appointments.waiting SET offer_id = NULL WHERE offer_id = ?", a.ID).Exec(ctx); err != nil {
		return err
	}
	if err := s.audit(ctx, tx, a, "appointment."+string(state)); err != nil {
		return err
	}
	if err := s.companionsTx(ctx, tx, a); err != nil {
		return err
	}
	return tx.Emit(ctx, FreedEvent{a.ID, a.Site, a.Day()})
}

// Move takes another time for the same appointment: the new one and the old one change hands in one transaction, and the entry in the
// person's calendar is replaced. Network is where the request came from, for the rate of holds.
func (s *Service) Move(ctx context.Context, token, start, key, network string) (*Managed, error) {
	id, err := s.open(toManage, token)
	if err != nil {
		return nil, err
	}
	if err := s.mayTake(network); err != nil {
		return nil, err
	}
	a, err := s.get(ctx, id)
	if err != nil {
		return nil, err
	}
	w, err := s.wanted(a.query(), start, "move", id.String(), key)
	if err != nil {
		return nil, err
	}
	if a, err = s.move(ctx, a, w, "person"); err != nil {
		return nil, err
	}
	return s.Managed(a), nil
}

// moveTx puts an appointment into another slot. It may overlap with where it was.
func (s *Service) moveTx(ctx context.Context, tx *db.Tx, a *Appointment, site string, sl capacity.Slot, plan int) error {
	if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock_shared(?)", planLock).Exec(ctx); err != nil {
		return err
	}
	var version int
	if err := tx.NewRaw(planVersion).Scan(ctx, &version); err != nil || version != plan {
		return errors.Join(err, ErrPlan)
	}
	return s.occupyTx(ctx, tx, a, site, sl)
}

// occupyTx gives back what an appointment takes and takes a slot instead, at the same site or another.
func (s *Service) occupyTx(ctx context.Context, tx *db.Tx, a *Appointment, site string, sl capacity.Slot) error {
	if err := releaseTx(ctx, tx, a.ID); err != nil {
		return err
	}
	for _, r := range sl.Resources {
		res, err := tx.NewRaw(`INSERT INTO appointments.occupation (appointment_id, resource_id, day, first, cells, during)
VALUES (?, ?, ?, ?, ?, tstzrange(?, ?)) ON CONFLICT DO NOTHING`, a.ID, r, sl.Day, sl.First, sl.Cells, sl.Starts, sl.Ends).Exec(ctx)
		if err := db.One(res, err, errSlot, "take slot"); err != nil {
			return err
		}
	}
	return a.placeTx(ctx, tx, site, sl.Stretch.CounterID, sl.Starts, sl.Ends)
}

// placeTx writes down where and when an appointment is from now on; calendars replace their entry.
func (a *Appointment) placeTx(ctx context.Context, tx *db.Tx, site string, counter uuid.UUID, starts, ends time.Time) error {
	a.Site, a.CounterID, a.StartsAt, a.EndsAt = site, counter, starts, ends
	a.Sequence++
	return a.save(ctx, tx, "site", "counter_id", "starts_at", "ends_at", "sequence")
}

func (s *Service) move(ctx context.Context, a *Appointment, w wanted, by string) (*Appointment, error) {
	if before, err := s.answered(ctx, w.key); before != nil || err != nil {
		return before, err
	}
	p, taken, err := s.look(ctx, w.Query, w.day, w.day)
	if err != nil {
		return nil, err
	}
	now := s.DB.Clock.Now()
	own := capacity.CounterDay{Counter: a.CounterID, Day: a.Day()}
	first, n := a.cells()
	mine, there := capacity.Cells(first, n), taken[own]
	taken[own] = there.Without(&mine) // where it is now may overlap with where it shall be
	for _, sl := range p.Slots(w.Query, w.concern, w.day, w.cell, taken, now, 0) {
		var moved *Appointment
		err = again(func() error {
			return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
				if moved, err = getTx(ctx, tx, a.ID); err != nil {
					return err
				}
				if moved.State != Booked || !tx.Now.Before(moved.StartsAt) {
					return ErrEnded
				}
				was := FreedEvent{moved.ID, moved.Site, moved.Day()}
				if err := s.moveTx(ctx, tx, moved, w.Site, sl, p.Version); err != nil {
					return err
				}
				return s.movedTx(ctx, tx, moved, w.key, was)
			})
		})
		switch {
		case errors.Is(err, errAnswered):
			return s.answered(ctx, w.key)
		case !errors.Is(err, errSlot):
			return moved, err
		}
	}
	return nil, s.refuse(ctx, p, w, now)
}

// movedTx writes down that an appointment has been moved, and tells everybody.
func (s *Service) movedTx(ctx context.Context, tx *db.Tx, a *Appointment, key []byte, was FreedEvent) error {
	if err := rememberTx(ctx, tx, key, a.ID, errAnswered); err != nil {
		return err
	}
	return s.tellMovedTx(ctx, tx, a, was)
}

func (s *Service) tellMovedTx(ctx context.Context, tx *db.Tx, a *Appointment, was FreedEvent) error {
	if err := s.mailTx(ctx, tx, a, mailMoved); err != nil {
		return err
	}
	if err := s.audit(ctx, tx, a, "appointment.moved"); err != nil {
		return err
	}
	if err := s.companionsTx(ctx, tx, a); err != nil {
		return err
	}
	return tx.Emit(ctx, MovedEvent{a.ID}, was)
}

const expired = "SELECT id FROM appointments.appointment WHERE held_until IS NOT NULL AND held_until <= ? %s ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED"

// Sweep ends what was not confirmed in time. It runs all the time; a hold whose time is over blocks nobody: whoever wants it ends it first.
func (s *Service) Sweep(ctx context.Context) (int, error) { return s.sweep(ctx, "") }

// sweepDay ends what has run out on a day at a site.
func (s *Service) sweepDay(ctx context.Context, site string, day clock.Date) (int, error) {
	return s.sweep(ctx, "AND site = ? AND starts_at >= ? AND starts_at < ?", site, day.Time(clock.Berlin), day.AddDays(1).Time(clock.Berlin))
}

func (s *Service) sweep(ctx context.Context, also string, args ...any) (n int, err error) {
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var list []*Appointment
		err := tx.NewSelect().Model(&list).Where("id IN (?)", tx.NewRaw(fmt.Sprintf(expired, also), append([]any{tx.Now}, args...)...)).Scan(ctx)
		if err != nil {
			return fmt.Errorf("find what has run out: %w", err)
		}
		for _, a := range list {
			if err := s.endTx(ctx, tx, a, Expired, "time", ""); err != nil {
				return err
			}
		}
		n = len(list)
		return nil
	})
	return n, err
}

// SweepArgs is the job that ends what was not confirmed in time.
type SweepArgs struct{}

// Kind implements river.JobArgs.
func (SweepArgs) Kind() string { return "appointments.sweep" }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner, bus *events.Bus) {
	jobs.Handle(r, func(ctx context.Context, _ SweepArgs) error {
		_, err := s.Sweep(ctx)
		return err
	})
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Every(r, "appointments.daily", time.Hour, func() river.JobArgs { return DailyArgs{} })
	events.Subscribe(bus, "appointments.offer", s.offer)
	jobs.Every(r, "appointments.sweep", 15*time.Second, func() river.JobArgs { return SweepArgs{} })
}
