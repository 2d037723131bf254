package translations_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/translations"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

// A birth certificate is ordered, accepted, fetched, sent back once, and becomes a paper of the case beside its original; what it costs is what its strokes cost.
func TestAPaperIsTranslated(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.translator(t, "Amal", sworn)
	order := o.order(t, func(in *translations.OrderTranslation) { in.Sworn = true })
	if order.State != translations.Open || order.Cents != 55*215 { // 3,000 strokes are 55 lines; the text cannot be edited
		t.Fatal(order.State, order.Cents)
	}
	token := o.link(t, "Amal")
	if _, err := o.Fetch(t.Context(), token, ids.New()); !errors.Is(err, translations.ErrOver) {
		t.Error("fetched before accepting:", err)
	}
	asked, err := o.Look(t.Context(), token)
	if err != nil || len(asked.Paper) != 0 || asked.Order.Note != "" {
		t.Fatal("an offer shows more than the kind of the paper:", err, asked.Paper, asked.Order.Note)
	}
	work, err := o.Accept(t.Context(), token)
	if err != nil || len(work.Paper) != 1 || work.Order.Note == "" {
		t.Fatal(err, work)
	}
	p, err := o.Fetch(t.Context(), work.Token, work.Paper[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := p.Open(t.Context()); err != nil {
		t.Fatal(err)
	} else if content, err := io.ReadAll(body); err != nil || len(content) != p.Size {
		t.Fatal(err, len(content))
	}
	o.Clock.Advance(48 * time.Hour)
	o.sent(t, token, documentstest.PDF(1))
	if _, err := o.Deliver(t.Context(), token, 2900); err != nil {
		t.Fatal(err)
	}
	back := o.read(t, order.ID)
	if _, err := o.SendBack(o.asLead(t), translations.SendBack{ID: order.ID, Version: back.Version, Reason: "Der Stempel fehlt."}); err != nil {
		t.Fatal(err)
	}
	if shown, err := o.Look(t.Context(), o.link(t, "Amal")); err != nil || shown.Order.Reason != "Der Stempel fehlt." || shown.Delivery != nil {
		t.Fatal(err, shown.Order.Reason, shown.Delivery)
	}
	o.Clock.Advance(24 * time.Hour)
	o.sent(t, token, documentstest.PDF(2))
	if _, err := o.Deliver(t.Context(), token, 3300); err != nil {
		t.Fatal(err)
	}
	ready := o.read(t, order.ID)
	done, err := o.AcceptDelivery(o.asLead(t), translations.AcceptDelivery{ID: order.ID, Version: ready.Version})
	if err != nil {
		t.Fatal(err)
	}
	if done.State != translations.Accepted || done.Cents != 60*215 || o.bound(t) != 60*215 || done.SentBack != 1 {
		t.Error(done.State, done.Cents, o.bound(t))
	}
	if !done.OriginalOn.Equal(monday) || !done.DeliveredAt.Equal(monday.Add(72*time.Hour)) {
		t.Error("both days of receipt:", done.OriginalOn, done.DeliveredAt)
	}
	docs, err := o.docs.ForSubject(t.Context(), o.file.it)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(docs, func(d *documents.Document) bool { return d.ID == *done.TranslationID })
	if at < 0 || docs[at].Verification != documents.Accepted || !slices.ContainsFunc(docs, func(d *documents.Document) bool { return d.ID == o.file.original }) {
		t.Error("the case has not both papers")
	}
	if slices.ContainsFunc(docs, func(d *documents.Document) bool { return d.Verification == documents.Rejected }) {
		t.Error("what was sent back is in the case")
	}
	if len(o.file.claims) != 1 || o.file.claims[0].Interpreter != amal || o.file.claims[0].Bill.TotalCents != 60*215 || o.file.claims[0].DoneOn.String() != "2026-11-26" {
		t.Error(o.file.claims)
	}
	if _, err := o.Fetch(t.Context(), token, work.Paper[0].ID); !errors.Is(err, translations.ErrOver) {
		t.Error("fetched after the end:", err)
	}
	if got := o.subjects(t, "team@amt.example"); strings.Count(got, "Eine Übersetzung ist gekommen") != 2 {
		t.Error(got)
	}
	o.trailTells(t, order, "translation.ordered translation.offered translation.given translation.paper_fetched translation.delivered translation.sent_back translation.delivered translation.accepted")
}

func (o *office) trailTells(t *testing.T, order *translations.Order, want string) {
	t.Helper()
	trail, err := o.trail.Trail(t.Context(), translations.Record(order.ID), page.Args{First: 50})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range trail.Items {
		got = append(got, e.Action)
	}
	slices.Reverse(got)
	if strings.Join(got, " ") != want {
		t.Error(got)
	}
}

// No mail and no offer names the person or what their file is called.
func TestNothingOfThePersonBeforeAcceptance(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.translator(t, "Amal")
	o.order(t)
	o.RunJobs(t)
	for _, m := range o.mail.Sent("amal@example.org") {
		if strings.Contains(m.Text+m.HTML+m.Subject, "Haddad") || strings.Contains(m.Text, "Geburtsurkunde") {
			t.Error(m.Text)
		}
	}
	shown, err := o.Look(t.Context(), o.link(t, "Amal"))
	if err != nil || strings.Contains(fmt.Sprint(shown.Paper, shown.Delivery, shown.Order.Title), "Haddad") {
		t.Error(err)
	}
}

// Who declines or does not answer gives the order on; who handed it back leaves nothing behind; with nobody left the team hears of it and the money is free.
func TestOneAfterTheOther(t *testing.T) {
	t.Parallel()
	o := open(t)
	vat := func(i *linguists.Interpreter, _ *linguists.Skill) { i.Tax.Exempt = false }
	o.translator(t, "Amal")
	o.translator(t, "Basil", vat)
	o.translator(t, "Chadi", vat)
	order := o.order(t)
	if err := o.Decline(t.Context(), o.link(t, "Amal"), "keine Zeit"); err != nil {
		t.Fatal(err)
	}
	o.Clock.Advance(24 * time.Hour)
	late := o.link(t, "Basil")
	if _, err := o.Accept(t.Context(), late); !errors.Is(err, translations.ErrOver) {
		t.Error("accepted when the time was over:", err)
	}
	if err := o.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	token := o.link(t, "Chadi")
	for range 2 { // clicked twice
		if _, err := o.Accept(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	o.sent(t, token, documentstest.PDF(1))
	if err := o.Decline(t.Context(), token, "krank"); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	got := o.read(t, order.ID)
	if got.State != translations.Unfilled || got.Reason != "nobody" || o.bound(t) != 0 || got.InterpreterID != nil {
		t.Error(got.State, got.Reason, o.bound(t))
	}
	if docs, err := o.docs.ForSubject(t.Context(), translations.Record(order.ID)); err != nil || len(docs) != 0 {
		t.Error("what was sent is still there:", err, docs)
	}
	if told := o.subjects(t, "team@amt.example"); told != "Niemand zum Übersetzen gefunden" {
		t.Error(told)
	}
	o.translator(t, "Dalia")
	again := o.order(t)
	if old := o.read(t, order.ID); old.State != translations.Cancelled || again.State != translations.Open {
		t.Error(old.State, again.State)
	}
}

// Only who writes the language in that direction, is sworn where that is wanted, has signed everything and is tied to nobody is found; the cheapest first.
func TestWhoCan(t *testing.T) {
	t.Parallel()
	o := open(t)
	set := func(f func(i *linguists.Interpreter, k *linguists.Skill)) change { return f }
	o.translator(t, "Dear", set(func(i *linguists.Interpreter, _ *linguists.Skill) { i.Tax.Exempt = false }))
	o.translator(t, "Cheap", sworn)
	o.translator(t, "Speaks", set(func(_ *linguists.Interpreter, k *linguists.Skill) { k.Form = linguists.Spoken }))
	o.translator(t, "Outwards", set(func(_ *linguists.Interpreter, k *linguists.Skill) { k.Direction = linguists.FromGerman }))
	o.translator(t, "Rests", set(func(i *linguists.Interpreter, _ *linguists.Skill) { i.State = linguists.StateResting }))
	o.translator(t, "Unreachable", set(func(i *linguists.Interpreter, _ *linguists.Skill) { i.Email = "" }))
	tied := o.translator(t, "Tied")
	o.insert(t, &linguists.Bias{InterpreterID: tied, SubjectKind: "person", SubjectID: o.file.person.ID, ToldBy: "interpreter", NotedAt: monday})
	unsigned := o.translator(t, "Unsigned")
	if _, err := o.NewDelete().Model((*linguists.Proof)(nil)).Where("interpreter_id = ? AND kind = 'secrecy'", unsigned).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	find := func(w translations.Wanted) string {
		found, err := o.WhoCan(o.asLead(t), o.file.original, nil, w)
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, c := range found {
			list = append(list, c.Name)
		}
		return strings.Join(list, " ")
	}
	if got := find(translations.Wanted{Language: "ara"}); got != "Cheap Dear" {
		t.Error(got)
	}
	if got := find(translations.Wanted{Language: "ara", Sworn: true}); got != "Cheap" {
		t.Error(got)
	}
	if got := find(translations.Wanted{Language: "ara", Direction: linguists.FromGerman}); got != "Cheap Outwards Dear" {
		t.Error(got)
	}
	if _, err := o.Order(o.asLead(t), o.wanted(func(in *translations.OrderTranslation) { in.Chosen = append(in.Chosen, tied, unsigned) })); len(errs.Of(err).Fields) != 2 {
		t.Error(err)
	}
}

// All that is wrong is told at once; what others may not see is not there; a paper is with one translator alone.
func TestBadOrders(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.translator(t, "Amal")
	_, err := o.Order(o.asLead(t), translations.OrderTranslation{
		Document: o.file.original, Language: "xyz", Direction: "sideways", Strokes: -5, DueOn: date("2026-11-23"), OfferMinutes: 99999, Note: strings.Repeat("x", 1001),
	})
	var got []string
	for _, f := range errs.Of(err).Fields {
		got = append(got, f.Path)
	}
	if strings.Join(got, " ") != "key language direction strokes dueOn offerMinutes note" {
		t.Error(got)
	}
	stranger := identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: "lead", Teams: []string{"arbeit"}}))
	if _, err := o.Order(stranger, o.wanted()); !errors.Is(err, translations.ErrNone) {
		t.Error("a team of others orders:", err)
	}
	if _, err := o.Order(o.asLead(t), o.wanted(func(in *translations.OrderTranslation) { in.Document = ids.New() })); !errors.Is(err, translations.ErrNone) {
		t.Error(err)
	}
	clerk := identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: "clerk", Teams: []string{team}}))
	if _, err := o.Order(clerk, o.wanted(func(in *translations.OrderTranslation) { in.Approval = "muss sein" })); !errors.Is(err, budgets.ErrInput) {
		t.Error("a clerk passes the ceiling:", err)
	}
	first := o.wanted()
	order, err := o.Order(o.asLead(t), first)
	if err != nil {
		t.Fatal(err)
	}
	if same, err := o.Order(o.asLead(t), first); err != nil || same.ID != order.ID {
		t.Error("the same again is another:", err)
	}
	if _, err := o.Order(o.asLead(t), o.wanted()); !errors.Is(err, translations.ErrAsked) {
		t.Error(err)
	}
	if _, err := o.Get(stranger, order.ID); !errors.Is(err, translations.ErrNone) {
		t.Error("a team of others reads:", err)
	}
	for _, token := range []string{"", "x", ids.Token()} {
		if _, err := o.Look(t.Context(), token); !errors.Is(err, translations.ErrNone) {
			t.Error(err)
		}
	}
	old := o.link(t, "Amal")
	o.Clock.Set(monday.AddDate(0, 3, 0))
	if _, err := o.Look(t.Context(), old); !errors.Is(err, translations.ErrOver) {
		t.Error("a link for ever:", err)
	}
}

