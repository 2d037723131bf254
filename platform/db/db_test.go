package db_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/testkit"
)

var shop = db.Migrations{Schema: "shop", FS: fstest.MapFS{"migrations/00001_shop.sql": {Data: []byte(
	"-- +goose Up\nCREATE TABLE shop.sale (id int CONSTRAINT sale_once PRIMARY KEY, at timestamptz NOT NULL);\n")}}}

type sold struct{ ID int }

func (sold) EventName() string { return "shop.sold" }

func sell(k *testkit.Kit, t *testing.T, id int, then func() error) error {
	t.Helper()
	return k.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT INTO shop.sale VALUES (?, ?)", id, tx.Now); err != nil {
			return err
		}
		if err := tx.Emit(ctx, sold{id}); err != nil {
			return err
		}
		return then()
	})
}

func count(k *testkit.Kit, t *testing.T, table string) int64 {
	t.Helper()
	n, err := k.NewSelect().TableExpr(table).Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestRowsEventsAndJobsCommitTogether(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, shop)
	var heard atomic.Int64
	events.Subscribe(k.Bus, "test.one", func(context.Context, sold) error { heard.Add(1); return nil })
	events.Subscribe(k.Bus, "test.two", func(context.Context, sold) error { heard.Add(1); return nil })
	if err := sell(k, t, 1, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	k.RunJobs(t)
	if heard.Load() != 2 || count(k, t, "events.event") != 1 {
		t.Fatalf("heard %d, events %d", heard.Load(), count(k, t, "events.event"))
	}
}

func TestNothingOfARolledBackTransactionIsLeft(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, shop)
	events.Subscribe(k.Bus, "test.one", func(context.Context, sold) error { t.Error("heard of what never was"); return nil })
	stop := errors.New("stop")
	if err := sell(k, t, 1, func() error { return stop }); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = sell(k, t, 2, func() error { panic("stop") })
	}()
	k.RunJobs(t)
	if n := count(k, t, "shop.sale") + count(k, t, "events.event") + count(k, t, "river.river_job"); n != 0 {
		t.Fatalf("%d rows are left", n)
	}
}

func TestATransactionInsideATransactionIsRefused(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, shop)
	err := k.DB.InTx(t.Context(), func(ctx context.Context, _ *db.Tx) error {
		return k.DB.InTx(ctx, func(context.Context, *db.Tx) error { return nil })
	})
	if !errors.Is(err, db.ErrNested) {
		t.Fatal(err)
	}
}

func TestASecondConnectionInsideATransactionIsRefused(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, shop)
	k.InTx(t, func(ctx context.Context, _ *db.Tx) error {
		if err := k.Ready(ctx); !errors.Is(err, db.ErrSecond) {
			t.Errorf("read beside the transaction: %v", err)
		}
		return k.Ready(db.Outside(ctx))
	})
}

func TestAFailingSubscriberDoesNotHoldUpTheOthers(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, shop)
	var heard atomic.Int64
	events.Subscribe(k.Bus, "test.bad", func(context.Context, sold) error { return errors.New("not today") })
	events.Subscribe(k.Bus, "test.good", func(context.Context, sold) error { heard.Add(1); return nil })
	if err := sell(k, t, 1, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	if failures := k.TryJobs(t); len(failures) != 1 || heard.Load() != 1 {
		t.Fatalf("failures %v, heard %d", failures, heard.Load())
	}
}

func TestAConstraintBecomesTheDomainsError(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, shop)
	taken := errs.New(errs.Conflict, "shop.sold_already")
	for want := error(nil); ; want = taken {
		err := db.MapConstraints(sell(k, t, 1, func() error { return nil }), map[string]error{"sale_once": taken})
		if !errors.Is(err, want) {
			t.Fatalf("%v, want %v", err, want)
		}
		if want != nil {
			return
		}
	}
}

func TestALiveHintArrivesAfterTheCommit(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, shop)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go k.Live.Run(ctx)
	hints := k.Live.Subscribe(ctx, "sale:1")
	<-hints // the hub listens
	k.InTx(t, func(_ context.Context, tx *db.Tx) error { tx.Notify("sale:2"); tx.Notify("sale:1"); return nil })
	<-hints
}

// A command that ends at once has told what it did: another program hears of it.
func TestALiveHintOutlivesTheProgramThatEnds(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, shop)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go k.Live.Run(ctx)
	hints := k.Live.Subscribe(ctx, "sale:1")
	<-hints // the hub listens
	command, err := db.Open(ctx, db.Config{URL: k.URL()}, k.Clock, events.NewBus(), k.Log)
	if err != nil {
		t.Fatal(err)
	}
	if err := command.InTx(ctx, func(_ context.Context, tx *db.Tx) error { tx.Notify("sale:1"); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := command.Close(); err != nil {
		t.Fatal(err)
	}
	<-hints
}

func TestStatementsAreCounted(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, shop)
	ctx, n := db.CountStatements(t.Context())
	if err := k.Ready(ctx); err != nil || n.Load() != 1 {
		t.Fatal(n.Load(), err)
	}
}
