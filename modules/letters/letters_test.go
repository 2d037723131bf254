package letters_test

import (
	"context"
	"io/fs"
	"log/slog"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/letters/letterstest"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
)

// office is a letters module on a database of its own, with a small city.
type office struct {
	*testkit.Kit
	*letters.Service
	audit     *audit.Service
	store     *letterstest.Store
	templates fstest.MapFS
	mu        sync.Mutex
	heard     []string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{Kit: testkit.New(t, audit.Migrations, letters.Migrations), store: new(letterstest.Store)}
	o.audit = audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	o.templates = fstest.MapFS{
		"receipt.typ": file("receipt"), "request.typ": file("request"), "grant.typ": file("grant"), "refusal.typ": file("refusal"),
		"modules.yaml": file(modulesYAML),
	}
	var err error
	o.Service, err = letters.New(letters.Deps{
		DB: o.DB, Audit: o.audit, Jobs: o.Jobs, Renderer: letterstest.Renderer{}, Store: o.store, Log: slog.New(slog.DiscardHandler),
		Templates: o.templates, Texts: texts(), Sender: letters.Sender{City: "Musterstadt"}, Holidays: hessen(t),
	})
	if err != nil {
		t.Fatal(err)
	}
	listen[letters.Rendered](o)
	listen[letters.Posted](o)
	listen[letters.Returned](o)
	listen[letters.Retrieved](o)
	listen[letters.Unretrieved](o)
	return o
}

func listen[E events.Event](o *office) {
	var e E
	events.Subscribe(o.Bus, "test."+e.EventName(), func(_ context.Context, e E) error {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.heard = append(o.heard, e.EventName())
		return nil
	})
}

const modulesYAML = `modules:
  - {key: card, title: Karte, text: "Ihr Titel ist die Karte, {{name}}.", trust: S, source: AufenthG §78, outcomes: [grant]}
  - {key: livelihood, title: Lebensunterhalt, text: "{{ amount }} Euro fehlen, {{amount}} Euro.", trust: B, services: [study]}
  - {key: operative_grant, title: Bewilligung, text: Bewilligt., trust: B, operative: true}
`

func file(body string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(body)} }

func texts() fs.FS {
	return fstest.MapFS{"de/letters.json": file(`{}`), "ar/letters.json": file(`{"a":1}`), "fa/letters.json": file(`{"f":1}`)}
}

func someCase() letters.About { return letters.About{Kind: "case", ID: ids.New()} }

// a grant by the portal under consent, as a caller would ask for it.
func grant(about letters.About) letters.In {
	return letters.In{
		About: about, Language: "ar", Dispatch: letters.ByPortal, Regime: letters.RegimePortal, Reference: "2026-000123-4",
		Recipient: letters.Recipient{Name: "Amal Haddad", Lines: []string{"Gartenweg 3", "60311 Musterstadt"}},
		Content:   letters.Decision{Kind: letters.KindGrant, Title: "Aufenthaltserlaubnis nach § 16b AufenthG"},
	}
}

func refusal(about letters.About) letters.In {
	in := grant(about)
	in.Dispatch, in.Regime = letters.ByPost, letters.RegimePost
	in.Content = letters.Decision{Kind: letters.KindRefusal, Title: "Ablehnung"}
	return in
}

// release composes and releases, and works the jobs.
func (o *office) release(t *testing.T, in letters.In) *letters.Letter {
	t.Helper()
	var l *letters.Letter
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		draft, err := o.ComposeTx(ctx, tx, in)
		if err != nil {
			return err
		}
		l, err = o.ReleaseTx(ctx, tx, draft.ID, nil)
		return err
	})
	o.RunJobs(t)
	return o.reread(t, l)
}

func (o *office) reread(t *testing.T, l *letters.Letter) *letters.Letter {
	t.Helper()
	again, err := o.Get(t.Context(), letters.About{Kind: l.AboutKind, ID: l.AboutID}, l.ID)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func (o *office) trail(t *testing.T, id uuid.UUID) []string {
	t.Helper()
	var actions []string
	err := o.NewSelect().TableExpr("audit.entry").Column("action").
		Where("record_kind = 'letter' AND record_id = ?", id).OrderExpr("seq").Scan(t.Context(), &actions)
	if err != nil {
		t.Fatal(err)
	}
	return actions
}
