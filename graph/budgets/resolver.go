// Package budgetsgql is the part of the schema about the money of a year.
package budgetsgql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/errs"
)

// Resolver resolves the part of budgets.
type Resolver struct {
	Budgets *budgets.Service // nil where the city keeps none
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// The types of this part.
type (
	// BudgetYear are the budgets of a year.
	BudgetYear struct {
		Year       int
		Purpose    string
		Unbudgeted bool
		Items      []BudgetStanding
		Settable   []string
	}
	// BudgetStanding is how a budget stands.
	BudgetStanding struct {
		ID                                               uuid.UUID
		Purpose                                          string
		Year                                             int
		Team, CostCentre                                 string
		Cents                                            *int64
		BoundCents, SpentCents, RestCents, ForecastCents int64
		WarnAt, Reached                                  []int
		Version                                          int
		Permitted                                        []string
	}
)

const interpreting = "interpreting"

// Budgets lists the budgets of a year.
func (q Query) Budgets(ctx context.Context, year int, purpose *string) (*BudgetYear, error) {
	y := &BudgetYear{Year: year, Purpose: interpreting, Items: []BudgetStanding{}, Settable: []string{}}
	if purpose != nil {
		y.Purpose = *purpose
	}
	if q.Resolver.Budgets == nil {
		return y, nil
	}
	allowed, known := q.Resolver.Budgets.Unbudgeted[y.Purpose]
	if !known && purpose == nil {
		return y, nil // a city without interpreters
	}
	if !known || year < 2000 || year > 2200 {
		return nil, budgets.ErrInput.With(errs.Field{Path: "year", Code: "unknown"})
	}
	y.Unbudgeted = allowed
	for _, team := range q.Resolver.Budgets.Teams {
		if identity.ViewerFrom(ctx).CanInTeam(budgets.ActionSet, team) {
			y.Settable = append(y.Settable, team)
		}
	}
	list, err := q.Resolver.Budgets.Standing(ctx, y.Purpose, year)
	for i := range list {
		y.Items = append(y.Items, shown(&list[i]))
	}
	return y, err
}

func shown(s *budgets.Standing) BudgetStanding {
	b := BudgetStanding{
		ID: s.ID, Purpose: s.Purpose, Year: s.Year, Team: s.Team, CostCentre: s.CostCentre, Cents: s.Cents, BoundCents: s.BoundCents, SpentCents: s.SpentCents,
		RestCents: s.RestCents, ForecastCents: s.ForecastCents, WarnAt: []int{}, Reached: s.Reached(), Version: s.Version, Permitted: s.Permitted,
	}
	for _, percent := range s.WarnAt {
		b.WarnAt = append(b.WarnAt, int(percent))
	}
	return b
}

// SetBudget sets a ceiling.
func (m Mutation) SetBudget(ctx context.Context, input budgets.SetBudget) (*BudgetStanding, error) {
	if m.Resolver.Budgets == nil {
		return nil, budgets.ErrInput.With(errs.Field{Path: "purpose", Code: "unknown"})
	}
	set, err := m.Resolver.Budgets.Set(ctx, input)
	if err != nil {
		return nil, err
	}
	list, err := m.Resolver.Budgets.Standing(ctx, set.Purpose, set.Year, set.Team)
	for i := range list {
		if list[i].ID == set.ID {
			b := shown(&list[i])
			return &b, err
		}
	}
	return nil, err
}
