package onboarding

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/db"
)

// learned hears that somebody has completed a training.
func (s *Service) learned(ctx context.Context, e training.Completed) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.learnedTx(ctx, tx, e.AccountID) })
}

// learnedTx marks those steps of somebody under way that are trainings: done as long as they count, and not any more where a record was taken back.
func (s *Service) learnedTx(ctx context.Context, tx *db.Tx, account uuid.UUID) error {
	j, tasks := new(Journey), []*Task{}
	err := tx.NewSelect().Model(j).Where("j.account_id = ? AND j.ended_at IS NULL", account).For("UPDATE").Scan(ctx)
	if err := db.NoRows(err, ErrNone, "lock journey"); err != nil {
		if errors.Is(err, ErrNone) {
			return nil
		}
		return err
	}
	if err := tx.NewSelect().Model(&tasks).Where("t.journey_id = ? AND t.training_id IS NOT NULL", j.ID).OrderExpr("t.place").Scan(ctx); err != nil {
		return fmt.Errorf("read trainings of somebody new: %w", err)
	}
	wanted := make([]uuid.UUID, len(tasks))
	for i, t := range tasks {
		wanted[i] = *t.TrainingID
	}
	met, err := s.Training.Met(ctx, tx, account, wanted)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		done := met[*t.TrainingID]
		if done == (t.DoneAt != nil) {
			continue
		}
		action := "step_undone"
		if t.DoneAt = nil; done {
			t.DoneAt, action = &tx.Now, "step_done"
		}
		if _, err := tx.NewUpdate().Model(t).Column("done_at").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("mark training of somebody new: %w", err)
		}
		if err := s.record(ctx, tx, JourneyRecord(j.ID), action, audit.Details{"step": t.ID.String(), "training": t.TrainingID.String()}); err != nil {
			return err
		}
	}
	return nil
}

// learn looks again at the trainings of all who are under way: one may have run out or been taken back.
func (s *Service) learn(ctx context.Context) error {
	var people []uuid.UUID
	err := s.DB.NewRaw("SELECT j.account_id FROM onboarding.journey j WHERE j.ended_at IS NULL AND EXISTS (SELECT FROM onboarding.task t WHERE t.journey_id = j.id AND t.training_id IS NOT NULL) ORDER BY 1").
		Scan(ctx, &people)
	if err != nil {
		return fmt.Errorf("find who learns: %w", err)
	}
	var faults []error
	for _, account := range people {
		faults = append(faults, s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.learnedTx(ctx, tx, account) }))
	}
	return errors.Join(faults...)
}
