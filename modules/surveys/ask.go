package surveys

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// Ask is a survey that is to be. The same key again is the same survey.
type Ask struct {
	Key               uuid.UUID
	Title, Intro      string
	Teams             []string // empty: all
	Minimum           int      // 0: Least
	OpensOn, ClosesOn clock.Date
	Questions         []AskedQuestion
}

// AskedQuestion is one of its questions.
type AskedQuestion struct {
	Kind    Kind
	Text    string
	Options []string // of a choice
}

// Circle is how many people a team has.
type Circle struct {
	Team   string // "": all
	People int
}

// Circles are those who can be asked: all, and then each team.
func (s *Service) Circles(ctx context.Context) ([]Circle, error) {
	var list []Circle
	err := s.DB.NewSelect().TableExpr("identity.staff_right_v1").ColumnExpr("CASE WHEN grouping(team) = 1 THEN '' ELSE team END AS team, count(DISTINCT account_id) AS people").
		GroupExpr("GROUPING SETS ((), (team))").Having("grouping(team) = 1 OR team NOT IN ('', ?)", identity.EveryTeam).OrderExpr("1").Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("count people of teams: %w", err)
	}
	return list, nil
}

// Ask makes a survey and writes down who is asked: those who work there now. ErrFew if they are fewer than the minimum, ErrAlike if the difference to another survey of
// the same days would be.
func (s *Service) Ask(ctx context.Context, in Ask) (*Survey, error) {
	survey, err := s.asking(ctx, in)
	if err != nil {
		return nil, err
	}
	if err := s.makeKeys(survey); err != nil { // takes a second: outside of the transaction
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewRaw("LOCK TABLE surveys.survey IN SHARE ROW EXCLUSIVE MODE").Exec(ctx); err != nil { // one after the other, so that each sees those before
			return fmt.Errorf("keep others from asking: %w", err)
		}
		if there, err := tx.NewSelect().Model((*Survey)(nil)).Where("s.id = ?", survey.ID).Exists(ctx); err != nil || there {
			return err
		}
		people, err := s.chosenTx(ctx, tx, survey)
		if err != nil {
			return err
		}
		survey.People = len(people)
		if err := insert(ctx, tx, survey, "keep survey"); err != nil {
			return err
		}
		if err := insert(ctx, tx, &survey.Questions, "keep questions"); err != nil {
			return err
		}
		if err := insert(ctx, tx, &people, "keep who is asked"); err != nil {
			return err
		}
		if err := unlikeTx(ctx, tx, survey); err != nil {
			return err
		}
		return s.recordTx(ctx, tx, survey.ID, "asked", audit.Details{"people": strconv.Itoa(survey.People), "key": survey.Fingerprint()})
	})
	if err != nil {
		return nil, err
	}
	return s.Survey(ctx, survey.ID)
}

// chosenTx are those who are asked, in an order that tells nothing.
func (s *Service) chosenTx(ctx context.Context, tx *db.Tx, survey *Survey) ([]asked, error) {
	var accounts []uuid.UUID
	q := tx.NewSelect().TableExpr("identity.staff_right_v1").ColumnExpr("DISTINCT account_id").OrderExpr("account_id")
	if len(survey.Teams) > 0 {
		q = q.Where("team IN ?", bun.Tuple(survey.Teams))
	}
	if err := q.Scan(ctx, &accounts); err != nil {
		return nil, fmt.Errorf("list who is asked: %w", err)
	}
	if len(accounts) < survey.Minimum {
		return nil, ErrFew
	}
	rows := make([]asked, len(accounts))
	for i, a := range accounts {
		rows[i] = asked{SurveyID: survey.ID, AccountID: a}
	}
	return rows, nil
}

// soonAfter are the days after a counting within which people think as they did: two surveys so near are put beside each other.
const soonAfter = 28

// unlikeTx is ErrAlike if the surveys of nearly the same days, put beside each other in any way, would set apart fewer people than the largest minimum of them: those who are asked by
// the same of them belong together.
func unlikeTx(ctx context.Context, tx *db.Tx, survey *Survey) error {
	var alike bool
	err := tx.NewRaw(`
WITH beside AS (SELECT id, minimum FROM surveys.survey WHERE withdrawn_on IS NULL AND opens_on < ?0::date + ?2::integer AND ?1::date - ?2::integer < counts_on),
together AS (SELECT array_agg(survey_id ORDER BY survey_id) AS surveys FROM surveys.asked WHERE survey_id IN (SELECT id FROM beside) GROUP BY account_id)
SELECT EXISTS (SELECT FROM together GROUP BY surveys HAVING count(*) < (SELECT max(minimum) FROM beside))`, survey.CountsOn, survey.OpensOn, soonAfter).Scan(ctx, &alike)
	if err != nil {
		return fmt.Errorf("compare with other surveys: %w", err)
	}
	if alike {
		return ErrAlike
	}
	return nil
}

