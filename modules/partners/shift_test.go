package partners_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/partners"
)

func TestNobodyIsOnDutyTwiceAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, _ := o.guard(t, "weber@example.org")
	results := make([]error, 10)
	var wg sync.WaitGroup
	for n := range results {
		wg.Go(func() {
			_, results[n] = o.PlanDuty(o.lead(t), partners.PlanDuty{Member: m.ID, Site: []string{"rathaus", "nord"}[n%2], Day: on(t, "2026-11-25"), FromMinute: 480 + 10*n, ToMinute: 960})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range results {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, partners.ErrShift):
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d shifts at once", won)
	}
	// Where one ends the next may begin; a series is planned whole or not at all.
	if _, err := o.PlanDuty(o.lead(t), partners.PlanDuty{Member: m.ID, Site: "nord", Day: on(t, "2026-11-25"), FromMinute: 960, ToMinute: 1200}); err != nil {
		t.Error(err)
	}
	_, err := o.PlanDuty(o.lead(t), partners.PlanDuty{Member: m.ID, Site: "nord", Day: on(t, "2026-12-02"), FromMinute: 900, ToMinute: 1000, Until: to(on(t, "2026-12-16"))})
	must(t, err)
	_, err = o.PlanDuty(o.lead(t), partners.PlanDuty{Member: m.ID, Site: "nord", Day: on(t, "2026-11-18").AddDays(7), FromMinute: 700, ToMinute: 950, Until: to(on(t, "2026-12-09"))})
	wants(t, err, partners.ErrShift)
	if list, err := o.Duty(t.Context(), on(t, "2026-11-25"), 30); err != nil || len(list) != 5 {
		t.Error(len(list), err)
	}
}

// In the night of 28 March 2027 the clocks leap from two to three, on 31 October they show two twice.
func TestShiftsFollowTheClocksOfTheCity(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, _ := o.guard(t, "weber@example.org")
	for day, hours := range map[string]int{"2027-03-27": 7, "2027-10-30": 9, "2027-06-01": 8} {
		list, err := o.PlanDuty(o.lead(t), partners.PlanDuty{Member: m.ID, Site: "rathaus", Day: on(t, day), FromMinute: 22 * 60, ToMinute: 6 * 60})
		must(t, err)
		if got := list[0].EndsAt.Sub(list[0].StartsAt); got != time.Duration(hours)*time.Hour {
			t.Errorf("the night of %s has %s", day, got)
		}
	}
	half, err := o.PlanDuty(o.lead(t), partners.PlanDuty{Member: m.ID, Site: "rathaus", Day: on(t, "2028-10-28"), FromMinute: 22 * 60, ToMinute: 150})
	must(t, err)
	if got := half[0].EndsAt.Sub(half[0].StartsAt); got != 330*time.Minute { // until half past two, when it is that for the second time
		t.Error("half of the long night has", got)
	}
}

func TestDutyNeedsATaskOnThatDayInThatHouse(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, _ := o.guard(t, "weber@example.org", "rathaus")
	_, err := o.PlanDuty(o.lead(t), partners.PlanDuty{Member: m.ID, Site: "nord", Day: on(t, "2026-11-25"), FromMinute: 480, ToMinute: 960})
	wants(t, err, partners.ErrInput, "member")
	_, err = o.PlanDuty(o.lead(t), partners.PlanDuty{Member: m.ID, Site: "moon", Day: on(t, "1999-12-31"), FromMinute: -1, ToMinute: 9999})
	wants(t, err, partners.ErrInput, "site", "day", "fromMinute", "toMinute")
	_, err = o.PlanDuty(o.lead(t), partners.PlanDuty{Member: m.ID, Site: "rathaus", Day: on(t, "2026-11-25"), FromMinute: 480, ToMinute: 479})
	wants(t, err, partners.ErrInput, "toMinute")
	_, err = o.PlanDuty(o.lead(t), partners.PlanDuty{Member: m.ID, Site: "rathaus", Day: on(t, "2026-11-23"), FromMinute: 480, ToMinute: 600})
	wants(t, err, partners.ErrInput, "day")
	_, err = o.PlanDuty(o.lead(t), partners.PlanDuty{Member: uuid.New(), Site: "rathaus", Day: on(t, "2026-11-25"), FromMinute: 480, ToMinute: 600})
	wants(t, err, partners.ErrNone)
}

func TestVisitorsAreShownDuringTheOwnShiftThereAlone(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, guard := o.guard(t, "weber@example.org")
	_, other := o.guard(t, "other@example.org")
	sh := o.duty(t, m, "rathaus", 10*60, 12*60) // it is nine
	sees := func(want bool) {
		t.Helper()
		list, err := o.MyVisitors(guard)
		if err != nil || (list != nil) != want {
			t.Fatal(o.Clock.Now(), list, err)
		}
	}
	sees(false)
	o.Clock.Advance(30 * time.Minute) // half an hour before
	sees(true)
	list, err := o.MyVisitors(guard)
	must(t, err)
	if list.Shift.Site != "rathaus" || len(list.List) != 2 || list.List[0].Number != "A 17" || slices.ContainsFunc(list.List, func(v partners.Visitor) bool { return v.Name != "" }) {
		t.Errorf("%+v", list.List)
	}
	o.rules.VisitorNames = true
	if list, err := o.MyVisitors(guard); err != nil || list.List[1].Name != "Amal Haddad" {
		t.Error("the city shows names:", list, err)
	}
	if list, err := o.MyVisitors(other); err != nil || list != nil {
		t.Error("who is not on duty reads", list, err)
	}
	var looks int
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM audit.entry WHERE action = 'partner_shift.opened'").Scan(&looks))
	if looks != 1 {
		t.Error(looks, "looks on record")
	}
	o.Clock.Advance(2*time.Hour + 30*time.Minute) // the end
	sees(false)
	o.Clock.Advance(-time.Minute)
	sees(true)
	_, err = o.CancelDuty(o.lead(t), partners.CancelDuty{Shift: sh.ID})
	must(t, err)
	sees(false)
}

func TestAHouseThatTheTaskDoesNotReachShowsNobody(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, guard := o.guard(t, "weber@example.org")
	o.duty(t, m, "rathaus", 480, 1020)
	_, err := o.GiveAccess(o.lead(t), partners.GiveAccess{Member: m.ID, Task: "guard", Sites: []string{"nord"}})
	must(t, err)
	_, err = o.Pool().Exec(t.Context(), "UPDATE partners.access SET ended_at = now() WHERE sites = '{}'")
	must(t, err)
	if list, err := o.MyVisitors(guard); err != nil || list != nil {
		t.Error(list, err)
	}
}

func TestTheOwnShiftsAreACalendar(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, guard := o.guard(t, "weber@example.org")
	sh := o.duty(t, m, "rathaus", 480, 1020)
	file, err := o.MyCalendar(guard)
	must(t, err)
	for _, want := range []string{"BEGIN:VCALENDAR\r\n", "UID:shift-" + sh.ID.String() + "@amt.example", "DTSTART:20261124T070000Z", "DTEND:20261124T160000Z", "Rathaus"} {
		if !strings.Contains(file, want) {
			t.Errorf("no %q in\n%s", want, file)
		}
	}
	if strings.Contains(file, "Weber") {
		t.Error("it names somebody")
	}
}
