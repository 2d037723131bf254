package graph

import (
	"github.com/google/uuid"

	"github.com/ankunft/ankunft/graph/generated"
	interpretersgql "github.com/ankunft/ankunft/graph/interpreters"
	qualitygql "github.com/ankunft/ankunft/graph/quality"
	settlementgql "github.com/ankunft/ankunft/graph/settlement"
	translationsgql "github.com/ankunft/ankunft/graph/translations"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/modules/qualifications"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/modules/workforce"
	"github.com/ankunft/ankunft/platform/page"
)

// few is what a list weighs whose length is bounded by nature: the services of a city, the cases of one person.
const few = 10

// weigh makes a list as heavy as the page that is asked for. Unweighed, a field costs the same for one entry and for a hundred.
// A test holds this together with the schema: each field with `first` must be here.
func weigh(c *generated.ComplexityRoot) {
	c.Query.WorkList = func(child int, _ *cases.WorkFilter, first *int, _ *string) int { return page.SizeOf(first) * child }
	c.Query.Approvals = paged
	c.Query.MySittings = paged
	c.Query.MatchProposals = paged
	c.Query.PrintQueue = paged
	c.Query.PostedLetters = paged
	c.Query.FindPersons = func(child int, _ string, first *int, _ *string) int { return page.SizeOf(first) * child }
	c.Query.StaffAccounts = func(child int, _ *string, first *int, _ *string) int { return page.SizeOf(first) * child }
	c.Query.AuditTrail = func(child int, _ string, _ uuid.UUID, first *int, _ *string) int { return page.SizeOf(first) * child }
	c.Query.Interpreters = func(child int, _ *linguists.InterpreterFilter, first *int, _ *string) int {
		return page.SizeOf(first) * child
	}
	c.Query.TranslationOrders = func(child int, _ *translationsgql.TranslationFilter, first *int, _ *string) int {
		return page.SizeOf(first) * child
	}
	c.Query.InterpreterRequests = func(child int, _ *interpretersgql.InterpreterRequestFilter, first *int, _ *string) int {
		return page.SizeOf(first) * child
	}
	c.Query.InterpreterSwaps = func(child int, requests []uuid.UUID) int { return len(requests) * child }
	c.Query.Complaints = func(child int, _ *qualitygql.ComplaintFilter, first *int, _ *string) int {
		return page.SizeOf(first) * child
	}
	c.Query.SettlementClaims = func(child int, _ *settlementgql.SettlementClaimFilter, first *int, _ *string) int {
		return page.SizeOf(first) * child
	}
	c.Query.SettlementInvoices = func(child int, _ *settlementgql.SettlementInvoiceFilter, first *int, _ *string) int {
		return page.SizeOf(first) * child
	}
	c.Query.QualifiedStaff = func(child int, _ *qualifications.Filter, first *int, _ *string) int {
		return page.SizeOf(first) * child
	}
	c.Query.Posts = func(child int, _ *workforce.PostFilter, first *int, _ *string) int { return page.SizeOf(first) * child }
	c.Query.Speakers = func(child int, _ string, _ *string) int { return few * child }
	c.Query.FittingStaff = func(child int, _ uuid.UUID, _ *string) int { return few * child }
	c.Query.Incidents = func(child int, _ *partners.IncidentFilter, first *int, _ *string) int {
		return page.SizeOf(first) * child
	}
	c.Query.Referrals = func(child int, _ *string, _ *uuid.UUID, first *int, _ *string) int { return page.SizeOf(first) * child }
	c.Query.MyTrainingRecords = paged
	c.Query.MyTrainingLooks = paged
	c.Query.TrainingCertificates = paged
	c.Query.TrainingTeam = func(child int, _ *training.TeamFilter, first *int, _ *string) int { return page.SizeOf(first) * child }
	c.Query.CourseSessions = paged
	c.Query.Surveys = paged
	c.Query.SurveyCircles = func(child int) int { return few * child }
	c.Case.History = paged

	c.Query.MyCases = func(child int) int { return few * child }
	c.Query.Services = func(child int, _ string) int { return few * child }
	c.Query.Staff = func(child int, _ *identity.StaffFilter) int { return page.Default * child }
}

func paged(child int, first *int, _ *string) int { return page.SizeOf(first) * child }
