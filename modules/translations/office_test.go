package translations_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/modules/translations"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// office is Musterstadt on a Monday morning; a case holds a birth certificate in Arabic.
type office struct {
	*testkit.Kit
	*translations.Service
	docs    *documents.Service
	scanner *documentstest.FakeScanner
	mail    *messagestest.MemoryMailer
	trail   *audit.Service
	money   *budgets.Service
	lead    *identity.Viewer
	file    *files
}

const team = "familie"

var monday = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// files is the file of one case: it stands in for the rooms above.
type files struct {
	o        *office
	it       audit.Record
	person   audit.Record
	account  uuid.UUID
	original uuid.UUID
	shut     bool // to the viewer
	claims   []translations.Claim
}

func (f *files) MayAdd(context.Context, uuid.UUID, uuid.UUID, string) (uuid.UUID, error) {
	return uuid.Nil, nil
}

func (f *files) MayRead(context.Context, uuid.UUID) error {
	if f.shut {
		return documents.ErrNotFound
	}
	return nil
}

func (f *files) Paper(ctx context.Context, document uuid.UUID) (*translations.Paper, error) {
	doc, err := f.o.docs.Get(ctx, document)
	if err != nil || f.shut {
		return nil, translations.ErrNone
	}
	return &translations.Paper{About: f.it, Subject: &f.person, Team: team, Document: document, Title: "Geburtsurkunde", Pages: 2, Came: *doc.ReceivedAt()}, nil
}

func (f *files) FileTx(ctx context.Context, tx *db.Tx, o *translations.Order) error {
	return f.o.docs.AdoptTx(ctx, tx, translations.Record(o.ID), f.it, uuid.Nil, *o.TranslationID)
}

func (f *files) ClaimTx(_ context.Context, _ *db.Tx, c translations.Claim) error {
	f.claims = append(f.claims, c)
	return nil
}

func open(t *testing.T) *office {
	t.Helper()
	kit := testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, documents.Migrations, linguists.Migrations, budgets.Migrations, translations.Migrations)
	kit.Clock.Set(monday)
	o := &office{
		Kit: kit, scanner: documentstest.NewFakeScanner(0), mail: messagestest.NewMemoryMailer(),
		lead: identity.StaffViewer(ids.New(), identity.Right{Role: "lead", Teams: []string{team}}),
	}
	tariffs, err := remuneration.LoadTariffs(os.DirFS("../../cities/musterstadt"))
	if err != nil {
		t.Fatal(err)
	}
	pages := new(documentstest.FakePages)
	o.trail = audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log)
	o.docs = documents.New(kit.DB, o.trail, documents.Ports{Store: documentstest.NewMemoryStore(t, kit.Clock), Scanner: o.scanner, PDF: pages, Pictures: pages}, documents.Config{TempDir: t.TempDir(), PageEdge: 300}, kit.Log)
	posts := messages.New(kit.DB, o.mail, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt", Domain: "amt.example"}, kit.Log)
	o.money = budgets.New(budgets.Deps{DB: kit.DB, Audit: o.trail, Unbudgeted: map[string]bool{translations.Purpose: true}})
	o.Service = translations.New(translations.Deps{
		DB: kit.DB, Audit: o.trail, Messages: posts, Documents: o.docs, Budgets: o.money, Tariffs: tariffs,
		Required: []linguists.ProofKind{linguists.Secrecy, linguists.DataProtection}, OfferMinutes: 24 * 60,
		Team: func(context.Context, string) ([]messages.Addressee, error) {
			return []messages.Addressee{{Email: "team@amt.example", Language: "de"}}, nil
		},
		Secret: []byte("of the test"), Log: kit.Log,
	})
	o.file = &files{o: o, it: audit.Record{Kind: "case", ID: ids.New()}, person: audit.Record{Kind: "person", ID: ids.New()}, account: ids.New()}
	o.Connect(o.file, o.file)
	o.docs.SetSubject(documents.SubjectCase, o.file)
	o.docs.SetSubject(documents.SubjectTranslation, translations.Subject{Service: o.Service})
	for _, r := range []func(){func() { o.docs.Register(kit.Jobs) }, func() { posts.Register(kit.Jobs) }, func() { o.Register(kit.Jobs) }} {
		r()
	}
	o.file.original = o.given(t, "birth_certificate")
	return o
}

// given is a paper that the person has given in.
func (o *office) given(t *testing.T, item string) uuid.UUID {
	t.Helper()
	content := documentstest.PDF(2)
	u, err := o.docs.BeginUpload(t.Context(), o.file.account, documents.BeginUpload{
		SubjectKind: documents.SubjectCase, SubjectID: o.file.it.ID, Item: item, Name: "Urkunde Amal Haddad.pdf", Type: "application/pdf", Size: len(content),
	})
	if err != nil {
		t.Fatal(err)
	}
	parts, err := o.docs.SignParts(t.Context(), o.file.account, u.File.ID, []int{1})
	if err != nil {
		t.Fatal(err)
	}
	put(t, parts[0].URL, content)
	if _, err := o.docs.CompleteUpload(t.Context(), o.file.account, u.File.ID); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	return u.Document.ID
}

