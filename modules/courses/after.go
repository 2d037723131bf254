package courses

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
)

// Answers are from 1, not at all, to 4, very much.
const mostAnswer = 4

func answer(f *form, value int, path string) {
	f.Need(value >= 1 && value <= mostAnswer, path, "out_of_range")
}

// GiveFeedback says how a session was.
type GiveFeedback struct {
	Enrolment uuid.UUID
	Useful    int
	WellGiven int
	Remark    *string
}

// Say notes how a session was that the viewer attended, once. What is said stands apart from who said it.
func (s *Service) Say(ctx context.Context, in GiveFeedback) (*Own, error) {
	var f form
	remark := f.line(in.Remark, 500, "remark", false)
	answer(&f, in.Useful, "useful")
	answer(&f, in.WellGiven, "wellGiven")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	if _, err := s.own(ctx, in.Enrolment); err != nil { // another's is not there
		return nil, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var session uuid.UUID
		err := tx.NewRaw("UPDATE courses.enrolment SET feedback_given = true WHERE id = ? AND account_id = ? AND state = 'attended' AND NOT feedback_given RETURNING session_id",
			in.Enrolment, identity.ViewerFrom(ctx).AccountID).Scan(ctx, &session)
		if err := db.NoRows(err, ErrOver, "note who said how it was"); err != nil {
			return err
		}
		_, err = tx.NewRaw("INSERT INTO courses.feedback (id, session_id, useful, well_given, remark) VALUES (?, ?, ?, ?, ?)", uuid.New(), session, in.Useful, in.WellGiven, remark).Exec(ctx)
		if err != nil {
			return fmt.Errorf("note how it was: %w", err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.own(ctx, in.Enrolment)
}

// Side is who says what a session has brought.
type Side string

// The sides.
const (
	OfPerson Side = "person"
	OfLead   Side = "lead"
)

// Effect is the question what a session has brought, three months later.
type Effect struct {
	bun.BaseModel `bun:"table:courses.effect,alias:f"`

	ID          uuid.UUID `bun:",pk"`
	EnrolmentID uuid.UUID
	Side        Side
	AccountID   uuid.UUID // who is asked
	AskedAt     time.Time
	AnsweredAt  *time.Time
	Helps       *int

	Title string `bun:",scanonly"`
	Name  string `bun:",scanonly"` // of who attended
}

// Questions are those that are open to the viewer.
func (s *Service) Questions(ctx context.Context) ([]Effect, error) {
	list := []Effect{}
	err := s.DB.NewSelect().Model(&list).ColumnExpr("f.*, c.title, a.name").Join("JOIN courses.enrolment AS e ON e.id = f.enrolment_id").
		Join("JOIN courses.session AS s ON s.id = e.session_id").Join("JOIN courses.course AS c ON c.id = s.course_id").Join("JOIN identity.account_v1 AS a ON a.id = e.account_id").
		Where("f.account_id = ? AND f.answered_at IS NULL", identity.ViewerFrom(ctx).AccountID).OrderExpr("f.asked_at, f.id").Limit(mostOwn).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("read questions: %w", err)
	}
	return list, nil
}

// AnswerEffect says what a session has brought.
type AnswerEffect struct {
	ID    uuid.UUID
	Helps int
}

// AnswerEffect notes the viewer's answer to a question put to them; once.
func (s *Service) AnswerEffect(ctx context.Context, in AnswerEffect) error {
	var f form
	if answer(&f, in.Helps, "helps"); len(f.Faults) > 0 {
		return f.As(ErrInput)
	}
	res, err := s.DB.NewRaw("UPDATE courses.effect SET helps = ?, answered_at = ? WHERE id = ? AND account_id = ? AND answered_at IS NULL",
		in.Helps, s.DB.Clock.Now(), in.ID, identity.ViewerFrom(ctx).AccountID).Exec(ctx)
	return db.One(res, err, ErrNone, "note what it brought")
}
