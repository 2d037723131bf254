package interpreters_test

import (
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/interpreters"
)

// On the last day on which calling off costs nothing the team is told once of all such bookings; not of what was booked that day, is off, or costs nothing anyway.
func TestTheTeamIsToldOnTheLastFreeDay(t *testing.T) {
	t.Parallel()
	o := open(t)
	told := func() (list []string) {
		t.Helper()
		if err := o.Daily(t.Context()); err != nil {
			t.Fatal(err)
		}
		o.RunJobs(t)
		for _, m := range o.mail.Sent("") {
			if m.Subject == "Heute noch kostenfrei absagen" {
				list = append(list, m.To+"\n"+m.Text)
			}
		}
		return list
	}
	book := func(name string, changes ...func(*interpreters.Ask)) *interpreters.Request {
		t.Helper()
		in := asked(interpreters.One, o.person(t, name))
		in.Key = name
		for _, change := range changes {
			change(&in)
		}
		r := o.ask(t, in)
		if _, err := o.Accept(t.Context(), o.offered(t, name), nil); err != nil {
			t.Fatal(err)
		}
		return o.request(t, r.ID)
	}
	first, off := book("Amal"), book("Basil")
	book("Cem", func(in *interpreters.Ask) {
		in.During.From, in.During.To = in.During.From.AddDate(0, 0, 1), in.During.To.AddDate(0, 0, 1)
	})
	if got := first.Assignments[0].FreeUntil; got != date("2026-11-30") {
		t.Fatal(got)
	}
	o.Clock.Set(at("2026-11-29 23:00"))
	if list := told(); len(list) != 0 {
		t.Fatal("a day early:", list)
	}
	o.Clock.Set(at("2026-11-30 08:00"))
	if _, err := o.Cancel(o.asLead(t), off.ID, "", 0); err != nil {
		t.Fatal(err)
	}
	book("Dara", func(in *interpreters.Ask) { in.Client = "" })
	list := told()
	if len(list) != 1 || strings.Count(list[0], "10:00–11:00") != 1 || strings.Contains(list[0], "Haddad") {
		t.Fatal(list)
	}
	if list = told(); len(list) != 1 {
		t.Error("told twice:", list)
	}
}
