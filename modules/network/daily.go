package network

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

// DailyArgs is the job of what is due once a day.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "network.daily" }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Every(r, "network.daily", 24*time.Hour, func() river.JobArgs { return DailyArgs{} })
}

// Daily forgets what was passed on long enough ago, and reminds whose measure is due soon or over; each once. It may run as often as it likes.
func (s *Service) Daily(ctx context.Context) error { return errors.Join(s.forget(ctx), s.remind(ctx)) }

func (s *Service) remind(ctx context.Context) error {
	list, err := s.openMeasures(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { // whose task or whose partner has ended hears nothing
		return q.Where("measure.member_id IS NULL OR measure.member_id IN (?)", s.Partners.Holders(s.DB, partners.Meetings, s.today()))
	})
	if err != nil {
		return err
	}
	for _, m := range list {
		left, step := s.today().DaysUntil(m.DueOn), "soon"
		if left > s.Partners.Rules.ReminderDays {
			continue
		}
		if left < 0 {
			step = "over"
		}
		to, path := messages.Addressee{Email: m.Email, Language: m.Language}, "/partner"
		if m.StaffID != nil {
			a, err := s.Identity.Account(ctx, *m.StaffID)
			if errors.Is(err, identity.ErrNoAccount) {
				continue
			}
			if err != nil {
				return err
			}
			to, path = messages.Addressee{Email: a.Email, Language: "de"}, "/office/partners"
		}
		if to.Email == "" {
			continue
		}
		err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			return s.Messages.NotifyTx(ctx, tx, messages.Notice{
				Key: "measure:" + m.ID.String() + ":" + m.DueOn.String() + ":" + step, Template: messages.TemplatePartnerMeasure, About: MeasureRecord(m.ID), To: to, Path: path,
				Params: map[string]string{"title": m.Title, "date": m.DueOn.Written(to.Language)},
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