func put(t *testing.T, url string, content []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, url, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatal(resp.Status)
	}
}

// sent is a file of the translation.
func (o *office) sent(t *testing.T, token string, content []byte) *documents.File {
	t.Helper()
	u, err := o.BeginUpload(t.Context(), token, translations.BeginFile{Name: "Übersetzung.pdf", Type: "application/pdf", Size: len(content)})
	if err != nil {
		t.Fatal(err)
	}
	parts, err := o.SignParts(t.Context(), token, u.File.ID, []int{1})
	if err != nil {
		t.Fatal(err)
	}
	put(t, parts[0].URL, content)
	f, err := o.CompleteUpload(t.Context(), token, u.File.ID)
	if err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	return f
}

func (o *office) asLead(t *testing.T) context.Context {
	t.Helper()
	ctx := audit.WithActor(t.Context(), audit.Actor{Kind: audit.Staff, ID: o.lead.AccountID})
	return identity.WithViewer(ctx, o.lead)
}

type change func(*linguists.Interpreter, *linguists.Skill)

// translator is in the directory, writes Arabic and German, and has signed what the city requires.
func (o *office) translator(t *testing.T, name string, changes ...change) uuid.UUID {
	t.Helper()
	i := &linguists.Interpreter{
		ID: ids.New(), Kind: linguists.KindPerson, Name: name, Email: strings.ToLower(name) + "@example.org", Modes: linguists.Modes, Subjects: []string{}, Sites: []string{},
		Language: "de", State: linguists.StateActive, Version: 1, CreatedAt: monday, Tax: linguists.Tax{Exempt: true},
	}
	k := &linguists.Skill{ID: ids.New(), InterpreterID: i.ID, Language: "ara", Form: linguists.Written, Direction: linguists.Both, Level: "C1"}
	for _, f := range changes {
		f(i, k)
	}
	rows := []any{i, k}
	kinds := []linguists.ProofKind{linguists.Secrecy, linguists.DataProtection}
	if k.Sworn {
		kinds = append(kinds, linguists.Oath)
	}
	for _, kind := range kinds {
		rows = append(rows, &linguists.Proof{ID: ids.New(), InterpreterID: i.ID, Kind: kind, IssuedOn: date("2025-01-01"), ValidUntil: date("2027-12-31"), NotedBy: ids.New(), NotedAt: monday})
	}
	o.insert(t, rows...)
	return i.ID
}

func sworn(_ *linguists.Interpreter, k *linguists.Skill) { k.Sworn = true }

func (o *office) insert(t *testing.T, rows ...any) {
	t.Helper()
	for _, row := range rows {
		if _, err := o.NewInsert().Model(row).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func date(text string) clock.Date {
	d, err := clock.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// wanted is the birth certificate into German until Friday in a week.
func (o *office) wanted(changes ...func(*translations.OrderTranslation)) translations.OrderTranslation {
	in := translations.OrderTranslation{Key: ids.Token(), Document: o.file.original, Language: "ara", Strokes: 3000, DueOn: date("2026-12-04"), Note: "Bitte auch die Stempel."}
	for _, f := range changes {
		f(&in)
	}
	return in
}

func (o *office) order(t *testing.T, changes ...func(*translations.OrderTranslation)) *translations.Order {
	t.Helper()
	order, err := o.Order(o.asLead(t), o.wanted(changes...))
	if err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	return order
}

func (o *office) read(t *testing.T, id uuid.UUID) *translations.Order {
	t.Helper()
	order, err := o.Get(o.asLead(t), id)
	if err != nil {
		t.Fatal(err)
	}
	return order
}

// link is what stands behind the page of an order in the latest mail to somebody.
func (o *office) link(t *testing.T, name string) string {
	t.Helper()
	o.RunJobs(t)
	sent := o.mail.Sent(strings.ToLower(name) + "@example.org")
	slices.Reverse(sent)
	for _, m := range sent {
		if _, rest, ok := strings.Cut(m.Text, "https://amt.example/interpreting/translation#"); ok {
			token, _, _ := strings.Cut(rest, "\n")
			return strings.TrimSpace(token)
		}
	}
	t.Fatalf("no mail to %s with a link", name)
	return ""
}

func (o *office) subjects(t *testing.T, address string) string {
	t.Helper()
	o.RunJobs(t)
	var list []string
	for _, m := range o.mail.Sent(address) {
		list = append(list, m.Subject)
	}
	return strings.Join(list, "; ")
}

func (o *office) bound(t *testing.T) int64 {
	t.Helper()
	var cents int64
	if err := o.NewSelect().TableExpr("budgets.budget").ColumnExpr("coalesce(sum(bound_cents), 0)").Scan(t.Context(), &cents); err != nil {
		t.Fatal(err)
	}
	return cents
}
