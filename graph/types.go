package graph

import (
	applicationsgql "github.com/ankunft/ankunft/graph/applications"
	casesgql "github.com/ankunft/ankunft/graph/cases"
	decisionsgql "github.com/ankunft/ankunft/graph/decisions"
	documentsgql "github.com/ankunft/ankunft/graph/documents"
	"github.com/ankunft/ankunft/graph/generated"
	intakegql "github.com/ankunft/ankunft/graph/intake"
	linguistsgql "github.com/ankunft/ankunft/graph/linguists"
	personsgql "github.com/ankunft/ankunft/graph/persons"
	translationsgql "github.com/ankunft/ankunft/graph/translations"
)

// Document implements generated.ResolverRoot; so do the others: each names the part that resolves the fields of a type that are read
// only when they are asked for.
func (*Root) Document() generated.DocumentResolver { return documentsgql.DocumentResolver{} }

// Case resolves what parts above add to a case.
func (*Root) Case() generated.CaseResolver { return caseBeside{} }

type (
	decisionsCase = decisionsgql.CaseResolver
	intakeCase    = intakegql.CaseResolver

	// caseBeside joins what neighbours add to it.
	caseBeside struct {
		decisionsCase
		intakeCase
	}
)

// File resolves files of papers.
func (*Root) File() generated.FileResolver { return documentsgql.FileResolver{} }

// Interpreter resolves entries of the directory.
func (r *Root) Interpreter() generated.InterpreterResolver {
	return linguistsgql.InterpreterResolver{Resolver: r.Linguists}
}

// InterpreterNeed resolves needs of an interpreter.
func (r *Root) InterpreterNeed() generated.InterpreterNeedResolver {
	return linguistsgql.InterpreterNeedResolver{Resolver: r.Linguists}
}

// InterpreterSkill resolves languages of somebody.
func (r *Root) InterpreterSkill() generated.InterpreterSkillResolver {
	return linguistsgql.InterpreterSkillResolver{Resolver: r.Linguists}
}

// MatchProposal resolves questions whether two people are one.
func (r *Root) MatchProposal() generated.MatchProposalResolver {
	return personsgql.MatchProposalResolver{Resolver: r.Persons}
}

// MyCase resolves the applicant's own case.
func (r *Root) MyCase() generated.MyCaseResolver {
	return myCase{casesgql.MyCaseResolver{Resolver: r.Cases}, decisionsgql.MyCaseResolver{Resolver: r.Decisions}, intakegql.MyCaseResolver{}}
}

type (
	casesMyCase     = casesgql.MyCaseResolver
	decisionsMyCase = decisionsgql.MyCaseResolver
	intakeMyCase    = intakegql.MyCaseResolver

	// myCase joins what parts know of it.
	myCase struct {
		casesMyCase
		decisionsMyCase
		intakeMyCase
	}
)

// Person resolves people.
func (r *Root) Person() generated.PersonResolver {
	return personsgql.PersonResolver{Resolver: r.Persons}
}

// Relation resolves family.
func (r *Root) Relation() generated.RelationResolver {
	return personsgql.RelationResolver{Resolver: r.Persons}
}

// TranslationOrder resolves orders of translations.
func (r *Root) TranslationOrder() generated.TranslationOrderResolver {
	return translationsgql.TranslationOrderResolver{Resolver: r.Translations}
}

// Sitting resolves sittings.
func (r *Root) Sitting() generated.SittingResolver {
	return sitting{applicationsgql.SittingResolver{Resolver: r.Applications}, intakegql.SittingResolver{Resolver: r.Intake}}
}

type (
	applicationsSitting = applicationsgql.SittingResolver
	intakeSitting       = intakegql.SittingResolver

	// sitting joins what parts know of it.
	sitting struct {
		applicationsSitting
		intakeSitting
	}
)
