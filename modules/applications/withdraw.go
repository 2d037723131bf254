package applications

import (
	"context"
	"fmt"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
)

// WithdrawApplication takes back one application of a sitting, or all of them when Application is nil.
type WithdrawApplication struct {
	Sitting     ID
	Application *ID
}

// Withdraw takes back what was handed in and closes its cases. What was withdrawn before stays so. ErrNotSubmitted for a draft: that is
// deleted.
func (s *Service) Withdraw(ctx context.Context, account ID, in WithdrawApplication) (*Sitting, error) {
	err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		sit, err := s.locked(ctx, tx, account, in.Sitting, nil)
		if err != nil {
			return err
		}
		if sit.State == Draft {
			return ErrNotSubmitted
		}
		if in.Application != nil && sit.application(*in.Application) == nil {
			return ErrNotFound
		}
		return s.withdrawTx(ctx, tx, sit, in.Application)
	})
	if err != nil {
		return nil, err
	}
	return s.Sitting(ctx, account, in.Sitting)
}

func (s *Service) withdrawTx(ctx context.Context, tx *db.Tx, sit *Sitting, only *ID) error {
	state, changed := WithdrawnAgain, false
	for _, a := range sit.Applications {
		if a.State != ApplicationSubmitted {
			continue
		}
		if only != nil && a.ID != *only {
			state = HandedIn // this one goes on
			continue
		}
		if err := s.takeBackTx(ctx, tx, sit, a); err != nil {
			return err
		}
		changed = true
	}
	if !changed {
		return nil
	}
	_, err := tx.NewUpdate().Model(sit).Set("state = ?, version = version + 1, changed_at = ?", state, tx.Now).WherePK().Exec(ctx)
	if err != nil {
		return fmt.Errorf("withdraw: %w", err)
	}
	tx.Notify(Topic(sit.ID))
	return nil
}

func (s *Service) takeBackTx(ctx context.Context, tx *db.Tx, sit *Sitting, a *Application) error {
	if s.office == nil {
		return errNoOffice
	}
	if err := s.office.WithdrawTx(ctx, tx, a.ID); err != nil {
		return fmt.Errorf("withdraw case: %w", err)
	}
	if _, err := tx.NewUpdate().Model(a).Set("state = ?, version = version + 1", ApplicationTakenBack).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("withdraw application: %w", err)
	}
	if err := s.deps.Audit.RecordTx(ctx, tx, Record(sit.ID), "sitting.withdrawn", audit.Details{"application": a.ID.String()}); err != nil {
		return err
	}
	return tx.Emit(ctx, ApplicationWithdrawn{SittingID: sit.ID, ApplicationID: a.ID, CaseID: *a.CaseID})
}

// onMerged follows a merge of two people.
func (s *Service) onMerged(ctx context.Context, e persons.Merged) error {
	_, err := s.db.NewUpdate().Model((*Application)(nil)).Set("person_id = ?", e.Into).Where("person_id = ?", e.From).Exec(ctx)
	if err != nil {
		return fmt.Errorf("follow merge of persons: %w", err)
	}
	return nil
}
