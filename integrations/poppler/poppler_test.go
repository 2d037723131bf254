package poppler_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/integrations/poppler"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/plugin"
)

func open(t testing.TB, cfg poppler.Config) *poppler.Pages {
	t.Helper()
	pages, err := poppler.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func file(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func look(t *testing.T, content []byte) (documents.PageFacts, error) {
	t.Helper()
	return open(t, poppler.Config{}).Look(t.Context(), file(t, content))
}

func TestTheKindsOfFilesThatEveryPagesHasToTellApart(t *testing.T) {
	t.Parallel()
	documentstest.ExercisePages(t, open(t, poppler.Config{}), documentstest.PagesSamples{
		Good: documentstest.PDF(3), GoodPages: 3,
		Damaged: [][]byte{nil, []byte("%PDF-1.7\nthat was all"), documentstest.PDF(3)[:200], bytes.Repeat([]byte("noise"), 1000)},
	})
}

func TestAPDFWithAPasswordIsToldApartFromADamagedOne(t *testing.T) {
	t.Parallel()
	if _, err := look(t, documentstest.EncryptedPDF()); !errors.Is(err, documents.ErrEncrypted) {
		t.Errorf("%v", err)
	}
}

func TestAPDFThatOnlyItsOwnerMayChangeCanBeRead(t *testing.T) {
	t.Parallel()
	locked, err := os.ReadFile("testdata/owner-locked.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if facts, err := look(t, locked); err != nil || facts.Pages != 1 {
		t.Errorf("%+v, %v", facts, err)
	}
}

func TestScriptsAndActionsAreToldAndNeverRun(t *testing.T) {
	t.Parallel()
	for _, action := range []string{
		"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
		"/OpenAction << /S /Launch /F (calc.exe) >>",
		"/Names << /EmbeddedFiles << /Names [] >> >> /AF << /Type /EmbeddedFile >>",
	} {
		content := documentstest.PDF(1, action)
		facts, err := look(t, content)
		if err != nil || !facts.Active {
			t.Errorf("%s: %+v, %v", action, facts, err)
		}
		if err := open(t, poppler.Config{}).Paint(t.Context(), file(t, content), 1, 400, io.Discard); err != nil {
			t.Errorf("%s: %v", action, err)
		}
	}
	if facts, err := look(t, documentstest.PDF(1)); err != nil || facts.Active {
		t.Errorf("a quiet one: %+v, %v", facts, err)
	}
}

func TestASignAcrossTwoPiecesIsSeen(t *testing.T) {
	t.Parallel()
	for _, gap := range []int{65_400, 65_520, 65_530, 66_000, 131_060} {
		content := documentstest.PDF(1)
		content = append(content[:len(content)-6], []byte(strings.Repeat("% filling\n", gap/10)+"% /Launch\n%%EOF\n")...)
		if facts, err := look(t, content); err != nil || !facts.Active {
			t.Errorf("after %d bytes: %+v, %v", gap, facts, err)
		}
	}
}

// wall is a PDF of one page as large as a wall of a house, in points.
func wall(edge int) []byte {
	return bytes.Replace(documentstest.PDF(1), []byte("[0 0 595 842]"), fmt.Appendf(nil, "[0 0 %d %d]", edge, edge), 1)
}

func TestAPageAsLargeAsAWallBecomesAPictureLikeAnyOther(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := open(t, poppler.Config{}).Paint(t.Context(), file(t, wall(2_000_000)), 1, 600, &out); err != nil {
		t.Fatal(err)
	}
	if cfg, err := jpeg.DecodeConfig(&out); err != nil || max(cfg.Width, cfg.Height) > 600 {
		t.Errorf("%dx%d, %v", cfg.Width, cfg.Height, err)
	}
}

// busy is a small PDF whose one page takes minutes to paint: forms that paint forms that paint forms.
func busy() []byte {
	var forms, names strings.Builder
	const depth = 12
	for i := range depth {
		content := "0 0 500 500 re f"
		if i < depth-1 {
			content = strings.Repeat(fmt.Sprintf("/F%d Do ", i+1), 10)
		}
		fmt.Fprintf(&forms, "%d 0 obj << /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F%d %d 0 R >> >> /Length %d >>\nstream\n%s\nendstream\nendobj\n",
			10+i, i+1, 11+i, len(content), content)
	}
	fmt.Fprintf(&names, "/F0 10 0 R")
	return fmt.Appendf(nil, `%%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << %s >> >> >> endobj
4 0 obj << /Length 6 >>
stream
/F0 Do
endstream
endobj
%strailer << /Root 1 0 R /Size 40 >>
%%%%EOF
`, names.String(), forms.String())
}

func TestAPageThatTakesForeverEnds(t *testing.T) {
	t.Parallel()
	pages := open(t, poppler.Config{CPUSeconds: 1})
	if err := pages.Paint(t.Context(), file(t, busy()), 1, 1800, io.Discard); !errors.Is(err, documents.ErrDamaged) {
		t.Errorf("%v", err)
	}
}

// swollen.pdf is a kilobyte with a page whose font, deflated twice, inflates to 160 MB.
func TestAPageThatWantsTooMuchMemoryEnds(t *testing.T) {
	t.Parallel()
	const bomb = "testdata/swollen.pdf"
	small := open(t, poppler.Config{MemoryMB: 128})
	if err := small.Paint(t.Context(), bomb, 1, 400, io.Discard); !errors.Is(err, documents.ErrDamaged) {
		t.Errorf("%v", err)
	}
	// Neither the page nor the limit alone is what ends it.
	if err := open(t, poppler.Config{}).Paint(t.Context(), bomb, 1, 400, io.Discard); err != nil {
		t.Errorf("with more memory: %v", err)
	}
	if err := small.Paint(t.Context(), file(t, documentstest.PDF(1)), 1, 400, io.Discard); err != nil {
		t.Errorf("any other page: %v", err)
	}
}

func TestWhatIsNotTheFilesFaultIsTriedAgain(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := open(t, poppler.Config{}).Look(ctx, file(t, documentstest.PDF(1))); !errors.Is(err, documents.ErrPagesUnavailable) {
		t.Errorf("a caller who has gone: %v", err)
	}
	if _, err := open(t, poppler.Config{}).Look(t.Context(), "/nowhere/at/all"); !errors.Is(err, documents.ErrPagesUnavailable) {
		t.Errorf("a file that is not there: %v", err)
	}
	gone := filepath.Join(t.TempDir(), "pdftoppm")
	if err := os.WriteFile(gone, []byte("#!/bin/sh\nexit 0\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	pages := open(t, poppler.Config{Paint: gone})
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	if err := pages.Paint(t.Context(), file(t, documentstest.PDF(1)), 1, 400, io.Discard); !errors.Is(err, documents.ErrPagesUnavailable) {
		t.Errorf("a program that was removed: %v", err)
	}
}

func TestTheConfigurationTellsAllItsFaults(t *testing.T) {
	t.Parallel()
	err := poppler.Plugin.Check([]byte("info: /no/pdfinfo\nlimit: /no/prlimit\nmemory_mb: 3\ncpu_seconds: -2\n"))
	for _, field := range []string{"info:", "limit:", "memory_mb:", "cpu_seconds:"} {
		if err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s is not named: %v", field, err)
		}
	}
	if got, err := plugin.Open[documents.Pages](t.Context(), plugin.List{poppler.Plugin}, "documents.Pages", "poppler", nil, plugin.Deps{}); err != nil || got == nil {
		t.Errorf("without any configuration: %v", err)
	}
}
