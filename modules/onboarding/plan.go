package onboarding

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Who signs a step off.
const (
	ByOwn    = "own"
	ByMentor = "mentor"
)

// What a step opens once it is signed off.
const (
	Propose = "propose" // a decision
	Approve = "approve" // a decision of others
)

// Gates are what steps may open.
var Gates = []string{Propose, Approve}

// Plan is what somebody new in a role goes through.
type Plan struct {
	bun.BaseModel `bun:"table:onboarding.plan,alias:p"`

	ID      uuid.UUID `bun:",pk"`
	Role    identity.Role
	Title   string
	Ended   bool
	Version int

	Steps []*Step `bun:"rel:has-many,join:id=plan_id"`
}

// Step is one of them.
type Step struct {
	bun.BaseModel `bun:"table:onboarding.step,alias:s"`

	PlanID uuid.UUID `bun:",pk"`
	Place  int       `bun:",pk"`
	Title  string
	Text   string
	URL    string `bun:"url"` // material
	Days   int    // after the beginning, until when
	Sign   string // own, mentor
	Opens  string // propose, approve; empty: nothing

	TrainingID *uuid.UUID // done by itself with this training
}

// KeepPlan makes a plan, or changes it for those who begin from now on.
type KeepPlan struct {
	ID      *uuid.UUID
	Version int
	Role    identity.Role
	Title   string
	Ended   bool
	Steps   []KeepStep
}

// KeepStep is a step of it.
type KeepStep struct {
	Title string
	Text  *string
	URL   *string
	Days  int
	Sign  string
	Opens *string

	Training *uuid.UUID
}

const (
	mostSteps = 60
	mostDays  = 730
)

func (in *KeepPlan) check() ([]*Step, error) {
	var f errs.Faults
	in.Title = tidy(in.Title)
	words(&f, in.Title, 120, "title", true, true)
	f.Need(in.Role.Known(), "role", "unknown")
	f.Need(len(in.Steps) > 0, "steps", "required")
	f.Need(len(in.Steps) <= mostSteps, "steps", "too_many")
	steps := []*Step{}
	for i, k := range in.Steps[:min(len(in.Steps), mostSteps)] {
		at := "steps." + strconv.Itoa(i) + "."
		s := &Step{Place: i, Title: tidy(k.Title), Text: tidy(said(k.Text)), URL: tidy(said(k.URL)), Days: k.Days, Sign: k.Sign, Opens: said(k.Opens), TrainingID: k.Training}
		words(&f, s.Title, 160, at+"title", true, true)
		words(&f, s.Text, 2000, at+"text", false, false)
		f.Fits(s.URL, 500, at+"url")
		f.Need(s.URL == "" || link(s.URL), at+"url", "format")
		f.Need(s.Days >= 0 && s.Days <= mostDays, at+"days", "out_of_range")
		f.Need(s.Sign == ByOwn || s.Sign == ByMentor, at+"sign", "unknown")
		f.Need(s.Opens == "" || slices.Contains(Gates, s.Opens), at+"opens", "unknown")
		f.Need(s.Opens == "" || s.Sign == ByMentor, at+"sign", "mentor_needed")
		f.Need(s.TrainingID == nil || s.Sign == ByOwn, at+"training", "by_itself")
		steps = append(steps, s)
	}
	return steps, f.As(ErrInput)
}

func said(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// link says that a text leads to a page, by https or within the house.
func link(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil
}

// KeepPlan makes a plan, or changes it. Who is under way goes on by the plan with which they began; who gets its role from now on begins by itself, and who has it already is not new.
func (s *Service) KeepPlan(ctx context.Context, in KeepPlan) (*Plan, error) {
	steps, err := in.check()
	if err != nil {
		return nil, err
	}
	if err := s.learnable(ctx, steps); err != nil {
		return nil, err
	}
	p := &Plan{ID: ids.New(), Role: in.Role, Title: in.Title, Ended: in.Ended, Version: 1}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		action, first, err := writePlanTx(ctx, tx, p, in)
		if err != nil {
			return err
		}
		if first {
			if err := enteredTx(ctx, tx, p); err != nil {
				return err
			}
		}
		for _, step := range steps {
			step.PlanID = p.ID
		}
		if _, err := tx.NewInsert().Model(&steps).Exec(ctx); err != nil {
			return fmt.Errorf("keep steps: %w", err)
		}
		return s.record(ctx, tx, PlanRecord(p.ID), action, audit.Details{"role": string(p.Role), "steps": strconv.Itoa(len(steps)), "version": strconv.Itoa(p.Version)})
	})
	if err != nil {
		return nil, err
	}
	p.Steps = steps
	return p, nil
}

// writePlanTx adds a plan or changes it, which empties it of its steps; first says that from now on its role has it.
func writePlanTx(ctx context.Context, tx *db.Tx, p *Plan, in KeepPlan) (action string, first bool, err error) {
	if in.ID == nil {
		if _, err := tx.NewInsert().Model(p).Exec(ctx); err != nil {
			return "", false, fmt.Errorf("add plan: %w", err)
		}
		return "added", !p.Ended, nil
	}
	old := new(Plan)
	if err := db.NoRows(tx.NewSelect().Model(old).Where("p.id = ?", *in.ID).For("UPDATE").Scan(ctx), ErrNone, "lock plan"); err != nil {
		return "", false, err
	}
	if old.Version != in.Version {
		return "", false, ErrConflict
	}
	p.ID, p.Version = old.ID, old.Version+1
	if _, err := tx.NewDelete().Model((*Step)(nil)).Where("plan_id = ?", p.ID).Exec(ctx); err != nil {
		return "", false, fmt.Errorf("change steps: %w", err)
	}
	if _, err := tx.NewUpdate().Model(p).WherePK().Exec(ctx); err != nil {
		return "", false, fmt.Errorf("change plan: %w", err)
	}
	return "changed", !p.Ended && (old.Ended || old.Role != p.Role), nil
}

// learnable says whether the trainings that are steps are offered.
func (s *Service) learnable(ctx context.Context, steps []*Step) error {
	if !slices.ContainsFunc(steps, func(st *Step) bool { return st.TrainingID != nil }) {
		return nil
	}
	list, err := s.Training.Trainings(ctx, false)
	if err != nil {
		return err
	}
	var f errs.Faults
	for i, st := range steps {
		known := st.TrainingID == nil || slices.ContainsFunc(list, func(t *training.Training) bool { return t.ID == *st.TrainingID })
		f.Need(known, "steps."+strconv.Itoa(i)+".training", "unknown")
	}
	return f.As(ErrInput)
}

// Plans lists plans with their steps.
func (s *Service) Plans(ctx context.Context) ([]*Plan, error) {
	list := []*Plan{}
	err := s.DB.NewSelect().Model(&list).Relation("Steps", func(q *bun.SelectQuery) *bun.SelectQuery { return q.OrderExpr("s.place") }).OrderExpr("p.ended, p.title, p.id").Limit(200).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list plans: %w", err)
	}
	return list, nil
}
