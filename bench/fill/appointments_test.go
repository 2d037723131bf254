package fill_test

import (
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/ankunft/ankunft/bench/fill"
	"github.com/ankunft/ankunft/bench/limit"
	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
)

// Made appointments are such as the office could have given: no time twice, the days say what is taken. The limit server sees the same free days,
// and what it holds is held for the office too.
func TestMadeAppointmentsAreOnesThatTheOfficeCouldHaveGiven(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	for _, table := range []string{"stretch", "resource", "site"} { // the city's own plan
		if _, err := o.DB.Pool().Exec(t.Context(), "DELETE FROM appointments."+table); err != nil {
			t.Fatal(err)
		}
	}
	const few = 3000
	if err := fill.Appointments(t.Context(), o.Office, few, io.Discard); err != nil {
		t.Fatal(err)
	}
	if n := o.Count(t, "appointments.appointment"); n < few || n > 2*few {
		t.Errorf("%d appointments", n)
	}
	agree := func() {
		t.Helper()
		if n := o.Count(t, `(SELECT resource_id, day, bit_or(appointments.cells(first, cells)) AS taken FROM appointments.occupation GROUP BY 1, 2) o
 FULL JOIN appointments.day d USING (resource_id, day) WHERE o.taken IS DISTINCT FROM d.taken`); n != 0 {
			t.Errorf("%d days do not say what is taken", n)
		}
	}
	agree()
	q := capacity.Query{Site: fill.Site(0), Concern: "extend"}
	calendar, err := limit.CalendarOf(t.Context(), o.Appointments, q.Site, q.Concern)
	if err != nil {
		t.Fatal(err)
	}
	ask := limitServer(t, o, calendar)
	same := func() *appointments.FreeDays {
		t.Helper()
		ours, err := o.Appointments.FreeDays(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var theirs struct {
			From string
			Days []int
		}
		ask("/days", "{}", &theirs)
		if theirs.From != ours.From.String() || !slices.Equal(theirs.Days, ours.Days) {
			t.Fatalf("ours %v\ntheirs %v", ours, theirs)
		}
		return ours
	}
	day, ok := same().Next(3)
	if !ok {
		t.Fatal("no day is free")
	}
	times, err := o.Appointments.FreeTimes(t.Context(), q, day)
	if err != nil || len(times) == 0 {
		t.Fatal(times, err)
	}
	var hour, minute int
	if _, err := fmt.Sscanf(times[0], "%d:%d", &hour, &minute); err != nil {
		t.Fatal(err)
	}
	// As many as there are counters find the first time of the day; the others hear of the nearest.
	wish := fmt.Sprintf(`"day": %d, "cell": %d`, calendar.From.DaysUntil(day), hour*12+minute/5)
	given := 0
	for n := range 25 {
		var answer struct {
			ID      string
			Nearest []string
		}
		ask("/hold", fmt.Sprintf(`{%s, "key": "%d"}`, wish, n), &answer)
		if answer.ID != "" {
			given++
		} else if len(answer.Nearest) != 5 {
			t.Errorf("nearest %v", answer.Nearest)
		}
	}
	if after, err := o.Appointments.FreeTimes(t.Context(), q, day); err != nil || given == 0 || given > 20 || slices.Contains(after, times[0]) {
		t.Error(given, after, err)
	}
	if n := o.Count(t, "appointments.appointment a JOIN appointments.request r ON r.appointment_id = a.id JOIN audit.entry e ON e.record_id = a.id WHERE a.state = 'held'"); n != given {
		t.Errorf("%d of %d are written down whole", n, given)
	}
	agree()
	same()
}
