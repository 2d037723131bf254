package workforce

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

// Days before the end of a limited filling on which it is told.
const (
	firstWarning = 90
	lastWarning  = 30
)

// path is where posts are looked at.
const path = "/office/workplace/posts"

// DailyArgs is the job of what is due once a day.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "workforce.daily" }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Every(r, "workforce.daily", 24*time.Hour, func() river.JobArgs { return DailyArgs{} })
}

// Daily tells the personnel office and the lead which limited filling ends within 90 and within 30 days, each once. No name is in the mail. It may run as often as it likes.
func (s *Service) Daily(ctx context.Context) error {
	if s.Told == nil {
		return nil
	}
	var list []Ending
	if err := s.ending(firstWarning).Scan(ctx, &list); err != nil {
		return fmt.Errorf("find who leaves: %w", err)
	}
	told := map[string][]messages.Addressee{}
	for _, e := range list {
		to, known := told[e.Team]
		if !known {
			var err error
			if to, err = s.Told(ctx, e.Team); err != nil {
				return err
			}
			told[e.Team] = to
		}
		if err := s.warn(ctx, &e, to); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) warn(ctx context.Context, e *Ending, to []messages.Addressee) error {
	within, until := firstWarning, e.UntilOn.AddDays(1).Time(time.UTC)
	if s.today().DaysUntil(e.UntilOn) <= lastWarning {
		within = lastWarning
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, who := range to {
			err := s.Messages.NotifyTx(ctx, tx, messages.Notice{
				Key:      "post:" + e.ID.String() + ":" + e.UntilOn.String() + ":" + strconv.Itoa(within) + ":" + who.AccountID.String(),
				Template: messages.TemplatePostEnds, About: Record(e.PostID), To: who, Path: path,
				Params: map[string]string{"post": e.Number + " " + e.Title, "date": e.UntilOn.Written(who.Language)}, Until: &until,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}
