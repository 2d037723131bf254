// Package clearinggql is the part of the schema about the clearing desk, and the way to its confirmations.
package clearinggql

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// The types of the desk's part.
type (
	// ClearingCase is a case that may be served.
	ClearingCase struct {
		ID                                               uuid.UUID
		Number, Person, BirthDate, Service, ServiceTitle string
	}
	// ClearingRow is a visit in a list.
	ClearingRow struct {
		ID           uuid.UUID
		State        clearing.VisitState
		OpenedAt     time.Time
		ServiceTitle string
		HasCase      bool
		Name         string
	}
	// ClearingVisit is a visit with all that the desk needs.
	ClearingVisit struct {
		ID                                    uuid.UUID
		State                                 clearing.VisitState
		OpenedAt                              time.Time
		EndedAt                               *time.Time
		Language, Name, Service, ServiceTitle string
		Case                                  *ClearingCase
		Questions                             []ClearingQuestion
		Checklist                             []ClearingItem
		Kinds                                 []ClearingKind
		Outcomes                              []string
		Confirmation                          *string
		TakeOver                              string
		KeptUntil                             clock.Date
		Permitted                             []string
	}
	// ClearingQuestion is one on which the list depends.
	ClearingQuestion struct {
		Key, Widget, Label, LabelOther string
		Options                        []ClearingOption
		Value                          json.RawMessage
	}
	// ClearingOption is an answer that may be chosen.
	ClearingOption struct{ Value, Label, LabelOther string }
	// ClearingKind is a paper that can be put beside the list.
	ClearingKind struct{ Key, Title, TitleOther string }
	// ClearingState is how a paper of the list stands.
	ClearingState = clearing.ItemState
	// ClearingItem is a paper of the list.
	ClearingItem struct {
		Item, Title, TitleOther, Why, Form string
		Required                           bool
		State                              clearing.ItemState
		Reason                             *string
		Requested                          bool
		ValidUntil                         clock.Date
		Extra, Takes                       bool
		Document                           *documents.Document
		Original                           *ClearingOriginal
	}
	// ClearingOriginal says who saw an original and when.
	ClearingOriginal struct {
		By string
		At time.Time
	}
	// LeftAtDesk is what waits for somebody without a case.
	LeftAtDesk struct {
		ServiceTitle string
		Papers       int
		KeptUntil    clock.Date
	}
)

// Resolver resolves the desk's part of the schema.
type Resolver struct {
	Clearing  *clearing.Service
	Catalogue *catalogue.Service
	Identity  *identity.Service
}

// Query resolves its queries.
type Query struct{ Resolver }

// ClearingCases lists cases that may be served.
func (q Query) ClearingCases(ctx context.Context, text string) ([]ClearingCase, error) {
	found, err := q.Clearing.Find(ctx, text)
	list := make([]ClearingCase, len(found))
	for i, f := range found {
		list[i] = ClearingCase{ID: f.ID, Number: f.Number, Person: f.Person, BirthDate: f.BirthDate, Service: f.Service, ServiceTitle: f.Service}
		if offer := q.Catalogue.City().Offer(f.Service); offer != nil {
			list[i].ServiceTitle = offer.Name(catalogue.German)
		}
	}
	return list, err
}

// ClearingVisits are the viewer's.
func (q Query) ClearingVisits(ctx context.Context) ([]ClearingRow, error) {
	visits, err := q.Clearing.Mine(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]ClearingRow, len(visits))
	for i, v := range visits {
		offer, err := q.Catalogue.OfferVersion(ctx, v.Service, v.ServiceVersion)
		if err != nil {
			return nil, err
		}
		rows[i] = ClearingRow{ID: v.ID, State: v.State, OpenedAt: v.OpenedAt, ServiceTitle: offer.Name(catalogue.German), HasCase: v.CaseID != nil, Name: v.Name}
	}
	return rows, nil
}

// ClearingVisit is one of them.
func (q Query) ClearingVisit(ctx context.Context, id uuid.UUID) (*ClearingVisit, error) {
	return q.shown(ctx)(q.Clearing.Visit(ctx, id))
}

// LeftAtDesk is what a link leads to.
func (q Query) LeftAtDesk(ctx context.Context, token, language string) (*LeftAtDesk, error) {
	v, err := q.Clearing.ByToken(ctx, token)
	if errs.KindOf(err) == errs.NotFound {
		return nil, nil // null
	}
	if err != nil {
		return nil, err
	}
	offer, err := q.Catalogue.OfferVersion(ctx, v.Service, v.ServiceVersion)
	if err != nil {
		return nil, err
	}
	papers, err := q.Clearing.Papers(ctx, v)
	return &LeftAtDesk{ServiceTitle: offer.Name(offer.Language(language)), Papers: papers, KeptUntil: v.KeptUntil}, err
}

// Mutation resolves the desk's mutations.
type Mutation struct{ Resolver }

// OpenVisit begins a visit.
func (m Mutation) OpenVisit(ctx context.Context, input clearing.OpenVisit) (*ClearingVisit, error) {
	return m.shown(ctx)(m.Clearing.Open(ctx, input))
}

// AnswerVisit answers questions.
func (m Mutation) AnswerVisit(ctx context.Context, input clearing.AnswerVisit) (*ClearingVisit, error) {
	return m.shown(ctx)(m.Clearing.Answer(ctx, input))
}

// SeeOriginal notes an original.
func (m Mutation) SeeOriginal(ctx context.Context, input clearing.SeeOriginal) (*ClearingVisit, error) {
	return m.shown(ctx)(m.Clearing.SeeOriginal(ctx, input))
}

// AddExtraPaper puts a paper beside the list.
func (m Mutation) AddExtraPaper(ctx context.Context, input clearing.AddExtraPaper) (*ClearingVisit, error) {
	return m.shown(ctx)(m.Clearing.AddExtra(ctx, input))
}

// DropExtraPaper takes one back.
func (m Mutation) DropExtraPaper(ctx context.Context, input clearing.DropExtraPaper) (*ClearingVisit, error) {
	return m.shown(ctx)(m.Clearing.DropExtra(ctx, input))
}

// EndVisit ends a visit.
func (m Mutation) EndVisit(ctx context.Context, input clearing.EndVisit) (*ClearingVisit, error) {
	return m.shown(ctx)(m.Clearing.End(ctx, input))
}

// confirmationAt is where the PDF of a visit is.
func confirmationAt(id uuid.UUID) string { return fmt.Sprintf("%s%s/confirmation", root, id) }