// Nothing is delivered without a file, with one that was refused, or twice; nothing is accepted that cannot be seen; nobody sends files for the work of others.
func TestBadDeliveries(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.translator(t, "Amal")
	order := o.order(t)
	token := o.link(t, "Amal")
	if _, err := o.BeginUpload(t.Context(), token, translations.BeginFile{Name: "a.pdf", Type: "application/pdf", Size: 10}); !errors.Is(err, translations.ErrOver) {
		t.Error("sent before accepting:", err)
	}
	if _, err := o.Accept(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Deliver(t.Context(), token, 100); !errors.Is(err, translations.ErrNotReady) {
		t.Error(err)
	}
	for _, strokes := range []int{0, -1, 1 << 40} {
		if _, err := o.Deliver(t.Context(), token, strokes); !errors.Is(err, translations.ErrInput) {
			t.Error(strokes, err)
		}
	}
	if _, err := o.docs.BeginUpload(t.Context(), ids.New(), documents.BeginUpload{
		SubjectKind: documents.SubjectTranslation, SubjectID: order.ID, Item: translations.Item(order.ID), Name: "a.pdf", Type: "application/pdf", Size: 10,
	}); !errors.Is(err, documents.ErrNotFound) {
		t.Error("somebody else sends:", err)
	}
	bad := o.sent(t, token, documentstest.EICAR())
	if _, err := o.Deliver(t.Context(), token, 100); !errors.Is(err, translations.ErrNotReady) {
		t.Error("a refused file is delivered:", err)
	}
	if _, err := o.RemoveFile(t.Context(), token, bad.ID); err != nil {
		t.Fatal(err)
	}
	o.sent(t, token, documentstest.PDF(1))
	if _, err := o.Deliver(t.Context(), token, 100); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Deliver(t.Context(), token, 100); !errors.Is(err, translations.ErrOver) {
		t.Error("delivered twice:", err)
	}
	now := o.read(t, order.ID)
	if _, err := o.AcceptDelivery(o.asLead(t), translations.AcceptDelivery{ID: order.ID, Version: now.Version - 1}); !errors.Is(err, translations.ErrConflict) {
		t.Error(err)
	}
	if _, err := o.Cancel(o.asLead(t), translations.Cancel{ID: order.ID, Version: now.Version}); !errors.Is(err, translations.ErrOver) {
		t.Error("what is delivered is cancelled:", err)
	}
	if _, err := o.SendBack(o.asLead(t), translations.SendBack{ID: order.ID, Version: now.Version, Reason: " "}); !errors.Is(err, translations.ErrInput) {
		t.Error("no reason:", err)
	}
	o.file.shut = true
	if _, err := o.AcceptDelivery(o.asLead(t), translations.AcceptDelivery{ID: order.ID, Version: now.Version}); !errors.Is(err, translations.ErrNone) {
		t.Error("who may not see the paper accepts:", err)
	}
}
