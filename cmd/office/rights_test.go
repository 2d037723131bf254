package office_test

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/graph/sdl"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/ids"
)

// things are ids of one applicant's things, by the words of the schema.
type things map[string]uuid.UUID

// world is a case with everything on it, and everybody who should not reach it.
type world struct {
	*officetest.Office
	owner  *officetest.Person
	clerk  *officetest.Person
	opened officetest.Opened
	things things
	file   uuid.UUID
}

func openWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Office: officetest.Boot(t)}
	w.owner = w.Applicant(t)
	w.clerk = w.Colleague(t, officetest.Clerk())
	w.opened = w.owner.Apply(t, true, nil)
	app := w.opened.Sitting.Applications[0].ID
	var read struct {
		Case struct {
			Person struct{ ID uuid.UUID }
			Papers []struct {
				ID       uuid.UUID
				Document *struct {
					ID    uuid.UUID
					Files []struct{ ID uuid.UUID }
				}
			}
		}
	}
	w.clerk.Must(t, `query($id: ID!) { case(id: $id) { person { id } papers { id document { id files { id } } } } }`, map[string]any{"id": w.opened.CaseID}, &read)
	paper := read.Case.Papers[0]
	w.file = paper.Document.Files[0].ID
	w.things = things{
		"case": w.opened.CaseID, "sitting": w.opened.Sitting.ID, "application": app, "document": paper.Document.ID, "file": w.file,
		"person": read.Case.Person.ID, "letter": w.opened.ReceiptID, "account": w.owner.Account, "any": ids.New(),
	}
	w.interpreted(t)
	w.kept(t)
	w.taught(t)
	w.surveyed(t)
	return w
}

// strangers are everybody who must not see anything of the owner's.
func (w *world) strangers(t *testing.T) map[string]*officetest.Person {
	t.Helper()
	other := func(role identity.Role) identity.Right {
		all := []string{officetest.Study, "18g-first", "28-family"}
		r := identity.Right{Role: role, Teams: []string{"family"}}
		if role.May("cases.decide") {
			r.Decide = all
		}
		if role.May("cases.approve") {
			r.Approve = all
		}
		return r
	}
	all := map[string]*officetest.Person{
		"another applicant":             w.Applicant(t),
		"an applicant of the same name": w.Applicant(t, func(c *identity.Claims) { c.Trust = identity.TrustHigh }),
		"a clerk of another team":       w.Colleague(t, other(identity.Clerk)),
		"a lead of another team":        w.Colleague(t, other(identity.Lead)),
		"an approver of another team":   w.Colleague(t, other(identity.Approver)),
		"the mail room":                 w.Colleague(t, identity.Right{Role: identity.Mailroom}),
		"an admin":                      w.Colleague(t, identity.Right{Role: identity.Admin}),
		"staff without rights":          w.Colleague(t),
		"the public":                    w.Stranger(t),
	}
	maps.Copy(all, w.outsiders(t))
	return all
}

// Every field of the schema that takes an id is asked by everybody about somebody else's thing: there is no such thing, or the role has
// no such action at all. Nothing of it is told.
func TestWhatIsSomebodyElsesIsNotThere(t *testing.T) {
	t.Parallel()
	w := openWorld(t)
	strangers := w.strangers(t)
	w.itsOwnTeamReads(t)
	w.theHouseReads(t)
	before := w.state(t)
	t.Run("by any field of the schema", func(t *testing.T) { w.walkSchema(t, strangers) })
	t.Run("by any path of a file", func(t *testing.T) { w.walkFiles(t, strangers) })
	if after := w.state(t); after != before {
		t.Errorf("a stranger changed something:\n%s\n%s", before, after)
	}
	w.noPersonalDataInLogs(t)
}

func (w *world) walkSchema(t *testing.T, strangers map[string]*officetest.Person) {
	s, err := sdl.Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for who, p := range strangers {
		for _, op := range operations(s, w.thingsFor(who)) {
			if op.name == "Query.person" {
				continue // people have no team: whoever may read persons may open any, and it is recorded (decision 0070)
			}
			a := p.Ask(t, op.text, nil)
			asked++
			if err := leaks(w, a); err != "" {
				t.Errorf("%s by %s: %s\n%s\n%s", op.name, who, err, op.text, a.Raw)
			}
		}
	}
	if asked < 300 {
		t.Errorf("%d operations asked: the walk goes nowhere", asked)
	}
}

