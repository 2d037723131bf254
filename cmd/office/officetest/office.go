// Package officetest boots the whole office for a test: the one that production runs, wired by office.OpenPorts and office.Wire, on
// a database of its own and behind a real HTTPS server. Only the outside worlds are fakes, opened as plug-ins.
package officetest

import (
	"bytes"
	"context"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/jobs"
	"github.com/ankunft/ankunft/platform/logs"
	"github.com/ankunft/ankunft/platform/plugin"
	"github.com/ankunft/ankunft/platform/testkit"
)

// AuditKey signs the checkpoints of every test.
var AuditKey = base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 32))

// ContentURL is where every test's office plays packages: another name of the same server.
const ContentURL = "https://lernen.musterstadt.example"

// Office is a running office.
type Office struct {
	*office.Office
	*Worlds
	Clock *clock.Fixed
	URL   string
	Logs  *Log // all that the office logged, as its operator reads it

	server *httptest.Server
}

// patience is how long a busy machine may take over the jobs of one step.
const patience = 3 * time.Minute

// Option changes how the office is booted.
type Option func(*setup)

type setup struct {
	cfg      office.Config
	database string
	worlds   *Worlds
}

// Closed answers the operations of our own apps only, as production does.
func Closed(s *setup) { s.cfg.OpenGraphQL = false }

// OnDatabase boots on a database that the test has made, and migrates it.
func OnDatabase(url string) Option { return func(s *setup) { s.database = url } }

// Configured changes the configuration.
func Configured(change func(*office.Config)) Option { return func(s *setup) { change(&s.cfg) } }

// Also offers one more integration, a real one, to the configuration.
func Also(p plugin.Plugin) Option { return func(s *setup) { s.worlds.more = append(s.worlds.more, p) } }

// Boot starts an office; it ends with the test.
func Boot(t testing.TB, options ...Option) *Office {
	t.Helper()
	o := &Office{Clock: clock.NewFixed(testkit.Start), Logs: &Log{}}
	var handler atomic.Pointer[http.Handler]
	o.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		(*handler.Load()).ServeHTTP(w, r)
	}))
	o.server.StartTLS()
	s := &setup{cfg: Config(o.server.URL), worlds: Open(t, o.Clock)}
	for _, change := range options {
		change(s)
	}
	fresh := s.database == ""
	if fresh {
		s.database = testkit.New(t, office.Migrations()...).URL()
	}
	s.cfg.Database = plugin.Secret(s.database)
	o.Worlds, o.URL = s.worlds, o.server.URL
	log := logs.New(o.Logs, -8)
	if err := s.cfg.Check(o.Plugins()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ports, err := office.OpenPorts(ctx, s.cfg, o.Plugins(), o.Clock, log)
	if err != nil {
		t.Fatal(err)
	}
	if o.Office, err = office.Wire(ctx, s.cfg, ports, o.Clock, log); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		o.server.CloseClientConnections()
		o.server.Close()
		cancel()
		_ = o.Close()
		if t.Failed() {
			t.Log(o.Logs.Faults())
		}
	})
	if !fresh {
		if err := o.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.Catalogue.Publish(ctx); err != nil {
		t.Fatal(err)
	}
	h, err := o.Handler(ctx)
	if err != nil {
		t.Fatal(err)
	}
	handler.Store(&h)
	go o.DB.Live.Run(ctx)
	return o
}

// Config is a city's configuration with fakes for its outside worlds.
func Config(base string) office.Config {
	memory := office.Section{Use: "memory"}
	return office.Config{
		City: City(), BaseURL: base, ContentURL: ContentURL, MaxConns: 8, AuditKey: plugin.Secret(AuditKey), LinkKey: plugin.Secret(AuditKey), SupervisionKey: plugin.Secret(AuditKey), OpenGraphQL: true,
		Database: "postgres:///set-by-the-test", Objects: memory, Vault: memory, Mail: memory, Scanner: memory, Typst: memory, Pages: memory,
		Staff: office.Section{Use: "staff"}, Applicants: office.Section{Use: "applicants"}, MailDomain: "musterstadt.example",
	}
}

// City is the folder of the demo city.
func City() string {
	_, here, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(here), "..", "..", "..", "cities", "musterstadt")
}

// Work works all jobs that are due; one that fails fails the test.
func (o *Office) Work(t testing.TB) {
	t.Helper()
	for _, f := range o.TryWork(t) {
		t.Errorf("job %s %s: %s", f.Kind, f.Args, f.Error)
	}
}

// TryWork works all jobs that are due and tells which failed; those wait for their retry.
func (o *Office) TryWork(t testing.TB) []jobs.Failure {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	failures, err := o.Jobs.Drain(ctx, 4)
	if err != nil {
		t.Fatalf("work jobs: %v; left: %s", err, o.Left(t))
	}
	return failures
}

// Left names the jobs that are not done, for whoever wonders why a test hangs.
func (o *Office) Left(t testing.TB) (jobs string) {
	t.Helper()
	err := o.DB.NewRaw("SELECT jsonb_agg(jsonb_build_array(kind, state, attempt, args, errors[1] ->> 'error'))::text FROM river.river_job WHERE state <> 'completed'").
		Scan(t.Context(), &jobs)
	if err != nil {
		t.Error(err)
	}
	return jobs
}

// RetryNow makes the jobs that failed due again, as if the time until their retry had passed.
func (o *Office) RetryNow(t testing.TB) {
	t.Helper()
	o.Exec(t, "UPDATE river.river_job SET state = 'available', scheduled_at = now() WHERE state IN ('retryable', 'scheduled', 'available')")
}

// Exec does by hand in the database what nobody else does.
func (o *Office) Exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	if _, err := o.DB.ExecContext(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// Database is the address of the office's database.
func (o *Office) Database(t testing.TB) string {
	t.Helper()
	url, err := o.Config.Database.Reveal()
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// Count counts the rows of a query's FROM clause.
func (o *Office) Count(t testing.TB, from string, args ...any) int {
	t.Helper()
	var n int
	if err := o.DB.NewRaw("SELECT count(*) FROM "+from, args...).Scan(t.Context(), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Log keeps what was logged.
type Log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// Faults are the lines that the office logged as its own fault.
func (l *Log) Faults() string {
	var found strings.Builder
	for line := range strings.Lines(l.String()) {
		if strings.Contains(line, `"level":"ERROR"`) {
			found.WriteString(line)
		}
	}
	return found.String()
}

// String is all so far.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
