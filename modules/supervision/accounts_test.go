package supervision_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/supervision"
	"github.com/ankunft/ankunft/platform/ids"
)

// A half-year is told on its day, whatever it is; a bill that comes later counts in the next, and does not decide when anything is told.
func TestAFigureIsWrittenOnItsDayAndLateBillsCountInTheNext(t *testing.T) {
	t.Parallel()
	o := open(t)
	vera := o.loggedIn(t, leader, true)
	group := o.plan(t, supervision.Group, 20, 1)[0]
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		_, who := o.colleague(t, name)
		must(t, o.Book(who, group))
	}
	o.Clock.Set(time.Date(2027, 1, 15, 12, 0, 0, 0, time.UTC))
	must(t, o.Daily(t.Context()))
	if is := o.usage(t); is != "2026-07-01=few" {
		t.Fatalf("nobody has billed anything on the day: %q", is)
	}
	o.held(t, vera, group)
	must(t, o.Daily(t.Context()))
	if is := o.usage(t); is != "2026-07-01=few" {
		t.Errorf("a late bill is told at once: %q", is)
	}
	o.Clock.Set(time.Date(2027, 8, 20, 12, 0, 0, 0, time.UTC)) // the office was not there on the day
	must(t, o.Daily(t.Context()))
	if is := o.usage(t); is != "2027-01-01=7 2026-07-01=few" {
		t.Errorf("a late bill counts in the next half-year: %q", is)
	}
	o.Clock.Set(time.Date(2028, 1, 20, 12, 0, 0, 0, time.UTC))
	must(t, o.Daily(t.Context()))
	if is := o.usage(t); is != "2027-07-01=few 2027-01-01=7 2026-07-01=few" {
		t.Errorf("it counts once: %q", is)
	}
}

func TestAccountingReadsWhatWasHeldAndNobodysName(t *testing.T) {
	t.Parallel()
	o := open(t)
	vera := o.loggedIn(t, leader, true)
	sessions := o.plan(t, supervision.Single, 0, 2)
	_, amal := o.colleague(t, "Amal")
	for _, e := range sessions {
		must(t, o.Book(amal, e))
	}
	o.held(t, vera, sessions[0])
	as := func(role identity.Role) string {
		file, err := o.Accounts(identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: role, AllTeams: true})), o.Clock.Now().Year())
		if err != nil {
			wants(t, err, supervision.ErrNone)
		}
		return string(file)
	}
	for _, role := range identity.Roles {
		file := as(role)
		if may := role == identity.Training || role == identity.Personnel; (file != "") != may {
			t.Errorf("%s: %q", role, file)
		}
		if strings.Contains(file, "Amal") {
			t.Errorf("%s reads who came", role)
		}
	}
	if lines := strings.Split(strings.TrimSpace(as(identity.Personnel)), "\r\n"); len(lines) != 2 || !strings.Contains(lines[1], "Vera Sander;Fallsupervision;single;120,00;EUR;"+sessions[0].String()) {
		t.Errorf("%q", lines)
	}
}
