package interpreters

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

type (
	// DailyArgs is the job of what is due once a day.
	DailyArgs struct{}
	// HoursArgs is the job that works out everybody's hours for the days ahead.
	HoursArgs struct{}
)

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "interpreters.daily" }

// Kind implements river.JobArgs.
func (HoursArgs) Kind() string { return "interpreters.hours" }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Every(r, "interpreters.daily", time.Hour, func() river.JobArgs { return DailyArgs{} })
	jobs.Handle(r, s.Seek)
	jobs.Handle(r, s.Tell)
	jobs.Handle(r, func(ctx context.Context, _ SweepArgs) error { return s.Sweep(ctx) })
	jobs.Handle(r, func(ctx context.Context, _ HoursArgs) error { return s.WorkOut(ctx) })
	jobs.Every(r, "interpreters.sweep", 15*time.Second, func() river.JobArgs { return SweepArgs{} })
	jobs.Every(r, "interpreters.hours", 12*time.Hour, func() river.JobArgs { return HoursArgs{} })
}

// forgetClient forgets with the client the number under which they are met by phone or video.
const forgetClient = `UPDATE interpreters.request SET client = '', place = CASE mode WHEN 'on_site' THEN place ELSE '' END
WHERE (client <> '' OR mode <> 'on_site' AND place <> '')`

// Daily reminds those who are booked for tomorrow, tells the office what calling off costs from tomorrow on, and forgets clients. It may run as often as it likes.
func (s *Service) Daily(ctx context.Context) error {
	if err := s.remind(ctx); err != nil {
		return err
	}
	if err := s.hint(ctx); err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, statement := range []string{
			forgetClient + " AND upper(during) < ?",
			"DELETE FROM interpreters.away WHERE upper(during) < ?",
		} {
			if _, err := tx.NewRaw(statement, s.forgotten(tx.Now)).Exec(ctx); err != nil {
				return fmt.Errorf("forget what is over: %w", err)
			}
		}
		return nil
	})
}

// forgotten is the moment before whose day what is over is not shown to interpreters any more.
func (s *Service) forgotten(now time.Time) time.Time { return now.AddDate(0, 0, -s.Rules.ForgetDays) }

// EraseTx forgets whom requests about records were for that are erased for good; that there were some stays, for the figures.
func (s *Service) EraseTx(ctx context.Context, tx *db.Tx, about ...audit.Record) error {
	for _, rec := range about {
		for _, statement := range []string{
			forgetClient + " AND (about_kind = ?0 AND about_id = ?1 OR subject_kind = ?0 AND subject_id = ?1)",
			"UPDATE interpreters.request SET subject_kind = '', subject_id = NULL WHERE subject_kind = ?0 AND subject_id = ?1",
		} {
			if _, err := tx.NewRaw(statement, rec.Kind, rec.ID).Exec(ctx); err != nil {
				return fmt.Errorf("erase interpreting about %s: %w", rec.Kind, err)
			}
		}
	}
	return nil
}

// MergeTx follows two records of one party that became one: who is tied to them is asked for neither.
func (s *Service) MergeTx(ctx context.Context, tx *db.Tx, from, to audit.Record) error {
	_, err := tx.NewRaw("UPDATE interpreters.request SET subject_kind = ?2, subject_id = ?3 WHERE subject_kind = ?0 AND subject_id = ?1", from.Kind, from.ID, to.Kind, to.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("follow merged %s: %w", from.Kind, err)
	}
	return nil
}
