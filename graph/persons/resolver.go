// Package personsgql is the part of the schema about people.
package personsgql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// Resolver resolves the part of persons; it is Query and Mutation, and resolves the edges of its types.
type Resolver struct {
	DB      *db.DB
	Persons *persons.Service
	Audit   *audit.Service
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// PersonPage is one page of people.
type PersonPage struct {
	Items []*persons.Person
	Next  *string
}

// MatchProposalPage is one page of open proposals.
type MatchProposalPage struct {
	Items []*persons.MatchProposal
	Next  *string
}

// ConfirmMatch says who somebody is.
type ConfirmMatch struct{ Proposal, Person uuid.UUID }

// RefuseMatch says that somebody is none of the candidates.
type RefuseMatch struct{ Proposal uuid.UUID }

// Person opens a person, which is recorded.
func (q Query) Person(ctx context.Context, id uuid.UUID) (*persons.Person, error) {
	p, err := q.Persons.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return p, q.Audit.Opened(ctx, persons.Record(p.ID), "person")
}

// FindPersons finds people by the beginnings of their names.
func (q Query) FindPersons(ctx context.Context, text string, first *int, after *string) (*PersonPage, error) {
	p, err := q.Persons.Find(ctx, text, args(first, after))
	return &PersonPage{p.Items, next(p.Next)}, err
}

// MatchProposals lists what waits for a clerk.
func (q Query) MatchProposals(ctx context.Context, first *int, after *string) (*MatchProposalPage, error) {
	p, err := q.Persons.Proposals(ctx, args(first, after))
	return &MatchProposalPage{p.Items, next(p.Next)}, err
}

// ConfirmMatch merges a provisional person into one on file.
func (m Mutation) ConfirmMatch(ctx context.Context, input ConfirmMatch) (*persons.MatchProposal, error) {
	return m.Persons.Confirm(ctx, input.Proposal, input.Person)
}

// RefuseMatch keeps two people apart.
func (m Mutation) RefuseMatch(ctx context.Context, input RefuseMatch) (*persons.MatchProposal, error) {
	return m.Persons.Refuse(ctx, input.Proposal)
}

// PersonResolver resolves the edges of a person.
type PersonResolver struct{ Resolver }

// Relations is the family of a person, for staff. What the office knows of relatives is not shown through somebody else's account.
func (r PersonResolver) Relations(ctx context.Context, obj *persons.Person) ([]persons.Relation, error) {
	if identity.ViewerFrom(ctx).Kind != identity.KindStaff {
		return []persons.Relation{}, nil
	}
	return values(r.Persons.Relations(ctx, obj.ID))
}

// Titles are the residence titles of a person.
func (r PersonResolver) Titles(ctx context.Context, obj *persons.Person) ([]persons.HeldTitle, error) {
	return values(r.Persons.Titles(ctx, obj.ID))
}

// Consents are the consents of a person as they stand.
func (r PersonResolver) Consents(ctx context.Context, obj *persons.Person) ([]persons.Consent, error) {
	return values(r.Persons.Consents(ctx, obj.ID))
}

// RelationResolver resolves the edges of a relation.
type RelationResolver struct{ Resolver }

// Other is the relative.
func (r RelationResolver) Other(ctx context.Context, obj *persons.Relation) (*persons.Person, error) {
	return r.byID(ctx, obj.OtherID)
}

// MatchProposalResolver resolves the edges of a proposal.
type MatchProposalResolver struct{ Resolver }

// Provisional is the person who was newly made.
func (r MatchProposalResolver) Provisional(ctx context.Context, obj *persons.MatchProposal) (*persons.Person, error) {
	return r.byID(ctx, obj.ProvisionalID)
}

// Candidates are those on file who may be the same person.
func (r MatchProposalResolver) Candidates(ctx context.Context, obj *persons.MatchProposal) ([]persons.MatchCandidate, error) {
	return r.Persons.Candidates(ctx, obj)
}

// Trust is the level of trust of the account, "" for a family member.
func (MatchProposalResolver) Trust(_ context.Context, obj *persons.MatchProposal) (string, error) {
	return string(obj.Trust), nil
}

// Permitted names what the viewer may do with a proposal.
func (MatchProposalResolver) Permitted(ctx context.Context, obj *persons.MatchProposal) ([]string, error) {
	if obj.State != persons.MatchOpen || !identity.ViewerFrom(ctx).Can("persons.match") {
		return []string{}, nil
	}
	return []string{"confirm", "refuse"}, nil
}

func (r Resolver) byID(ctx context.Context, id uuid.UUID) (*persons.Person, error) {
	found, err := r.Persons.ByIDs(ctx, []uuid.UUID{id})
	if err != nil {
		return nil, err
	}
	if p, ok := found[id]; ok {
		return p, nil
	}
	return nil, persons.ErrNotFound
}

// values turns a list of pointers into the list that the schema's lists are.
func values[T any](list []*T, err error) ([]T, error) {
	all := make([]T, len(list))
	for i, v := range list {
		all[i] = *v
	}
	return all, err
}

func args(first *int, after *string) page.Args {
	var a page.Args
	if first != nil {
		a.First = *first
	}
	if after != nil {
		a.After = *after
	}
	return a
}

func next(cursor string) *string {
	if cursor == "" {
		return nil
	}
	return &cursor
}
