// Package translationsgql is the part of the schema about papers that the office has translated.
package translationsgql

import (
	"context"

	"github.com/google/uuid"

	interpretersgql "github.com/ankunft/ankunft/graph/interpreters"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/translations"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/page"
)

// The inputs.
type (
	// TranslationWanted says what is to be translated.
	TranslationWanted struct {
		Document                   uuid.UUID
		More                       []uuid.UUID
		Language                   string
		Direction                  linguists.Direction
		Sworn, Difficult, Editable bool
		Strokes                    int
	}
	// TranslationFilter narrows a list.
	TranslationFilter struct {
		States  []string
		Team    string
		About   *interpretersgql.RecordInput
		Overdue bool
	}
	// OrderTranslation has a paper translated.
	OrderTranslation = translations.OrderTranslation
	// AcceptTranslationDelivery takes what came into the case.
	AcceptTranslationDelivery = translations.AcceptDelivery
	// SendTranslationBack gives it back.
	SendTranslationBack = translations.SendBack
	// CancelTranslation calls an order off.
	CancelTranslation = translations.Cancel
	// AcceptTranslation takes an offer.
	AcceptTranslation struct{ Token string }
	// DeclineTranslation gives it on.
	DeclineTranslation struct{ Token, Reason string }
	// BeginTranslationFile announces a file.
	BeginTranslationFile struct {
		Token, Name, Type string
		Size              int
	}
	// SignTranslationParts asks for the addresses of pieces.
	SignTranslationParts struct {
		Token   string
		File    uuid.UUID
		Numbers []int
	}
	// TranslationFileInput names a file.
	TranslationFileInput struct {
		Token string
		File  uuid.UUID
	}
	// DeliverTranslation hands a translation in.
	DeliverTranslation struct {
		Token   string
		Strokes int
	}
)

// Resolver resolves the part; it is Query and Mutation.
type Resolver struct {
	Translations *translations.Service // nil where the city works without interpreters: nothing is found
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

func (r Resolver) service() (*translations.Service, error) {
	if r.Translations == nil {
		return nil, translations.ErrNone
	}
	return r.Translations, nil
}

// linked is the service for who has a link, unless the network asks too fast.
func (r Resolver) linked(ctx context.Context) (*translations.Service, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	return s, s.MayAnswer(identity.NetworkFrom(ctx))
}

// Translators finds who can.
func (q Query) Translators(ctx context.Context, in TranslationWanted) ([]Translator, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	return s.WhoCan(ctx, in.Document, in.More, translations.Wanted{
		Language: in.Language, Direction: in.Direction, Sworn: in.Sworn, Difficult: in.Difficult, Editable: in.Editable, Strokes: in.Strokes,
	})
}

// TranslationOrders lists orders.
func (q Query) TranslationOrders(ctx context.Context, in *TranslationFilter, first *int, after *string) (*TranslationOrderPage, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	var f translations.Filter
	if in != nil {
		f.Team, f.Overdue = in.Team, in.Overdue
		for _, state := range in.States {
			f.States = append(f.States, translations.OrderState(state))
		}
		if in.About != nil {
			f.About = &audit.Record{Kind: in.About.Kind, ID: in.About.ID}
		}
	}
	args := page.Args{}
	if first != nil {
		args.First = *first
	}
	if after != nil {
		args.After = *after
	}
	list, err := s.List(ctx, f, args)
	if err != nil {
		return nil, err
	}
	shown := &TranslationOrderPage{Items: make([]TranslationOrder, len(list.Items))}
	if list.Next != "" {
		shown.Next = &list.Next
	}
	for i, o := range list.Items {
		shown.Items[i] = *order(identity.ViewerFrom(ctx), o, clock.Today(s.DB.Clock.Now()))
	}
	return shown, nil
}

// TranslationOrder is one order.
func (q Query) TranslationOrder(ctx context.Context, id uuid.UUID) (*TranslationOrder, error) {
	return q.ordered(ctx, func(s *translations.Service) (*translations.Order, error) { return s.Get(ctx, id) })
}

// TranslationByLink is what a link shows.
func (q Query) TranslationByLink(ctx context.Context, token string) (*TranslationWork, error) {
	return q.worked(ctx, func(s *translations.Service) (*translations.Shown, error) { return s.Look(ctx, token) })
}

// MyTranslations are those of who is logged in.
func (q Query) MyTranslations(ctx context.Context) ([]MyTranslation, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	list, err := s.Mine(ctx)
	if err != nil {
		return nil, err
	}
	shown := make([]MyTranslation, len(list))
	for i, w := range list {
		shown[i] = mine(w, clock.Today(s.DB.Clock.Now()))
	}
	return shown, nil
}

func (r Resolver) ordered(ctx context.Context, do func(*translations.Service) (*translations.Order, error)) (*TranslationOrder, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	o, err := do(s)
	if err != nil {
		return nil, err
	}
	return order(identity.ViewerFrom(ctx), o, clock.Today(s.DB.Clock.Now())), nil
}

func (r Resolver) worked(ctx context.Context, do func(*translations.Service) (*translations.Shown, error)) (*TranslationWork, error) {
	s, err := r.linked(ctx)
	if err != nil {
		return nil, err
	}
	w, err := do(s)
	if err != nil {
		return nil, err
	}
	return work(w, s.DB.Clock.Now()), nil
}

// TranslationOrderResolver resolves what is read for itself.
type TranslationOrderResolver struct{ Resolver }

// Delivery is what came.
func (r TranslationOrderResolver) Delivery(ctx context.Context, o *TranslationOrder) (*documents.Document, error) {
	return r.Translations.Delivery(ctx, o.order)
}
