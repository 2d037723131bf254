package elearning

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

// atOnce bounds what one run takes on; the next goes on.
const atOnce = 500

// SweepArgs is the job that removes what nobody needs.
type SweepArgs struct{}

// Kind implements river.JobArgs.
func (SweepArgs) Kind() string { return "elearning.sweep" }

// Register tells the Runner what jobs of this module do.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, s.Unpack)
	jobs.Handle(r, s.Empty)
	jobs.Handle(r, s.drop)
	jobs.Handle(r, func(ctx context.Context, _ SweepArgs) error { return s.Sweep(ctx) })
	jobs.Every(r, "elearning.sweep", time.Hour, func() river.JobArgs { return SweepArgs{} })
}

// Sweep gives up uploads without a sign of life, forgets tickets that are over, what was answered in attempts that are finished for good, attempts that nobody has
// touched for a year, and has the files of packages deleted that nobody plays any more. It may run as often as it likes.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.DB.Clock.Now()
	return errors.Join(
		s.abandon(ctx, now.Add(-abandonAfter)),
		s.forget(ctx, "forget tickets", "DELETE FROM elearning.ticket WHERE expires_at <= ?", now),
		s.forget(ctx, "forget states", `DELETE FROM elearning.state st USING elearning.attempt a WHERE a.id = st.attempt_id AND `+atRest, now.Add(-lookAgain), now),
		s.forget(ctx, "forget statements", `DELETE FROM elearning.statement st USING elearning.attempt a WHERE a.id = st.attempt_id AND `+atRest, now.Add(-lookAgain), now),
		s.forget(ctx, "forget documents", `DELETE FROM elearning.document st USING elearning.attempt a WHERE a.id = st.attempt_id AND `+atRest, now.Add(-lookAgain), now),
		s.forget(ctx, "forget attempts", "DELETE FROM elearning.attempt WHERE played_at < ?", now.Add(-forgetAfter)),
		s.empty(ctx),
	)
}

// atRest is an attempt that nobody opens again.
const atRest = `a.status <> 'open' AND a.finished_at < ? AND NOT EXISTS (SELECT FROM elearning.ticket t WHERE t.attempt_id = a.id AND t.expires_at > ?)`

func (s *Service) forget(ctx context.Context, doing, query string, args ...any) error {
	if _, err := s.DB.NewRaw(query, args...).Exec(ctx); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

func (s *Service) abandon(ctx context.Context, before time.Time) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var list []*Package
		err := tx.NewSelect().Model(&list).Where("p.state = ? AND p.ended_at IS NULL AND p.touched_at < ?", Uploading, before).Limit(atOnce).For("UPDATE SKIP LOCKED").Scan(ctx)
		if err != nil {
			return fmt.Errorf("find abandoned uploads: %w", err)
		}
		for _, p := range list {
			if err := p.endTx(ctx, tx, nil); err != nil {
				return err
			}
			if err := s.record(ctx, tx, PackageRecord(p.ID), "abandoned", nil); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) empty(ctx context.Context) error {
	var list []uuid.UUID
	err := s.DB.NewSelect().Model((*Package)(nil)).Column("id").Where("p.ended_at IS NOT NULL AND p.emptied_at IS NULL").OrderExpr("p.touched_at").Limit(atOnce).Scan(ctx, &list)
	if err != nil {
		return fmt.Errorf("find packages that ended: %w", err)
	}
	for _, id := range list {
		if err := s.Empty(ctx, EmptyArgs{id}); err != nil {
			return err
		}
	}
	return nil
}
