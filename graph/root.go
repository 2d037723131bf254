package graph

import (
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
	"github.com/ankunft/ankunft/graph/generated"
	identitygql "github.com/ankunft/ankunft/graph/identity"
	intakegql "github.com/ankunft/ankunft/graph/intake"
	interpretersgql "github.com/ankunft/ankunft/graph/interpreters"
	lettersgql "github.com/ankunft/ankunft/graph/letters"
	linguistsgql "github.com/ankunft/ankunft/graph/linguists"
	messagesgql "github.com/ankunft/ankunft/graph/messages"
	networkgql "github.com/ankunft/ankunft/graph/network"
	onboardinggql "github.com/ankunft/ankunft/graph/onboarding"
	outlookgql "github.com/ankunft/ankunft/graph/outlook"
	partnersgql "github.com/ankunft/ankunft/graph/partners"
	personsgql "github.com/ankunft/ankunft/graph/persons"
	presencegql "github.com/ankunft/ankunft/graph/presence"
	qualificationsgql "github.com/ankunft/ankunft/graph/qualifications"
	qualitygql "github.com/ankunft/ankunft/graph/quality"
	settlementgql "github.com/ankunft/ankunft/graph/settlement"
	supervisiongql "github.com/ankunft/ankunft/graph/supervision"
	surveysgql "github.com/ankunft/ankunft/graph/surveys"
	swapsgql "github.com/ankunft/ankunft/graph/swaps"
	traininggql "github.com/ankunft/ankunft/graph/training"
	translationsgql "github.com/ankunft/ankunft/graph/translations"
	workforcegql "github.com/ankunft/ankunft/graph/workforce"
)

// Root composes the parts. Each field is one part's resolver; a part that is missing a method does not compile.
type Root struct {
	Applications   applicationsgql.Resolver
	Appointments   appointmentsgql.Resolver
	Audit          auditgql.Query
	Budgets        budgetsgql.Resolver
	Cases          casesgql.Resolver
	Catalogue      cataloguegql.Query
	Clearing       clearinggql.Resolver
	Courses        coursesgql.Resolver
	Decisions      decisionsgql.Resolver
	Documents      documentsgql.Resolver
	Elearning      elearninggql.Resolver
	Frontdesk      frontdeskgql.Resolver
	Identity       identitygql.Resolver
	Intake         intakegql.Resolver
	Interpreters   interpretersgql.Resolver
	Letters        lettersgql.Resolver
	Linguists      linguistsgql.Resolver
	Messages       messagesgql.Resolver
	Network        networkgql.Resolver
	Onboarding     onboardinggql.Resolver
	Outlook        outlookgql.Resolver
	Partners       partnersgql.Resolver
	Persons        personsgql.Resolver
	Qualifications qualificationsgql.Resolver
	Quality        qualitygql.Resolver
	Settlement     settlementgql.Resolver
	Surveys        surveysgql.Resolver
	Supervision    supervisiongql.Resolver
	Swaps          swapsgql.Resolver
	Presence       presencegql.Resolver
	Training       traininggql.Resolver
	Translations   translationsgql.Resolver
	Workforce      workforcegql.Resolver
}

