package outlook_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/outlook"
	"github.com/ankunft/ankunft/platform/ids"
)

// The job runs each hour and writes once a day, after the day's own times have opened. What is shut, a holiday, and what is not released are no free
// times; a single free time is not the third.
func TestLeadTimesAreMeasuredOnceADay(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.shut(t, "2026-11-25", "2026-11-27", "Umzug")
	h.Clock.Set(monday.Add(-90 * time.Minute)) // half past seven
	if err := h.Measure(t.Context()); err != nil {
		t.Fatal(err)
	}
	if l, err := h.LeadTime(t.Context(), "rathaus", "extend"); err != nil || len(l.Course) != 0 {
		t.Fatal(err, l)
	}
	h.Clock.Set(monday)
	h.keepOnly(t, 2) // of Monday's times
	for range 2 {
		if err := h.Measure(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	l, err := h.LeadTime(t.Context(), "rathaus", "extend")
	if err != nil || len(l.Course) != 1 {
		t.Fatal(err, l)
	}
	// Two are free today; tomorrow is the holiday, then it is shut until the weekend: the third is on Monday.
	if p := l.Course[0]; p.Day != date("2026-11-23") || *p.Next != 0 || *p.Third != 7 {
		t.Errorf("next in %d, third in %d days", *p.Next, *p.Third)
	}
	h.Clock.Set(monday.AddDate(0, 0, 1))
	if err := h.Measure(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err := h.LeadTimes(t.Context(), "rathaus")
	if err != nil || len(all) < 7 || all[0].Concern != "extend" || len(all[0].Course) != 2 || *all[0].Course[1].Third != 6 {
		t.Fatal(err, all)
	}
	// What a site never gives is not measured; nobody else's eyes see other times.
	if l, err := h.LeadTime(t.Context(), "rathaus", "nothing"); err != nil || len(l.Course) != 0 {
		t.Error(err, l)
	}
}

// keepOnly books all of today's times at the town hall but so many.
func (h *house) keepOnly(t *testing.T, n int) {
	t.Helper()
	q := capacity.Query{Site: "rathaus", Concern: "extend", People: 1, Purpose: capacity.Booking}
	for {
		times, err := h.booking.FreeTimes(t.Context(), q, date("2026-11-23"))
		if err != nil {
			t.Fatal(err)
		}
		if len(times) <= n {
			return
		}
		to := appointments.Party{About: appointments.Record(ids.New()), Name: "A. B.", Email: ids.Token()[:8] + "@example.org", Language: "de"}
		if _, err := h.booking.BookFor(t.Context(), to, q, "2026-11-23T"+times[0], ids.Token(), ids.New()); err != nil {
			t.Fatal(err)
		}
	}
}

// The hours are those of the plan; what is not as usual says why, as far as that is anybody's business.
func TestOpeningHours(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.shut(t, "2026-12-02", "2026-12-02", "Umzug")
	plan, err := h.booking.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	five := plan.Resources[slices.IndexFunc(plan.Resources, func(r capacity.Resource) bool { return r.Key == "5" })].ID
	ill := appointments.Change{Close: []capacity.Closure{{ResourceID: &five, FirstDay: date("2026-12-04"), LastDay: date("2026-12-04"), FromMinute: 600, ToMinute: 1440}}}
	if _, err := h.booking.ChangePlan(t.Context(), ill, appointments.CancelThem, nil, "Frau Adler ist krank", ids.New()); err != nil {
		t.Fatal(err)
	}
	sites, err := h.OpeningHours(t.Context())
	if err != nil || len(sites) != 2 {
		t.Fatal(err, sites)
	}
	hall := sites[0]
	// Two counters of one team on Tuesday are one: from eight to twelve. On Thursday there are two parts.
	for _, want := range []outlook.Hours{
		{Purpose: capacity.WalkIn, Team: "service", Weekday: 2, FromMinute: 480, ToMinute: 720},
		{Purpose: capacity.WalkIn, Team: "service", Weekday: 4, FromMinute: 840, ToMinute: 1080},
		{Purpose: capacity.Phone, Weekday: 4, FromMinute: 780, ToMinute: 900},
		{Purpose: capacity.EmergencyCounter, Weekday: 5, FromMinute: 480, ToMinute: 720},
	} {
		if n := len(slices.DeleteFunc(slices.Clone(hall.Hours), func(o outlook.Hours) bool { return o != want })); n != 1 {
			t.Errorf("%+v stands there %d times", want, n)
		}
	}
	if len(hall.Exceptions) != 3 {
		t.Fatalf("%+v", hall.Exceptions)
	}
	for i, want := range []outlook.Exception{
		{Day: holiday, Kind: outlook.KindHoliday, Reason: "Tag des Tests"},
		{Day: date("2026-12-02"), Kind: outlook.KindClosure, Reason: "Umzug"},
		{Day: date("2026-12-04"), Kind: outlook.KindChanged},
	} {
		got := hall.Exceptions[i]
		if got.Day != want.Day || got.Kind != want.Kind || got.Reason != want.Reason || (i < 2) != (len(got.Hours) == 0) {
			t.Errorf("%+v", got)
		}
	}
	if o := hall.Exceptions[2].Hours[0]; o.Purpose != capacity.WalkIn || o.ToMinute != 600 {
		t.Errorf("%+v", o)
	}
	h.shut(t, "2026-12-09", "2026-12-09", "Betriebsversammlung")
	if sites, err = h.OpeningHours(t.Context()); err != nil || len(sites[0].Exceptions) != 4 {
		t.Error(err, "the hours do not follow the plan")
	}
}

// The coming weeks: what is offered, booked and kept back for later, and who will come by who came.
func TestLoadOfTheComingWeeks(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.yesterdays(t, 20)
	h.keepOnly(t, 2)
	call := capacity.Query{Site: "rathaus", Concern: "extend", People: 1, Purpose: capacity.Phone}
	if _, err := h.booking.BookFor(t.Context(), appointments.Party{Name: "Amal", Email: "amal@example.org", Language: "ar"}, call, "2026-11-26T13:00", "call", uuid.New()); err != nil {
		t.Fatal(err)
	}
	o, err := h.Outlook(t.Context(), "rathaus")
	if err != nil || len(o.Weeks) != 8 || o.PastDays != 20 {
		t.Fatal(err, o)
	}
	now, later := o.Weeks[0], o.Weeks[3]
	if now.Monday != date("2026-11-23") || now.Counters != 4 || now.Booked == 0 || later.Booked != 0 || now.Offered >= later.Offered {
		t.Errorf("%+v\n%+v", now, later)
	}
	// Three weeks ahead six of ten times are out, and none of those that cannot wait.
	if share := float64(later.HeldBack) / float64(later.Offered); share < 0.4 || share > 0.75 {
		t.Errorf("%.2f is kept back", share)
	}
	// Call-backs are counted beside: two hours on two days of the week, all of them released.
	if p := now.Phone; p.Lines != 1 || p.Calls != 1 || p.Booked != 20 || p.Offered == 0 || later.Phone.Offered != 240 || later.Phone.HeldBack != 0 || later.Phone.Calls != 0 {
		t.Errorf("%+v %+v", now.Phone, later.Phone)
	}
	// Twenty people on each of five days, but not on the holiday.
	if now.Expected != 80 || later.Expected != 100 || later.WalkIn != 1920 {
		t.Errorf("%.1f and %.1f are expected, %d minutes open", now.Expected, later.Expected, later.WalkIn)
	}
	i := slices.IndexFunc(later.Concerns, func(c outlook.ConcernLoad) bool { return c.Concern == "info" })
	if i < 0 || later.Concerns[i].Expected != 100 || later.Concerns[i].Offered != 0 {
		t.Errorf("%+v", later.Concerns)
	}
	if a := o.Arrivals[0]; a.Weekday != 1 || a.Hour != 8 || a.WalkIns != 5 {
		t.Errorf("%+v", a)
	}
	if _, err := h.Outlook(t.Context(), "elsewhere"); !errors.Is(err, outlook.ErrInput) {
		t.Error(err)
	}
}

// A question is answered from the days that are known, the same way each time; below the least number it is not.
func TestWhatIfStandsOnRealDays(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.yesterdays(t, 9)
	q := outlook.Question{Site: "rathaus", Minutes: []outlook.MinutesChange{{Concern: "info", Minutes: 8}}}
	a, err := h.WhatIf(t.Context(), q)
	if err != nil || a.Days != 9 || a.Was != nil || a.Then != nil {
		t.Fatal(err, a)
	}
	if _, err := h.DB.ExecContext(t.Context(), "DELETE FROM frontdesk.ticket"); err != nil {
		t.Fatal(err)
	}
	h.yesterdays(t, 12)
	if a, err = h.WhatIf(t.Context(), q); err != nil || a.Was == nil {
		t.Fatal(err, a)
	}
	// One every ten minutes who takes nine waits for nobody; with seventeen minutes the line grows all morning.
	if a.Was.People != 240 || a.Was.P90 != 0 || a.Then.P90 < 30*60 || a.Then.Longest < 3 || a.Was.Lead != nil {
		t.Errorf("%+v\n%+v", a.Was, a.Then)
	}
	again, err := h.WhatIf(t.Context(), q)
	if err != nil || !reflect.DeepEqual(a, again) {
		t.Error(err, "another answer to the same question")
	}
	q.More = 2
	if b, err := h.WhatIf(t.Context(), q); err != nil || b.Then.P90 >= a.Then.P90 {
		t.Error(err, b.Then)
	}
	unknown := uuid.New()
	for name, q := range map[string]outlook.Question{
		"site": {Site: "elsewhere"}, "counter": {Site: "rathaus", Without: &unknown}, "queue": {Site: "rathaus", Queues: []string{"none"}},
		"concern": {Site: "rathaus", Minutes: []outlook.MinutesChange{{Concern: "none", Minutes: 1}}}, "many": {Site: "rathaus", More: 11},
	} {
		if _, err := h.WhatIf(t.Context(), q); !errors.Is(err, outlook.ErrInput) {
			t.Error(name, err)
		}
	}
}

// With bookings there is a lead time to tell; where the only counter of a hall is missing, everybody is still there at closing.
func TestWhatIfTellsTheLeadTime(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.yesterdays(t, 12)
	h.keepOnly(t, 0)
	plan, err := h.booking.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	five := plan.Resources[slices.IndexFunc(plan.Resources, func(r capacity.Resource) bool { return r.Key == "5" })].ID
	a, err := h.WhatIf(t.Context(), outlook.Question{Site: "rathaus", Without: &five, Absent: 3})
	if err != nil || a.Was == nil || a.Then.Closed != 240 || a.Was.Lead == nil || *a.Was.Lead != 0 {
		t.Fatal(err, a)
	}
}
