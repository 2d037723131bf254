package translations_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/translations"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Several papers of a case are one order: read, worked on and handed in together, priced as one, and none of them is with somebody else meanwhile.
func TestSeveralPapersAreOneOrder(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.translator(t, "Amal")
	second, third := o.given(t, "marriage_certificate"), o.given(t, "diploma")
	_, err := o.Order(o.asLead(t), o.wanted(func(in *translations.OrderTranslation) { in.More = []uuid.UUID{second, ids.New(), second} }))
	if fields := errs.Of(err).Fields; len(fields) != 2 || fields[0].Path != "more[1]" || fields[1].Path != "more[2]" {
		t.Fatal("a paper that nobody has, and one twice:", err)
	}
	order := o.order(t, func(in *translations.OrderTranslation) { in.More, in.Strokes = []uuid.UUID{second}, 0 })
	if !slices.Equal(order.Documents(), []uuid.UUID{o.file.original, second}) || order.Pages != 4 || order.ExpectedStrokes != 6000 || order.Title != "Geburtsurkunde, Geburtsurkunde" {
		t.Fatalf("%+v", order)
	}
	for _, in := range []translations.OrderTranslation{o.wanted(func(in *translations.OrderTranslation) { in.Document = second }), o.wanted(func(in *translations.OrderTranslation) { in.Document, in.More = third, []uuid.UUID{o.file.original} })} {
		if _, err := o.Order(o.asLead(t), in); !errors.Is(err, translations.ErrAsked) {
			t.Error("a paper is with two:", err)
		}
	}
	token := o.link(t, "Amal")
	work, err := o.Accept(t.Context(), token)
	if err != nil || len(work.Paper) != 2 {
		t.Fatal(err, work)
	}
	for _, f := range work.Paper {
		if _, err := o.Fetch(t.Context(), token, f.ID); err != nil {
			t.Error(err)
		}
	}
	if files, err := o.docs.Get(t.Context(), third); err != nil {
		t.Fatal(err)
	} else if _, err := o.Fetch(t.Context(), token, files.Files[0].ID); !errors.Is(err, translations.ErrNone) {
		t.Error("a paper of the case that is no part of the order:", err)
	}
	if _, err := o.Cancel(o.asLead(t), translations.Cancel{ID: order.ID, Version: o.read(t, order.ID).Version}); err != nil {
		t.Fatal(err)
	}
	if again := o.order(t, func(in *translations.OrderTranslation) { in.Document = second }); again.State != translations.Open {
		t.Error("not free after it was cancelled:", again.State)
	}
}

// On their own page translators find what they are asked for and work on, and nothing of others.
func TestTheOwnPageOfATranslator(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.translator(t, "Amal")
	account := ids.New()
	for _, statement := range []string{
		"INSERT INTO identity.account (id, kind, issuer, subject, trust, created_at) VALUES (?0, 'applicant', 'email', 'a', 'email', now())", "UPDATE linguists.interpreter SET account_id = ?0 WHERE id = ?1",
	} {
		if _, err := o.NewRaw(statement, account, amal).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	hers := identity.WithViewer(t.Context(), &identity.Viewer{AccountID: account, Kind: identity.KindApplicant})
	mine := func(want ...translations.OrderState) []*translations.Shown {
		t.Helper()
		list, err := o.Mine(hers)
		if err != nil || len(list) != len(want) {
			t.Fatal(list, err)
		}
		for i, w := range list {
			if w.Order.State != want[i] || len(w.Paper) != 0 {
				t.Errorf("%+v", w.Order)
			}
		}
		return list
	}
	mine()
	o.order(t)
	if w := mine(translations.Open); w[0].Offer.State != translations.OfferMade {
		t.Error(w[0].Offer.State)
	} else if _, err := o.Accept(t.Context(), w[0].Token); err != nil {
		t.Fatal("the link of the own page opens nothing:", err)
	}
	mine(translations.Given)
	if list, err := o.Mine(o.asLead(t)); err != nil || len(list) != 0 {
		t.Error("somebody else's:", list, err)
	}
	if _, err := o.Mine(t.Context()); !errors.Is(err, translations.ErrNone) {
		t.Error(err)
	}
	if err := o.Decline(t.Context(), o.link(t, "Amal"), ""); err != nil {
		t.Fatal(err)
	}
	mine()
}
