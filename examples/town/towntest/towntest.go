// Package towntest is what tests of towns' programs share: the ground on a database of its own, somebody's browser, and what is linked in.
package towntest

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/examples/town"
	"github.com/ankunft/ankunft/graph/graphtest"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/identity/identitytest"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
	"github.com/ankunft/ankunft/platform/plugin"
	"github.com/ankunft/ankunft/platform/testkit"
)

// Town is where a program under test stands; all its people are of one team.
type Town struct {
	Kit    *testkit.Kit
	Clock  *clock.Fixed
	Config town.Config
	Ports  town.Ports
	Mails  *messagestest.MemoryMailer
	team   string
	staff  *identitytest.FakeProvider
	server *httptest.Server
	serves http.Handler
}

// New makes the town, with the rules of Nachbarstadt, for a program that is two folders below examples.
func New(t *testing.T, team string, migrations []db.Migrations) *Town {
	t.Helper()
	w := &Town{Kit: testkit.New(t, migrations...), Clock: clock.NewFixed(graphtest.Tuesday), Mails: messagestest.NewMemoryMailer(), team: team, staff: identitytest.NewFakeProvider("staff")}
	w.server = httptest.NewTLSServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.serves.ServeHTTP(rw, r) }))
	t.Cleanup(w.server.Close)
	key := plugin.Secret(base64.StdEncoding.EncodeToString(make([]byte, 32)))
	w.Config = town.Config{
		City: "Nachbarstadt", Rules: "../../../cities/nachbarstadt", BaseURL: w.server.URL, Database: plugin.Secret(w.Kit.URL()), AuditKey: key, LinkKey: key,
	}
	w.Ports = town.Ports{Vault: audittest.NewMemoryVault(), Staff: w.staff, Mailer: w.Mails}
	return w
}

// Answer has the town's address answered.
func (w *Town) Answer(h http.Handler) { w.serves = h }

// Browser is somebody's, logged in at the city's provider if they have a role.
func (w *Town) Browser(t *testing.T, role identity.Role) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &http.Client{Transport: w.server.Client().Transport, Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if role == "" {
		return b
	}
	_, start := w.Get(t, b, "/auth/staff/start?next=/")
	code, state := w.staff.LogIn(t, start, identity.Claims{
		Subject: string(role), Name: "Petra Lindner", Email: "lindner@nachbarstadt.example", Trust: identity.TrustHigh, Roles: []string{string(role)}, Teams: []string{w.team},
	})
	w.Get(t, b, "/auth/staff/callback?"+url.Values{"code": {code}, "state": {state}}.Encode())
	return b
}

// Get tells how an address answers and where it leads.
func (w *Town) Get(t *testing.T, b *http.Client, path string) (status int, leads string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := b.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode, res.Header.Get("Location")
}

// Ask asks what must be answered.
func (w *Town) Ask(t *testing.T, b *http.Client, query string, input map[string]any, into any) {
	t.Helper()
	if code := w.TryTo(t, b, query, input, into); code != "" {
		t.Fatalf("%s\n%s", code, query)
	}
}

// TryTo asks, and tells the code of the first error.
func (w *Town) TryTo(t *testing.T, b *http.Client, query string, input map[string]any, into any) string {
	t.Helper()
	return graphtest.Ask(t, b, w.server.URL+"/graphql", query, map[string]any{"in": input}, into)
}

// Work has all jobs done.
func Work(t *testing.T, runner *jobs.Runner) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if failed, err := runner.Drain(ctx, 2); err != nil || len(failed) > 0 {
		t.Fatal(err, failed)
	}
}

// LinkedIn are the modules that are linked into the program of a folder.
func LinkedIn(t *testing.T, folder string) (modules []string) {
	t.Helper()
	list, err := exec.CommandContext(t.Context(), "go", "list", "-deps", folder).Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(list)) {
		if _, module, ok := strings.Cut(strings.TrimSpace(line), "github.com/ankunft/ankunft/modules/"); ok {
			modules = append(modules, module)
		}
	}
	slices.Sort(modules)
	return modules
}
