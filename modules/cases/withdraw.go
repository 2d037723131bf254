package cases

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// CaseWithdrawn tells that a person took an application back.
type CaseWithdrawn struct{ CaseID uuid.UUID }

// EventName implements events.Event.
func (CaseWithdrawn) EventName() string { return "cases.withdrawn" }

// WithdrawTx closes the case of an application that its person takes back, which neighbours may forbid; what was decided stays decided.
// What was withdrawn already stays so.
func (s *Service) WithdrawTx(ctx context.Context, tx *db.Tx, application uuid.UUID) error {
	c, err := lockTx(ctx, tx, "c.application_id = ?", application)
	if err != nil {
		return err
	}
	if c.State == Withdrawn {
		return nil
	}
	if slices.Contains([]CaseState{Decided, Delivered}, c.State) {
		return ErrState
	}
	if err := s.withdrawBeside(ctx, tx, c); err != nil {
		return err
	}
	if err := c.ResumeTx(ctx, tx); err != nil {
		return err
	}
	_, err = tx.NewUpdate().Model((*Request)(nil)).Set("state = ?", RequestWithdrawn).Where("case_id = ? AND state = 'open'", c.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("end request: %w", err)
	}
	c.State, c.ClosedAt = Withdrawn, &tx.Now
	w, err := s.WriterTx(ctx, tx, c)
	if err != nil {
		return err
	}
	if err := w.PostTx(ctx, tx, "withdrawn:"+c.ID.String(), messages.TemplateWithdrawn, clock.Date{}); err != nil {
		return err
	}
	if err := tx.Emit(ctx, CaseWithdrawn{c.ID}); err != nil {
		return err
	}
	return s.SaveTx(ctx, tx, c, Deed{Action: "case.withdrawn"})
}

// EraseTx removes a closed case and what hangs on it here and above; ErrState while it is open. Letters, papers and messages are erased by the
// caller; the trail stays, and tells it.
func (s *Service) EraseTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	res, err := tx.NewDelete().Model((*Case)(nil)).Where("c.id = ? AND closed_at IS NOT NULL", id).Exec(ctx)
	if err := db.One(res, err, ErrState, "erase case"); err != nil {
		return err
	}
	return s.audit.RecordTx(ctx, tx, Record(id), "case.erased", nil)
}
