package office

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/graph"
	applicationsgql "github.com/ankunft/ankunft/graph/applications"
	appointmentsgql "github.com/ankunft/ankunft/graph/appointments"
	auditgql "github.com/ankunft/ankunft/graph/audit"
	budgetsgql "github.com/ankunft/ankunft/graph/budgets"
	casesgql "github.com/ankunft/ankunft/graph/cases"
	cataloguegql "github.com/ankunft/ankunft/graph/catalogue"
	clearinggql "github.com/ankunft/ankunft/graph/clearing"
	coursesgql "github.com/ankunft/ankunft/graph/courses"
	decisionsgql "github.com/ankunft/ankunft/graph/decisions"
	documentsgql "github.com/ankunft/ankunft/graph/documents"
	elearninggql "github.com/ankunft/ankunft/graph/elearning"
	frontdeskgql "github.com/ankunft/ankunft/graph/frontdesk"
	identitygql "github.com/ankunft/ankunft/graph/identity"
	intakegql "github.com/ankunft/ankunft/graph/intake"
	interpretersgql "github.com/ankunft/ankunft/graph/interpreters"
	lettersgql "github.com/ankunft/ankunft/graph/letters"
	linguistsgql "github.com/ankunft/ankunft/graph/linguists"
	messagesgql "github.com/ankunft/ankunft/graph/messages"
	networkgql "github.com/ankunft/ankunft/graph/network"
	onboardinggql "github.com/ankunft/ankunft/graph/onboarding"
	partnersgql "github.com/ankunft/ankunft/graph/partners"
	personsgql "github.com/ankunft/ankunft/graph/persons"
	qualificationsgql "github.com/ankunft/ankunft/graph/qualifications"
	qualitygql "github.com/ankunft/ankunft/graph/quality"
	settlementgql "github.com/ankunft/ankunft/graph/settlement"
	supervisiongql "github.com/ankunft/ankunft/graph/supervision"
	surveysgql "github.com/ankunft/ankunft/graph/surveys"
	swapsgql "github.com/ankunft/ankunft/graph/swaps"
	traininggql "github.com/ankunft/ankunft/graph/training"
	translationsgql "github.com/ankunft/ankunft/graph/translations"
	workforcegql "github.com/ankunft/ankunft/graph/workforce"
	"github.com/ankunft/ankunft/modules/cases"
)

// root gives the schema its modules.
func (o *Office) root() *graph.Root {
	services := cataloguegql.Query{Catalogue: o.Catalogue, Clock: o.DB.Clock, Durations: durations{o.Cases}}
	filed := casesgql.Resolver{
		DB: o.DB, Cases: o.Cases, Audit: o.Audit, Identity: o.Identity, Catalogue: o.Catalogue, Beside: []any{decisionsgql.CaseResolver{}, intakegql.CaseResolver{}},
	}
	booked := appointmentsgql.Resolver{
		Appointments: o.Appointments, Catalogue: o.Catalogue, Cases: parties{o}, Identity: o.Identity, Invitations: o.Invitations, Feeds: o.Feeds,
		Interpreters: o.companions(), Away: o.awayOf,
	}
	return &graph.Root{
		Applications:   applicationsgql.Resolver{DB: o.DB, Applications: o.Applications, Catalogue: services},
		Appointments:   booked,
		Audit:          auditgql.Query{Audit: o.Audit, Identity: o.Identity, MayRead: o.Cases.MayRead},
		Budgets:        budgetsgql.Resolver{Budgets: o.Budgets},
		Cases:          filed,
		Catalogue:      services,
		Clearing:       clearinggql.Resolver{Clearing: o.Clearing, Catalogue: o.Catalogue, Identity: o.Identity},
		Courses:        coursesgql.Resolver{Courses: o.Courses, Played: o.played},
		Decisions:      decisionsgql.Resolver{Decisions: o.Decisions, Cases: filed, Explain: o.whereNext},
		Documents:      documentsgql.Resolver{Documents: o.Documents},
		Elearning:      elearninggql.Resolver{Elearning: o.Elearning},
		Frontdesk:      frontdeskgql.Resolver{DB: o.DB, Frontdesk: o.Frontdesk, Appointments: o.Appointments, Identity: o.Identity, Booked: booked},
		Identity:       identitygql.Resolver{Identity: o.Identity},
		Intake:         intakegql.Resolver{Intake: o.Intake, Cases: filed},
		Interpreters:   interpretersgql.Resolver{Interpreters: o.Interpreters, Duty: o.Duty, Parties: behindAsking{o}},
		Letters:        lettersgql.Resolver{Letters: o.Letters},
		Linguists:      linguistsgql.Resolver{Linguists: o.Linguists, Me: o.me},
		Messages:       messagesgql.Resolver{DB: o.DB, Messages: o.Messages, Identity: o.Identity, Cases: threads{o.Cases}},
		Network:        networkgql.Resolver{Network: o.Network},
		Onboarding:     onboardinggql.Resolver{Onboarding: o.Onboarding, Identity: o.Identity},
		Outlook:        o.outlookPart(),
		Partners:       partnersgql.Resolver{Partners: o.Partners, Identity: o.Identity},
		Presence:       o.presencePart(),
		Translations:   translationsgql.Resolver{Translations: o.Translations},
		Persons:        personsgql.Resolver{DB: o.DB, Persons: o.Persons, Audit: o.Audit},
		Qualifications: qualificationsgql.Resolver{Qualifications: o.Qualifications, Case: cases.Record},
		Workforce:      workforcegql.Resolver{Workforce: o.Workforce},
		Quality:        qualitygql.Resolver{Quality: o.Quality},
		Settlement:     settlementgql.Resolver{Settlement: o.Settlement},
		Training:       traininggql.Resolver{Training: o.Training},
		Supervision:    supervisiongql.Resolver{Supervision: o.Supervision},
		Surveys:        surveysgql.Resolver{Surveys: o.Surveys},
		Swaps:          swapsgql.Resolver{Swaps: o.Swaps},
	}
}

// durations tells the catalogue's part of the schema what cases know of how long services take.
type durations struct{ cases *cases.Service }

// Expected implements cataloguegql.Durations.
func (d durations) Expected(ctx context.Context, services []string) (map[string]cataloguegql.ExpectedDuration, error) {
	known, err := d.cases.Durations(ctx, services)
	if err != nil {
		return nil, err
	}
	expected := make(map[string]cataloguegql.ExpectedDuration, len(known))
	for service, k := range known {
		expected[service] = cataloguegql.ExpectedDuration{Days: k.Median, DaysUpper: k.Days, Source: cataloguegql.FromCases, Sample: k.Sample}
	}
	return expected, nil
}

// threads tells the part of messages how a viewer stands to a case.
type threads struct{ cases *cases.Service }

// ThreadAccess implements messagesgql.Cases.
func (t threads) ThreadAccess(ctx context.Context, caseID uuid.UUID) (messagesgql.Access, error) {
	st, err := t.cases.Stance(ctx, caseID)
	if err != nil {
		return messagesgql.Access{}, err
	}
	return messagesgql.Access{Side: st.Side, MayWrite: st.MayWrite, Applicant: st.To, Path: st.Path, ShowNames: true}, nil
}
