package onboarding

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Journey is somebody under way, by the plan as it was when they began.
type Journey struct {
	bun.BaseModel `bun:"table:onboarding.journey,alias:j"`

	ID        uuid.UUID `bun:",pk"`
	AccountID uuid.UUID
	MentorID  *uuid.UUID // nil: nobody yet, after it began by itself
	Title     string
	StartedOn clock.Date
	EndedAt   *time.Time
	Version   int

	Tasks []*Task `bun:"rel:has-many,join:id=journey_id"`
}

// Task is a step of it.
type Task struct {
	bun.BaseModel `bun:"table:onboarding.task,alias:t"`

	ID        uuid.UUID `bun:",pk"`
	JourneyID uuid.UUID
	Place     int
	Title     string
	Text      string
	URL       string `bun:"url"`
	DueOn     clock.Date
	Sign      string
	Opens     string
	DoneAt    *time.Time // by the newcomer
	SignedBy  *uuid.UUID // the mentor
	SignedAt  *time.Time
	Reminded  int
	Asked     bool

	TrainingID *uuid.UUID // done by itself with this training
}

// mentor is the mentor's id for the trail.
func (j *Journey) mentor() string {
	if j.MentorID == nil {
		return ""
	}
	return j.MentorID.String()
}

// led says whether somebody is the mentor.
func (j *Journey) led(by uuid.UUID) bool { return j.MentorID != nil && *j.MentorID == by }

// Over says that nothing is left to do.
func (t *Task) Over() bool { return t.SignedAt != nil || t.Sign == ByOwn && t.DoneAt != nil }

// Begin lets somebody begin.
type Begin struct {
	Account, Mentor, Plan uuid.UUID
	StartOn               *clock.Date // today by itself
}

// Begin copies a plan for somebody new. ErrUnderWay where they have one; who keeps plans does so for people of their teams.
func (s *Service) Begin(ctx context.Context, in Begin) (*Journey, error) {
	j := &Journey{ID: ids.New(), AccountID: in.Account, MentorID: &in.Mentor, StartedOn: s.today(), Version: 1}
	if in.StartOn != nil && !in.StartOn.IsZero() {
		j.StartedOn = *in.StartOn
	}
	far := j.StartedOn.DaysUntil(s.today())
	var f errs.Faults
	f.Need(far >= -366 && far <= 366, "startOn", "out_of_range")
	f.Need(in.Account != in.Mentor, "mentor", "self")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := s.peopleTx(ctx, tx, in.Account, in.Mentor); err != nil {
			return err
		}
		p, err := planTx(ctx, tx, in.Plan)
		if err != nil {
			return err
		}
		if _, err := enterTx(ctx, tx, in.Account, p.Role); err != nil {
			return err
		}
		if err := s.startTx(ctx, tx, j, p); err != nil {
			return err
		}
		return s.newsTx(ctx, tx, in.Account, in.Mentor)
	})
	if err != nil {
		return nil, err
	}
	return s.journey(ctx, j.ID)
}

// planTx reads a plan by which somebody may begin.
func planTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Plan, error) {
	p := new(Plan)
	err := tx.NewSelect().Model(p).Relation("Steps", func(q *bun.SelectQuery) *bun.SelectQuery { return q.OrderExpr("s.place") }).Where("p.id = ? AND NOT p.ended", id).Scan(ctx)
	return p, db.NoRows(err, ErrInput.With(field("plan", "unknown")), "read plan")
}

// startTx copies a plan for somebody new.
func (s *Service) startTx(ctx context.Context, tx *db.Tx, j *Journey, p *Plan) error {
	j.Title = p.Title
	for _, step := range p.Steps {
		j.Tasks = append(j.Tasks, &Task{
			ID: ids.New(), JourneyID: j.ID, Place: step.Place, Title: step.Title, Text: step.Text, URL: step.URL, DueOn: j.StartedOn.AddDays(step.Days), Sign: step.Sign, Opens: step.Opens,
			TrainingID: step.TrainingID,
		})
	}
	if _, err := tx.NewInsert().Model(j).Exec(ctx); err != nil {
		return db.MapConstraints(fmt.Errorf("begin: %w", err), constraints)
	}
	if _, err := tx.NewInsert().Model(&j.Tasks).Exec(ctx); err != nil {
		return fmt.Errorf("copy steps: %w", err)
	}
	if err := s.learnedTx(ctx, tx, j.AccountID); err != nil { // some may be done already
		return err
	}
	return s.record(ctx, tx, JourneyRecord(j.ID), "begun", audit.Details{"account": j.AccountID.String(), "mentor": j.mentor(), "plan": p.ID.String(), "version": fmt.Sprint(p.Version)})
}

// peopleTx says whether both are of the staff, and the newcomer one whom the viewer may lead.
func (s *Service) peopleTx(ctx context.Context, tx *db.Tx, account, mentor uuid.UUID) error {
	var f errs.Faults
	of := func(id uuid.UUID) *bun.SelectQuery {
		return tx.NewSelect().TableExpr("identity.staff_right_v1 AS r").ColumnExpr("1").Where("r.account_id = ?", id)
	}
	for _, who := range []struct {
		path  string
		query *bun.SelectQuery
	}{{"account", kept(ctx, of(account), "r.account_id")}, {"mentor", of(mentor)}} {
		there, err := who.query.Exists(ctx)
		if err != nil {
			return fmt.Errorf("look for colleague: %w", err)
		}
		f.Need(there, who.path, "unknown")
	}
	return f.As(ErrInput)
}

