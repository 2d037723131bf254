package casesgql

import (
	"context"
	"encoding/hex"
	"io"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"github.com/ankunft/ankunft/graph/dense"
	documentsgql "github.com/ankunft/ankunft/graph/documents"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/writing"
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
	return r.Of(d), nil
}

// Of is a case that was read.
func (r Resolver) Of(d *cases.Detail) *Case { return &Case{d, r} }

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
		case "linked":
			parts = append(parts, cases.WithLinked)
		case "others":
			parts = append(parts, cases.WithOthers)
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
	return dense.Write(ctx, w, c, append([]any{documentsgql.DocumentResolver{}, documentsgql.FileResolver{}}, c.r.Beside...)...)
}

// UnmarshalGQLContext refuses: nobody hands in a case.
func (*Case) UnmarshalGQLContext(context.Context, any) error { return errOutput }

// Content is the whole application in German.
func (c *Case) Content(ctx context.Context) ([]writing.ContentStep, error) {
	return c.r.Cases.Content(ctx, c.Detail)
}

// CaseSeal is the signature under the application; Valid says that content, digest and trail agree.
type CaseSeal struct {
	Sha256   string
	SignedAt time.Time
	Trust    string
	Method   string
	Valid    bool
}

// Seal is the signature under it, verified now.
func (c *Case) Seal(ctx context.Context) (*CaseSeal, error) {
	s, err := c.r.Cases.Seal(ctx, c.Detail)
	if err != nil {
		return nil, err
	}
	return &CaseSeal{Sha256: hex.EncodeToString(s.SHA256), SignedAt: s.SignedAt, Trust: string(s.Trust), Method: s.Method, Valid: s.Valid}, nil
}

// Linked are the other cases of the sitting.
func (c *Case) Linked(ctx context.Context) ([]cases.LinkedCase, error) {
	return c.r.Cases.Linked(ctx, c.Detail)
}

// Others are other open cases of the same person.
func (c *Case) Others(ctx context.Context) ([]cases.OtherCase, error) {
	return c.r.Cases.Others(ctx, c.Detail)
}

// MyCaseResolver resolves what of the own case is read only when it is asked for.
type MyCaseResolver struct{ Resolver }

// CaseContact is who answers questions about a case.
type CaseContact struct {
	Team                string
	Name                *string
	Phone, Email, Hours *string
}

// Contact is the team of the case, at the hours of the office.
func (r MyCaseResolver) Contact(_ context.Context, c *cases.MyCase) (*CaseContact, error) {
	city := r.Catalogue.City()
	team, _ := city.FindTeam(c.Team)
	return &CaseContact{
		Team: team.Name, Phone: textOrNil(team.Phone), Email: textOrNil(team.Email), Hours: textOrNil(strings.Join(city.Contact.Hours, ", ")),
	}, nil
}

// Fee is what the office charges, in a language.
func (r MyCaseResolver) Fee(_ context.Context, c *cases.MyCase, language string) (*writing.CaseFee, error) {
	fee := writing.Fee(c.Offer, c.Case.Fee, language)
	return &fee, nil
}

func textOrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
