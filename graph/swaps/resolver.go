// Package swapsgql is the part of the schema about bookings that interpreters give to colleagues.
package swapsgql

import (
	"context"
	"time"

	"github.com/google/uuid"

	interpretersgql "github.com/ankunft/ankunft/graph/interpreters"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/swaps"
)

// Resolver resolves the part; it is Query and Mutation.
type Resolver struct {
	Swaps *swaps.Service // nil where the city works without interpreters: nothing is found
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// The types of this part.
type (
	// InterpretingSwap is how it stands with a booking.
	InterpretingSwap struct {
		State           string
		Asked, Declined int
		OfferedAt       *time.Time
		Permitted       []string
	}
	// SwapOffer is what a colleague seeks. It has no place for a client.
	SwapOffer struct {
		Token, State                    string
		Language, LanguageName, Dialect string
		Form                            linguists.Form
		Mode                            linguists.Mode
		Place, Topic                    string
		From, To                        time.Time
		Cents                           int64
		Booking                         string
		Permitted                       []string
	}
	// InterpreterSwap is a swap as the office sees it.
	InterpreterSwap struct {
		ID, Request       uuid.UUID
		State, From, To   string
		Asked             int
		Cents             int64
		OfferedAt         time.Time
		TakenAt, UndoneAt *time.Time
		Permitted         []string
	}
	// OfferInterpretingSwap seeks a colleague.
	OfferInterpretingSwap struct{ Booking string }
	// WithdrawInterpretingSwap gives that up.
	WithdrawInterpretingSwap struct{ Booking string }
	// AcceptSwap takes a booking over.
	AcceptSwap struct{ Token string }
	// DeclineSwap says that one does not.
	DeclineSwap struct{ Token string }
	// UndoInterpreterSwap gives a booking back.
	UndoInterpreterSwap struct{ ID uuid.UUID }
)

func (r Resolver) service() (*swaps.Service, error) {
	if r.Swaps == nil {
		return nil, swaps.ErrNone
	}
	return r.Swaps, nil
}

// linked is the service for who has a link, unless the network asks too fast.
func (r Resolver) linked(ctx context.Context) (*swaps.Service, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	return s, s.Interpreters.MayAnswer(identity.NetworkFrom(ctx))
}

func standing(st *swaps.Standing) *InterpretingSwap {
	return &InterpretingSwap{string(st.State), st.Asked, st.Declined, st.OfferedAt, st.Permitted}
}

func offer(k *swaps.Sought, now time.Time) *SwapOffer {
	shown := &SwapOffer{
		Token: k.Token, State: "over", Language: k.Language, LanguageName: linguists.LanguageName(k.Language, k.Reader), Dialect: k.Dialect, Form: k.Form, Mode: k.Mode, Place: k.Place,
		Topic: k.Topic, From: k.StartsAt, To: k.EndsAt, Cents: k.Cents, Booking: k.Booking, Permitted: []string{},
	}
	switch {
	case k.Stands(now):
		shown.State, shown.Permitted = string(swaps.Open), []string{"acceptSwap", "declineSwap"}
	case k.Answer == swaps.Accepted && k.State == swaps.Taken:
		shown.State = string(swaps.Accepted)
	case k.Answer == swaps.DeclinedBy:
		shown.State = string(swaps.DeclinedBy)
	case k.State == swaps.Taken:
		shown.State = string(swaps.Taken)
	}
	return shown
}

func seen(ctx context.Context, w *swaps.Seen, now time.Time) *InterpreterSwap {
	return &InterpreterSwap{
		ID: w.ID, Request: w.RequestID, State: string(w.State), From: w.From, To: w.To, Asked: w.Asked, Cents: w.ToCents, OfferedAt: w.OfferedAt, TakenAt: w.TakenAt, UndoneAt: w.UndoneAt,
		Permitted: w.Permitted(identity.ViewerFrom(ctx), now),
	}
}

// InterpretingSwap is how it stands with a booking.
func (q Query) InterpretingSwap(ctx context.Context, booking string) (*InterpretingSwap, error) {
	s, err := q.linked(ctx)
	if err != nil {
		return nil, err
	}
	st, err := s.Of(ctx, booking)
	if err != nil {
		return nil, err
	}
	return standing(st), nil
}

// SwapOffer is what a link asks.
func (q Query) SwapOffer(ctx context.Context, token string) (*SwapOffer, error) {
	s, err := q.linked(ctx)
	if err != nil {
		return nil, err
	}
	k, err := s.Look(ctx, token)
	if err != nil {
		return nil, err
	}
	return offer(k, s.DB.Clock.Now()), nil
}

// MySwapOffers are those of who is logged in.
func (q Query) MySwapOffers(ctx context.Context) ([]SwapOffer, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	list, err := s.Mine(ctx)
	if err != nil {
		return nil, err
	}
	shown := make([]SwapOffer, len(list))
	for i := range list {
		shown[i] = *offer(&list[i], s.DB.Clock.Now())
	}
	return shown, nil
}

// InterpreterSwaps are those of requests.
func (q Query) InterpreterSwaps(ctx context.Context, requests []uuid.UUID) ([]InterpreterSwap, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	list, err := s.List(ctx, requests)
	if err != nil {
		return nil, err
	}
	shown := make([]InterpreterSwap, len(list))
	for i := range list {
		shown[i] = *seen(ctx, &list[i], s.DB.Clock.Now())
	}
	return shown, nil
}

// OfferInterpretingSwap seeks a colleague.
func (m Mutation) OfferInterpretingSwap(ctx context.Context, in OfferInterpretingSwap) (*InterpretingSwap, error) {
	s, err := m.linked(ctx)
	if err != nil {
		return nil, err
	}
	st, err := s.Offer(ctx, in.Booking)
	if err != nil {
		return nil, err
	}
	return standing(st), nil
}

// WithdrawInterpretingSwap gives that up.
func (m Mutation) WithdrawInterpretingSwap(ctx context.Context, in WithdrawInterpretingSwap) (*InterpretingSwap, error) {
	s, err := m.linked(ctx)
	if err != nil {
		return nil, err
	}
	st, err := s.Withdraw(ctx, in.Booking)
	if err != nil {
		return nil, err
	}
	return standing(st), nil
}

// AcceptSwap takes a booking over.
func (m Mutation) AcceptSwap(ctx context.Context, in AcceptSwap) (*interpretersgql.InterpretingBooking, error) {
	s, err := m.linked(ctx)
	if err != nil {
		return nil, err
	}
	b, err := s.Accept(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	return interpretersgql.Booking(b), nil
}

// DeclineSwap says that one does not.
func (m Mutation) DeclineSwap(ctx context.Context, in DeclineSwap) (bool, error) {
	s, err := m.linked(ctx)
	if err != nil {
		return false, err
	}
	err = s.Decline(ctx, in.Token)
	return err == nil, err
}

// UndoInterpreterSwap gives a booking back.
func (m Mutation) UndoInterpreterSwap(ctx context.Context, in UndoInterpreterSwap) (*InterpreterSwap, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	w, err := s.Undo(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return seen(ctx, w, s.DB.Clock.Now()), nil
}
