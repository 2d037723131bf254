package surveys

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

const (
	keptYears = 3 // so long after its end a survey is kept
	nearest   = 5 // figures are rounded to
)

// blend writes rows anew, all by one transaction and in an order that tells nothing. Who may read the database's own columns (xmin, ctid) sees neither which answer came when a
// signature was given, nor which came first.
var blend = []string{
	"LOCK TABLE surveys.asked, surveys.answer IN EXCLUSIVE MODE", // reading goes on
	`WITH gone AS (DELETE FROM surveys.asked a USING surveys.survey s WHERE s.id = a.survey_id AND s.answer_key IS NOT NULL RETURNING a.*)
INSERT INTO surveys.asked SELECT * FROM gone ORDER BY survey_id, account_id`,
	"WITH gone AS (DELETE FROM surveys.answer RETURNING *) INSERT INTO surveys.answer SELECT * FROM gone ORDER BY survey_id, token",
}

// Tend does what is due: tells those who are asked, closes, counts, blends and forgets. It may run as often as it likes.
func (s *Service) Tend(ctx context.Context) error {
	var due []uuid.UUID
	err := s.DB.NewSelect().Model((*Survey)(nil)).Column("id").Where("NOT s.counted AND s.withdrawn_on IS NULL AND s.opens_on <= ?", s.today()).OrderExpr("s.id").Scan(ctx, &due)
	if err != nil {
		return fmt.Errorf("list surveys that are due: %w", err)
	}
	var faults []error
	for _, id := range due {
		faults = append(faults, s.tend(ctx, id))
	}
	return errors.Join(append(faults, s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := exec(ctx, tx, "blend answers", blend); err != nil {
			return err
		}
		return exec(ctx, tx, "forget surveys", []string{"DELETE FROM surveys.survey WHERE counts_on < ?"}, clock.Today(tx.Now).AddYears(-keptYears))
	}))...)
}

func (s *Service) tend(ctx context.Context, id uuid.UUID) error {
	to, err := s.reached(ctx, id)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		survey, err := lockTx(ctx, tx, id)
		if err != nil || survey.Counted || survey.WithdrawnOn != nil {
			return err
		}
		today, before := clock.Today(tx.Now), *survey
		if survey.SealKey == nil { // of before browsers sealed
			if err := s.giveSealKey(survey); err != nil {
				return err
			}
			if err := s.recordTx(ctx, tx, survey.ID, "keyed", audit.Details{"key": survey.Fingerprint()}); err != nil {
				return err
			}
		}
		if !today.Before(survey.CountsOn) {
			return s.countTx(ctx, tx, survey, to)
		}
		if survey.ClosesOn.Before(today) {
			survey.PrivateKey = nil
		} else if err := s.tellTx(ctx, tx, survey, today, to); err != nil {
			return err
		}
		if survey.Invited == before.Invited && survey.Reminded == before.Reminded && (survey.PrivateKey == nil) == (before.PrivateKey == nil) && before.SealKey != nil {
			return nil
		}
		return saveTx(ctx, tx, survey)
	})
}

// result is how many of a hundred said what.
type result struct {
	bun.BaseModel `bun:"table:surveys.result"`

	SurveyID uuid.UUID `bun:",pk"`
	Place    int       `bun:",pk"`
	Value    int       `bun:",pk"`
	Share    int
}

// remark is what somebody wrote. Its id is chance alone (version 4): others tell when they were made.
type remark struct {
	bun.BaseModel `bun:"table:surveys.remark"`

	ID       uuid.UUID `bun:",pk"`
	SurveyID uuid.UUID
	Place    int
	Text     string
}

// countTx counts a survey, once: what is told is told for good, and nothing is left from which more could be found out.
func (s *Service) countTx(ctx context.Context, tx *db.Tx, survey *Survey, to []messages.Addressee) error {
	if err := exec(ctx, tx, "keep answers from coming", []string{"LOCK TABLE surveys.answer IN EXCLUSIVE MODE"}); err != nil {
		return err
	}
	n, err := tx.NewSelect().Model((*answer)(nil)).Where("survey_id = ?", survey.ID).Count(ctx)
	if err != nil {
		return fmt.Errorf("count answers: %w", err)
	}
	if n := int(n); n >= survey.Minimum { // fewer are not even opened
		bodies, err := s.openTx(ctx, tx, survey)
		if err != nil {
			return err
		}
		told := max(survey.Minimum, n/nearest*nearest)
		survey.Answers = &told
		if err := keepTx(ctx, tx, survey, bodies); err != nil {
			return err
		}
		if err := s.mailTx(ctx, tx, survey, messages.TemplateSurveyCounted, to); err != nil {
			return err
		}
	}
	survey.Counted = true
	if err := s.destroyTx(ctx, tx, survey); err != nil {
		return err
	}
	return s.recordTx(ctx, tx, survey.ID, "counted", audit.Details{"told": fmt.Sprint(survey.Answers != nil)})
}

func keepTx(ctx context.Context, tx *db.Tx, survey *Survey, bodies []body) error {
	shares, remarks := survey.tally(bodies)
	if len(shares) > 0 {
		if err := insert(ctx, tx, &shares, "keep shares"); err != nil {
			return err
		}
	}
	if len(remarks) > 0 {
		return insert(ctx, tx, &remarks, "keep remarks")
	}
	return nil
}

// openTx reads the answers of a survey.
func (s *Service) openTx(ctx context.Context, tx *db.Tx, survey *Survey) ([]body, error) {
	key, err := s.unseal(survey.ID, "answers", survey.AnswerKey)
	if err != nil {
		return nil, err
	}
	var rows []answer
	if err := tx.NewSelect().Model(&rows).Where("survey_id = ?", survey.ID).OrderExpr("token").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read answers: %w", err)
	}
	bodies := make([]body, len(rows))
	for i, row := range rows {
		plain, err := reveal(key, row.Sealed, row.Token)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(plain, &bodies[i]); err != nil {
			return nil, fmt.Errorf("read answer: %w", err)
		}
	}
	return bodies, nil
}

// tally is what is told: rounded shares, and texts of questions that enough have answered in words.
func (s *Survey) tally(bodies []body) (shares []result, remarks []remark) {
	type cell struct{ place, value int }
	times, texts := map[cell]int{}, map[int][]string{}
	for _, b := range bodies {
		for place, value := range b.Values {
			times[cell{place, value}]++
		}
		for place, text := range b.Texts {
			texts[place] = append(texts[place], text)
		}
	}
	for c, n := range times {
		if share := share(n, len(bodies)); share > 0 { // a row of zero would tell that somebody said it
			shares = append(shares, result{SurveyID: s.ID, Place: c.place, Value: c.value, Share: share})
		}
	}
	for place, list := range texts {
		if len(list) < s.Minimum {
			continue
		}
		for _, text := range list {
			remarks = append(remarks, remark{ID: uuid.New(), SurveyID: s.ID, Place: place, Text: text})
		}
	}
	slices.SortFunc(remarks, func(a, b remark) int { return slices.Compare(a.ID[:], b.ID[:]) })
	return shares, remarks
}

// share is n of so many in percent, to the nearest five.
func share(n, of int) int { return (2*100*n + nearest*of) / (2 * nearest * of) * nearest }
