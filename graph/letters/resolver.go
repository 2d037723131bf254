// Package lettersgql shows the mail room its letters, and everybody the PDFs they may read.
package lettersgql

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/page"
)

// Resolver answers for the mail room.
type Resolver struct{ Letters *letters.Service }

// Query resolves the queries.
type Query struct{ Resolver }

// QueuedLetter is a letter as its envelope shows it.
type QueuedLetter struct {
	ID         uuid.UUID
	Number     string
	Kind       string
	CaseID     uuid.UUID
	Dated      clock.Date
	Pages      int
	PrintedAt  *time.Time
	PostedOn   clock.Date
	ReturnedAt *time.Time
}

// QueuedLetterPage is one page of them.
type QueuedLetterPage struct {
	Items []QueuedLetter
	Next  *string
}

// PrintQueue resolves Query.printQueue.
func (r Query) PrintQueue(ctx context.Context, first *int, after *string) (*QueuedLetterPage, error) {
	return envelopes(r.Letters.PrintQueue(ctx, args(first, after)))
}

// PostedLetters resolves Query.postedLetters.
func (r Query) PostedLetters(ctx context.Context, first *int, after *string) (*QueuedLetterPage, error) {
	return envelopes(r.Letters.PostedLetters(ctx, args(first, after)))
}

// TextModules resolves Query.textModules.
func (r Query) TextModules(_ context.Context, service, outcome string) ([]letters.TextModule, error) {
	return r.Letters.TextModules(service, outcome), nil
}

// MarkPosted is the input of the mutation.
type MarkPosted struct {
	Letters []uuid.UUID
	On      clock.Date
}

// MarkReturned is the input of the mutation.
type MarkReturned struct {
	Letter uuid.UUID
	Reason string
}

// Mutation changes the mail room's letters.
type Mutation struct{ Resolver }

// MarkPosted resolves Mutation.markPosted.
func (m Mutation) MarkPosted(ctx context.Context, in MarkPosted) (bool, error) {
	return true, m.Letters.MarkPosted(ctx, in.Letters, in.On)
}

// MarkReturned resolves Mutation.markReturned.
func (m Mutation) MarkReturned(ctx context.Context, in MarkReturned) (bool, error) {
	return true, m.Letters.MarkReturned(ctx, in.Letter, in.Reason)
}

func args(first *int, after *string) (a page.Args) {
	if first != nil {
		a.First = *first
	}
	if after != nil {
		a.After = *after
	}
	return a
}

func envelopes(p page.Page[letters.Letter], err error) (*QueuedLetterPage, error) {
	if err != nil {
		return nil, err
	}
	shown := &QueuedLetterPage{Items: make([]QueuedLetter, len(p.Items))}
	for i, l := range p.Items {
		shown.Items[i] = QueuedLetter{
			ID: l.ID, Kind: string(l.Kind), CaseID: l.AboutID, Dated: l.Dated, PrintedAt: l.PrintedAt, PostedOn: l.PostedOn, ReturnedAt: l.ReturnedAt,
		}
		if l.Number != nil {
			shown.Items[i].Number = *l.Number
		}
		if l.Pages != nil {
			shown.Items[i].Pages = *l.Pages
		}
	}
	if p.Next != "" {
		shown.Next = &p.Next
	}
	return shown, nil
}
