package documentstest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/documents"
)

// ExerciseScanner is the suite that every documents.Scanner has to pass. scanner is set up to find EICAR and to take
// files up to limit bytes.
func ExerciseScanner(t *testing.T, scanner documents.Scanner, limit int64) {
	t.Helper()
	t.Run("finds nothing in a clean file", func(t *testing.T) {
		t.Parallel()
		for _, body := range [][]byte{nil, []byte("a letter"), bytes.Repeat([]byte("page "), 60_000)} {
			verdict, err := scanner.Scan(t.Context(), bytes.NewReader(body))
			if err != nil || !verdict.Clean || verdict.Finding != "" {
				t.Errorf("%d clean bytes: %+v, %v", len(body), verdict, err)
			}
		}
	})
	t.Run("finds the test virus and names it", func(t *testing.T) {
		t.Parallel()
		verdict, err := scanner.Scan(t.Context(), bytes.NewReader(EICAR()))
		if err != nil || verdict.Clean || !strings.Contains(strings.ToLower(verdict.Finding), "eicar") {
			t.Errorf("%+v, %v", verdict, err)
		}
	})
	t.Run("gives no verdict on a file over the limit", func(t *testing.T) {
		t.Parallel()
		verdict, err := scanner.Scan(t.Context(), io.LimitReader(zeros{}, limit+1<<20))
		if !errors.Is(err, documents.ErrScanTooLarge) || verdict.Clean {
			t.Errorf("%+v, %v", verdict, err)
		}
	})
	t.Run("gives no verdict on half a file", func(t *testing.T) {
		t.Parallel()
		for _, cause := range []error{errBroken, io.ErrUnexpectedEOF} { // the latter is how an HTTP body breaks off
			verdict, err := scanner.Scan(t.Context(), io.MultiReader(strings.NewReader("half"), brokenReader{cause}))
			if !errors.Is(err, cause) || verdict.Clean {
				t.Errorf("%+v, %v", verdict, err)
			}
		}
	})
	t.Run("obeys a caller who has gone", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		verdict, err := scanner.Scan(ctx, strings.NewReader("x"))
		if !errors.Is(err, documents.ErrScannerUnavailable) || verdict.Clean {
			t.Errorf("%+v, %v", verdict, err)
		}
	})
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
