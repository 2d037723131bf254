package seed_test

import (
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ankunft/ankunft/cmd/demo/seed"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
)

// Days on which the demo may be started: today's law, a leap day, the turn of a year.
var days = []clock.Date{
	clock.DateOf(time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)), clock.DateOf(time.Date(2028, 2, 29, 0, 0, 0, 0, time.UTC)),
	clock.DateOf(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)),
}

func TestEveryApplicationOfTheDemoIsComplete(t *testing.T) {
	t.Parallel()
	city, err := catalogue.Load(os.DirFS("../../../cities/musterstadt"))
	if err != nil {
		t.Fatal(err)
	}
	offers := map[string]*catalogue.Offer{}
	for _, o := range city.Offers {
		offers[o.Key] = o
	}
	for _, day := range days {
		for _, s := range tell(t, day, 300) {
			for i, f := range s.Facts {
				for _, p := range offers[s.Service].Evaluate(f).Problems {
					t.Errorf("%s: %s (%s, %s), person %d: %s %s", day, s.Name, s.Service, s.Twist, i, p.Path, p.Code)
				}
			}
		}
	}
}

func TestTheDemoHoldsCasesInAllStatesAndEnoughForAForecast(t *testing.T) {
	t.Parallel()
	states, decided := map[string]int{}, map[string]int{}
	list := tell(t, days[0], 300)
	for _, s := range list {
		states[s.State]++
		if s.State == "delivered" || s.State == "decided" {
			decided[s.Service]++
		}
	}
	for _, state := range []string{"received", "checking", "waiting", "hearing", "deciding", "approval", "decided", "withdrawn", "delivered"} {
		if states[state] < 8 {
			t.Errorf("%s: only %d", state, states[state])
		}
	}
	if decided["16b-extension"] < 30 || decided["18g-first"] >= 20 {
		t.Errorf("one service should have a forecast of real cases, another not: %v", decided)
	}
	if len(list) < 300 || len(list) > 310 {
		t.Errorf("%d stories", len(list))
	}
}

func TestAFewCasesShowEveryStateToo(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, s := range tell(t, days[0], 12) {
		seen[s.State] = true
	}
	if len(seen) != 9 {
		t.Errorf("states: %v", seen)
	}
}

func TestStoriesGoForwardInTimeAndAreTheSameEachTime(t *testing.T) {
	t.Parallel()
	list := tell(t, days[0], 300)
	for _, s := range list {
		if !slices.IsSorted(s.Days) || s.Days[len(s.Days)-1] > 0 {
			t.Errorf("%s: %v", s.Name, s.Days)
		}
	}
	if diff := cmp.Diff(list, tell(t, days[0], 300)); diff != "" {
		t.Error(diff)
	}
}

func tell(t *testing.T, day clock.Date, n int) []seed.Told {
	t.Helper()
	list, err := seed.Tell(day, n)
	if err != nil {
		t.Fatal(err)
	}
	return list
}
