package letters_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

func TestLettersWaitForThePostArePrintedPostedAndComeBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first := o.release(t, refusal(someCase()))
	o.Clock.Advance(time.Minute)
	second := o.release(t, refusal(someCase()))
	o.release(t, grant(someCase())) // goes by the portal

	one, err := o.PrintQueue(t.Context(), page.Args{First: 1})
	if err != nil || len(one.Items) != 1 || one.Items[0].ID != first.ID {
		t.Fatalf("first page %v, %v", one, err)
	}
	two, err := o.PrintQueue(t.Context(), page.Args{First: 1, After: one.Next})
	if err != nil || len(two.Items) != 1 || two.Items[0].ID != second.ID || two.Next != "" {
		t.Fatalf("second page %v, %v", two, err)
	}
	batch, err := o.BatchPrint(t.Context(), []uuid.UUID{second.ID, first.ID, first.ID})
	if err != nil || !strings.HasPrefix(string(batch), "%PDF-") {
		t.Fatalf("batch %.40s, %v", batch, err)
	}
	if l := o.reread(t, first); l.PrintedAt == nil || l.ServedBasis != letters.BasisPending {
		t.Errorf("printed %v, served %s", l.PrintedAt, l.ServedBasis)
	}
	if err := o.MarkPosted(t.Context(), []uuid.UUID{second.ID, first.ID}, day("2026-11-21")); err != nil {
		t.Fatal(err)
	}
	l := o.reread(t, first)
	if l.ServedOn.String() != "2026-11-25" || l.ServedBasis != letters.BasisPost {
		t.Errorf("served on %s by %s", l.ServedOn, l.ServedBasis)
	}
	if end := o.RemedyEnd(l, 1, true); end.String() != "2026-12-28" {
		t.Errorf("remedy until %s, want the workday after Christmas", end)
	}
	if err := o.MarkReturned(t.Context(), first.ID, "moved"); err != nil {
		t.Fatal(err)
	}
	if l := o.reread(t, first); !l.ServedOn.IsZero() || l.ServedBasis != letters.BasisReturned {
		t.Errorf("after the return: served on %s by %s", l.ServedOn, l.ServedBasis)
	}
	o.RunJobs(t)
	slices.Sort(o.heard)
	if got := strings.Join(o.heard, " "); !strings.HasSuffix(got, "letters.posted letters.posted letters.rendered letters.rendered letters.rendered letters.returned") {
		t.Errorf("heard %s", got)
	}
	rest, err := o.PrintQueue(t.Context(), page.Args{})
	if err != nil || len(rest.Items) != 0 {
		t.Errorf("still in the queue: %d, %v", len(rest.Items), err)
	}
}

func TestThePostTakesOnlyWhatWaitsForIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	waiting, portal := o.release(t, refusal(someCase())), o.release(t, grant(someCase()))
	for what, c := range map[string]struct {
		err  error
		want error
	}{
		"one by the portal, so none": {o.MarkPosted(t.Context(), []uuid.UUID{waiting.ID, portal.ID}, day("2026-11-21")), letters.ErrState},
		"tomorrow":                   {o.MarkPosted(t.Context(), []uuid.UUID{waiting.ID}, day("2026-11-22")), letters.ErrInput},
		"before it was written":      {o.MarkPosted(t.Context(), []uuid.UUID{waiting.ID}, day("2026-11-20")), letters.ErrInput},
		"unknown":                    {o.MarkPosted(t.Context(), []uuid.UUID{uuid.New()}, day("2026-11-21")), letters.ErrNotFound},
		"back before it left":        {o.MarkReturned(t.Context(), waiting.ID, "moved"), letters.ErrState},
		"back for no known reason":   {o.MarkReturned(t.Context(), waiting.ID, "eaten"), letters.ErrReturnReason},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%s: %v, want %v", what, c.err, c.want)
		}
	}
	if _, err := o.BatchPrint(t.Context(), []uuid.UUID{portal.ID}); !errors.Is(err, letters.ErrState) {
		t.Errorf("print a letter of the portal: %v", err)
	}
	if _, err := o.BatchPrint(t.Context(), nil); !errors.Is(err, letters.ErrInput) {
		t.Errorf("print nothing: %v", err)
	}
	if l := o.reread(t, waiting); !l.PostedOn.IsZero() {
		t.Error("posted although one of the batch could not be")
	}
}

