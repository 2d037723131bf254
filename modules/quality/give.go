package quality

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// Values are from 1, no, to most, yes.
const most = 4

const longestRemark = 500

// Answer is one question answered.
type Answer struct {
	Question string
	Value    int
}

// Tally is how often a value was said of an interpreter in a half-year.
type Tally struct {
	bun.BaseModel `bun:"table:quality.tally"`

	InterpreterID uuid.UUID  `bun:",pk"`
	HalfYear      clock.Date `bun:",pk"` // its first day
	Side          Side       `bun:",pk"`
	Question      string     `bun:",pk"`
	Value         int        `bun:",pk"`
	N             int
}

// Remark is what was said besides. Its id is chance alone (version 4): others tell when they were made.
type Remark struct {
	bun.BaseModel `bun:"table:quality.remark"`

	ID            uuid.UUID `bun:",pk"`
	InterpreterID uuid.UUID
	HalfYear      clock.Date
	Side          Side
	Text          string
}

// Give says how it went by a link, once: ErrSpent afterwards. Nothing that is written tells who did.
func (s *Service) Give(ctx context.Context, token string, answers []Answer, remark string) error {
	id, err := s.opened(token)
	if err != nil {
		return err
	}
	return s.give(ctx, id, Client, answers, remark)
}

// GiveOfClerk is Give of the viewer, about a talk for which they asked an interpreter.
func (s *Service) GiveOfClerk(ctx context.Context, assignment uuid.UUID, answers []Answer, remark string) error {
	if _, err := s.ownTalk(ctx, s.DB, assignment); err != nil {
		return err
	}
	return s.give(ctx, assignment, Clerk, answers, remark)
}

func (s *Service) give(ctx context.Context, assignment uuid.UUID, side Side, answers []Answer, remark string) error {
	remark = tidy(remark)
	answers, err := s.checked(side, answers, remark)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		a := new(asked)
		err := tx.NewSelect().Model(a).Where("a.assignment_id = ? AND a.side = ?", assignment, side).For("UPDATE").Scan(ctx)
		if err := db.NoRows(err, ErrNone, "read whether somebody was asked"); err != nil {
			return err
		}
		if err := a.open(tx.Now); err != nil {
			return err
		}
		if _, err := tx.NewRaw("UPDATE quality.asked SET spent = true WHERE assignment_id = ? AND side = ?", assignment, side).Exec(ctx); err != nil {
			return fmt.Errorf("spend answer: %w", err)
		}
		t, err := readTalk(ctx, tx, assignment)
		if err != nil {
			return err
		}
		return countTx(ctx, tx, t.InterpreterID, side, answers, remark)
	})
}

// checked are the answers in the order of asking: each question once, all of them. Were one left out, its sum would tell that somebody did.
func (s *Service) checked(side Side, answers []Answer, remark string) ([]Answer, error) {
	var f errs.Faults
	words(&f, remark, longestRemark, "remark", false)
	questions := s.Rules.Asked(side)
	of := map[string]int{}
	for _, a := range answers[:min(len(answers), mostQuestions+1)] {
		f.Need(slices.Contains(questions, a.Question) && of[a.Question] == 0, "answers", "unknown")
		f.Need(a.Value >= 1 && a.Value <= most, "answers", "out_of_range")
		of[a.Question] = a.Value
	}
	sorted := make([]Answer, 0, len(questions))
	for _, q := range questions {
		f.Need(of[q] != 0, "answers", "required")
		sorted = append(sorted, Answer{q, of[q]})
	}
	return sorted, f.As(ErrInput)
}

// countTx counts answers up. All do so in the same order, so that no two wait for each other.
func countTx(ctx context.Context, tx *db.Tx, interpreter uuid.UUID, side Side, answers []Answer, remark string) error {
	half := halfYear(clock.Today(tx.Now))
	for _, a := range answers {
		_, err := tx.NewRaw(`INSERT INTO quality.tally (interpreter_id, half_year, side, question, value, n) VALUES (?, ?, ?, ?, ?, 1)
ON CONFLICT (interpreter_id, half_year, side, question, value) DO UPDATE SET n = tally.n + 1`, interpreter, half, side, a.Question, a.Value).Exec(ctx)
		if err != nil {
			return fmt.Errorf("count answer: %w", err)
		}
	}
	if remark == "" {
		return nil
	}
	_, err := tx.NewInsert().Model(&Remark{ID: uuid.New(), InterpreterID: interpreter, HalfYear: half, Side: side, Text: remark}).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep remark: %w", err)
	}
	return nil
}

// halfYear is the first day of the half-year of a day.
func halfYear(day clock.Date) clock.Date {
	if day.Month < 7 {
		return clock.Date{Year: day.Year, Month: 1, Day: 1}
	}
	return clock.Date{Year: day.Year, Month: 7, Day: 1}
}
