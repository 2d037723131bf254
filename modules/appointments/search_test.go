package appointments_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/capacity"
)

// The calendar of sixty days and the times of each day are found in two ways; they say the same, whoever asks for what, at any hour.
func TestADayIsFreeWhenItHasAFreeTime(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, day := range []string{"2026-11-24", "2026-11-25", "2026-11-26"} {
		for n := 0; n < 8; n++ { // until it is taken, but for the first day
			free := o.free(t, interview, day)
			if len(free) == 0 || n > 0 && day == "2026-11-24" {
				break
			}
			if _, err := o.BookFor(t.Context(), party(), interview, day+"T"+free[0], fmt.Sprint(day, n), uuid.New()); err != nil {
				t.Fatal(day, free, err)
			}
		}
	}
	for n, day := range []string{"2026-11-24", "2026-11-26", "2026-12-03"} {
		for i, at := range o.times(t, day) {
			if i%3 != 1 || n == 1 { // one day is full, at one counter or more
				o.hold(t, day+"T"+at, fmt.Sprint(day, i))
			}
		}
	}
	seen := map[int]int{}
	for _, hours := range []int{0, 3, 6, 5 * 24} {
		o.Clock.Set(monday.Add(time.Duration(hours) * time.Hour))
		for _, q := range []capacity.Query{
			{Site: "rathaus", Concern: "extend", People: 1}, {Site: "rathaus", Concern: "collect", People: 4}, {Site: "nordstadt", Concern: "work", People: 2},
			{Site: "rathaus", Concern: "extend", People: 1, Purpose: capacity.EmergencyCounter}, {Site: "rathaus", Concern: "advice", Purpose: capacity.Phone},
			{Site: "nowhere", Concern: "extend"}, interview,
		} {
			f, err := o.FreeDays(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for i, state := range f.Days {
				times, err := o.FreeTimes(t.Context(), q, f.From.AddDays(i))
				if err != nil {
					t.Fatal(err)
				}
				if (state == capacity.DayFree) != (len(times) > 0) {
					t.Errorf("%+v on %s: state %d, times %v", q, f.From.AddDays(i), state, times)
				}
				seen[state]++
			}
		}
	}
	if len(seen) != 3 {
		t.Errorf("not every state was seen: %v", seen)
	}
}
