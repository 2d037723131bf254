package letterstest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/errs"
)

var errNoObject = errs.New(errs.NotFound, "letterstest.no_object")

// Store is a letters.Store in memory.
type Store struct{ objects sync.Map }

var _ letters.Store = (*Store)(nil)

// Put implements letters.Store.
func (s *Store) Put(_ context.Context, key string, r io.Reader, size int64, _ string) error {
	body, err := io.ReadAll(r)
	if err != nil || int64(len(body)) != size {
		return fmt.Errorf("put %d bytes, %d announced: %w", len(body), size, err)
	}
	s.objects.Store(key, body)
	return nil
}

// Get implements letters.Store.
func (s *Store) Get(_ context.Context, key string) (io.ReadCloser, error) {
	body, ok := s.objects.Load(key)
	if !ok {
		return nil, errNoObject
	}
	b, _ := body.([]byte)
	return io.NopCloser(bytes.NewReader(b)), nil
}

// Spoil replaces what is stored under every key.
func (s *Store) Spoil(body []byte) {
	s.objects.Range(func(key, _ any) bool {
		s.objects.Store(key, body)
		return true
	})
}
