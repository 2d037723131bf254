package documentstest_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/clock"
)

func TestMemoryStore(t *testing.T) {
	t.Parallel()
	documentstest.ExerciseStore(t, func(t *testing.T) documents.Store {
		return documentstest.NewMemoryStore(t, clock.System())
	})
}

func TestMemoryStoreCanBeDown(t *testing.T) {
	t.Parallel()
	store := documentstest.NewMemoryStore(t, clock.System())
	store.Down(true)
	if err := store.Put(t.Context(), "k", strings.NewReader("x"), 1, ""); !errors.Is(err, documents.ErrStoreUnavailable) {
		t.Fatalf("put into a store that is down: %v", err)
	}
	store.Down(false)
	if err := store.Put(t.Context(), "k", strings.NewReader("x"), 1, ""); err != nil || store.Keys()[0] != "k" {
		t.Fatalf("put into a store that is back: %v, keys %v", err, store.Keys())
	}
}

func TestFakeScanner(t *testing.T) {
	t.Parallel()
	documentstest.ExerciseScanner(t, documentstest.NewFakeScanner(1<<20), 1<<20)
}

func TestFakeScannerCanBeDown(t *testing.T) {
	t.Parallel()
	scanner := documentstest.NewFakeScanner(0)
	scanner.Down(true)
	verdict, err := scanner.Scan(t.Context(), strings.NewReader("x"))
	if !errors.Is(err, documents.ErrScannerUnavailable) || verdict.Clean || scanner.Scans() != 1 {
		t.Fatalf("%+v, %v, %d scans", verdict, err, scanner.Scans())
	}
}

func TestFakePages(t *testing.T) {
	t.Parallel()
	documentstest.ExercisePages(t, new(documentstest.FakePages), documentstest.PagesSamples{
		Good: []byte("pages=4"), GoodPages: 4, Damaged: [][]byte{nil, []byte("damaged")},
	})
}
