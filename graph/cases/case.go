package casesgql

import (
	"context"
	"io"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"github.com/ankunft/ankunft/graph/dense"
	documentsgql "github.com/ankunft/ankunft/graph/documents"
	"github.com/ankunft/ankunft/modules/cases"
)

// Case is a case with all that stands beside it; written like a WorkList.
type Case struct {
	*cases.Detail
	r Resolver
}

// read reads a case, and in the same round trip what the query asks for beside it.
func (r Resolver) read(ctx context.Context, id uuid.UUID, reason string) (*Case, error) {
	d, err := r.Cases.Detail(ctx, id, reason, asked(ctx)...)
	if err != nil {
		return nil, err
	}
	return &Case{d, r}, nil
}

// asked are the parts of a case that the query selects.
func asked(ctx context.Context) []cases.Part {
	if graphql.GetFieldContext(ctx) == nil {
		return nil
	}
	var parts []cases.Part
	for _, f := range graphql.CollectFieldsCtx(ctx, []string{"Case"}) {
		switch f.Name {
		case "content", "seal":
			parts = append(parts, cases.WithApplication)
		case "papers":
			for _, p := range graphql.CollectFields(graphql.GetOperationContext(ctx), f.Selections, []string{"Paper"}) {
				if p.Name == "document" {
					parts = append(parts, cases.WithDocuments)
				}
			}
		}
	}
	return parts
}

// MarshalGQLContext writes what the query selected.
func (c *Case) MarshalGQLContext(ctx context.Context, w io.Writer) error {
	return dense.Write(ctx, w, c, documentsgql.DocumentResolver{}, documentsgql.FileResolver{}, HistoryEntryResolver{})
}

// UnmarshalGQLContext refuses: nobody hands in a case.
func (*Case) UnmarshalGQLContext(context.Context, any) error { return errOutput }

// Content is the whole application in German.
func (c *Case) Content(ctx context.Context) ([]cases.ContentStep, error) {
	return c.r.Cases.Content(ctx, c.Detail)
}

// Seal is the signature under it, verified now.
func (c *Case) Seal(ctx context.Context) (*cases.CaseSeal, error) {
	return c.r.Cases.Seal(ctx, c.Detail)
}

// History lists what happened, newest first.
func (c *Case) History(ctx context.Context, first *int, after *string) (*History, error) {
	items, next, err := c.r.Cases.History(ctx, c.Detail, pageOf(first, after))
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
