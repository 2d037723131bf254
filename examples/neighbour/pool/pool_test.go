package pool_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/cmd/demo/mailsink"
	"github.com/ankunft/ankunft/examples/neighbour/pickup"
	"github.com/ankunft/ankunft/examples/neighbour/pool"
	"github.com/ankunft/ankunft/examples/town/towntest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/ids"
)

// city is the neighbour's program, running; its mails lie in a folder.
type city struct {
	*towntest.Town
	pool   *pool.Pool
	folder string
}

func open(t *testing.T) *city {
	t.Helper()
	c := &city{Town: towntest.New(t, "soziales", pool.Migrations()), folder: t.TempDir()}
	ports := c.Ports
	ports.Mailer = pickup.New(pickup.Config{Folder: c.folder, From: "amt@nachbarstadt.example", FromName: "Nachbarstadt"}, c.Clock)
	var err error
	c.pool, err = pool.Wire(context.WithoutCancel(t.Context()), pool.Config{Config: c.Config, Teams: map[string]string{"soziales": ""}}, ports, c.Clock, c.Kit.Log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.pool.Close() })
	c.Answer(c.pool.Handler())
	return c
}

// link is the token of the newest link of some kind in the mails.
func (c *city) link(t *testing.T, path string) string {
	t.Helper()
	towntest.Work(t, c.pool.Jobs)
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
	lead, stranger := c.Browser(t, identity.Lead), c.Browser(t, "")
	var made struct{ CreateInterpreter struct{ ID string } }
	c.Ask(t, lead, `mutation($in: InterpreterDetails!) { createInterpreter(input: $in) { id } }`, map[string]any{
		"kind": "person", "name": "Olena Kovalenko", "email": "olena@mail.example", "language": "de", "modes": []string{"phone", "video"},
		"skills": []map[string]any{{"language": "ukr", "form": "spoken"}},
	}, &made)
	olena := made.CreateInterpreter.ID
	c.Ask(t, lead, `mutation($in: NoteProof!) { noteProof(input: $in) { id } }`, map[string]any{"interpreter": olena, "kind": "secrecy", "issuedOn": "2026-01-12"}, nil)
	c.Ask(t, lead, `mutation($in: SetBudget!) { setBudget(input: $in) { id } }`,
		map[string]any{"purpose": "interpreting", "year": 2026, "team": "soziales", "cents": 500_000, "version": 0}, nil)

	var asked struct{ AskInterpreter struct{ ID, State string } }
	ask := map[string]any{
		"key": "2026-77", "about": map[string]any{"kind": pool.Matter, "id": ids.New()}, "team": "soziales", "client": "Frau Bondarenko, 0170 1234567",
		"wanted": map[string]any{"language": "ukr", "form": "spoken", "mode": "phone", "from": "2026-12-03T09:00:00Z", "to": "2026-12-03T10:00:00Z"},
	}
	c.Ask(t, lead, `mutation($in: AskInterpreter!) { askInterpreter(input: $in) { id state } }`, ask, &asked)
	if asked.AskInterpreter.State != "open" {
		t.Errorf("the request is %s", asked.AskInterpreter.State)
	}
	var accepted struct {
		AcceptInterpreting struct{ State, Client string }
	}
	c.Ask(t, stranger, `mutation($in: AcceptInterpreting!) { acceptInterpreting(input: $in) { state client } }`, map[string]any{"token": c.link(t, "/interpreting/offer")}, &accepted)
	if got := accepted.AcceptInterpreting; got.State != "booked" || !strings.Contains(got.Client, "Bondarenko") {
		t.Errorf("Olena has %+v", got)
	}
	var year struct {
		Budgets struct{ Items []struct{ BoundCents int } }
	}
	c.Ask(t, lead, `{ budgets(year: 2026) { items { boundCents } } }`, nil, &year)
	if items := year.Budgets.Items; len(items) != 1 || items[0].BoundCents == 0 {
		t.Errorf("the budget is %+v", items)
	}

	if code := c.TryTo(t, stranger, `mutation($in: AskInterpreter!) { askInterpreter(input: $in) { id } }`, ask, nil); code != "UNAUTHENTICATED" {
		t.Errorf("a stranger who asks an interpreter: %q", code)
	}
	if code := c.TryTo(t, lead, `{ workList { next } }`, nil, nil); code != "GRAPHQL_VALIDATION_FAILED" {
		t.Errorf("a list of cases, which this city keeps elsewhere: %q", code)
	}
}

// What is linked into the program are the modules that stand below interpreters in the table of arrows, and no other.
func TestNothingElseOfTheOfficeIsLinkedIn(t *testing.T) {
	t.Parallel()
	want := []string{"audit", "budgets", "duty", "identity", "interpreters", "linguists", "messages", "remuneration"}
	if got := towntest.LinkedIn(t, ".."); !slices.Equal(got, want) {
		t.Errorf("linked in are %v", got)
	}
}
