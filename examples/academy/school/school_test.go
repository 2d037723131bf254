package school_test

import (
	"context"
	"net/http"
	"slices"
	"testing"

	"github.com/ankunft/ankunft/examples/academy/school"
	"github.com/ankunft/ankunft/examples/town/towntest"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
)

// open is the academy, running.
func open(t *testing.T) (*towntest.Town, *school.School) {
	t.Helper()
	w := towntest.New(t, "soziales", school.Migrations())
	cfg := school.Config{Config: w.Config, Teams: []string{"soziales"}, MailDomain: "nachbarstadt.example"}
	papers := documents.Ports{
		Store: documentstest.NewMemoryStore(t, w.Clock), Scanner: documentstest.NewFakeScanner(1 << 20), PDF: &documentstest.FakePages{}, Pictures: &documentstest.FakePages{},
	}
	s, err := school.Wire(context.WithoutCancel(t.Context()), cfg, school.Ports{Ports: w.Ports, Papers: papers}, w.Clock, w.Kit.Log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Training.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.Answer(s.Handler())
	return w, s
}

// due is how the viewer stands to what they must learn.
func due(t *testing.T, w *towntest.Town, of identity.Role) map[string]string {
	t.Helper()
	var got struct {
		MyTraining struct {
			Duties []struct{ Key, Standing string }
		}
	}
	w.Ask(t, w.Browser(t, of), `{ myTraining { duties { key standing } } }`, nil, &got)
	found := map[string]string{}
	for _, d := range got.MyTraining.Duties {
		found[d.Key] = d.Standing
	}
	return found
}

// Somebody sees what they must learn by the town's rules, takes a place with an entry for their calendar, works a course through, and has done it.
func TestATownTakesWhatItsStaffLearnAlone(t *testing.T) {
	t.Parallel()
	w, s := open(t)
	if got := due(t, w, identity.Clerk); got["data_protection"] != "open" || got["anti_racism"] != "open" {
		t.Fatalf("a clerk must learn %v", got)
	}
	planner, clerk := w.Browser(t, identity.Training), w.Browser(t, identity.Clerk)
	var known struct {
		Trainings []struct{ ID, Key string }
	}
	w.Ask(t, planner, `{ trainings { id key } }`, nil, &known)
	at := slices.IndexFunc(known.Trainings, func(tr struct{ ID, Key string }) bool { return tr.Key == "data_protection" })
	course := func(form, link string) string {
		var made struct{ KeepCourse struct{ ID string } }
		w.Ask(t, planner, `mutation($in: KeepCourse!) { keepCourse(input: $in) { id } }`, map[string]any{
			"training": known.Trainings[at].ID, "title": "Datenschutz", "form": form, "subject": "data_protection", "link": link, "approval": false,
		}, &made)
		return made.KeepCourse.ID
	}
	var planned struct {
		PlanSession struct{ Session struct{ ID string } }
	}
	w.Ask(t, planner, `mutation($in: PlanSession!) { planSession(input: $in) { session { id } } }`, map[string]any{
		"course": course("in_house", ""), "days": []map[string]any{{"day": "2026-12-03", "fromMinute": 540, "toMinute": 960}}, "places": 12, "place": "Raum 4",
	}, &planned)
	w.Ask(t, clerk, `mutation($in: Enrol!) { enrol(input: $in) { state } }`, map[string]any{"session": planned.PlanSession.Session.ID}, nil)
	towntest.Work(t, s.Jobs)
	if mails := w.Mails.Sent("lindner@nachbarstadt.example"); len(mails) != 1 || len(mails[0].Attachments) != 1 {
		t.Errorf("of their place the clerk hears by %+v", mails)
	}
	w.Ask(t, clerk, `mutation($in: ConfirmCourse!) { confirmCourse(input: $in) { id } }`, map[string]any{"course": course("online", "https://lernen.example/datenschutz")}, nil)
	if got := due(t, w, identity.Clerk); got["data_protection"] != "done" || got["anti_racism"] != "open" {
		t.Errorf("after a course the clerk must learn %v", got)
	}
	council := w.Browser(t, identity.Council)
	for path, want := range map[string]int{"/files/courses/years/2026": http.StatusOK, "/files/courses/record.pdf": http.StatusNotFound} {
		if status, _ := w.Get(t, council, path); status != want {
			t.Errorf("%s: %d", path, status)
		}
	}

	if code := w.TryTo(t, w.Browser(t, ""), `{ myTraining { duties { key } } }`, nil, nil); code != "UNAUTHENTICATED" {
		t.Errorf("a stranger who asks what they must learn: %q", code)
	}
	if code := w.TryTo(t, clerk, `{ workList { next } }`, nil, nil); code != "GRAPHQL_VALIDATION_FAILED" {
		t.Errorf("a list of cases, which this town keeps elsewhere: %q", code)
	}
}

// What is linked into the program are the modules that stand below courses in the table of arrows, and no other.
func TestNothingElseOfTheOfficeIsLinkedIn(t *testing.T) {
	t.Parallel()
	want := []string{"audit", "budgets", "courses", "documents", "identity", "messages", "training"}
	if got := towntest.LinkedIn(t, ".."); !slices.Equal(got, want) {
		t.Errorf("linked in are %v", got)
	}
}
