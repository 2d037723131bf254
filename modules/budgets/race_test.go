package budgets_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/platform/db"
)

// However many bind at once, the ceiling stands.
func TestManyBindAtOnceAndNeverPassTheCeiling(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.set(t, "family", "", 100_00)
	const many = 16
	results := make(chan error, many*4)
	var wg sync.WaitGroup
	for range many {
		wg.Go(func() {
			for range 4 {
				results <- o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return o.BindTx(ctx, tx, money(assignment(), 9_00)) })
			}
		})
	}
	wg.Wait()
	close(results)
	bound := 0
	for err := range results {
		switch {
		case err == nil:
			bound++
		case !errors.Is(err, budgets.ErrOverCeiling):
			t.Error(err)
		}
	}
	if s := o.standing(t, "family", ""); bound != 11 || s.BoundCents != 99_00 {
		t.Fatalf("%d bindings, %d cents", bound, s.BoundCents)
	}
}

// The same assignment, bound many times at once and moved to and fro between two budgets, is bound once.
func TestOneRecordIsBoundOnceHoweverOftenItIsAsked(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.set(t, "family", "", 1000_00)
	o.set(t, "study", "", 1000_00)
	records := []audit.Record{assignment(), assignment(), assignment()}
	var wg sync.WaitGroup
	for i := range 24 {
		wg.Go(func() {
			in := money(records[i%3], 9_00)
			in.Team = []string{"family", "study"}[i%2]
			if err := o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return o.BindTx(ctx, tx, in) }); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if sum := o.standing(t, "family", "").BoundCents + o.standing(t, "study", "").BoundCents; sum != 27_00 {
		t.Fatal("bound:", sum)
	}
}

// A booking without a budget opens one row, also when many are first.
func TestManyAreFirst(t *testing.T) {
	t.Parallel()
	o := open(t)
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			if err := o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return o.BindTx(ctx, tx, money(assignment(), 1_00)) }); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if s := o.standing(t, "family", ""); s.BoundCents != 12_00 {
		t.Fatal(s.BoundCents)
	}
}