// The parts' roots under names of their own, so that they can be embedded side by side.
type (
	applicationsQuery   = applicationsgql.Query
	appointmentsQuery   = appointmentsgql.Query
	auditQuery          = auditgql.Query
	budgetsQuery        = budgetsgql.Query
	casesQuery          = casesgql.Query
	catalogueQuery      = cataloguegql.Query
	clearingQuery       = clearinggql.Query
	coursesQuery        = coursesgql.Query
	decisionsQuery      = decisionsgql.Query
	documentsQuery      = documentsgql.Query
	elearningQuery      = elearninggql.Query
	frontdeskQuery      = frontdeskgql.Query
	identityQuery       = identitygql.Query
	interpretersQuery   = interpretersgql.Query
	lettersQuery        = lettersgql.Query
	linguistsQuery      = linguistsgql.Query
	messagesQuery       = messagesgql.Query
	networkQuery        = networkgql.Query
	onboardingQuery     = onboardinggql.Query
	outlookQuery        = outlookgql.Query
	partnersQuery       = partnersgql.Query
	personsQuery        = personsgql.Query
	qualificationsQuery = qualificationsgql.Query
	qualityQuery        = qualitygql.Query
	settlementQuery     = settlementgql.Query
	surveysQuery        = surveysgql.Query
	supervisionQuery    = supervisiongql.Query
	swapsQuery          = swapsgql.Query
	presenceQuery       = presencegql.Query
	trainingQuery       = traininggql.Query
	translationsQuery   = translationsgql.Query
	workforceQuery      = workforcegql.Query

	query struct {
		applicationsQuery
		appointmentsQuery
		auditQuery
		budgetsQuery
		casesQuery
		catalogueQuery
		clearingQuery
		coursesQuery
		decisionsQuery
		documentsQuery
		elearningQuery
		frontdeskQuery
		identityQuery
		interpretersQuery
		lettersQuery
		linguistsQuery
		messagesQuery
		networkQuery
		onboardingQuery
		outlookQuery
		partnersQuery
		personsQuery
		qualificationsQuery
		qualityQuery
		settlementQuery
		supervisionQuery
		surveysQuery
		swapsQuery
		presenceQuery
		trainingQuery
		translationsQuery
		workforceQuery
	}

	applicationsMutation   = applicationsgql.Mutation
	appointmentsMutation   = appointmentsgql.Mutation
	budgetsMutation        = budgetsgql.Mutation
	casesMutation          = casesgql.Mutation
	clearingMutation       = clearinggql.Mutation
	coursesMutation        = coursesgql.Mutation
	decisionsMutation      = decisionsgql.Mutation
	documentsMutation      = documentsgql.Mutation
	elearningMutation      = elearninggql.Mutation
	frontdeskMutation      = frontdeskgql.Mutation
	identityMutation       = identitygql.Mutation
	intakeMutation         = intakegql.Mutation
	interpretersMutation   = interpretersgql.Mutation
	lettersMutation        = lettersgql.Mutation
	linguistsMutation      = linguistsgql.Mutation
	messagesMutation       = messagesgql.Mutation
	networkMutation        = networkgql.Mutation
	onboardingMutation     = onboardinggql.Mutation
	partnersMutation       = partnersgql.Mutation
	personsMutation        = personsgql.Mutation
	qualificationsMutation = qualificationsgql.Mutation
	qualityMutation        = qualitygql.Mutation
	settlementMutation     = settlementgql.Mutation
	surveysMutation        = surveysgql.Mutation
	supervisionMutation    = supervisiongql.Mutation
	swapsMutation          = swapsgql.Mutation
	presenceMutation       = presencegql.Mutation
	trainingMutation       = traininggql.Mutation
	translationsMutation   = translationsgql.Mutation
	workforceMutation      = workforcegql.Mutation

	mutation struct {
		applicationsMutation
		appointmentsMutation
		budgetsMutation
		casesMutation
		clearingMutation
		coursesMutation
		decisionsMutation
		documentsMutation
		elearningMutation
		frontdeskMutation
		identityMutation
		intakeMutation
		interpretersMutation
		lettersMutation
		linguistsMutation
		messagesMutation
		networkMutation
		onboardingMutation
		partnersMutation
		personsMutation
		qualificationsMutation
		qualityMutation
		settlementMutation
		supervisionMutation
		surveysMutation
		swapsMutation
		presenceMutation
		trainingMutation
		translationsMutation
		workforceMutation
	}

	applicationsSubscription = applicationsgql.Subscription
	casesSubscription        = casesgql.Subscription
	frontdeskSubscription    = frontdeskgql.Subscription
	interpretersSubscription = interpretersgql.Subscription
	messagesSubscription     = messagesgql.Subscription

	subscription struct {
		applicationsSubscription
		casesSubscription
		frontdeskSubscription
		interpretersSubscription
		messagesSubscription
	}
)

