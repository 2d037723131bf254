package training

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// Requirement says who must have done a training, as one of its versions has it.
type Requirement struct {
	bun.BaseModel `bun:"table:training.requirement_version,alias:v"`

	ID          uuid.UUID `bun:"requirement_id,pk"`
	Version     int       `bun:",pk"`
	ValidFrom   clock.Date
	ValidUntil  clock.Date // the first day on which it does not count any more; zero: it goes on
	Scope       `bun:",embed"`
	EveryMonths *int // nil: once
	DueDays     int  // after somebody came under it
	GraceDays   int  // after it is due
	// Blocks are actions that are refused to whose grace is over, to the Services named only, or to all where none is.
	Blocks   []string `bun:",array"`
	Services []string `bun:",array"`
	Basis    string   // where it is written that it must be
	SetBy    *uuid.UUID
	SetAt    time.Time

	Key        string    `bun:",scanonly"`
	TrainingID uuid.UUID `bun:",scanonly"`
	Newest     int       `bun:",scanonly"` // its newest version, to be sent along with a change
	Training   *Training `bun:"-"`
}

// Scope says of whom something is asked: of who has one of Roles and may do one of Actions, in one of Teams. Where nothing is named it is asked of all.
type Scope struct {
	Roles   []identity.Role `bun:",array"`
	Teams   []string        `bun:",array"`
	Actions []string        `bun:",array"`
}

// everybody says that it is asked of all who are in its teams, whatever they do there.
func (c Scope) everybody() bool { return len(c.Roles) == 0 && len(c.Actions) == 0 }

// holders are the roles of whom it is asked.
func (c Scope) holders() []identity.Role {
	if c.everybody() {
		return identity.Roles
	}
	return slices.DeleteFunc(slices.Clone(identity.Roles), func(r identity.Role) bool {
		return len(c.Roles) > 0 && !slices.Contains(c.Roles, r) || len(c.Actions) > 0 && !slices.ContainsFunc(c.Actions, r.May)
	})
}

// meets says whether somebody may be in both.
func (c Scope) meets(other Scope) bool {
	theirs := other.holders()
	return slices.ContainsFunc(c.holders(), func(r identity.Role) bool { return slices.Contains(theirs, r) }) &&
		(len(c.Teams) == 0 || len(other.Teams) == 0 || slices.ContainsFunc(c.Teams, func(t string) bool { return slices.Contains(other.Teams, t) }))
}

// Requirements lists what is asked for today and what will be, by title of the training.
func (s *Service) Requirements(ctx context.Context) ([]*Requirement, error) {
	return s.requirements(ctx, s.DB, "(v.valid_until IS NULL OR v.valid_until > ?) AND v.valid_until IS DISTINCT FROM v.valid_from", s.today())
}

// Requirement reads all versions of one, the newest first.
func (s *Service) Requirement(ctx context.Context, id uuid.UUID) ([]*Requirement, error) {
	list, err := s.requirements(ctx, s.DB, "v.requirement_id = ?", id)
	if err != nil || len(list) == 0 {
		return nil, orNone(err)
	}
	slices.Reverse(list)
	return list, nil
}

// mostRequirements bounds a list of them; an office has some ten.
const mostRequirements = 500

func (s *Service) requirements(ctx context.Context, q bun.IDB, where string, args ...any) ([]*Requirement, error) {
	list, trainings := []*Requirement{}, []*Training{}
	err := q.NewSelect().Model(&list).ColumnExpr("v.*, q.key, q.training_id, q.version AS newest").Join("JOIN training.requirement q ON q.id = v.requirement_id").
		Join("JOIN training.training t ON t.id = q.training_id").Where(where, args...).OrderExpr("t.title, q.key, v.version").Limit(mostRequirements).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list requirements: %w", err)
	}
	of := make([]uuid.UUID, len(list))
	for i, v := range list {
		of[i] = v.TrainingID
	}
	if len(list) == 0 {
		return list, nil
	}
	if err := q.NewSelect().Model(&trainings).Where("t.id IN (?)", bun.List(of)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read trainings of requirements: %w", err)
	}
	for _, v := range list {
		v.Training = trainings[slices.IndexFunc(trainings, func(t *Training) bool { return t.ID == v.TrainingID })]
	}
	return list, nil
}
