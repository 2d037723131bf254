package office_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/clock"
)

// farStore is the test's store, reached by a program of its own. An inspection reads the original and writes pictures.
type farStore struct {
	documents.Store
	base string
}

func (s farStore) do(ctx context.Context, method, key string, body io.Reader) (io.ReadCloser, error) {
	r, err := http.NewRequestWithContext(ctx, method, s.base+"/objects/"+key, body)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, documents.ErrStoreUnavailable.Because(err)
	}
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %w", res.Status, documents.ErrNoObject)
	}
	return res.Body, nil
}

// Get implements documents.Store.
func (s farStore) Get(ctx context.Context, key string) (io.ReadCloser, error) {
	return s.do(ctx, http.MethodGet, key, http.NoBody)
}

// Put implements documents.Store.
func (s farStore) Put(ctx context.Context, key string, r io.Reader, size int64, _ string) error {
	body, err := s.do(ctx, http.MethodPut, key, io.LimitReader(r, size))
	if err != nil {
		return err
	}
	return body.Close()
}

// farScanner asks the test, which finds nothing but may kill whoever asks.
type farScanner string

// Scan implements documents.Scanner.
func (s farScanner) Scan(ctx context.Context, r io.Reader) (documents.Verdict, error) {
	body, err := farStore{base: string(s)}.do(ctx, http.MethodPost, "scan", r)
	if err != nil {
		return documents.Verdict{}, documents.ErrScannerUnavailable.Because(err)
	}
	return documents.Verdict{Clean: true}, body.Close()
}

// quarantine is store and scanner of workers that may be killed.
type quarantine struct {
	store *officetest.Worlds
	scans chan struct{}

	mu   sync.Mutex
	kill func()         // at the next scan; nil: lives
	puts map[string]int // by key
}

func (q *quarantine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := strings.TrimPrefix(r.URL.Path, "/objects/")
	switch r.Method {
	case http.MethodGet:
		body, err := q.store.Store.Get(r.Context(), key)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		_, _ = io.Copy(w, body)
		_ = body.Close()
	case http.MethodPut:
		content, err := io.ReadAll(r.Body)
		if err == nil {
			err = q.store.Store.Put(r.Context(), key, strings.NewReader(string(content)), int64(len(content)), "image/jpeg")
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		q.mu.Lock()
		q.puts[key]++
		q.mu.Unlock()
	default:
		_, _ = io.Copy(io.Discard, r.Body)
		q.mu.Lock()
		kill := q.kill
		q.kill = nil
		q.mu.Unlock()
		if kill != nil {
			kill()
		}
		q.scans <- struct{}{}
	}
}

// A worker dies while the scanner looks at a file that its person has sent: another one looks at it again. It is settled once, told once,
// and nothing is lost, although the person has handed in meanwhile.
func TestAWorkerKilledDuringAnInspectionLosesNothing(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	o.Clock.Set(clock.System().Now()) // the workers have a clock of their own
	amal := o.Applicant(t)
	s := amal.Draft(t, officetest.Answers(nil))
	_, file := amal.Upload(t, "application", s.Applications[0].ID, "photo")
	q := &quarantine{store: o.Worlds, scans: make(chan struct{}, 10), puts: map[string]int{}}
	server := httptest.NewServer(q)
	t.Cleanup(server.Close)
	far := map[string]any{"use": "far"}
	config := configFile(t, o, map[string]any{"objects": far, "scanner": far, "workers": 2})
	deadline := time.After(3 * time.Minute)
	scanned := func() {
		t.Helper()
		select {
		case <-q.scans:
		case <-deadline:
			t.Fatalf("nobody scans; left: %s", o.Left(t))
		}
	}

	first := worker(t, config, server.URL)
	q.mu.Lock()
	q.kill = first
	q.mu.Unlock()
	scanned()
	if n := o.Count(t, "documents.file WHERE id = ? AND state = 'inspecting'", file); n != 1 {
		t.Fatal("the file was settled by the dead")
	}
	opened := amal.Ask(t, officetest.SubmitDocument, amal.Submit(t, s)).Opened(t)
	hints := o.DB.Live.Subscribe(t.Context(), "case:"+opened.CaseID.String())
	o.Exec(t, "UPDATE river.river_job SET attempted_at = attempted_at - interval '2 hours' WHERE state = 'running'")
	o.Exec(t, "DELETE FROM river.river_leader") // as if the time had passed after which others take over
	worker(t, config, server.URL)
	scanned()
	for o.Count(t, "documents.file WHERE id = ? AND state = 'ready'", file) == 0 {
		select {
		case <-hints:
		case <-deadline:
			t.Fatalf("the file is not settled; left: %s", o.Left(t))
		}
	}
	q.settledOnce(t, o, opened.CaseID, file)
}

func (q *quarantine) settledOnce(t *testing.T, o *officetest.Office, caseID, file uuid.UUID) {
	t.Helper()
	if n := o.Count(t, "events.event WHERE name = 'documents.inspected' AND payload ->> 'file_id' = ?", file.String()); n != 1 {
		t.Errorf("told %d times", n)
	}
	if n := o.Count(t, "documents.document WHERE subject_kind = 'case' AND subject_id = ?", caseID); n != 1 {
		t.Errorf("%d papers on the case", n)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, name := range []string{"page-1", "thumb"} {
		if n := q.puts["documents/"+file.String()+"/"+name]; n != 1 {
			t.Errorf("%s painted %d times", name, n)
		}
	}
	if res, _ := o.Colleague(t, officetest.Clerk()).Get(t, "/files/documents/"+file.String()+"/pages/1"); res.StatusCode != http.StatusOK {
		t.Errorf("the clerk does not see it: %d", res.StatusCode)
	}
}