func TestALetterInThePortalIsServedByItsRetrieval(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	l := o.release(t, grant(someCase()))
	about := letters.About{Kind: l.AboutKind, ID: l.AboutID}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.NoticeSentTx(ctx, tx, l.ID) })
	for range 2 { // looking again a day later changes nothing
		o.Clock.Advance(24 * time.Hour)
		o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.RetrievedTx(ctx, tx, about, l.ID) })
	}
	got := o.reread(t, l)
	if got.ServedOn.String() != "2026-11-23" || got.ServedBasis != letters.BasisRetrieved {
		t.Errorf("served on %s by %s", got.ServedOn, got.ServedBasis)
	}
	want := []string{"letter.composed", "letter.frozen", "letter.released", "letter.rendered", "letter.noticed", "letter.retrieved"}
	if !slices.Equal(o.trail(t, l.ID), want) {
		t.Errorf("trail %v", o.trail(t, l.ID))
	}
	o.Clock.Advance(30 * 24 * time.Hour)
	o.sweep(t)
	if o.reread(t, l).Dispatch != letters.ByPortal {
		t.Error("a served letter went to the post")
	}
}

func TestALetterNobodyRetrievesGoesByPost(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	l := o.release(t, grant(someCase()))
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.NoticeSentTx(ctx, tx, l.ID) })
	o.Clock.Advance(10 * 24 * time.Hour) // 1 December, the last day
	o.sweep(t)
	if got := o.reread(t, l); got.Dispatch != letters.ByPortal {
		t.Fatal("given up on the last day")
	}
	o.Clock.Advance(24 * time.Hour)
	o.sweep(t)
	got := o.reread(t, l)
	if got.Dispatch != letters.ByPost || got.Regime != letters.RegimePost || got.ServedBasis != letters.BasisPending {
		t.Fatalf("goes by %s, %s, %s", got.Dispatch, got.Regime, got.ServedBasis)
	}
	queue, err := o.PrintQueue(t.Context(), page.Args{})
	if err != nil || len(queue.Items) != 1 {
		t.Fatalf("print queue %d, %v", len(queue.Items), err)
	}
	if !slices.Contains(o.heard, "letters.unretrieved") {
		t.Errorf("heard %v", o.heard)
	}
	// The person opens the copy now: that serves nothing.
	about := letters.About{Kind: l.AboutKind, ID: l.AboutID}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.RetrievedTx(ctx, tx, about, l.ID) })
	if got := o.reread(t, l); !got.ServedOn.IsZero() || got.RetrievedAt != nil {
		t.Errorf("served on %s by looking at a copy", got.ServedOn)
	}
	shown, err := o.Show(t.Context(), about, l.ID)
	if err != nil || !strings.Contains(string(shown), `"copy":true`) {
		t.Errorf("the portal shows %s, %v", shown, err)
	}
}

func TestALetterIsHandedOver(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	in := grant(someCase())
	in.Dispatch, in.Regime = letters.ByHand, letters.RegimeHanded
	l := o.release(t, in)
	hand := func(on string) error {
		return o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return o.HandedOverTx(ctx, tx, l.ID, day(on)) })
	}
	if err := hand("2026-11-22"); !errors.Is(err, letters.ErrInput) {
		t.Errorf("tomorrow: %v", err)
	}
	if err := hand("2026-11-21"); err != nil {
		t.Fatal(err)
	}
	if got := o.reread(t, l); got.ServedOn.String() != "2026-11-21" || got.ServedBasis != letters.BasisHandedOver {
		t.Errorf("served on %s by %s", got.ServedOn, got.ServedBasis)
	}
	if err := hand("2026-11-21"); !errors.Is(err, letters.ErrState) {
		t.Errorf("twice: %v", err)
	}
}

func (o *office) sweep(t *testing.T) {
	t.Helper()
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return tx.Enqueue(ctx, letters.SweepArgs(), nil) })
	o.RunJobs(t)
}
