package translations_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/translations"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Who has stopped since they were found is not asked, and cannot accept; the same key again leaves what found nobody as it is.
func TestWhoCannotAnyMoreIsNotAsked(t *testing.T) {
	t.Parallel()
	o := open(t)
	vat := func(i *linguists.Interpreter, _ *linguists.Skill) { i.Tax.Exempt = false }
	o.translator(t, "Amal")
	stops := func(id uuid.UUID) {
		t.Helper()
		if _, err := o.NewUpdate().Model((*linguists.Interpreter)(nil)).Set("state = 'resting'").Where("id = ?", id).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	basil, chadi := o.translator(t, "Basil", vat), o.translator(t, "Chadi", vat)
	in := o.wanted()
	order, err := o.Order(o.asLead(t), in)
	if err != nil {
		t.Fatal(err)
	}
	stops(basil)
	if err := o.Decline(t.Context(), o.link(t, "Amal"), ""); err != nil {
		t.Fatal(err)
	}
	token := o.link(t, "Chadi")
	stops(chadi)
	if _, err := o.Accept(t.Context(), token); !errors.Is(err, translations.ErrOver) {
		t.Error("who has stopped accepts:", err)
	}
	if err := o.Decline(t.Context(), token, ""); err != nil {
		t.Fatal(err)
	}
	if len(o.mail.Sent("basil@example.org")) != 0 {
		t.Error("who has stopped is asked")
	}
	if again, err := o.Order(o.asLead(t), in); err != nil || again.ID != order.ID || again.State != translations.Unfilled {
		t.Error(again, err)
	}
	o.translator(t, "Dalia")
	o.order(t)
	o.trailTells(t, order, "translation.ordered translation.offered translation.declined translation.offered translation.declined translation.unfilled translation.cancelled")
}

// What is empty when the office looks at it goes back too; who is late gets a new day with it. Who may not read papers sees nothing of what came.
func TestAnEmptyDeliveryGoesBack(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.translator(t, "Amal")
	order := o.order(t)
	token := o.link(t, "Amal")
	if _, err := o.Accept(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	o.sent(t, token, documentstest.PDF(1))
	w, err := o.Deliver(t.Context(), token, 3000)
	if err != nil {
		t.Fatal(err)
	}
	subject := translations.Subject{Service: o.Service}
	if err := subject.MayRead(o.asLead(t), order.ID); err != nil {
		t.Error(err)
	}
	desk := identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: identity.Frontdesk, Teams: []string{team}}))
	if _, err := o.Get(desk, order.ID); err != nil {
		t.Error(err)
	}
	if err := subject.MayRead(desk, order.ID); !errors.Is(err, documents.ErrNotFound) {
		t.Error("read without the right to read papers:", err)
	}
	if _, err := o.NewRaw("DELETE FROM documents.file WHERE document_id = ?", w.Delivery.ID).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.Clock.Set(date("2026-12-07").Time(time.UTC).Add(8 * time.Hour))
	in := translations.SendBack{ID: order.ID, Version: o.read(t, order.ID).Version, Reason: "Es ist nichts gekommen."}
	if _, err := o.SendBack(o.asLead(t), in); len(errs.Of(err).Fields) != 1 || errs.Of(err).Fields[0].Path != "dueOn" {
		t.Error("back without a day on which it is due:", err)
	}
	in.DueOn = date("2026-12-10")
	if back, err := o.SendBack(o.asLead(t), in); err != nil || back.State != translations.Given {
		t.Error(back, err)
	}
}
