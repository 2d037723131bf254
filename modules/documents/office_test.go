package documents_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
	"github.com/ankunft/ankunft/platform/testkit"
)

// office is a small office that knows only papers.
type office struct {
	*testkit.Kit
	*documents.Service
	store   *documentstest.MemoryStore
	scanner *documentstest.FakeScanner
	pages   *documentstest.FakePages
	trail   *audit.Service
	subject *subjects

	mu        sync.Mutex
	inspected []documents.Inspected
	refused   []documents.FileRefused
	stuck     []documents.ScanStuck
}

// subjects stands in for applications and cases: which accounts own what, and what staff may read.
type subjects struct {
	mu       sync.Mutex
	owner    map[uuid.UUID]uuid.UUID
	person   map[uuid.UUID]uuid.UUID
	readable map[uuid.UUID]bool
	closed   map[uuid.UUID]bool
}

var errClosed = errs.New(errs.Conflict, "cases.closed")

func (s *subjects) MayAdd(_ context.Context, account, subject uuid.UUID, _ string) (uuid.UUID, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.owner[subject] != account:
		return uuid.Nil, documents.ErrNotFound
	case s.closed[subject]:
		return uuid.Nil, errClosed
	}
	return s.person[subject], nil
}

func (s *subjects) MayRead(_ context.Context, subject uuid.UUID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.readable[subject] {
		return documents.ErrNotFound
	}
	return nil
}

func (s *subjects) set(fn func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn()
}

func open(t *testing.T, adjust ...func(*documents.Ports, *documents.Config)) *office {
	t.Helper()
	kit := testkit.New(t, audit.Migrations, documents.Migrations)
	o := &office{
		Kit: kit, store: documentstest.NewMemoryStore(t, kit.Clock), scanner: documentstest.NewFakeScanner(0),
		pages: new(documentstest.FakePages), trail: audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log),
		subject: &subjects{owner: map[uuid.UUID]uuid.UUID{}, person: map[uuid.UUID]uuid.UUID{}, readable: map[uuid.UUID]bool{}, closed: map[uuid.UUID]bool{}},
	}
	ports := documents.Ports{Store: o.store, Scanner: o.scanner, PDF: o.pages, Pictures: o.pages}
	cfg := documents.Config{TempDir: t.TempDir(), PageEdge: 300}
	for _, f := range adjust {
		f(&ports, &cfg)
	}
	o.Service = documents.New(kit.DB, o.trail, ports, cfg, kit.Log)
	o.SetSubject(documents.SubjectApplication, o.subject)
	o.SetSubject(documents.SubjectCase, o.subject)
	o.Register(kit.Jobs)
	hear(o, "test.inspected", &o.inspected)
	hear(o, "test.refused", &o.refused)
	hear(o, "test.stuck", &o.stuck)
	return o
}

func hear[E events.Event](o *office, name string, into *[]E) {
	events.Subscribe(o.Bus, name, func(_ context.Context, e E) error {
		o.mu.Lock()
		defer o.mu.Unlock()
		*into = append(*into, e)
		return nil
	})
}

// applicant is a person with a draft.
type applicant struct {
	o                    *office
	account, application uuid.UUID
}

func (o *office) applicant() applicant {
	a := applicant{o, ids.New(), ids.New()}
	o.subject.set(func() { o.subject.owner[a.application] = a.account })
	return a
}

func (a applicant) rec() audit.Record { return audit.Record{Kind: "application", ID: a.application} }

func (a applicant) announcement(name string, size int) documents.BeginUpload {
	return documents.BeginUpload{SubjectKind: documents.SubjectApplication, SubjectID: a.application, Item: "passport", Name: name, Size: size}
}

func (a applicant) begin(t *testing.T, name string, size int) *documents.Upload {
	t.Helper()
	u, err := a.o.BeginUpload(t.Context(), a.account, a.announcement(name, size))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// send does what a browser does with some pieces of a file.
func (a applicant) send(t *testing.T, u *documents.Upload, content []byte, numbers ...int) {
	t.Helper()
	parts, err := a.o.SignParts(t.Context(), a.account, u.File.ID, numbers)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		from := (p.Number - 1) * u.PartSize()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, p.URL, bytes.NewReader(content[from:from+p.Size]))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Fatalf("piece %d: %s", p.Number, resp.Status)
		}
	}
}

// upload gives in a whole file and returns it in quarantine.
func (a applicant) upload(t *testing.T, name string, content []byte) *documents.File {
	t.Helper()
	u := a.begin(t, name, len(content))
	for n := 1; n <= u.PartCount(); n++ {
		a.send(t, u, content, n)
	}
	f, err := a.o.CompleteUpload(t.Context(), a.account, u.File.ID)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// give uploads and waits for the inspection.
func (a applicant) give(t *testing.T, name string, content []byte) (*documents.Document, *documents.File) {
	t.Helper()
	f := a.upload(t, name, content)
	a.o.RunJobs(t)
	doc, err := a.o.Own(t.Context(), a.account, f.DocumentID)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range doc.Files {
		if g.ID == f.ID {
			return doc, g
		}
	}
	t.Fatal("the file is not in its document")
	return nil, nil
}

// submit hands the application's papers to a new case, as the module of cases does.
func (a applicant) submit(t *testing.T, person uuid.UUID) audit.Record {
	t.Helper()
	rec := audit.Record{Kind: "case", ID: ids.New()}
	a.o.subject.set(func() {
		a.o.subject.owner[rec.ID], a.o.subject.person[rec.ID], a.o.subject.readable[rec.ID] = a.account, person, true
		a.o.subject.closed[a.application] = true
	})
	a.o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return a.o.AdoptTx(ctx, tx, a.rec(), rec, person) })
	return rec
}

func (o *office) verify(t *testing.T, doc uuid.UUID, check documents.Check) (*documents.Document, error) {
	t.Helper()
	var got *documents.Document
	ctx := audit.WithActor(t.Context(), audit.Actor{Kind: audit.Staff, ID: ids.New()})
	err := o.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		got, err = o.VerifyTx(ctx, tx, doc, check)
		return err
	})
	return got, err
}

// actions are the entries in a document's trail, oldest first.
func (o *office) actions(t *testing.T, doc uuid.UUID) []string {
	t.Helper()
	trail, err := o.trail.Trail(t.Context(), audit.Record{Kind: "document", ID: doc}, page.Args{})
	if err != nil {
		t.Fatal(err)
	}
	var actions []string
	for i := len(trail.Items) - 1; i >= 0; i-- {
		actions = append(actions, trail.Items[i].Action)
	}
	return actions
}

func want(t *testing.T, what string, err, sentinel error) {
	t.Helper()
	if !errors.Is(err, sentinel) {
		t.Errorf("%s: %v instead of %v", what, err, sentinel)
	}
}

func drain(t *testing.T, p *documents.Picture, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	body, err := p.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	content, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
