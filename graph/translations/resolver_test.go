package translationsgql_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/graph"
	"github.com/ankunft/ankunft/graph/graphtest"
	translationsgql "github.com/ankunft/ankunft/graph/translations"
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

// papers are those of one case of the team for families.
type papers struct {
	docs *documents.Service
	it   audit.Record
}

func (p papers) Paper(_ context.Context, document uuid.UUID) (*translations.Paper, error) {
	return &translations.Paper{About: p.it, Team: "familie", Document: document, Title: "Heiratsurkunde", Pages: 1}, nil
}

func (p papers) FileTx(ctx context.Context, tx *db.Tx, o *translations.Order) error {
	return p.docs.AdoptTx(ctx, tx, translations.Record(o.ID), p.it, uuid.Nil, *o.TranslationID)
}

// face is the office's translating over HTTP; who asks stands in a header.
type face struct {
	*testkit.Kit
	mail     *messagestest.MemoryMailer
	url      string
	original uuid.UUID
}

const as = "X-As"

func open(t *testing.T) *face {
	t.Helper()
	f := &face{
		Kit:  testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, documents.Migrations, budgets.Migrations, linguists.Migrations, translations.Migrations),
		mail: messagestest.NewMemoryMailer(),
	}
	f.Clock.Set(graphtest.Tuesday)
	tariffs, err := remuneration.LoadTariffs(os.DirFS("../../cities/musterstadt"))
	if err != nil {
		t.Fatal(err)
	}
	trail := audit.New(f.DB, audit.Keyring{}, audittest.NewMemoryVault(), f.Log)
	pages := new(documentstest.FakePages)
	docs := documents.New(f.DB, trail, documents.Ports{Store: documentstest.NewMemoryStore(t, f.Clock), Scanner: documentstest.NewFakeScanner(0), PDF: pages, Pictures: pages}, documents.Config{TempDir: t.TempDir(), PageEdge: 300}, f.Log)
	posts := messages.New(f.DB, f.mail, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", Domain: "amt.example"}, f.Log)
	s := translations.New(translations.Deps{
		DB: f.DB, Audit: trail, Messages: posts, Documents: docs, Budgets: budgets.New(budgets.Deps{DB: f.DB, Audit: trail, Unbudgeted: map[string]bool{translations.Purpose: true}}),
		Tariffs: tariffs, OfferMinutes: 600, Secret: graphtest.Secret, Log: f.Log,
	})
	s.Connect(papers{docs, audit.Record{Kind: "case", ID: ids.New()}}, nil)
	docs.SetSubject(documents.SubjectTranslation, translations.Subject{Service: s})
	posts.Register(f.Jobs)
	docs.Register(f.Jobs)
	f.original = f.paper(t)
	root := &graph.Root{Translations: translationsgql.Resolver{Translations: s}}
	schema, files := graph.Server(root, graph.Options{Open: true, Log: f.Log}), translationsgql.Files(s, f.Log)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &identity.Viewer{}
		if role, team, _ := strings.Cut(r.Header.Get(as), "@"); role != "" {
			v = identity.StaffViewer(ids.New(), identity.Right{Role: identity.Role(role), Teams: []string{team}})
		}
		r = r.WithContext(identity.WithViewer(r.Context(), v))
		if strings.HasPrefix(r.URL.Path, "/files/") {
			files.ServeHTTP(w, r)
			return
		}
		schema.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	f.url = server.URL
	return f
}

