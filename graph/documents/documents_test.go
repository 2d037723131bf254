package documentsgql_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	documentsgql "github.com/ankunft/ankunft/graph/documents"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
	"github.com/ankunft/ankunft/platform/testkit"
)

type office struct {
	*testkit.Kit
	store    *documentstest.MemoryStore
	service  *documents.Service
	trail    *audit.Service
	query    documentsgql.Query
	mutation documentsgql.Mutation
	files    http.Handler

	applicant, stranger, clerk, counter *identity.Viewer
	application, caseID                 uuid.UUID
}

// MayAdd implements documents.Subject: the application is the applicant's.
func (o *office) MayAdd(_ context.Context, account, subject uuid.UUID, _ string) (uuid.UUID, error) {
	if account != o.applicant.AccountID || subject != o.application {
		return uuid.Nil, documents.ErrNotFound
	}
	return uuid.Nil, nil
}

// MayRead implements documents.Subject: staff may read the case.
func (o *office) MayRead(ctx context.Context, subject uuid.UUID) error {
	if subject != o.caseID || identity.ViewerFrom(ctx).Kind != identity.KindStaff {
		return documents.ErrNotFound
	}
	return nil
}

func open(t *testing.T) *office {
	t.Helper()
	kit := testkit.New(t, audit.Migrations, documents.Migrations)
	o := &office{
		Kit: kit, store: documentstest.NewMemoryStore(t, kit.Clock), application: ids.New(), caseID: ids.New(),
		trail:     audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log),
		applicant: &identity.Viewer{AccountID: ids.New(), Kind: identity.KindApplicant},
		stranger:  &identity.Viewer{AccountID: ids.New(), Kind: identity.KindApplicant},
		clerk:     identity.StaffViewer(ids.New(), identity.Right{Role: identity.Clerk, AllTeams: true}),
		counter:   identity.StaffViewer(ids.New(), identity.Right{Role: identity.Frontdesk, AllTeams: true}),
	}
	pages := new(documentstest.FakePages)
	o.service = documents.New(kit.DB, o.trail, documents.Ports{
		Store: o.store, Scanner: documentstest.NewFakeScanner(0), PDF: pages, Pictures: pages,
	}, documents.Config{TempDir: t.TempDir(), PageEdge: 300}, kit.Log)
	o.service.SetSubject(documents.SubjectApplication, o)
	o.service.SetSubject(documents.SubjectCase, o)
	o.service.Register(kit.Jobs)
	resolver := documentsgql.Resolver{Documents: o.service}
	o.query, o.mutation = documentsgql.Query{Resolver: resolver}, documentsgql.Mutation{Resolver: resolver}
	o.files = documentsgql.Files(o.service, kit.Log)
	return o
}

// give uploads a file the way the portal does and waits for its inspection.
func (o *office) give(t *testing.T, name string, content []byte) *documents.File {
	t.Helper()
	ctx := identity.WithViewer(t.Context(), o.applicant)
	u, err := o.mutation.BeginUpload(ctx, documents.BeginUpload{
		SubjectKind: documents.SubjectApplication, SubjectID: o.application, Item: "passport", Name: name, Size: len(content),
	})
	if err != nil {
		t.Fatal(err)
	}
	parts, err := o.mutation.SignParts(ctx, documentsgql.SignParts{File: u.File.ID, Numbers: []int{1}})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, parts[0].URL, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if _, err := o.mutation.CompleteUpload(ctx, documentsgql.CompleteUpload{File: u.File.ID}); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	doc, err := o.query.MyDocument(ctx, u.Document.ID)
	if err != nil {
		t.Fatal(err)
	}
	return doc.Files[len(doc.Files)-1]
}

func (o *office) submit(t *testing.T) {
	t.Helper()
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		return o.service.AdoptTx(ctx, tx, audit.Record{Kind: "application", ID: o.application}, audit.Record{Kind: "case", ID: o.caseID}, uuid.Nil)
	})
}

func (o *office) get(t *testing.T, v *identity.Viewer, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	ctx := t.Context()
	if v != nil {
		ctx = identity.WithViewer(ctx, v)
	}
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	o.files.ServeHTTP(w, r)
	return w
}

func TestThePortalShowsTheApplicantsOwnPages(t *testing.T) {
	t.Parallel()
	o := open(t)
	f := o.give(t, "passport.pdf", []byte("%PDF-1.7 pages=2"))
	ctx := identity.WithViewer(t.Context(), o.applicant)
	urls, err := documentsgql.FileResolver{}.PageUrls(ctx, f)
	if err != nil || len(urls) != 2 {
		t.Fatalf("%v, %v", urls, err)
	}
	thumb, err := documentsgql.FileResolver{}.ThumbURL(ctx, f)
	if err != nil || thumb == nil {
		t.Fatalf("%v", err)
	}
	for _, url := range append(urls, *thumb) {
		w := o.get(t, o.applicant, url)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/jpeg" || !bytes.HasPrefix(w.Body.Bytes(), []byte("\xff\xd8")) {
			t.Errorf("%s: %d %s", url, w.Code, w.Header())
		}
		again := o.get(t, o.applicant, url, "If-None-Match", w.Header().Get("ETag"))
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
			t.Errorf("%s again: %d", url, again.Code)
		}
	}
	if original, err := (documentsgql.FileResolver{}).OriginalURL(ctx, f); err != nil || original != nil {
		t.Errorf("the applicant is offered the original: %v", original)
	}
	doc, err := o.query.MyDocument(ctx, f.DocumentID)
	if err != nil {
		t.Fatal(err)
	}
	if may, err := (documentsgql.DocumentResolver{}).Permitted(ctx, doc); err != nil || !slices.Contains(may, "remove_file") {
		t.Errorf("%v, %v", may, err)
	}
}