// asking checks an input.
func (s *Service) asking(ctx context.Context, in Ask) (*Survey, error) {
	if in.Minimum == 0 {
		in.Minimum = Least
	}
	survey := &Survey{
		ID: in.Key, Title: tidy(in.Title), Intro: tidy(in.Intro), Teams: append([]string{}, slices.Compact(slices.Sorted(slices.Values(in.Teams)))...), Minimum: in.Minimum,
		OpensOn: in.OpensOn, ClosesOn: in.ClosesOn, CountsOn: in.ClosesOn.AddDays(underWay + 1), AskedBy: identity.ViewerFrom(ctx).AccountID, Version: 1,
	}
	circles, err := s.Circles(ctx)
	if err != nil {
		return nil, err
	}
	var f errs.Faults
	f.Need(in.Key != uuid.Nil, "key", "required")
	words(&f, survey.Title, longestTitle, "title", true)
	words(&f, survey.Intro, longestIntro, "intro", false)
	f.Need(in.Minimum >= Least && in.Minimum <= mostMinimum, "minimum", "out_of_range")
	f.Need(!in.OpensOn.Before(s.today()), "opensOn", "past")
	f.Need(!in.ClosesOn.Before(in.OpensOn), "closesOn", "order")
	f.Need(in.OpensOn.DaysUntil(in.ClosesOn) <= longestDays, "closesOn", "too_long")
	for _, team := range survey.Teams {
		f.Need(team != "" && slices.ContainsFunc(circles, func(c Circle) bool { return c.Team == team }), "teams", "unknown")
	}
	f.Need(len(in.Questions) > 0, "questions", "required")
	f.Need(len(in.Questions) <= mostQuestions, "questions", "too_many")
	for i, q := range in.Questions[:min(len(in.Questions), mostQuestions)] {
		survey.Questions = append(survey.Questions, q.checked(&f, survey.ID, i))
	}
	return survey, f.As(ErrInput)
}

func (in AskedQuestion) checked(f *errs.Faults, survey uuid.UUID, i int) Question {
	at := fmt.Sprintf("questions.%d.", i)
	q := Question{SurveyID: survey, Place: i + 1, Kind: in.Kind, Text: tidy(in.Text), Options: []string{}}
	words(f, q.Text, longestText, at+"text", true)
	switch in.Kind {
	case Choice:
		f.Need(len(in.Options) >= 2, at+"options", "required")
		f.Need(len(in.Options) <= mostOptions, at+"options", "too_many")
		for _, option := range in.Options[:min(len(in.Options), mostOptions)] {
			option = tidy(option)
			words(f, option, longestOption, at+"options", true)
			f.Need(!slices.Contains(q.Options, option), at+"options", "twice")
			q.Options = append(q.Options, option)
		}
	case Scale, Text:
		f.Need(len(in.Options) == 0, at+"options", "unknown")
	default:
		f.Need(false, at+"kind", "unknown")
	}
	return q
}

// WithdrawSurvey ends a survey without a result.
type WithdrawSurvey struct {
	ID      uuid.UUID
	Version int
}

// Withdraw ends a survey that is not counted yet: its answers and keys are destroyed unread.
func (s *Service) Withdraw(ctx context.Context, in WithdrawSurvey) (*Survey, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		survey, err := lockTx(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		if survey.Version != in.Version {
			return ErrConflict
		}
		if survey.Counted || survey.WithdrawnOn != nil {
			return ErrOver
		}
		today := clock.Today(tx.Now)
		survey.WithdrawnOn = &today
		if err := s.destroyTx(ctx, tx, survey); err != nil {
			return err
		}
		return s.recordTx(ctx, tx, survey.ID, "withdrawn", nil)
	})
	if err != nil {
		return nil, err
	}
	return s.Survey(ctx, in.ID)
}

// destroyTx ends a survey as it is now: nobody can sign or read any more, and nothing single is left.
func (s *Service) destroyTx(ctx context.Context, tx *db.Tx, survey *Survey) error {
	survey.PrivateKey, survey.AnswerKey = nil, nil
	err := exec(ctx, tx, "destroy answers", []string{
		"DELETE FROM surveys.answer WHERE survey_id = ?0", "UPDATE surveys.asked SET blinded = NULL WHERE survey_id = ?0 AND blinded IS NOT NULL",
	}, survey.ID)
	if err != nil {
		return err
	}
	return saveTx(ctx, tx, survey)
}

func lockTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Survey, error) {
	survey := new(Survey)
	return survey, db.NoRows(tx.NewSelect().Model(survey).Where("s.id = ?", id).For("UPDATE").Scan(ctx), ErrNone, "lock survey")
}

func saveTx(ctx context.Context, tx *db.Tx, survey *Survey) error {
	survey.Version++
	_, err := tx.NewUpdate().Model(survey).Column("private_key", "answer_key", "seal_key", "invited", "reminded", "counted", "answers", "withdrawn_on", "version").WherePK().Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep survey: %w", err)
	}
	return nil
}