// paper is a document that can be seen.
func (f *face) paper(t *testing.T) uuid.UUID {
	t.Helper()
	now, account := f.Clock.Now(), ids.New()
	doc := &documents.Document{ID: ids.New(), AccountID: &account, SubjectKind: documents.SubjectCase, SubjectID: ids.New(), OriginKind: documents.SubjectCase, OriginID: ids.New(), Item: "marriage_certificate", Verification: documents.Pending, Version: 1, CreatedAt: now, UpdatedAt: now}
	file := &documents.File{ID: ids.New(), DocumentID: doc.ID, AccountID: &account, Position: 1, Name: "a.pdf", Type: "application/pdf", Size: 9, State: documents.Ready, SHA256: strings.Repeat("a", 64), PageCount: 1, PartSize: 9, CreatedAt: now, TouchedAt: now, ReceivedAt: &now}
	i := &linguists.Interpreter{ID: ids.New(), Kind: linguists.KindPerson, Name: "Amal", Email: "amal@example.org", Modes: linguists.Modes, Subjects: []string{}, Sites: []string{}, Language: "en", State: linguists.StateActive, Version: 1, CreatedAt: now}
	k := &linguists.Skill{ID: ids.New(), InterpreterID: i.ID, Language: "ara", Form: linguists.Written, Direction: linguists.Both, Level: "C1"}
	for _, row := range []any{doc, file, i, k} {
		if _, err := f.NewInsert().Model(row).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return doc.ID
}

// ask answers with the data, or with the code of the first error.
func (f *face) ask(t *testing.T, who, query string, variables map[string]any, into any) (code string) {
	t.Helper()
	return graphtest.Ask(t, http.DefaultClient, f.url, query, variables, into, as, who)
}

func (f *face) link(t *testing.T) string {
	t.Helper()
	f.RunJobs(t)
	for _, m := range f.mail.Sent("amal@example.org") {
		if _, rest, ok := strings.Cut(m.Text, "https://amt.example/interpreting/translation#"); ok {
			token, _, _ := strings.Cut(rest, "\n")
			return token
		}
	}
	t.Fatal("no mail with a link")
	return ""
}

const order = `mutation($in: OrderTranslation!) { orderTranslation(input: $in) { id state languageName cents permitted offers { name state } delivery { id } } }`

// A clerk finds and orders; by the link it is accepted in the translator's language; a stranger to the team, an auditor and the public see nothing of it.
func TestOrderingAndAccepting(t *testing.T) {
	t.Parallel()
	f := open(t)
	wanted := map[string]any{"w": map[string]any{"document": f.original, "language": "ara"}}
	var found struct{ Translators []struct{ Name string } }
	if code := f.ask(t, "clerk@familie", "query($w: TranslationWanted!) { translators(wanted: $w) { name sworn orders cents rank } }", wanted, &found); code != "" || len(found.Translators) != 1 {
		t.Fatal(code, found)
	}
	in := map[string]any{"in": map[string]any{"key": ids.Token(), "document": f.original, "language": "ara", "dueOn": clock.Today(f.Clock.Now()).AddDays(9).String()}}
	if code := f.ask(t, "approver@familie", order, in, nil); !refused(code) {
		t.Error("an approver orders:", code)
	}
	var made struct {
		OrderTranslation struct{ ID, State, LanguageName string }
	}
	if code := f.ask(t, "clerk@familie", order, in, &made); code != "" || made.OrderTranslation.State != "open" || made.OrderTranslation.LanguageName != "Arabisch" {
		t.Fatal(code, made)
	}
	token := map[string]any{"t": f.link(t)}
	var work struct {
		TranslationByLink struct {
			LanguageName, Offer, Title string
			Paper                      []struct{ ID string }
			Permitted                  []string
		}
	}
	look := "query($t: String!) { translationByLink(token: $t) { languageName offer title paper { id name } files { id } permitted } }"
	if code := f.ask(t, "", look, token, &work); code != "" || work.TranslationByLink.LanguageName != "Arabic" || len(work.TranslationByLink.Paper) != 0 {
		t.Fatal(code, work)
	}
	if code := f.ask(t, "", "mutation($t: String!) { acceptTranslation(input: {token: $t}) { offer } }", token, nil); code != "" {
		t.Fatal(code)
	}
	if code := f.ask(t, "", look, token, &work); code != "" || len(work.TranslationByLink.Paper) != 1 || strings.Join(work.TranslationByLink.Permitted, " ") != "deliverTranslation declineTranslation" {
		t.Fatal(code, work)
	}
	if code := f.ask(t, "", "mutation($t: String!) { deliverTranslation(input: {token: $t, strokes: 5}) { state } }", token, nil); code != "translations.not_ready" {
		t.Error(code)
	}
	for who, code := range map[string]string{"clerk@arbeit": "translations.none", "auditor@familie": "", "": ""} {
		got := f.ask(t, who, "query($id: ID!) { translationOrder(id: $id) { id } }", map[string]any{"id": made.OrderTranslation.ID}, nil)
		if code == "" && !refused(got) || code != "" && got != code {
			t.Errorf("%q sees it: %q", who, got)
		}
	}
	var list struct {
		TranslationOrders struct{ Items []struct{ ID string } }
	}
	if code := f.ask(t, "clerk@arbeit", "{ translationOrders { items { id } } }", nil, &list); code != "" || len(list.TranslationOrders.Items) != 0 {
		t.Error(code, list)
	}
}

func refused(code string) bool {
	return strings.Contains(strings.ToLower(code), "forbidden") || strings.Contains(strings.ToLower(code), "unauthenticated")
}

// Who guesses links is slowed down and learns nothing; a file without a token is not there.
func TestGuessing(t *testing.T) {
	t.Parallel()
	f := open(t)
	codes := map[string]int{}
	for range 150 {
		codes[f.ask(t, "", "query($t: String!) { translationByLink(token: $t) { state } }", map[string]any{"t": ids.Token()}, nil)]++
	}
	if codes["translations.none"] == 0 || codes["translations.too_often"] == 0 || len(codes) != 2 {
		t.Error(codes)
	}
	f.Clock.Advance(2 * time.Minute)
	for _, path := range []string{"/files/translations/" + f.original.String(), "/files/translations/x"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusNotFound {
			t.Error(path, resp.Status)
		}
	}
}
