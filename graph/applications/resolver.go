// Package applicationsgql is the portal's part of the schema: drafts, review, submit.
package applicationsgql

import (
	"context"

	"github.com/google/uuid"

	cataloguegql "github.com/ankunft/ankunft/graph/catalogue"
	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// Resolver resolves the part of applications; it is Query, Mutation and Subscription. Every method passes the account of the viewer on:
// what belongs to another one is not found.
type Resolver struct {
	DB           *db.DB
	Applications *applications.Service
	Catalogue    cataloguegql.Query
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// Subscription resolves the subscriptions.
type Subscription struct{ Resolver }

// SittingPage is one page of sittings.
type SittingPage struct {
	Items []*applications.Sitting
	Next  *string
}

func account(ctx context.Context) uuid.UUID { return identity.ViewerFrom(ctx).AccountID }

// MySittings lists the viewer's sittings.
func (q Query) MySittings(ctx context.Context, first *int, after *string) (*SittingPage, error) {
	var a page.Args
	if first != nil {
		a.First = *first
	}
	if after != nil {
		a.After = *after
	}
	p, err := q.Applications.Mine(ctx, account(ctx), a)
	if err != nil {
		return nil, err
	}
	result := &SittingPage{Items: p.Items}
	if p.Next != "" {
		result.Next = &p.Next
	}
	return result, nil
}

// Sitting reads one of them.
func (q Query) Sitting(ctx context.Context, id uuid.UUID) (*applications.Sitting, error) {
	return q.Applications.Sitting(ctx, account(ctx), id)
}

// ReviewSitting tells what is about to be signed.
func (q Query) ReviewSitting(ctx context.Context, id uuid.UUID) (*applications.SittingReview, error) {
	return q.Applications.Review(ctx, account(ctx), id)
}

// StartSitting begins a draft.
func (m Mutation) StartSitting(ctx context.Context, input applications.StartSitting) (*applications.Sitting, error) {
	return m.Applications.Start(ctx, identity.ViewerFrom(ctx), input)
}

// SaveAnswers keeps what was typed.
func (m Mutation) SaveAnswers(ctx context.Context, input applications.SaveAnswers) (*applications.Application, error) {
	return m.Applications.SaveAnswers(ctx, account(ctx), input)
}

// AddMember adds a family member.
func (m Mutation) AddMember(ctx context.Context, input applications.AddMember) (*applications.Sitting, error) {
	return m.Applications.AddMember(ctx, account(ctx), input)
}

// RemoveMember takes one out again.
func (m Mutation) RemoveMember(ctx context.Context, input applications.RemoveMember) (*applications.Sitting, error) {
	return m.Applications.RemoveMember(ctx, account(ctx), input)
}

// SetSigner says in what capacity the viewer signs.
func (m Mutation) SetSigner(ctx context.Context, input applications.SetSigner) (*applications.Application, error) {
	return m.Applications.SetSigner(ctx, account(ctx), input)
}

// SetSittingLanguage changes the language of a sitting.
func (m Mutation) SetSittingLanguage(ctx context.Context, input applications.SetSittingLanguage) (*applications.Sitting, error) {
	return m.Applications.SetLanguage(ctx, account(ctx), input)
}

// DeleteDraft deletes a draft for good.
func (m Mutation) DeleteDraft(ctx context.Context, input applications.DeleteDraft) (bool, error) {
	err := m.Applications.Delete(ctx, account(ctx), input)
	return err == nil, err
}

// SubmitApplication signs and hands in.
func (m Mutation) SubmitApplication(ctx context.Context, input applications.SubmitApplication) (*applications.SubmitResult, error) {
	return m.Applications.Submit(ctx, identity.ViewerFrom(ctx), input)
}

// SittingChanged hints that there is something new; it counts the hints.
func (s Subscription) SittingChanged(ctx context.Context, id uuid.UUID) (<-chan int, error) {
	if _, err := s.Applications.Sitting(ctx, account(ctx), id); err != nil {
		return nil, err
	}
	return s.DB.Live.Count(ctx, applications.Topic(id)), nil
}

// SittingResolver resolves the edges of a sitting.
type SittingResolver struct{ Resolver }

// Info is the service in the version of the sitting, told in its language or another.
func (r SittingResolver) Info(ctx context.Context, obj *applications.Sitting, language *string) (*cataloguegql.ServiceInfo, error) {
	lang := obj.Language
	if language != nil {
		lang = *language
	}
	all, err := r.Catalogue.Tell(ctx, lang, obj.Offer)
	if err != nil {
		return nil, err
	}
	return &all[0], nil
}

// NeedsTrust is the level of trust that handing in takes, "" when the viewer has it.
func (SittingResolver) NeedsTrust(ctx context.Context, obj *applications.Sitting) (string, error) {
	return obj.NeedsTrust(identity.ViewerFrom(ctx).Trust), nil
}
