package courses

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// ToPlay is an online course that has no address, so that it can be played; ErrNone for all others.
func (s *Service) ToPlay(ctx context.Context, q bun.IDB, id uuid.UUID) (*Course, error) {
	c := new(Course)
	err := q.NewSelect().Model(c).Where("c.id = ? AND c.form = ? AND c.link = '' AND c.ended_at IS NULL", id, Online).Scan(ctx)
	return c, db.NoRows(err, ErrNone, "read course to play")
}

// Played says that somebody has played a course to its end; Source is what shows it.
type Played struct {
	Account, Course, Source uuid.UUID
}

// PlayedTx notes who has played a course to its end, and that they have completed the training that it teaches; the same Source twice is once.
func (s *Service) PlayedTx(ctx context.Context, tx *db.Tx, in Played) error {
	c := new(Course)
	if err := db.NoRows(tx.NewSelect().Model(c).Where("c.id = ?", in.Course).Scan(ctx), ErrNone, "read course"); err != nil {
		return err
	}
	team, err := s.teamOf(ctx, tx, in.Account)
	if err != nil {
		return err
	}
	today := clock.Today(tx.Now)
	_, err = tx.NewRaw("INSERT INTO courses.confirmation (id, course_id, account_id, team, confirmed_on) VALUES (?, ?, ?, ?, ?) ON CONFLICT ON CONSTRAINT confirmation_once DO NOTHING",
		ids.New(), c.ID, in.Account, team, today).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note played course: %w", err)
	}
	if err := s.record(ctx, tx, CourseRecord(c.ID), "played", nil); err != nil || c.TrainingID == nil {
		return err
	}
	_, err = s.Training.RecordTx(ctx, tx, training.Completion{Account: in.Account, Training: *c.TrainingID, CompletedOn: today, Source: training.FromELearning, SourceID: in.Source})
	return err
}
