package office_test

import (
	"testing"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// taught adds a colleague of the clerk's team who asks for a place in a course: of nobody else but those who approve for the team.
func (w *world) taught(t *testing.T) {
	t.Helper()
	now := w.DB.Clock.Now()
	person := w.Colleague(t, officetest.Clerk())
	c := &courses.Course{ID: ids.New(), Title: "Zuhören", Form: courses.InHouse, Subject: training.KindCommunication, Approval: true, Version: 1}
	s := &courses.Session{ID: ids.New(), CourseID: c.ID, Places: 1, Asked: 1, Place: "Raum 4", StartsAt: now.AddDate(0, 0, 30), EndsAt: now.AddDate(0, 0, 31), MostDays: 1, Version: 1, MadeBy: person.Account}
	d := &courses.Day{ID: ids.New(), SessionID: s.ID, During: clock.Span{From: s.StartsAt, To: s.EndsAt}}
	e := &courses.Enrolment{ID: ids.New(), SessionID: s.ID, AccountID: person.Account, Team: officetest.Clerk().Teams[0], State: courses.AskedFor, Position: 1, AskedAt: now, Reason: "Amal Haddadin"}
	for _, row := range []any{c, s, d, e} {
		if _, err := w.DB.NewInsert().Model(row).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	w.things["enrolment"] = e.ID
}

// The council reads figures and no list; who learns reads neither; the list of a session is for who keeps it.
func TestWhoReadsWhatOfCourses(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	for name, c := range map[string]struct {
		role identity.Role
		may  map[string]bool
	}{
		"a clerk":      {identity.Clerk, map[string]bool{"catalogue": true, "mine": true, "record": true}},
		"a lead":       {identity.Lead, map[string]bool{"catalogue": true, "mine": true, "record": true, "requests": true}},
		"who plans":    {identity.Training, map[string]bool{"catalogue": true, "mine": true, "record": true, "requests": true, "kept": true, "year": true, "csv": true}},
		"the council":  {identity.Council, map[string]bool{"catalogue": true, "mine": true, "record": true, "year": true, "csv": true}},
		"the auditors": {identity.Auditor, map[string]bool{"catalogue": true, "mine": true, "record": true}},
	} {
		p := o.Colleague(t, identity.Right{Role: c.role, Teams: []string{"family"}})
		for field, text := range map[string]string{
			"catalogue": `{ courseCatalogue { course { title } } }`, "mine": `{ myCourses { id } }`, "requests": `{ courseRequests { name } }`,
			"kept": `{ courseSessions { items { id } } courses { id } courseProviders { id } }`, "year": `{ courseYear(year: 2026) { year halfYears { from all { people } } } }`,
		} {
			if refused := len(p.Ask(t, text, nil).Errors) > 0; refused == c.may[field] {
				t.Errorf("%s of %s: refused %v", field, name, refused)
			}
		}
		for file, path := range map[string]string{"csv": "/files/courses/years/2026", "record": "/files/courses/record.pdf"} {
			if res, _ := p.Get(t, path); (res.StatusCode == 200) != c.may[file] {
				t.Errorf("%s of %s: %d", file, name, res.StatusCode)
			}
		}
	}
	for _, path := range []string{"/files/courses/years/2026", "/files/courses/record.pdf", "/files/courses/years/x"} {
		if res, _ := o.Applicant(t).Get(t, path); res.StatusCode == 200 {
			t.Errorf("an applicant reads %s", path)
		}
	}
}
