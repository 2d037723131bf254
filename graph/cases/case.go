package casesgql

import (
	"context"

	"github.com/ankunft/ankunft/modules/cases"
)

// CaseResolver resolves what of a case is read only when it is asked for.
type CaseResolver struct{ Resolver }

// Content is the whole application in German.
func (r CaseResolver) Content(ctx context.Context, c *cases.Detail) ([]cases.ContentStep, error) {
	return r.Cases.Content(ctx, c)
}

// Seal is the signature under it, verified now.
func (r CaseResolver) Seal(ctx context.Context, c *cases.Detail) (*cases.CaseSeal, error) {
	return r.Cases.Seal(ctx, c)
}

// History lists what happened, newest first.
func (r CaseResolver) History(ctx context.Context, c *cases.Detail, first *int, after *string) (*History, error) {
	items, next, err := r.Cases.History(ctx, c, pageOf(first, after))
	return &History{items, next}, err
}

// MyCaseResolver resolves what of the own case is read only when it is asked for.
type MyCaseResolver struct{ Resolver }

// Contact is who answers questions.
func (r MyCaseResolver) Contact(_ context.Context, c *cases.MyCase) (*cases.CaseContact, error) {
	contact := r.Cases.Contact(c.Case)
	return &contact, nil
}

// DeliveryConsent says whether the person agreed to decisions in the portal.
func (r MyCaseResolver) DeliveryConsent(ctx context.Context, c *cases.MyCase) (*bool, error) {
	return r.Cases.DeliveryConsent(ctx, c.Case)
}
