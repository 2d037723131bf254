package courses

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// Answers are from 1, not at all, to 4, very much.
const mostAnswer = 4

func answer(f *form, value int, path string) {
	f.Need(value >= 1 && value <= mostAnswer, path, "out_of_range")
}

const (
	// sayDays is for how long one can say something, from when it is asked on. Then all is told at once and never changes: no two reports have a difference that is one answer.
	sayDays = 28
	// effectAfter is after how many months is asked what a session has brought.
	effectAfter = 3
)

// toldFrom is when it is told how a session was: until then people say it. Its list is closed.
func (s *Session) toldFrom() time.Time {
	return clock.Today(*s.FinishedAt).AddDays(sayDays).Time(clock.Berlin)
}

// effectFrom is when it is told what a session has brought.
func (s *Session) effectFrom() time.Time {
	asked, closed := clock.Today(s.EndsAt).AddMonths(effectAfter), clock.Today(*s.FinishedAt)
	if asked.Before(closed) {
		asked = closed
	}
	return asked.AddDays(sayDays).Time(clock.Berlin)
}

// asksHow says whether somebody is asked how a session was.
func (s *Session) asksHow(e *Enrolment, now time.Time) bool {
	return e.State == Attended && !e.FeedbackGiven && now.Before(s.toldFrom())
}

// asksEffect says whether somebody is asked what a session has brought.
func (s *Session) asksEffect(e *Enrolment, now time.Time) bool {
	return e.State == Attended && e.EffectAskedAt != nil && !e.EffectGiven && now.Before(s.effectFrom())
}

// opinion is what somebody says of a session: how it was, or later what it has brought. It knows nobody and no time, and its id is chance alone (version 4): others tell when
// they were made.
type opinion struct {
	bun.BaseModel `bun:"table:courses.feedback"`

	ID        uuid.UUID `bun:",pk"`
	SessionID uuid.UUID
	Useful    *int
	WellGiven *int
	Helps     *int
	Remark    string
}

// blend writes that somebody (?1) of a session (?0) has said something (?2), and with it, in the same transaction, all marks and all that was said there, in an order of chance. So
// neither the transactions nor the places of rows (xmin, ctid) join an answer to a person.
var blend = []string{
	"UPDATE courses.enrolment SET ?2 = ?2 OR id = ?1 WHERE session_id = ?0 AND state = 'attended'",
	"WITH gone AS (DELETE FROM courses.feedback WHERE session_id = ?0 RETURNING *) INSERT INTO courses.feedback SELECT * FROM gone ORDER BY id",
}

// say takes what the viewer says of a session, once. No trail tells of it.
func (s *Service) say(ctx context.Context, enrolment uuid.UUID, mark bun.Ident, asks func(*Session, *Enrolment, time.Time) bool, what opinion) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		se, e, err := s.enrolmentTx(ctx, tx, enrolment)
		switch {
		case err != nil:
			return err
		case e.AccountID != identity.ViewerFrom(ctx).AccountID: // another's is not there
			return ErrNone
		case !asks(se, e, tx.Now):
			return ErrOver
		}
		what.ID, what.SessionID = uuid.New(), se.ID
		if err := insert(ctx, tx, &what, "note what is said"); err != nil {
			return err
		}
		for _, statement := range blend {
			if _, err := tx.NewRaw(statement, se.ID, e.ID, mark).Exec(ctx); err != nil {
				return fmt.Errorf("blend what is said: %w", err)
			}
		}
		return nil
	})
}

// GiveFeedback says how a session was.
type GiveFeedback struct {
	Enrolment uuid.UUID
	Useful    int
	WellGiven int
	Remark    *string
}

// Say notes how a session was that the viewer attended, once and until it is told. What is said stands apart from who said it.
func (s *Service) Say(ctx context.Context, in GiveFeedback) (*Own, error) {
	var f form
	remark := f.line(in.Remark, 500, "remark", false)
	answer(&f, in.Useful, "useful")
	answer(&f, in.WellGiven, "wellGiven")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	if err := s.say(ctx, in.Enrolment, "feedback_given", (*Session).asksHow, opinion{Useful: &in.Useful, WellGiven: &in.WellGiven, Remark: remark}); err != nil {
		return nil, err
	}
	return s.own(ctx, in.Enrolment)
}

// Question asks the viewer what a session has brought that they attended three months ago; its id is that of their enrolment.
type Question struct {
	ID    uuid.UUID
	Title string
}

// Questions are those that are open to the viewer.
func (s *Service) Questions(ctx context.Context) ([]Question, error) {
	owns, err := s.owns(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("e.state = 'attended' AND e.effect_asked_at IS NOT NULL AND NOT e.effect_given")
	})
	if err != nil {
		return nil, err
	}
	list := []Question{}
	for _, o := range owns {
		if o.Session.asksEffect(o.Enrolment, o.Session.Now) {
			list = append(list, Question{o.ID, o.Session.Course.Title})
		}
	}
	return list, nil
}

// AnswerEffect says what a session has brought.
type AnswerEffect struct {
	ID    uuid.UUID
	Helps int
}

// AnswerEffect notes the viewer's answer to a question put to them; once, and as how it was without a name.
func (s *Service) AnswerEffect(ctx context.Context, in AnswerEffect) error {
	var f form
	if answer(&f, in.Helps, "helps"); len(f.Faults) > 0 {
		return f.As(ErrInput)
	}
	return s.say(ctx, in.ID, "effect_given", (*Session).asksEffect, opinion{Helps: &in.Helps})
}

// Feedback is what was said of a session, told all at once; nothing of what fewer than five have answered.
type Feedback struct {
	ToldFrom          *time.Time // nil: it is told, or the list is not closed
	Answers           int
	Useful, WellGiven float64
	Remarks           []string `bun:",array"`
	EffectFrom        *time.Time
	EffectAnswers     int
	Helps             float64
}

// Feedback is how a session was and what it has brought.
func (s *Service) Feedback(ctx context.Context, se *Session) (*Feedback, error) {
	f := &Feedback{Remarks: []string{}}
	if se.FinishedAt == nil {
		return f, nil
	}
	now, from, effect := s.DB.Clock.Now(), se.toldFrom(), se.effectFrom()
	err := s.DB.NewRaw(`SELECT count(useful) AS answers, coalesce(round(avg(useful), 1), 0)::float8 AS useful, coalesce(round(avg(well_given), 1), 0)::float8 AS well_given,
coalesce(array_agg(remark ORDER BY id) FILTER (WHERE remark <> ''), '{}') AS remarks, count(helps) AS effect_answers, coalesce(round(avg(helps), 1), 0)::float8 AS helps
FROM courses.feedback WHERE session_id = ?`, se.ID).Scan(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("read how it was: %w", err)
	}
	if now.Before(from) {
		f.ToldFrom = &from
	}
	if now.Before(effect) {
		f.EffectFrom = &effect
	}
	if f.ToldFrom != nil || f.Answers < fewest {
		f.Answers, f.Useful, f.WellGiven, f.Remarks = 0, 0, 0, []string{}
	}
	if f.EffectFrom != nil || f.EffectAnswers < fewest {
		f.EffectAnswers, f.Helps = 0, 0
	}
	return f, nil
}
