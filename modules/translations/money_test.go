package translations_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/translations"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

// The least amount of an order is paid also for a line; over the ceiling only with an approval, and when it was longer than thought with another.
func TestMoney(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.translator(t, "Amal")
	if _, err := o.money.Set(o.asLead(t), budgets.SetBudget{Purpose: translations.Purpose, Year: 2026, Team: team, Cents: 2100}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Order(o.asLead(t), o.wanted()); !errors.Is(err, budgets.ErrOverCeiling) {
		t.Error(err)
	}
	order := o.order(t, func(in *translations.OrderTranslation) { in.Strokes = 100 })
	if order.Cents != 2000 {
		t.Error("the least amount:", order.Cents)
	}
	token := o.link(t, "Amal")
	if _, err := o.Accept(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	o.sent(t, token, documentstest.PDF(1))
	if _, err := o.Deliver(t.Context(), token, 1000); err != nil {
		t.Fatal(err)
	}
	in := translations.AcceptDelivery{ID: order.ID, Version: o.read(t, order.ID).Version}
	if _, err := o.AcceptDelivery(o.asLead(t), in); !errors.Is(err, budgets.ErrOverCeiling) {
		t.Error(err)
	}
	in.Approval = "Länger als gedacht"
	if done, err := o.AcceptDelivery(o.asLead(t), in); err != nil || done.Cents != 19*215 {
		t.Error(err, done)
	}
}

// Who works on it is reminded the day before and once more when it is late; the list of late ones knows it. Calling off tells them and deletes what they sent.
func TestLateAndCancelled(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.translator(t, "Amal")
	order := o.order(t)
	token := o.link(t, "Amal")
	if _, err := o.Accept(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	o.sent(t, token, documentstest.PDF(1))
	for _, day := range []string{"2026-12-02", "2026-12-03", "2026-12-03", "2026-12-05", "2026-12-06"} {
		o.Clock.Set(date(day).Time(time.UTC).Add(8 * time.Hour))
		if err := o.Daily(t.Context()); err != nil {
			t.Fatal(err)
		}
		o.RunJobs(t)
	}
	if got := o.subjects(t, "amal@example.org"); strings.Count(got, "Eine Übersetzung ist fällig") != 2 {
		t.Error(got)
	}
	late, err := o.List(o.asLead(t), translations.Filter{Overdue: true}, page.Args{})
	if err != nil || len(late.Items) != 1 || !late.Items[0].Overdue(date("2026-12-06")) {
		t.Error(err, late)
	}
	now := o.read(t, order.ID)
	if _, err := o.Cancel(o.asLead(t), translations.Cancel{ID: order.ID, Version: now.Version, Reason: "erledigt"}); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	docs, err := o.docs.ForSubject(t.Context(), translations.Record(order.ID))
	if got := o.subjects(t, "amal@example.org"); err != nil || len(docs) != 0 || o.bound(t) != 0 || !strings.HasSuffix(got, "Diese Übersetzung wird nicht mehr gebraucht") {
		t.Error(err, docs, o.bound(t), got)
	}
	if _, err := o.Fetch(t.Context(), token, ids.New()); !errors.Is(err, translations.ErrOver) {
		t.Error(err)
	}
	err = o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		return o.EraseTx(ctx, tx, o.file.it, audit.Record{Kind: "case", ID: ids.New()})
	})
	if _, gone := o.Get(o.asLead(t), order.ID); err != nil || !errors.Is(gone, translations.ErrNone) {
		t.Error(err, gone)
	}
}

// Who has begun is paid what was agreed on, no more than the whole would have cost; that stays bound and is claimed for them.
func TestWhatWasDoneOfACancelledOrder(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.translator(t, "Amal")
	order := o.order(t, func(in *translations.OrderTranslation) { in.Strokes = 5500 })
	in := translations.Cancel{ID: order.ID, Version: order.Version, AgreedCents: 5000}
	if _, err := o.Cancel(o.asLead(t), in); !errors.Is(err, translations.ErrInput) {
		t.Error("paid before anybody has begun:", err)
	}
	if _, err := o.Accept(t.Context(), o.link(t, "Amal")); err != nil {
		t.Fatal(err)
	}
	given := o.read(t, order.ID)
	in.Version, in.AgreedCents = given.Version, given.Cents+1
	if _, err := o.Cancel(o.asLead(t), in); !errors.Is(err, translations.ErrInput) {
		t.Error("more than the whole:", err)
	}
	in.AgreedCents = 5000
	done, err := o.Cancel(o.asLead(t), in)
	if err != nil || done.State != translations.Cancelled || done.Cents != o.bound(t) || len(o.file.claims) != 1 {
		t.Fatal(err, o.bound(t), o.file.claims)
	}
	if c := o.file.claims[0]; c.Interpreter != amal || c.Bill.NetCents != 5000 || c.Bill.TotalCents != o.bound(t) {
		t.Errorf("%+v", c)
	}
	err = o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return o.EraseTx(ctx, tx, o.file.it) })
	if err != nil || o.bound(t) == 0 {
		t.Error("what is owed is free when its case is erased:", err)
	}
}

// An approval holds for the amount for which it was given, with words alone; money is bound in the year in which the translation came.
func TestAnApprovalHoldsForItsAmount(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.translator(t, "Amal")
	for _, year := range []int{2026, 2027} {
		if _, err := o.money.Set(o.asLead(t), budgets.SetBudget{Purpose: translations.Purpose, Year: year, Team: team, Cents: 2100}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := o.Order(o.asLead(t), o.wanted(func(in *translations.OrderTranslation) { in.Approval = "  " })); !errors.Is(err, budgets.ErrInput) {
		t.Error("approved without a word:", err)
	}
	order := o.order(t, func(in *translations.OrderTranslation) {
		in.Approval, in.DueOn = "Die Frist läuft", date("2026-12-30")
	})
	token := o.link(t, "Amal")
	if _, err := o.Accept(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	o.sent(t, token, documentstest.PDF(1))
	o.Clock.Set(date("2027-01-04").Time(time.UTC).Add(8 * time.Hour))
	if _, err := o.Deliver(t.Context(), token, 3300); err != nil {
		t.Fatal(err)
	}
	in := translations.AcceptDelivery{ID: order.ID, Version: o.read(t, order.ID).Version}
	if _, err := o.AcceptDelivery(o.asLead(t), in); !errors.Is(err, budgets.ErrOverCeiling) {
		t.Error("the old approval holds for more:", err)
	}
	in.Approval = " "
	if _, err := o.AcceptDelivery(o.asLead(t), in); !errors.Is(err, budgets.ErrInput) {
		t.Error("approved without a word:", err)
	}
	in.Approval = "Länger als gedacht"
	if _, err := o.AcceptDelivery(o.asLead(t), in); err != nil {
		t.Fatal(err)
	}
	var year int
	if err := o.NewRaw("SELECT year FROM budgets.budget WHERE bound_cents > 0").Scan(t.Context(), &year); err != nil || year != 2027 {
		t.Error(year, err)
	}
}

// Money of an order that nobody has delivered is free when its case is erased.
func TestErasingFreesMoney(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.translator(t, "Amal")
	o.order(t)
	if o.bound(t) == 0 {
		t.Fatal("nothing is bound")
	}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.EraseTx(ctx, tx, o.file.it) })
	if o.bound(t) != 0 {
		t.Error(o.bound(t))
	}
}
