package qualifications

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
	"github.com/ankunft/ankunft/platform/tongue"
)

// Days before the end of what is certified on which its holder is told.
const (
	firstWarning = 60
	lastWarning  = 14
)

// ownPath is where staff find what they have stated.
const ownPath = "/office/workplace/qualifications"

// DailyArgs is the job of what is due once a day.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "qualifications.daily" }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Every(r, "qualifications.daily", 24*time.Hour, func() river.JobArgs { return DailyArgs{} })
}

// Daily tells everybody whose certified entry ends within 60 and within 14 days, each once. It may run as often as it likes.
func (s *Service) Daily(ctx context.Context) error {
	today := s.today()
	var list []*Held
	err := s.DB.NewSelect().Model(&list).Where("ended_at IS NULL AND certified_at IS NOT NULL AND valid_until BETWEEN ? AND ?", today, today.AddDays(firstWarning)).
		Where("EXISTS (SELECT FROM identity.staff_right_v1 AS r WHERE r.account_id = held.account_id)").OrderExpr("valid_until, id").Scan(ctx)
	if err != nil {
		return fmt.Errorf("find what ends: %w", err)
	}
	for _, h := range list {
		within := firstWarning
		if today.DaysUntil(h.ValidUntil) <= lastWarning {
			within = lastWarning
		}
		if err := s.warn(ctx, h, within); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) warn(ctx context.Context, h *Held, within int) error {
	a, err := s.Identity.Account(ctx, h.AccountID)
	if err != nil || a.Email == "" {
		return err
	}
	what, until := s.Title(h.Key), h.ValidUntil.AddDays(1).Time(time.UTC)
	if h.Kind == Language {
		what = tongue.Label(h.Key, german)
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return s.Messages.NotifyTx(ctx, tx, messages.Notice{
			Key: "qualification:" + h.ID.String() + ":" + h.ValidUntil.String() + ":" + strconv.Itoa(within), Template: messages.TemplateQualificationEnds, About: Record(h.ID),
			To: messages.Addressee{AccountID: a.ID, Email: a.Email, Language: german}, Path: ownPath, Params: map[string]string{"what": what, "date": h.ValidUntil.Written(german)}, Until: &until,
		})
	})
}

// german is the language of the office's own mails.
const german = "de"
