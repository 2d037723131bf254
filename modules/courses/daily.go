package courses

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

const (
	// remindBefore is how long before it begins one is reminded.
	remindBefore = 3 * 24 * time.Hour
	atOnce       = 200 // sessions or people in one run
)

// DueArgs is the job of what becomes due by itself.
type DueArgs struct{}

// Kind implements river.JobArgs.
func (DueArgs) Kind() string { return "courses.due" }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, s.Tell)
	jobs.Handle(r, func(ctx context.Context, _ DueArgs) error { return s.Due(ctx) })
	jobs.Every(r, "courses.due", time.Hour, func() river.JobArgs { return DueArgs{} })
}

// Due reminds who takes part soon, tells who still waits that it has begun without them, asks what was brought by what ended three months ago, writes the figures of
// half-years that are over, each once, and forgets what is over. It may run as often as it likes.
func (s *Service) Due(ctx context.Context) error {
	return errors.Join(s.remind(ctx), s.begin(ctx), s.askEffect(ctx), s.closeHalves(ctx), s.forget(ctx))
}

func (s *Service) remind(ctx context.Context) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var due []struct {
			ID, AccountID uuid.UUID
			Sequence      int
		}
		err := tx.NewRaw(`UPDATE courses.enrolment e SET reminded_at = ?0 FROM courses.session s WHERE e.id IN (
  SELECT d.id FROM courses.enrolment d JOIN courses.session o ON o.id = d.session_id
  WHERE d.state = 'enrolled' AND d.reminded_at IS NULL AND o.cancelled_at IS NULL AND o.starts_at > ?0 AND o.starts_at <= ?1 LIMIT ?2 FOR UPDATE OF d SKIP LOCKED)
AND s.id = e.session_id RETURNING e.id, e.account_id, s.sequence`, tx.Now, tx.Now.Add(remindBefore), atOnce).Scan(ctx, &due)
		if err != nil {
			return fmt.Errorf("find whom to remind: %w", err)
		}
		for _, d := range due {
			if err := tx.Enqueue(ctx, TellArgs{Enrolment: d.ID, What: tellReminder, Sequence: d.Sequence, Account: d.AccountID}, nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// each does something in each of the sessions that a query finds, which is locked meanwhile.
func (s *Service) each(ctx context.Context, fn func(context.Context, *db.Tx, *Session) error, query string, args ...any) error {
	var due []uuid.UUID
	if err := s.DB.NewRaw(query, args...).Scan(ctx, &due); err != nil {
		return fmt.Errorf("find sessions that are due: %w", err)
	}
	for _, id := range due {
		err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			se, err := sessionTx(ctx, tx, id)
			if err != nil {
				return err
			}
			return fn(ctx, tx, se)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// begin ends the waiting for sessions that have begun.
func (s *Service) begin(ctx context.Context) error {
	return s.each(ctx, func(ctx context.Context, tx *db.Tx, se *Session) error {
		list, err := s.enrolmentsTx(ctx, tx, se.ID, AskedFor, Waiting)
		if err != nil {
			return err
		}
		for _, e := range list {
			if err := s.endTx(ctx, tx, e, Unplaced); err != nil {
				return err
			}
			if err := s.tellTx(ctx, tx, e, tellUnplaced, se.Sequence); err != nil {
				return err
			}
		}
		return nil
	}, `SELECT DISTINCT s.id FROM courses.session s JOIN courses.enrolment e ON e.session_id = s.id
WHERE e.state IN ('asked', 'waiting') AND s.starts_at <= ? LIMIT ?`, s.DB.Clock.Now(), atOnce)
}

// askEffect asks those who attended, and nobody about them. Whose list was closed so late that all is told already are not asked.
func (s *Service) askEffect(ctx context.Context) error {
	return s.each(ctx, func(ctx context.Context, tx *db.Tx, se *Session) error {
		var asked []*Enrolment
		err := tx.NewRaw("UPDATE courses.enrolment SET effect_asked_at = ? WHERE session_id = ? AND state = 'attended' AND effect_asked_at IS NULL RETURNING *", tx.Now, se.ID).Scan(ctx, &asked)
		if err != nil {
			return fmt.Errorf("ask what was brought: %w", err)
		}
		for _, e := range asked {
			if !se.asksEffect(e, tx.Now) {
				continue
			}
			if err := s.tellTx(ctx, tx, e, tellEffect, se.Sequence); err != nil {
				return err
			}
		}
		return nil
	}, `SELECT DISTINCT s.id FROM courses.session s JOIN courses.enrolment e ON e.session_id = s.id
WHERE e.state = 'attended' AND e.effect_asked_at IS NULL AND s.ends_at < ? LIMIT ?`, clock.Today(s.DB.Clock.Now()).AddMonths(-effectAfter).Time(clock.Berlin), atOnce)
}
