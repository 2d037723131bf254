package poppler_test

import (
	"bytes"
	"context"
	"image/jpeg"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/integrations/poppler"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
)

// everybody lets every account add to everything.
type everybody struct{}

func (everybody) MayAdd(context.Context, uuid.UUID, uuid.UUID, string) (uuid.UUID, error) {
	return uuid.Nil, nil
}
func (everybody) MayRead(context.Context, uuid.UUID) error { return nil }

// give sends a PDF from a browser to an office with real tools and returns the file after its inspection.
func give(t *testing.T, kit *testkit.Kit, s *documents.Service, account uuid.UUID, content []byte) *documents.File {
	t.Helper()
	u, err := s.BeginUpload(t.Context(), account, documents.BeginUpload{
		SubjectKind: documents.SubjectApplication, SubjectID: ids.New(), Item: "contract", Name: "contract.pdf", Size: len(content),
	})
	if err != nil {
		t.Fatal(err)
	}
	parts, err := s.SignParts(t.Context(), account, u.File.ID, []int{1})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, parts[0].URL, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if _, err := s.CompleteUpload(t.Context(), account, u.File.ID); err != nil {
		t.Fatal(err)
	}
	kit.RunJobs(t)
	doc, err := s.Own(t.Context(), account, u.Document.ID)
	if err != nil {
		t.Fatal(err)
	}
	return doc.Files[0]
}

func TestAPDFOnItsWayThroughTheOffice(t *testing.T) {
	t.Parallel()
	kit := testkit.New(t, audit.Migrations, documents.Migrations)
	trail := audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log)
	s := documents.New(kit.DB, trail, documents.Ports{
		Store: documentstest.NewMemoryStore(t, kit.Clock), Scanner: documentstest.NewFakeScanner(0), PDF: open(t, poppler.Config{}),
	}, documents.Config{TempDir: t.TempDir()}, kit.Log)
	s.SetSubject(documents.SubjectApplication, everybody{})
	s.Register(kit.Jobs)
	account := ids.New()

	f := give(t, kit, s, account, documentstest.PDF(2, "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"))
	if f.State != documents.Ready || f.PageCount != 2 || !f.Active {
		t.Fatalf("%s %v, %d pages", f.State, f.Refusal, f.PageCount)
	}
	p, err := s.Page(t.Context(), documents.Viewer{Account: account}, f.ID, 2)
	if err != nil {
		t.Fatal(err)
	}
	body, err := p.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	if cfg, err := jpeg.DecodeConfig(body); err != nil || cfg.Height != 1800 || cfg.Width < 1200 {
		t.Errorf("page 2 is %dx%d, %v", cfg.Width, cfg.Height, err)
	}
	for want, content := range map[documents.Refusal][]byte{
		documents.Encrypted: documentstest.EncryptedPDF(), documents.Damaged: documentstest.PDF(3)[:300],
	} {
		if f := give(t, kit, s, account, content); f.Refusal == nil || *f.Refusal != want {
			t.Errorf("%s: %s %v", want, f.State, f.Refusal)
		}
	}
}
