package casesgql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// Resolver resolves cases' part of the schema; it is Query, Mutation and Subscription.
type Resolver struct {
	DB        *db.DB
	Cases     *cases.Service
	Audit     *audit.Service
	Identity  *identity.Service
	Catalogue *catalogue.Service
	Beside    []any // resolvers of fields that modules above add to the type Case: methods that take a *Case, without state
}

// Then reads the case after a step; a step that only its new owner may look at is told as done by the error of the reading.
func (r Resolver) Then(ctx context.Context, id uuid.UUID, err error) (*Case, error) {
	if err != nil {
		return nil, err
	}
	return r.read(ctx, id, "work")
}

// ThenMine is Then for the applicant's own case.
func (r Resolver) ThenMine(ctx context.Context, id uuid.UUID, err error) (*cases.MyCase, error) {
	if err != nil {
		return nil, err
	}
	return r.Cases.MyCase(ctx, id)
}

// Query resolves cases' queries.
type Query struct{ Resolver }

// WorkList lists open cases of the viewer's teams.
func (q Query) WorkList(ctx context.Context, filter *cases.WorkFilter, first *int, after *string) (*WorkList, error) {
	if filter == nil {
		filter = &cases.WorkFilter{}
	}
	list, err := q.Cases.WorkList(ctx, *filter, pageOf(first, after))
	return &WorkList{list}, err
}

// Case is a case with all that stands beside it; that it was opened is recorded.
func (q Query) Case(ctx context.Context, id uuid.UUID, reason *string) (*Case, error) {
	return q.read(ctx, id, why(reason))
}

// WorkFigures tells how the work stands.
func (q Query) WorkFigures(ctx context.Context, team *string) (*cases.WorkFigures, error) {
	return q.Cases.Figures(ctx, team)
}

// Teams are the teams of the office.
func (q Query) Teams(context.Context) ([]catalogue.Team, error) { return q.Catalogue.City().Teams, nil }

// MyCases are the applicant's own cases.
func (q Query) MyCases(ctx context.Context) ([]cases.MyCase, error) { return q.Cases.MyCases(ctx) }

// MyCase is one of them.
func (q Query) MyCase(ctx context.Context, id uuid.UUID) (*cases.MyCase, error) {
	return q.Cases.MyCase(ctx, id)
}

// PublicStatus tells the state of a case to whoever has its number and code.
func (q Query) PublicStatus(ctx context.Context, number string, code string) (*PublicStatus, error) {
	status, err := q.Cases.PublicStatus(ctx, number, code, identity.NetworkFrom(ctx))
	if err != nil || status == nil {
		return nil, err
	}
	return &PublicStatus{status}, nil
}

// reasons are why somebody opens a case, as the trail knows them.
var reasons = map[string]bool{"work": true, "search": true, "approval": true, "question": true, "control": true}

// why keeps free text out of the trail.
func why(reason *string) string {
	if reason != nil && reasons[*reason] {
		return *reason
	}
	return "work"
}

func pageOf(first *int, after *string) page.Args {
	var args page.Args
	if first != nil {
		args.First = *first
	}
	if after != nil {
		args.After = *after
	}
	return args
}
