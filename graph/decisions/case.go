package decisionsgql

import (
	"context"

	casesgql "github.com/ankunft/ankunft/graph/cases"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/decisions"
)

// CaseResolver resolves what decisions lay beside a case: it was read with the case.
type CaseResolver struct{}

// Hearing is the latest hearing.
func (CaseResolver) Hearing(_ context.Context, c *casesgql.Case) (*decisions.HearingRow, error) {
	return decisions.Of(c.Detail).Hearing(c.Detail), nil
}

// Decision is the decision, from its draft on.
func (CaseResolver) Decision(_ context.Context, c *casesgql.Case) (*decisions.DecisionRow, error) {
	return decisions.Of(c.Detail).Decision(c.Detail), nil
}

// Delivery is how it reaches the person.
func (CaseResolver) Delivery(_ context.Context, c *casesgql.Case) (*decisions.Delivery, error) {
	return decisions.Of(c.Detail).Delivery(), nil
}

// MyCaseResolver resolves what decisions lay beside the applicant's own case.
type MyCaseResolver struct{ Resolver }

// Hearing is the latest hearing.
func (MyCaseResolver) Hearing(_ context.Context, c *cases.MyCase) (*decisions.HearingRow, error) {
	return decisions.OfOwn(c).Hearing, nil
}

// Decision is the decision, once it is made.
func (MyCaseResolver) Decision(_ context.Context, c *cases.MyCase) (*decisions.MyDecision, error) {
	return decisions.OfOwn(c).Decision, nil
}

// DeliveryConsents tells how letters to the person may come.
func (r MyCaseResolver) DeliveryConsents(ctx context.Context, c *cases.MyCase) (*decisions.DeliveryConsents, error) {
	return r.Decisions.DeliveryConsents(ctx, c.Case)
}