// state is what no stranger may change.
func (w *world) state(t *testing.T) string {
	t.Helper()
	var state string
	err := w.DB.NewRaw(`SELECT concat_ws('; ', (SELECT jsonb_agg(to_jsonb(c) ORDER BY id) FROM cases.case c), (SELECT count(*) FROM cases.note),
 (SELECT count(*) FROM cases.request), (SELECT count(*) FROM decisions.decision), (SELECT jsonb_agg(to_jsonb(p) ORDER BY id) FROM cases.paper p),
 (SELECT count(*) FROM documents.file), (SELECT count(*) FROM messages.message),
 (SELECT jsonb_agg(to_jsonb(r) ORDER BY id) FROM interpreters.request r), (SELECT jsonb_agg(to_jsonb(a) ORDER BY id) FROM interpreters.assignment a),
 (SELECT jsonb_agg(to_jsonb(c) ORDER BY id) FROM settlement.claim c), (SELECT jsonb_agg(to_jsonb(i) ORDER BY id) FROM settlement.invoice i),
 (SELECT jsonb_agg(to_jsonb(o) ORDER BY id) FROM translations.orders o), (SELECT jsonb_agg(to_jsonb(i) ORDER BY id) FROM partners.incident i WHERE staff_id = ?),
 (SELECT jsonb_agg(to_jsonb(r) ORDER BY id) FROM network.referral r), (SELECT jsonb_agg(to_jsonb(m) ORDER BY id) FROM network.meeting m),
 (SELECT jsonb_agg(to_jsonb(c) ORDER BY id) FROM quality.complaint c WHERE id = ?),
 (SELECT jsonb_agg(to_jsonb(e) ORDER BY id) FROM courses.enrolment e), (SELECT count(*) FROM courses.presence), (SELECT count(*) FROM courses.feedback))`, w.clerk.Account, w.things["complaint"]).Scan(t.Context(), &state)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// allowed are the answers to a stranger: not found, no such action for the role, log in first, or the input was judged before the thing
// was looked at (the same for a thing that does not exist).
var allowed = map[string]bool{"FORBIDDEN": true, "UNAUTHENTICATED": true}

func leaks(w *world, a *officetest.Answer) string {
	for _, secret := range []string{"Haddadin", "Amal", "T7654321", w.opened.Number, w.owner.Claims.Email} {
		if strings.Contains(a.Raw, secret) {
			return "tells " + secret
		}
	}
	if len(a.Errors) == 0 {
		return ""
	}
	f := a.Errors[0].Extensions
	if f.Code == "INTERNAL" || f.Code == "" || f.Code == "graphql.invalid" && len(f.Fields) == 0 || f.Code == "GRAPHQL_VALIDATION_FAILED" {
		return "is " + f.Code
	}
	if f.Kind == "FORBIDDEN" && !allowed[f.Code] {
		return "says that it is there: " + f.Code
	}
	if f.Kind == "CONFLICT" {
		return "says how it stands: " + f.Code
	}
	return ""
}

func (w *world) walkFiles(t *testing.T, strangers map[string]*officetest.Person) {
	paths := []string{
		fmt.Sprintf("/files/documents/%s/pages/1", w.file), fmt.Sprintf("/files/documents/%s/thumb", w.file),
		fmt.Sprintf("/files/documents/%s/original", w.file), fmt.Sprintf("/files/letters/%s", w.opened.ReceiptID),
	}
	for _, path := range paths {
		if res, _ := w.clerk.Get(t, path); res.StatusCode != http.StatusOK {
			t.Errorf("%s for the clerk: %d", path, res.StatusCode)
		}
	}
	for _, path := range []string{paths[0], paths[1], paths[3]} {
		if res, _ := w.owner.Get(t, path); res.StatusCode != http.StatusOK {
			t.Errorf("%s for the owner: %d", path, res.StatusCode)
		}
	}
	for who, p := range strangers {
		for _, path := range append(paths, fmt.Sprintf("/files/settlement/invoices/%s", w.things["invoice"]), fmt.Sprintf("/files/settlement/batches/%s", w.thingsFor(who)["batch"]), fmt.Sprintf("/files/translations/%s", w.things["any"]), "/files/documents/../../etc/passwd", "/files/documents/x/pages/1", "/files/letters/%00", "/files/letters/print") {
			res, body := p.Get(t, path)
			if c := res.StatusCode; c != http.StatusNotFound && c != http.StatusUnauthorized && c != http.StatusMovedPermanently && c != http.StatusTemporaryRedirect {
				t.Errorf("%s for %s: %d %.100s", path, who, c, body)
			}
		}
	}
}

func TestThePageOfJobsIsForAdminsAlone(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	for _, path := range []string{"/admin/jobs/", "/admin/jobs/api/jobs", "/admin/jobs/api/queues"} {
		if res, _ := o.Colleague(t, identity.Right{Role: identity.Admin}).Get(t, path); res.StatusCode == http.StatusNotFound {
			t.Errorf("%s for an admin: %d", path, res.StatusCode)
		}
		for who, p := range map[string]*officetest.Person{
			"a lead": o.Colleague(t, officetest.Lead()), "an applicant": o.Applicant(t), "the public": o.Stranger(t),
		} {
			if res, _ := p.Get(t, path); res.StatusCode != http.StatusNotFound {
				t.Errorf("%s for %s: %d", path, who, res.StatusCode)
			}
		}
	}
}

func (w *world) noPersonalDataInLogs(t *testing.T) {
	t.Helper()
	log := w.Logs.String()
	if log == "" {
		t.Error("nothing was logged: the check sees nothing")
	}
	for _, word := range []string{"Haddadin", "Amal", "حدّادين", "T7654321", "Irbid", "Am Weiher", "Lindnerova", w.owner.Claims.Email, "@amt.example", w.opened.Code} {
		if strings.Contains(log, word) {
			t.Errorf("the log holds %q", word)
		}
	}
}

// operation is one root field, asked for with somebody's ids.
type operation struct {
	name, text string
}

// operations are all root fields of queries and mutations that take an id, each with every plain field that it can answer.
func operations(s *ast.Schema, things things) []operation {
	var found []operation
	for _, root := range []*ast.Definition{s.Query, s.Mutation} {
		for _, f := range root.Fields {
			b := builder{schema: s, things: things, field: f.Name}
			args, ok := b.arguments(f)
			if !ok {
				continue
			}
			text := strings.ToLower(root.Name) + " { " + f.Name + args + b.selection(f.Type, 0, map[string]bool{}) + " }"
			found = append(found, operation{root.Name + "." + f.Name, text})
		}
	}
	return found
}
