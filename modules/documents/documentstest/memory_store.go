// Package documentstest holds what tests of other packages need of documents: fakes for its ports and the suites
// that every integration of a port has to pass.
package documentstest

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sort"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// MemoryStore is a documents.Store in memory. Its signed addresses really work: a small HTTP server takes the parts.
type MemoryStore struct {
	clk  clock.Clock
	base string

	mu      sync.Mutex
	down    bool
	objects map[string]object
	uploads map[string]*upload
}

type object struct {
	body        []byte
	contentType string
	at          time.Time
}

type upload struct {
	key, contentType string
	parts            map[int][]byte
	signed           map[string]signature
}

type signature struct {
	number  int
	size    int64
	expires time.Time
}

var _ documents.Store = (*MemoryStore)(nil)

// NewMemoryStore returns an empty store that lives as long as the test.
func NewMemoryStore(tb testing.TB, clk clock.Clock) *MemoryStore {
	tb.Helper()
	s := &MemoryStore{clk: clk, objects: map[string]object{}, uploads: map[string]*upload{}}
	server := httptest.NewServer(http.HandlerFunc(s.takePart))
	tb.Cleanup(server.Close)
	s.base = server.URL
	return s
}

// Down makes every call fail with documents.ErrStoreUnavailable until it is called with false.
func (s *MemoryStore) Down(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

// Keys lists what is stored, sorted.
func (s *MemoryStore) Keys() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	keys := make([]string, 0, len(s.objects))
	for key := range s.objects {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// open locks the store, unless it is down or the caller has gone.
func (s *MemoryStore) open(ctx context.Context) (unlock func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, documents.ErrStoreUnavailable.Because(err)
	}
	s.mu.Lock()
	if s.down {
		s.mu.Unlock()
		return nil, documents.ErrStoreUnavailable
	}
	return s.mu.Unlock, nil
}

// Put implements documents.Store.
func (s *MemoryStore) Put(ctx context.Context, key string, r io.Reader, size int64, contentType string) error {
	body, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("read object: %w", err)
	}
	if int64(len(body)) != size {
		return fmt.Errorf("put object: %d bytes instead of %d", len(body), size)
	}
	unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	s.objects[key] = object{body: body, contentType: contentType, at: s.clk.Now()}
	return nil
}

func (s *MemoryStore) find(ctx context.Context, key string) (object, error) {
	unlock, err := s.open(ctx)
	if err != nil {
		return object{}, err
	}
	defer unlock()
	found, ok := s.objects[key]
	if !ok {
		return object{}, documents.ErrNoObject
	}
	return found, nil
}

// Get implements documents.Store.
func (s *MemoryStore) Get(ctx context.Context, key string) (io.ReadCloser, error) {
	found, err := s.find(ctx, key)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(found.body)), nil
}

// GetRange implements documents.Store.
func (s *MemoryStore) GetRange(ctx context.Context, key string, offset, length int64) (io.ReadCloser, error) {
	if offset < 0 || length < 1 {
		return nil, fmt.Errorf("get range: offset %d, length %d", offset, length)
	}
	found, err := s.find(ctx, key)
	if err != nil {
		return nil, err
	}
	start := min(offset, int64(len(found.body)))
	end := min(start+length, int64(len(found.body)))
	return io.NopCloser(bytes.NewReader(found.body[start:end])), nil
}

// Stat implements documents.Store.
func (s *MemoryStore) Stat(ctx context.Context, key string) (documents.ObjectInfo, error) {
	found, err := s.find(ctx, key)
	if err != nil {
		return documents.ObjectInfo{}, err
	}
	return documents.ObjectInfo{Size: int64(len(found.body)), ContentType: found.contentType, ModifiedAt: found.at}, nil
}

// Delete implements documents.Store.
func (s *MemoryStore) Delete(ctx context.Context, key string) error {
	unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	delete(s.objects, key)
	return nil
}

// BeginParts implements documents.Store.
func (s *MemoryStore) BeginParts(ctx context.Context, key, contentType string) (string, error) {
	unlock, err := s.open(ctx)
	if err != nil {
		return "", err
	}
	defer unlock()
	id := ids.Token()
	s.uploads[id] = &upload{key: key, contentType: contentType, parts: map[int][]byte{}, signed: map[string]signature{}}
	return id, nil
}

func (s *MemoryStore) upload(key, uploadID string) (*upload, error) {
	u, ok := s.uploads[uploadID]
	if !ok || u.key != key {
		return nil, documents.ErrNoObject
	}
	return u, nil
}

// SignPart implements documents.Store.
func (s *MemoryStore) SignPart(ctx context.Context, key, uploadID string, number int, size int64, expires time.Duration) (string, error) {
	unlock, err := s.open(ctx)
	if err != nil {
		return "", err
	}
	defer unlock()
	if number < 1 || number > 10_000 || size < 1 {
		return "", documents.ErrBadParts
	}
	u, err := s.upload(key, uploadID)
	if err != nil {
		return "", err
	}
	token := ids.Token()
	u.signed[token] = signature{number: number, size: size, expires: s.clk.Now().Add(expires)}
	return s.base + "/?" + url.Values{"upload": {uploadID}, "token": {token}}.Encode(), nil
}

// takePart is the browser's side: PUT to a signed address.
func (s *MemoryStore) takePart(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "unreadable", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.uploads[r.FormValue("upload")]
	if s.down || u == nil {
		http.Error(w, "no upload", http.StatusNotFound)
		return
	}
	sig, ok := u.signed[r.FormValue("token")]
	if r.Method != http.MethodPut || !ok || int64(len(body)) != sig.size || s.clk.Now().After(sig.expires) {
		http.Error(w, "refused", http.StatusForbidden)
		return
	}
	u.parts[sig.number] = body
	w.Header().Set("ETag", strconv.Quote(etag(body)))
}

// ListParts implements documents.Store.
func (s *MemoryStore) ListParts(ctx context.Context, key, uploadID string) ([]documents.Part, error) {
	unlock, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	u, err := s.upload(key, uploadID)
	if err != nil {
		return nil, err
	}
	parts := make([]documents.Part, 0, len(u.parts))
	for number, body := range u.parts {
		parts = append(parts, documents.Part{Number: number, Size: int64(len(body)), ETag: etag(body)})
	}
	sort.Slice(parts, func(i, j int) bool { return parts[i].Number < parts[j].Number })
	return parts, nil
}

// CompleteParts implements documents.Store.
func (s *MemoryStore) CompleteParts(ctx context.Context, key, uploadID string, parts []documents.Part) error {
	unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	u, err := s.upload(key, uploadID)
	if err != nil {
		return err
	}
	var body []byte
	for i, part := range parts {
		held, ok := u.parts[part.Number]
		inOrder := i == 0 || parts[i-1].Number < part.Number
		largeEnough := i == len(parts)-1 || len(held) >= documents.MinPartSize
		if !ok || !inOrder || !largeEnough || etag(held) != part.ETag {
			return documents.ErrBadParts
		}
		body = append(body, held...)
	}
	if len(parts) == 0 {
		return documents.ErrBadParts
	}
	s.objects[key] = object{body: body, contentType: u.contentType, at: s.clk.Now()}
	delete(s.uploads, uploadID)
	return nil
}

// AbortParts implements documents.Store.
func (s *MemoryStore) AbortParts(ctx context.Context, _, uploadID string) error {
	unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	delete(s.uploads, uploadID)
	return nil
}

func etag(body []byte) string {
	sum := md5.Sum(body) // S3 speaks of parts by MD5; nothing rests on its strength
	return hex.EncodeToString(sum[:])
}
