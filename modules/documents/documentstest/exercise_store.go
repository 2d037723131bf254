package documentstest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/ids"
)

// ExerciseStore is the suite that every documents.Store has to pass. open returns a store that the test may fill;
// it may be the same one each time, since every test uses keys of its own.
func ExerciseStore(t *testing.T, open func(t *testing.T) documents.Store) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, documents.Store){
		"keeps bytes, size and type":            storeKeeps,
		"replaces what was there":               storeReplaces,
		"refuses a size that is not true":       storeRefusesWrongSize,
		"reads a range":                         storeReadsRange,
		"says when there is nothing":            storeHasNothing,
		"deletes, twice if need be":             storeDeletes,
		"obeys a caller who has gone":           storeObeysContext,
		"takes parts from a browser":            storeTakesParts,
		"goes on after a broken upload":         storeResumes,
		"refuses parts that do not fit":         storeRefusesParts,
		"refuses other bytes than were signed":  storeRefusesUnsigned,
		"forgets an upload that was given up":   storeForgetsUpload,
		"does not know uploads of other's keys": storeKeepsUploadsApart,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

func newKey() string { return "exercise/" + ids.New().String() }

func mustPut(t *testing.T, s documents.Store, key string, body []byte, contentType string) {
	t.Helper()
	if err := s.Put(t.Context(), key, bytes.NewReader(body), int64(len(body)), contentType); err != nil {
		t.Fatalf("put: %v", err)
	}
}

func read(t *testing.T, r io.ReadCloser, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	defer r.Close()
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return body
}

func mustHold(t *testing.T, s documents.Store, key string, want []byte) {
	t.Helper()
	r, err := s.Get(t.Context(), key)
	if got := read(t, r, err); !bytes.Equal(got, want) {
		t.Fatalf("the store holds %d bytes that differ from the %d that were put", len(got), len(want))
	}
}

func storeKeeps(t *testing.T, s documents.Store) {
	key, body := newKey(), bytes.Repeat([]byte("passport "), 20_000)
	mustPut(t, s, key, body, "application/pdf")
	mustHold(t, s, key, body)
	info, err := s.Stat(t.Context(), key)
	if err != nil {
		t.Fatalf("stat: %v", err)
	}
	if info.Size != int64(len(body)) || info.ContentType != "application/pdf" || info.ModifiedAt.IsZero() {
		t.Fatalf("stat tells %+v", info)
	}
	empty := newKey()
	mustPut(t, s, empty, nil, "text/plain")
	mustHold(t, s, empty, nil)
}

func storeReplaces(t *testing.T, s documents.Store) {
	key := newKey()
	mustPut(t, s, key, []byte("the first, longer one"), "text/plain")
	mustPut(t, s, key, []byte("second"), "text/plain")
	mustHold(t, s, key, []byte("second"))
}

func storeRefusesWrongSize(t *testing.T, s documents.Store) {
	key := newKey()
	if err := s.Put(t.Context(), key, strings.NewReader("short"), 50, "text/plain"); err == nil {
		t.Error("five bytes were accepted as fifty")
	}
	if err := s.Put(t.Context(), key, strings.NewReader("too long"), 3, "text/plain"); err == nil {
		t.Error("eight bytes were accepted as three")
	}
	for _, cause := range []error{errBroken, io.ErrUnexpectedEOF} { // the latter is how an HTTP body breaks off
		if err := s.Put(t.Context(), key, io.MultiReader(strings.NewReader("a"), brokenReader{cause}), 50, "text/plain"); !errors.Is(err, cause) {
			t.Errorf("a source that broke: %v", err)
		}
	}
	if _, err := s.Stat(t.Context(), key); !errors.Is(err, documents.ErrNoObject) {
		t.Errorf("a refused put left something behind: %v", err)
	}
}

var errBroken = errors.New("the source broke")

type brokenReader struct{ cause error }

func (r brokenReader) Read([]byte) (int, error) { return 0, r.cause }

func storeReadsRange(t *testing.T, s documents.Store) {
	key := newKey()
	mustPut(t, s, key, []byte("0123456789"), "text/plain")
	for _, c := range []struct {
		offset, length int64
		want           string
	}{{0, 1, "0"}, {3, 4, "3456"}, {8, 50, "89"}, {0, 10, "0123456789"}} {
		r, err := s.GetRange(t.Context(), key, c.offset, c.length)
		if got := read(t, r, err); string(got) != c.want {
			t.Errorf("%d bytes from %d: %q instead of %q", c.length, c.offset, got, c.want)
		}
	}
	if r, err := s.GetRange(t.Context(), key, -1, 2); err == nil {
		r.Close()
		t.Error("a negative offset was accepted")
	}
	if r, err := s.GetRange(t.Context(), key, 0, 0); err == nil {
		r.Close()
		t.Error("a range of nothing was accepted")
	}
}

func storeHasNothing(t *testing.T, s documents.Store) {
	key := newKey()
	if r, err := s.Get(t.Context(), key); !errors.Is(err, documents.ErrNoObject) {
		if err == nil {
			r.Close()
		}
		t.Errorf("get: %v", err)
	}
	if _, err := s.GetRange(t.Context(), key, 0, 1); !errors.Is(err, documents.ErrNoObject) {
		t.Errorf("get range: %v", err)
	}
	if _, err := s.Stat(t.Context(), key); !errors.Is(err, documents.ErrNoObject) {
		t.Errorf("stat: %v", err)
	}
}

func storeDeletes(t *testing.T, s documents.Store) {
	key := newKey()
	mustPut(t, s, key, []byte("gone soon"), "text/plain")
	for range 2 {
		if err := s.Delete(t.Context(), key); err != nil {
			t.Fatalf("delete: %v", err)
		}
	}
	if _, err := s.Stat(t.Context(), key); !errors.Is(err, documents.ErrNoObject) {
		t.Fatalf("after deletion: %v", err)
	}
}

func storeObeysContext(t *testing.T, s documents.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Put(ctx, newKey(), strings.NewReader("x"), 1, "text/plain"); err == nil {
		t.Error("put went on for a caller who has gone")
	}
	if _, err := s.Stat(ctx, newKey()); err == nil || errors.Is(err, documents.ErrNoObject) {
		t.Errorf("stat of a caller who has gone: %v", err)
	}
}

// --- uploads in parts ---

func begin(t *testing.T, s documents.Store, key string) string {
	t.Helper()
	id, err := s.BeginParts(t.Context(), key, "image/jpeg")
	if err != nil {
		t.Fatalf("begin: %v", err)
	}
	return id
}

// send does what a browser does: it asks the office for an address and PUTs the bytes there.
func send(t *testing.T, s documents.Store, key, uploadID string, number int, signedSize int64, body []byte) int {
	t.Helper()
	address, err := s.SignPart(t.Context(), key, uploadID, number, signedSize, time.Minute)
	if err != nil {
		t.Fatalf("sign part %d: %v", number, err)
	}
	return put(t, address, body)
}

func put(t *testing.T, address string, body []byte) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, address, bytes.NewReader(body))
	if err != nil {
		t.Fatalf("build request: %v", err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatalf("put part: %v", err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Fatalf("read answer: %v", err)
	}
	return resp.StatusCode
}

func mustSend(t *testing.T, s documents.Store, key, uploadID string, number int, body []byte) {
	t.Helper()
	if status := send(t, s, key, uploadID, number, int64(len(body)), body); status != http.StatusOK {
		t.Fatalf("part %d: status %d", number, status)
	}
}

func arrived(t *testing.T, s documents.Store, key, uploadID string) []documents.Part {
	t.Helper()
	parts, err := s.ListParts(t.Context(), key, uploadID)
	if err != nil {
		t.Fatalf("list parts: %v", err)
	}
	return parts
}

func storeTakesParts(t *testing.T, s documents.Store) {
	key := newKey()
	id := begin(t, s, key)
	first, last := bytes.Repeat([]byte{1}, documents.MinPartSize), []byte("the end")
	mustSend(t, s, key, id, 2, last) // parts may come in any order
	mustSend(t, s, key, id, 1, first)
	if _, err := s.Stat(t.Context(), key); !errors.Is(err, documents.ErrNoObject) {
		t.Fatalf("an unfinished upload is already visible: %v", err)
	}
	parts := arrived(t, s, key, id)
	if fmt.Sprint(sizes(parts)) != fmt.Sprint([]int64{1, documents.MinPartSize, 2, 7}) {
		t.Fatalf("parts by number and size: %v", sizes(parts))
	}
	if err := s.CompleteParts(t.Context(), key, id, parts); err != nil {
		t.Fatalf("complete: %v", err)
	}
	mustHold(t, s, key, append(first, last...))
	info, err := s.Stat(t.Context(), key)
	if err != nil || info.ContentType != "image/jpeg" {
		t.Fatalf("stat: %+v, %v", info, err)
	}
}

func sizes(parts []documents.Part) []int64 {
	var all []int64
	for _, p := range parts {
		all = append(all, int64(p.Number), p.Size)
	}
	return all
}

func storeResumes(t *testing.T, s documents.Store) {
	key := newKey()
	id := begin(t, s, key)
	first, last := bytes.Repeat([]byte{7}, documents.MinPartSize), []byte("rest")
	mustSend(t, s, key, id, 1, bytes.Repeat([]byte{6}, documents.MinPartSize))
	mustSend(t, s, key, id, 1, first) // sent again after a doubtful end: the last one counts
	if got := arrived(t, s, key, id); len(got) != 1 {
		t.Fatalf("%d parts after one was sent twice", len(got))
	}
	mustSend(t, s, key, id, 2, last)
	if err := s.CompleteParts(t.Context(), key, id, arrived(t, s, key, id)); err != nil {
		t.Fatalf("complete: %v", err)
	}
	mustHold(t, s, key, append(first, last...))
}

func storeRefusesParts(t *testing.T, s documents.Store) {
	key := newKey()
	id := begin(t, s, key)
	mustSend(t, s, key, id, 1, []byte("small"))
	mustSend(t, s, key, id, 2, []byte("also small"))
	parts := arrived(t, s, key, id)
	for name, wrong := range map[string][]documents.Part{
		"none":               nil,
		"a part that is not": append(parts[:1:1], documents.Part{Number: 3, Size: 1, ETag: parts[0].ETag}),
		"a changed part":     {{Number: 1, Size: 5, ETag: "00000000000000000000000000000000"}},
		"in wrong order":     {parts[1], parts[0]},
		"a small first part": parts,
	} {
		if err := s.CompleteParts(t.Context(), key, id, wrong); !errors.Is(err, documents.ErrBadParts) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, number := range []int{0, 10_001} {
		if _, err := s.SignPart(t.Context(), key, id, number, 1, time.Minute); !errors.Is(err, documents.ErrBadParts) {
			t.Errorf("part number %d: %v", number, err)
		}
	}
	if err := s.CompleteParts(t.Context(), key, id, parts[:1]); err != nil {
		t.Errorf("after the refusals the upload should still end well: %v", err)
	}
}

func storeRefusesUnsigned(t *testing.T, s documents.Store) {
	key := newKey()
	id := begin(t, s, key)
	if status := send(t, s, key, id, 1, 4, []byte("much more than four")); status < 400 {
		t.Errorf("more bytes than signed: status %d", status)
	}
	address, err := s.SignPart(t.Context(), key, id, 1, 4, time.Minute)
	if err != nil {
		t.Fatalf("sign: %v", err)
	}
	if status := put(t, strings.Replace(address, id[:6], "000000", 1), []byte("four")); status < 400 {
		t.Errorf("a changed address: status %d", status)
	}
	if got := arrived(t, s, key, id); len(got) != 0 {
		t.Errorf("refused parts were kept: %v", sizes(got))
	}
}

func storeForgetsUpload(t *testing.T, s documents.Store) {
	key := newKey()
	id := begin(t, s, key)
	mustSend(t, s, key, id, 1, []byte("never mind"))
	parts := arrived(t, s, key, id)
	for range 2 {
		if err := s.AbortParts(t.Context(), key, id); err != nil {
			t.Fatalf("abort: %v", err)
		}
	}
	if _, err := s.ListParts(t.Context(), key, id); !errors.Is(err, documents.ErrNoObject) {
		t.Errorf("list after abort: %v", err)
	}
	if err := s.CompleteParts(t.Context(), key, id, parts); !errors.Is(err, documents.ErrNoObject) {
		t.Errorf("complete after abort: %v", err)
	}
}

func storeKeepsUploadsApart(t *testing.T, s documents.Store) {
	key := newKey()
	id := begin(t, s, key)
	mustSend(t, s, key, id, 1, []byte("mine"))
	if _, err := s.ListParts(t.Context(), newKey(), id); !errors.Is(err, documents.ErrNoObject) {
		t.Errorf("another key sees the upload: %v", err)
	}
}
