// Package intakegql is the part of the schema about what comes in beside the portal: it adds to the types of a case.
package intakegql

import (
	"context"
	"time"

	casesgql "github.com/ankunft/ankunft/graph/cases"
	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/intake"
)

// Resolver resolves this part of the schema. Cases reads a case after each step.
type Resolver struct {
	Intake *intake.Service
	Cases  casesgql.Resolver
}

// TakeOverVisit is the link on a confirmation.
type TakeOverVisit struct{ Token string }

// Mutation resolves its mutations.
type Mutation struct{ Resolver }

// TakeOverVisit makes a draft of what was left at the desk.
func (m Mutation) TakeOverVisit(ctx context.Context, input TakeOverVisit) (*applications.Sitting, error) {
	return m.Intake.TakeOver(ctx, identity.ViewerFrom(ctx), input.Token)
}

// CheckExtraPaper is a verdict on a paper that stands on no list.
func (m Mutation) CheckExtraPaper(ctx context.Context, input intake.CheckExtraPaper) (*casesgql.Case, error) {
	return m.Cases.Then(ctx, input.Case, m.Intake.CheckExtra(ctx, input))
}

// SittingResolver resolves what a draft holds beside its list.
type SittingResolver struct{ Resolver }

// ExtraPapers are those that stand on no list.
func (r SittingResolver) ExtraPapers(ctx context.Context, draft *applications.Sitting, language string) ([]intake.ExtraPaper, error) {
	return r.Intake.InDraft(ctx, draft, language)
}

// CaseResolver resolves what was laid beside a case: it was read with the case.
type CaseResolver struct{}

// CompleteSince is since when its papers are complete.
func (CaseResolver) CompleteSince(_ context.Context, c *casesgql.Case) (*time.Time, error) {
	return intake.Of(c.Detail).CompleteSince, nil
}

// Originals are those that the desk has seen.
func (CaseResolver) Originals(_ context.Context, c *casesgql.Case) ([]intake.SeenOriginal, error) {
	return intake.Of(c.Detail).Originals(c.Detail), nil
}

// ExtraPapers are those that stand on no list.
func (CaseResolver) ExtraPapers(ctx context.Context, c *casesgql.Case) ([]intake.ExtraPaper, error) {
	return intake.Of(c.Detail).Extras(ctx, c.Detail)
}

// MyCaseResolver resolves what was laid beside the applicant's own case.
type MyCaseResolver struct{}

// CompleteSince is since when its papers are complete.
func (MyCaseResolver) CompleteSince(_ context.Context, c *cases.MyCase) (*time.Time, error) {
	return intake.OfOwn(c).CompleteSince, nil
}

// Confirmations are those of the clearing desk.
func (MyCaseResolver) Confirmations(_ context.Context, c *cases.MyCase) ([]intake.Confirmation, error) {
	return intake.OfOwn(c).Confirmations, nil
}

// ExtraPapers are those that stand on no list.
func (MyCaseResolver) ExtraPapers(ctx context.Context, c *cases.MyCase, language string) ([]intake.ExtraPaper, error) {
	return intake.OfOwn(c).Extras(ctx, c, language)
}
