package pool_test

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/demo/mailsink"
	"github.com/ankunft/ankunft/examples/neighbour/pickup"
	"github.com/ankunft/ankunft/examples/neighbour/pool"
	"github.com/ankunft/ankunft/graph/graphtest"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/identity/identitytest"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/plugin"
	"github.com/ankunft/ankunft/platform/testkit"
)

// city is the neighbour's program, running; its mails lie in a folder.
type city struct {
	*pool.Pool
	kit    *testkit.Kit
	clock  *clock.Fixed
	staff  *identitytest.FakeProvider
	folder string
	server *httptest.Server
}

func key() plugin.Secret { return plugin.Secret(base64.StdEncoding.EncodeToString(make([]byte, 32))) }

func open(t *testing.T) *city {
	t.Helper()
	c := &city{kit: testkit.New(t, pool.Migrations()...), clock: clock.NewFixed(graphtest.Tuesday), staff: identitytest.NewFakeProvider("staff"), folder: t.TempDir()}
	var handler http.Handler
	c.server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(c.server.Close)
	cfg := pool.Config{
		City: "Nachbarstadt", Rules: "../../../cities/nachbarstadt", BaseURL: c.server.URL, Database: plugin.Secret(c.kit.URL()), AuditKey: key(), LinkKey: key(),
		Teams: map[string]string{"soziales": ""},
	}
	ports := &pool.Ports{
		Vault: audittest.NewMemoryVault(), Staff: c.staff,
		Mailer: pickup.New(pickup.Config{Folder: c.folder, From: "amt@nachbarstadt.example", FromName: "Nachbarstadt"}, c.clock),
	}
	var err error
	if c.Pool, err = pool.Wire(context.WithoutCancel(t.Context()), cfg, ports, c.clock, c.kit.Log); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.DB.Close() })
	handler = c.Handler()
	return c
}

// browser is somebody's, logged in at the city's provider if they have a role.
func (c *city) browser(t *testing.T, role identity.Role) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &http.Client{Transport: c.server.Client().Transport, Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if role == "" {
		return b
	}
	code, state := c.staff.LogIn(t, c.get(t, b, "/auth/staff/start?next=/"), identity.Claims{
		Subject: string(role), Name: "Petra Lindner", Email: "lindner@nachbarstadt.example", Trust: identity.TrustHigh, Roles: []string{string(role)}, Teams: []string{"soziales"},
	})
	c.get(t, b, "/auth/staff/callback?"+url.Values{"code": {code}, "state": {state}}.Encode())
	return b
}

// get is where an address leads.
func (c *city) get(t *testing.T, b *http.Client, path string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := b.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.Header.Get("Location")
}

func (c *city) ask(t *testing.T, b *http.Client, query string, input map[string]any, into any) {
	t.Helper()
	if code := c.tryTo(t, b, query, input, into); code != "" {
		t.Fatalf("%s\n%s", code, query)
	}
}

func (c *city) tryTo(t *testing.T, b *http.Client, query string, input map[string]any, into any) string {
	t.Helper()
	return graphtest.Ask(t, b, c.server.URL+"/graphql", query, map[string]any{"in": input}, into)
}

// link is the token of the newest link of some kind in the mails.
func (c *city) link(t *testing.T, path string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if failed, err := c.Jobs.Drain(ctx, 2); err != nil || len(failed) > 0 {
		t.Fatal(err, failed)
	}
	names, err := filepath.Glob(filepath.Join(c.folder, "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Backward(names) {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, rest, ok := strings.Cut(mailsink.Parse(raw).Text, path+"#"); ok {
			token, _, _ := strings.Cut(rest, "\n")
			return strings.TrimSpace(token)
		}
	}
	t.Fatalf("no mail leads to %s", path)
	return ""
}

func TestACityTakesTheInterpretersAlone(t *testing.T) {
	t.Parallel()
	c := open(t)
	lead, stranger := c.browser(t, identity.Lead), c.browser(t, "")
	var made struct{ CreateInterpreter struct{ ID string } }
	c.ask(t, lead, `mutation($in: InterpreterDetails!) { createInterpreter(input: $in) { id } }`, map[string]any{
		"kind": "person", "name": "Olena Kovalenko", "email": "olena@mail.example", "language": "de", "modes": []string{"phone", "video"},
		"skills": []map[string]any{{"language": "ukr", "form": "spoken"}},
	}, &made)
	olena := made.CreateInterpreter.ID
	c.ask(t, lead, `mutation($in: NoteProof!) { noteProof(input: $in) { id } }`, map[string]any{"interpreter": olena, "kind": "secrecy", "issuedOn": "2026-01-12"}, nil)
	c.ask(t, lead, `mutation($in: SetBudget!) { setBudget(input: $in) { id } }`,
		map[string]any{"purpose": "interpreting", "year": 2026, "team": "soziales", "cents": 500_000, "version": 0}, nil)

	var asked struct{ AskInterpreter struct{ ID, State string } }
	ask := map[string]any{
		"key": "2026-77", "about": map[string]any{"kind": pool.Matter, "id": ids.New()}, "team": "soziales", "client": "Frau Bondarenko, 0170 1234567",
		"wanted": map[string]any{"language": "ukr", "form": "spoken", "mode": "phone", "from": "2026-12-03T09:00:00Z", "to": "2026-12-03T10:00:00Z"},
	}
	c.ask(t, lead, `mutation($in: AskInterpreter!) { askInterpreter(input: $in) { id state } }`, ask, &asked)
	if asked.AskInterpreter.State != "open" {
		t.Errorf("the request is %s", asked.AskInterpreter.State)
	}
	var accepted struct {
		AcceptInterpreting struct{ State, Client string }
	}
	c.ask(t, stranger, `mutation($in: AcceptInterpreting!) { acceptInterpreting(input: $in) { state client } }`, map[string]any{"token": c.link(t, "/interpreting/offer")}, &accepted)
	if got := accepted.AcceptInterpreting; got.State != "booked" || !strings.Contains(got.Client, "Bondarenko") {
		t.Errorf("Olena has %+v", got)
	}
	var year struct {
		Budgets struct{ Items []struct{ BoundCents int } }
	}
	c.ask(t, lead, `{ budgets(year: 2026) { items { boundCents } } }`, nil, &year)
	if items := year.Budgets.Items; len(items) != 1 || items[0].BoundCents == 0 {
		t.Errorf("the budget is %+v", items)
	}

	if code := c.tryTo(t, stranger, `mutation($in: AskInterpreter!) { askInterpreter(input: $in) { id } }`, ask, nil); code != "UNAUTHENTICATED" {
		t.Errorf("a stranger who asks an interpreter: %q", code)
	}
	if code := c.tryTo(t, lead, `{ workList { next } }`, nil, nil); code != "GRAPHQL_VALIDATION_FAILED" {
		t.Errorf("a list of cases, which this city keeps elsewhere: %q", code)
	}
}

// What is linked into the program are the modules that stand below interpreters in the table of arrows, and no other.
func TestNothingElseOfTheOfficeIsLinkedIn(t *testing.T) {
	t.Parallel()
	list, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "..").Output()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(string(list)) {
		if _, module, ok := strings.Cut(strings.TrimSpace(line), "github.com/ankunft/ankunft/modules/"); ok {
			got = append(got, module)
		}
	}
	slices.Sort(got)
	if want := []string{"audit", "budgets", "duty", "identity", "interpreters", "linguists", "messages", "remuneration"}; !slices.Equal(got, want) {
		t.Errorf("linked in are %v", got)
	}
}
