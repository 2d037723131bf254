package frontdesk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/jobs"
)

// DailyArgs is the job of what is due when a day is over.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "frontdesk.daily" }

// linkGone is how long a link that nobody opened is still kept.
const linkGone = 7 * 24 * time.Hour

// Daily ends what days before have left open, with the appointments of those who never came. Of them it forgets whose browsers were told and what somebody needed (a disability, a pregnancy); later what
// clerks noted and which clerk it was; links that nobody opened, and how many have entered. That somebody came, for what, and how long it took stays, for the
// figures: it is nobody's any more. It may run as often as it likes.
func (s *Service) Daily(ctx context.Context) error {
	system := audit.WithActor(ctx, audit.Actor{Kind: audit.System})
	return errors.Join(s.endDays(system), s.endVisits(system), s.forget(ctx))
}

func (s *Service) forget(ctx context.Context) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewRaw("DELETE FROM frontdesk.watch w USING frontdesk.ticket t WHERE t.id = w.ticket_id AND t.day < ?", s.today()).Exec(ctx); err != nil {
			return fmt.Errorf("forget watches: %w", err)
		}
		if _, err := tx.NewRaw("UPDATE frontdesk.ticket SET needs = '{}', key = NULL WHERE day < ? AND (needs <> '{}' OR key IS NOT NULL)", s.today()).Exec(ctx); err != nil {
			return fmt.Errorf("forget needs: %w", err)
		}
		if _, err := tx.NewRaw("UPDATE frontdesk.ticket SET note = '', clerk_id = NULL WHERE day < ? AND (note <> '' OR clerk_id IS NOT NULL)", s.today().AddDays(-s.Appointments.Rules.AnonymiseDays)).Exec(ctx); err != nil {
			return fmt.Errorf("forget notes and clerks: %w", err)
		}
		if _, err := tx.NewRaw("DELETE FROM frontdesk.device WHERE opened_at IS NULL AND link_until < ?", tx.Now.Add(-linkGone)).Exec(ctx); err != nil {
			return fmt.Errorf("forget links: %w", err)
		}
		if _, err := tx.NewRaw("DELETE FROM frontdesk.entered WHERE until < ?", tx.Now).Exec(ctx); err != nil {
			return fmt.Errorf("forget who entered: %w", err)
		}
		return nil
	})
}

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner, bus *events.Bus) {
	jobs.Handle(r, s.tell)
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	events.Subscribe(bus, "frontdesk.site_retired", s.retired)
	jobs.Every(r, "frontdesk.daily", time.Hour, func() river.JobArgs { return DailyArgs{} })
}

const (
	lookBack = 14 // days
	atOnce   = 500
)

// What days before have left open: tickets that nobody ended, and appointments of people who had come, left or were sent home, and never came back.
const unfinished = `SELECT t.id FROM frontdesk.ticket t LEFT JOIN appointments.appointment_v1 a ON a.id = t.appointment_id
WHERE t.day < ?0 AND t.day >= ?1 AND (t.state IN ('waiting', 'parked', 'called', 'serving') OR t.appointment_id IS NOT NULL AND t.state IN ('left', 'closed'))
  AND (t.state NOT IN ('left', 'closed') OR a.state = 'arrived') ORDER BY t.id LIMIT ?2`

// outcomes are what becomes of appointments, by where their tickets end or the night finds them.
var outcomes = map[State]appointments.State{
	Done: appointments.Done, Serving: appointments.Done, Missed: appointments.Missed, Left: appointments.Missed, Called: appointments.Missed, Parked: appointments.Missed,
	Waiting: appointments.Cancelled, Closed: appointments.Cancelled,
}

// endDays closes tickets that were left open, so that their counter is free in the morning, and ends the appointments of the day: who was being served had
// theirs, who had left or was called and did not come has missed it. Whom the office sent home or never called has not: the office cancelled it.
func (s *Service) endDays(ctx context.Context) error {
	var due []uuid.UUID
	if err := s.DB.NewRaw(unfinished, s.today(), s.today().AddDays(-lookBack), atOnce).Scan(ctx, &due); err != nil {
		return fmt.Errorf("look for open tickets: %w", err)
	}
	var faults []error
	for _, id := range due {
		faults = append(faults, s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			t, err := getTx(ctx, tx, id)
			if err != nil {
				return err
			}
			outcome := outcomes[t.State]
			if t.State == Waiting || t.State == Parked || t.State == Called || t.State == Serving {
				t.State, t.EndedAt = Closed, &tx.Now
				if err := s.save(ctx, tx, t, "state", "ended_at"); err != nil {
					return err
				}
				if err := s.record(ctx, tx, t, "ticket.closed"); err != nil {
					return err
				}
			}
			if t.AppointmentID == nil {
				return nil
			}
			return s.Appointments.FinishTx(ctx, tx, *t.AppointmentID, outcome)
		}))
	}
	return errors.Join(faults...)
}

// Who had an appointment on a day on which the house gave numbers, and drew none; shut says that the house was closed before it began.
const neverCame = `SELECT a.id, EXISTS (SELECT FROM frontdesk.hall h WHERE h.site = d.site AND h.day = d.day AND h.closed_at <= a.starts_at) AS shut
FROM (SELECT site, day FROM frontdesk.ticket WHERE day < ?0 AND day >= ?1 UNION SELECT site, day FROM frontdesk.hall WHERE day < ?0 AND day >= ?1 AND closed_at IS NOT NULL) d
JOIN appointments.appointment_v2 a ON a.site = d.site AND a.starts_at >= d.day::timestamp AT TIME ZONE 'Europe/Berlin'
  AND a.starts_at < (d.day + 1)::timestamp AT TIME ZONE 'Europe/Berlin'
WHERE a.state = 'booked' AND a.purpose <> 'phone' ORDER BY a.id LIMIT ?2`

// endVisits ends the appointments of those who never came: they have missed it, unless the house was closed. A house that gave no numbers that day knows
// nothing of who came: its clerks say it (appointments.Conclude), as they do of call-backs.
func (s *Service) endVisits(ctx context.Context) error {
	var due []struct {
		ID   uuid.UUID
		Shut bool
	}
	if err := s.DB.NewRaw(neverCame, s.today(), s.today().AddDays(-lookBack), atOnce).Scan(ctx, &due); err != nil {
		return fmt.Errorf("look who never came: %w", err)
	}
	var faults []error
	for _, visit := range due {
		outcome := appointments.Missed
		if visit.Shut {
			outcome = appointments.Cancelled
		}
		faults = append(faults, s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.Appointments.FinishTx(ctx, tx, visit.ID, outcome) }))
	}
	return errors.Join(faults...)
}
