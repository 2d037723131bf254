package cases

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// remindBefore is how many days before the end of a request the person is reminded.
const remindBefore = 3

// remindDue reminds, once, of each request whose day comes near.
func (s *Service) remindDue(ctx context.Context) error {
	var due []uuid.UUID
	err := s.db.NewSelect().Model((*Request)(nil)).Column("id").
		Where("state = 'open' AND reminded_at IS NULL AND due_on <= ?", clock.Today(s.db.Clock.Now()).AddDays(remindBefore)).Scan(ctx, &due)
	if err != nil {
		return fmt.Errorf("look for requests to remind of: %w", err)
	}
	for _, id := range due {
		if err := s.remind(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) remind(ctx context.Context, request uuid.UUID) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r := new(Request)
		res, err := tx.NewUpdate().Model(r).Set("reminded_at = ?", tx.Now).
			Where("id = ? AND state = 'open' AND reminded_at IS NULL", request).Returning("*").Exec(ctx)
		if err := db.One(res, err, ErrState, "remind of request"); err != nil {
			return errs.Ignore(err, ErrState) // answered meanwhile
		}
		c, err := lockTx(ctx, tx, "c.id = ?", r.CaseID)
		if err != nil {
			return err
		}
		w, err := s.WriterTx(ctx, tx, c)
		if err != nil {
			return err
		}
		if err := w.PostTx(ctx, tx, "reminder:"+r.ID.String(), messages.TemplateReminderRequest, r.DueOn, w.Items(r.Items...)); err != nil {
			return err
		}
		return s.audit.RecordTx(ctx, tx, Record(c.ID), "case.reminded", audit.Details{"request": r.ID.String()})
	})
}
