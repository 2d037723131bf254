package quality

import (
	"context"
	"fmt"

	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// stillOverdue is how many days after its day a complaint is reminded of for the last time.
const stillOverdue = 7

// remind mails those who hear complaints that one is not settled by its day, and once more a week later. The mail names nobody.
func (s *Service) remind(ctx context.Context) error {
	if s.Responsible == nil {
		return nil
	}
	var late []*Complaint
	if err := s.DB.NewSelect().Model(&late).Where("c.state <> ? AND c.due_on < ?", Settled, s.today()).OrderExpr("c.due_on, c.id").Scan(ctx); err != nil {
		return fmt.Errorf("list complaints that are late: %w", err)
	}
	if len(late) == 0 {
		return nil
	}
	to, err := s.Responsible(ctx)
	if err != nil {
		return fmt.Errorf("find who hears complaints: %w", err)
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, c := range late {
			for _, who := range to {
				if err := s.Messages.NotifyTx(ctx, tx, c.reminder(who, clock.Today(tx.Now))); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// reminder is the same mail for each step of a complaint.
func (c *Complaint) reminder(to messages.Addressee, today clock.Date) messages.Notice {
	step := "over"
	if c.DueOn.DaysUntil(today) > stillOverdue {
		step = "still"
	}
	return messages.Notice{
		Key: messages.TemplateComplaintOverdue + ":" + c.ID.String() + ":" + step + ":" + to.AccountID.String(), Template: messages.TemplateComplaintOverdue, About: Record(c.ID),
		To: to, Path: "/office/interpreters/quality?show=overdue", Params: map[string]string{"date": c.DueOn.Written(to.Language)},
	}
}
