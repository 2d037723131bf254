package courses

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// FinishSession finishes a session; Cents is what a place cost in the end, nil: as planned.
type FinishSession struct {
	Session uuid.UUID
	Version int
	Cents   *int64
}

// Finish closes the list of a session that has ended: who was there on all days has attended, and has completed the training that the course teaches; others have
// missed it. What was set aside is spent.
func (s *Service) Finish(ctx context.Context, in FinishSession) (*Session, error) {
	if c := said(in.Cents); c < 0 || c > highestCents {
		return nil, ErrInput.With(field("cents", "out_of_range"))
	}
	return s.change(ctx, in.Session, in.Version, func(ctx context.Context, tx *db.Tx, se *Session) error {
		if !se.stands() || tx.Now.Before(se.EndsAt) {
			return ErrOver
		}
		if in.Cents != nil {
			se.Cents = *in.Cents
		}
		there, err := attendedTx(ctx, tx, se.ID)
		if err != nil {
			return err
		}
		list, err := s.enrolmentsTx(ctx, tx, se.ID, Enrolled)
		if err != nil {
			return err
		}
		for _, e := range list {
			if err := s.finishTx(ctx, tx, se, e, there[e.ID]); err != nil {
				return err
			}
		}
		se.FinishedAt = &tx.Now
		return s.record(ctx, tx, SessionRecord(se.ID), "finished", audit.Details{"attended": strconv.Itoa(len(there)), "cents": strconv.FormatInt(se.Cents, 10)})
	})
}

// attendedTx are those who were there on all days.
func attendedTx(ctx context.Context, tx *db.Tx, session uuid.UUID) (map[uuid.UUID]bool, error) {
	var found []uuid.UUID
	err := tx.NewRaw(`SELECT e.id FROM courses.enrolment e WHERE e.session_id = ?0 AND e.state = 'enrolled' AND NOT EXISTS (
  SELECT FROM courses.day d WHERE d.session_id = ?0 AND NOT EXISTS (SELECT FROM courses.presence p WHERE p.enrolment_id = e.id AND p.day_id = d.id))`, session).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("find who attended: %w", err)
	}
	there := make(map[uuid.UUID]bool, len(found))
	for _, id := range found {
		there[id] = true
	}
	return there, nil
}

func (s *Service) finishTx(ctx context.Context, tx *db.Tx, se *Session, e *Enrolment, attended bool) error {
	e.State, e.EndedAt, e.Cents = Missed, &tx.Now, se.Cents
	if attended {
		e.State = Attended
	}
	if err := update(ctx, tx, e, "finish enrolment"); err != nil {
		return err
	}
	if s.Budgets != nil && se.Cents > 0 {
		if err := s.Budgets.SpendTx(ctx, tx, s.money(se, e)); err != nil {
			return err
		}
	} else if s.Budgets != nil {
		if err := s.Budgets.FreeTx(ctx, tx, EnrolmentRecord(e.ID)); err != nil { // it cost nothing in the end
			return err
		}
	}
	if !attended {
		return nil
	}
	if se.Course.TrainingID != nil {
		_, err := s.Training.RecordTx(ctx, tx, training.Completion{
			Account: e.AccountID, Training: *se.Course.TrainingID, CompletedOn: clock.Today(se.EndsAt), Source: training.FromCourse, SourceID: e.ID,
		})
		if err != nil {
			return err
		}
	}
	return s.tellTx(ctx, tx, e, tellAfter, se.Sequence)
}
