package partners

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

// DailyArgs is the job of what is due once a day.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "partners.daily" }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Every(r, "partners.daily", 24*time.Hour, func() river.JobArgs { return DailyArgs{} })
}

// Daily reminds everybody who has not read a briefing: the days before it is due, and once it is over; each once. It may run as often as it likes.
func (s *Service) Daily(ctx context.Context) error {
	list, err := s.Briefings(ctx)
	if err != nil {
		return err
	}
	today := s.today()
	for _, b := range list {
		left, step := today.DaysUntil(b.DueOn), "soon"
		if left > s.Rules.ReminderDays {
			continue
		}
		if left < 0 {
			step = "over"
		}
		err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			for _, r := range b.Open {
				if err := s.remindTx(ctx, tx, b, r, step); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