// Mine is the viewer's own way that they are on; nil: none.
func (s *Service) Mine(ctx context.Context) (*Journey, error) {
	list, err := s.journeys(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("j.account_id = ? AND j.ended_at IS NULL", identity.ViewerFrom(ctx).AccountID)
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// Mentored are those under way whose mentor the viewer is.
func (s *Service) Mentored(ctx context.Context) ([]*Journey, error) {
	return s.journeys(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("j.mentor_id = ? AND j.ended_at IS NULL", identity.ViewerFrom(ctx).AccountID)
	})
}

// UnderWay are those whom the viewer may lead: of their teams; that they were read stands in the trail.
func (s *Service) UnderWay(ctx context.Context) ([]*Journey, error) {
	list, err := s.journeys(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return kept(ctx, q.Where("j.ended_at IS NULL"), "j.account_id")
	})
	if err != nil {
		return nil, err
	}
	people := make([]audit.Record, len(list))
	for i, j := range list {
		people[i] = JourneyRecord(j.ID)
	}
	return list, s.Audit.OpenedPage(ctx, "onboardings", people)
}

func (s *Service) journeys(ctx context.Context, narrow func(*bun.SelectQuery) *bun.SelectQuery) ([]*Journey, error) {
	list := []*Journey{}
	q := s.DB.NewSelect().Model(&list).Relation("Tasks", func(q *bun.SelectQuery) *bun.SelectQuery { return q.OrderExpr("t.place") }).OrderExpr("j.started_on DESC, j.id").Limit(500)
	if err := narrow(q).Scan(ctx); err != nil {
		return nil, fmt.Errorf("list who is under way: %w", err)
	}
	return list, nil
}

// DoTask says that the viewer has done a step, or has not after all.
type DoTask struct {
	ID   uuid.UUID
	Done bool
}

// Do notes an own step as done, or takes that back as long as it is not signed off. A training is done by itself.
func (s *Service) Do(ctx context.Context, in DoTask) (*Journey, error) {
	who := identity.ViewerFrom(ctx).AccountID
	return s.change(ctx, in.ID, func(j *Journey) bool { return j.AccountID == who }, func(tx *db.Tx, t *Task) (string, error) {
		switch {
		case t.TrainingID != nil:
			return "", ErrInput.With(field("id", "training"))
		case t.SignedAt != nil || (t.DoneAt != nil) == in.Done:
			return "", nil // as it is
		case in.Done:
			t.DoneAt = &tx.Now
			return "step_done", nil
		default:
			t.DoneAt, t.Asked = nil, false
			return "step_undone", nil
		}
	})
}

// SignTask says that a mentor has seen that a step is mastered.
type SignTask struct{ ID uuid.UUID }

// Sign signs a step off, by the mentor alone; what it opens is open from then on. Again is as before.
func (s *Service) Sign(ctx context.Context, in SignTask) (*Journey, error) {
	who := identity.ViewerFrom(ctx).AccountID
	return s.change(ctx, in.ID, func(j *Journey) bool { return j.led(who) }, func(tx *db.Tx, t *Task) (string, error) {
		switch {
		case t.Sign != ByMentor:
			return "", ErrInput.With(field("id", "own"))
		case t.SignedAt != nil:
			return "", nil
		}
		t.SignedBy, t.SignedAt = &who, &tx.Now
		if t.DoneAt == nil {
			t.DoneAt = &tx.Now
		}
		return "step_signed", nil
	})
}

// change does something to a step of somebody under way; nobody else sees that there is one.
func (s *Service) change(ctx context.Context, id uuid.UUID, may func(*Journey) bool, do func(*db.Tx, *Task) (string, error)) (*Journey, error) {
	j := new(Journey)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := tx.NewSelect().Model(j).Where("j.id = (SELECT x.journey_id FROM onboarding.task x WHERE x.id = ?) AND j.ended_at IS NULL", id).For("UPDATE").Scan(ctx)
		if err := db.NoRows(err, ErrNone, "lock journey"); err != nil {
			return err
		}
		if !may(j) {
			return ErrNone
		}
		t := new(Task)
		if err := tx.NewSelect().Model(t).Where("t.id = ?", id).Scan(ctx); err != nil {
			return fmt.Errorf("read step: %w", err)
		}
		action, err := do(tx, t)
		if err != nil || action == "" {
			return err
		}
		if _, err := tx.NewUpdate().Model(t).Column("done_at", "signed_by", "signed_at", "asked").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("change step: %w", err)
		}
		return s.record(ctx, tx, JourneyRecord(j.ID), action, audit.Details{"step": t.ID.String(), "opens": t.Opens})
	})
	if err != nil {
		return nil, err
	}
	return s.journey(ctx, j.ID)
}

func (s *Service) journey(ctx context.Context, id uuid.UUID) (*Journey, error) {
	list, err := s.journeys(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("j.id = ?", id) })
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, ErrNone
	}
	return list[0], nil
}

// Permitted are the mutations that somebody may do to a step as it stands.
func (j *Journey) Permitted(t *Task, who uuid.UUID) []string {
	switch {
	case j.EndedAt != nil || t.SignedAt != nil || t.TrainingID != nil:
		return []string{}
	case who == j.AccountID:
		return []string{"doOnboardingStep"}
	case j.led(who) && t.Sign == ByMentor:
		return []string{"signOnboardingStep"}
	}
	return []string{}
}