// Query composes the parts' queries.
func (r *Root) Query() generated.QueryResolver {
	return query{
		applicationsgql.Query{Resolver: r.Applications}, appointmentsgql.Query{Resolver: r.Appointments}, r.Audit, budgetsgql.Query{Resolver: r.Budgets}, casesgql.Query{Resolver: r.Cases}, r.Catalogue,
		clearinggql.Query{Resolver: r.Clearing}, coursesgql.Query{Resolver: r.Courses}, decisionsgql.Query{Resolver: r.Decisions},
		documentsgql.Query{Resolver: r.Documents}, elearninggql.Query{Resolver: r.Elearning}, frontdeskgql.Query{Resolver: r.Frontdesk}, identitygql.Query{Resolver: r.Identity}, interpretersgql.Query{Resolver: r.Interpreters}, lettersgql.Query{Resolver: r.Letters},
		linguistsgql.Query{Resolver: r.Linguists},
		messagesgql.Query{Resolver: r.Messages}, networkgql.Query{Resolver: r.Network}, onboardinggql.Query{Resolver: r.Onboarding}, outlookgql.Query{Resolver: r.Outlook}, partnersgql.Query{Resolver: r.Partners}, personsgql.Query{Resolver: r.Persons}, qualificationsgql.Query{Resolver: r.Qualifications}, qualitygql.Query{Resolver: r.Quality}, settlementgql.Query{Resolver: r.Settlement}, supervisiongql.Query{Resolver: r.Supervision},
		surveysgql.Query{Resolver: r.Surveys}, swapsgql.Query{Resolver: r.Swaps}, presencegql.Query{Resolver: r.Presence}, traininggql.Query{Resolver: r.Training}, translationsgql.Query{Resolver: r.Translations}, workforcegql.Query{Resolver: r.Workforce},
	}
}

// Mutation composes the parts' mutations.
func (r *Root) Mutation() generated.MutationResolver {
	return mutation{
		applicationsgql.Mutation{Resolver: r.Applications}, appointmentsgql.Mutation{Resolver: r.Appointments}, budgetsgql.Mutation{Resolver: r.Budgets}, casesgql.Mutation{Resolver: r.Cases},
		clearinggql.Mutation{Resolver: r.Clearing}, coursesgql.Mutation{Resolver: r.Courses}, decisionsgql.Mutation{Resolver: r.Decisions},
		documentsgql.Mutation{Resolver: r.Documents}, elearninggql.Mutation{Resolver: r.Elearning}, frontdeskgql.Mutation{Resolver: r.Frontdesk}, identitygql.Mutation{Resolver: r.Identity}, intakegql.Mutation{Resolver: r.Intake},
		interpretersgql.Mutation{Resolver: r.Interpreters}, lettersgql.Mutation{Resolver: r.Letters}, linguistsgql.Mutation{Resolver: r.Linguists}, messagesgql.Mutation{Resolver: r.Messages},
		networkgql.Mutation{Resolver: r.Network}, onboardinggql.Mutation{Resolver: r.Onboarding}, partnersgql.Mutation{Resolver: r.Partners}, personsgql.Mutation{Resolver: r.Persons}, qualificationsgql.Mutation{Resolver: r.Qualifications}, qualitygql.Mutation{Resolver: r.Quality}, settlementgql.Mutation{Resolver: r.Settlement}, supervisiongql.Mutation{Resolver: r.Supervision},
		surveysgql.Mutation{Resolver: r.Surveys}, swapsgql.Mutation{Resolver: r.Swaps}, presencegql.Mutation{Resolver: r.Presence}, traininggql.Mutation{Resolver: r.Training}, translationsgql.Mutation{Resolver: r.Translations}, workforcegql.Mutation{Resolver: r.Workforce},
	}
}

// Subscription composes the parts' subscriptions.
func (r *Root) Subscription() generated.SubscriptionResolver {
	return subscription{
		applicationsgql.Subscription{Resolver: r.Applications}, casesgql.Subscription{Resolver: r.Cases},
		frontdeskgql.Subscription{Resolver: r.Frontdesk}, interpretersgql.Subscription{Resolver: r.Interpreters}, messagesgql.Subscription{Resolver: r.Messages},
	}
}
