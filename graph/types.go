package graph

import (
	applicationsgql "github.com/ankunft/ankunft/graph/applications"
	casesgql "github.com/ankunft/ankunft/graph/cases"
	documentsgql "github.com/ankunft/ankunft/graph/documents"
	"github.com/ankunft/ankunft/graph/generated"
	personsgql "github.com/ankunft/ankunft/graph/persons"
)

// Document implements generated.ResolverRoot; so do the others: each names the part that resolves the fields of a type that are read
// only when they are asked for.
func (*Root) Document() generated.DocumentResolver { return documentsgql.DocumentResolver{} }

// File resolves files of papers.
func (*Root) File() generated.FileResolver { return documentsgql.FileResolver{} }

// HistoryEntry resolves entries of the history.
func (*Root) HistoryEntry() generated.HistoryEntryResolver { return casesgql.HistoryEntryResolver{} }

// MatchProposal resolves questions whether two people are one.
func (r *Root) MatchProposal() generated.MatchProposalResolver {
	return personsgql.MatchProposalResolver{Resolver: r.Persons}
}

// MyCase resolves the applicant's own case.
func (r *Root) MyCase() generated.MyCaseResolver { return casesgql.MyCaseResolver{Resolver: r.Cases} }

// Person resolves people.
func (r *Root) Person() generated.PersonResolver {
	return personsgql.PersonResolver{Resolver: r.Persons}
}

// Relation resolves family.
func (r *Root) Relation() generated.RelationResolver {
	return personsgql.RelationResolver{Resolver: r.Persons}
}

// Sitting resolves sittings.
func (r *Root) Sitting() generated.SittingResolver {
	return applicationsgql.SittingResolver{Resolver: r.Applications}
}