func TestWhoMaySeeWhat(t *testing.T) {
	t.Parallel()
	o := open(t)
	f := o.give(t, "passport.jpg", documentstest.JPEG(1))
	page, original := "/files/documents/"+f.ID.String()+"/pages/1", "/files/documents/"+f.ID.String()+"/original"
	if w := o.get(t, o.clerk, page); w.Code != http.StatusNotFound {
		t.Errorf("staff look into a draft: %d", w.Code)
	}
	o.submit(t)
	for name, c := range map[string]struct {
		viewer *identity.Viewer
		path   string
		want   int
	}{
		"the applicant, after the submit": {o.applicant, page, http.StatusOK},
		"a clerk":                         {o.clerk, page, http.StatusOK},
		"the front desk":                  {o.counter, page, http.StatusNotFound},
		"a stranger":                      {o.stranger, page, http.StatusNotFound},
		"nobody":                          {nil, page, http.StatusUnauthorized},
		"the applicant's original":        {o.applicant, original, http.StatusNotFound},
		"a stranger's original":           {o.stranger, original, http.StatusNotFound},
		"the front desk's original":       {o.counter, original, http.StatusNotFound},
		"a clerk's original":              {o.clerk, original, http.StatusOK},
		"a page past the last":            {o.clerk, strings.TrimSuffix(page, "1") + "2", http.StatusNotFound},
		"no number of a page":             {o.clerk, strings.TrimSuffix(page, "1") + "x", http.StatusNotFound},
		"no id":                           {o.clerk, "/files/documents/x/thumb", http.StatusNotFound},
		"an id of nothing":                {o.clerk, "/files/documents/" + ids.New().String() + "/thumb", http.StatusNotFound},
		"a way up":                        {o.clerk, "/files/documents/%2e%2e/thumb", http.StatusNotFound},
	} {
		if w := o.get(t, c.viewer, c.path); w.Code != c.want {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	ctx := identity.WithViewer(t.Context(), o.counter)
	if urls, err := (documentsgql.FileResolver{}).PageUrls(ctx, f); err != nil || len(urls) != 0 {
		t.Errorf("the front desk is offered pages: %v", urls)
	}
}

func TestOpeningAndDownloadingAreRecordedUnderTheClerksName(t *testing.T) {
	t.Parallel()
	o := open(t)
	f := o.give(t, "../../Pass\u202egpj.exe.jpg", documentstest.JPEG(1))
	o.submit(t)
	o.get(t, o.clerk, "/files/documents/"+f.ID.String()+"/thumb")
	w := o.get(t, o.clerk, "/files/documents/"+f.ID.String()+"/pages/1")
	o.get(t, o.clerk, "/files/documents/"+f.ID.String()+"/pages/1", "If-None-Match", w.Header().Get("ETag"))
	w = o.get(t, o.clerk, "/files/documents/"+f.ID.String()+"/original")
	for header, want := range map[string]string{
		"Content-Type": "image/jpeg", "Content-Disposition": `attachment; filename=Passgpj.exe.jpg`,
		"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "private, no-cache",
	} {
		if got := w.Header().Get(header); got != want {
			t.Errorf("%s: %s", header, got)
		}
	}
	if !bytes.Equal(w.Body.Bytes(), documentstest.JPEG(1)) {
		t.Error("the original is not what was sent")
	}
	trail, err := o.trail.Trail(t.Context(), audit.Record{Kind: "document", ID: f.DocumentID}, page.Args{})
	if err != nil || len(trail.Items) != 2 || trail.Items[1].Action != "document.opened" || trail.Items[0].Action != "document.original_downloaded" {
		t.Fatalf("%+v, %v", trail.Items, err)
	}
	if by := trail.Items[0].ActorID; by == nil || *by != o.clerk.AccountID {
		t.Errorf("recorded under %v", by)
	}
}

func TestTheStoreIsAway(t *testing.T) {
	t.Parallel()
	o := open(t)
	f := o.give(t, "passport.jpg", documentstest.JPEG(1))
	o.store.Down(true)
	w := o.get(t, o.applicant, "/files/documents/"+f.ID.String()+"/thumb")
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || w.Header().Get("ETag") != "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}
