package documentstest

import (
	"bytes"
	"context"
	"errors"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/ankunft/ankunft/modules/documents"
)

// PagesSamples are files in the format that a documents.Pages understands.
type PagesSamples struct {
	Good      []byte
	GoodPages int
	Damaged   [][]byte
}

// ExercisePages is the suite that every documents.Pages has to pass.
func ExercisePages(t *testing.T, pages documents.Pages, samples PagesSamples) {
	t.Helper()
	file := func(t *testing.T, content []byte) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), "original")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	t.Run("tells the pages of a sound file", func(t *testing.T) {
		t.Parallel()
		facts, err := pages.Look(t.Context(), file(t, samples.Good))
		if err != nil || facts.Pages != samples.GoodPages || facts.Active {
			t.Errorf("%+v, %v", facts, err)
		}
	})
	t.Run("paints each page as a JPEG within the edge", func(t *testing.T) {
		t.Parallel()
		path := file(t, samples.Good)
		for n := 1; n <= samples.GoodPages; n++ {
			var out bytes.Buffer
			if err := pages.Paint(t.Context(), path, n, 300, &out); err != nil {
				t.Fatalf("page %d: %v", n, err)
			}
			picture, err := jpeg.Decode(&out)
			if err != nil || max(picture.Bounds().Dx(), picture.Bounds().Dy()) > 300 {
				t.Fatalf("page %d: %v", n, err)
			}
		}
		if err := pages.Paint(t.Context(), path, samples.GoodPages+1, 300, io.Discard); !errors.Is(err, documents.ErrDamaged) {
			t.Errorf("a page past the last: %v", err)
		}
	})
	t.Run("calls damaged what it cannot read", func(t *testing.T) {
		t.Parallel()
		for i, content := range samples.Damaged {
			if _, err := pages.Look(t.Context(), file(t, content)); !errors.Is(err, documents.ErrDamaged) {
				t.Errorf("sample %d: %v", i, err)
			}
		}
	})
	t.Run("does not blame the file when the caller has gone", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := pages.Look(ctx, file(t, samples.Good)); !errors.Is(err, documents.ErrPagesUnavailable) {
			t.Errorf("look: %v", err)
		}
		if err := pages.Paint(ctx, file(t, samples.Good), 1, 300, io.Discard); !errors.Is(err, documents.ErrPagesUnavailable) {
			t.Errorf("paint: %v", err)
		}
	})
}
