package catalogue_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
)

func day(t *testing.T, s string) clock.Date {
	t.Helper()
	d, err := clock.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A minimum salary is published for a year. The city is told before it runs out, and no more once the next one is there.
func TestFactsThatRunOutAreTold(t *testing.T) {
	t.Parallel()
	salary := func(from, to string) catalogue.Parameter {
		p := catalogue.Parameter{Key: "salary", Proof: catalogue.Proof{Law: "§ 18g Abs. 7 AufenthG", ValidFrom: day(t, from)}}
		if to != "" {
			p.ValidTo = day(t, to)
		}
		return p
	}
	city := &catalogue.City{Parameters: []catalogue.Parameter{salary("2025-01-01", "2025-12-31"), salary("2026-01-01", "2026-12-31")}}
	want := []catalogue.Ending{{What: "parameter", Key: "salary", Law: "§ 18g Abs. 7 AufenthG", On: day(t, "2026-12-31")}}
	for on, want := range map[string][]catalogue.Ending{"2026-12-30": nil, "2026-12-31": want, "2027-06-01": want} {
		if diff := cmp.Diff(want, city.Ending(day(t, on))); diff != "" {
			t.Errorf("%s (- want, + got):\n%s", on, diff)
		}
	}
	city.Parameters = append(city.Parameters, salary("2027-01-01", ""))
	if got := city.Ending(day(t, "2027-06-01")); got != nil {
		t.Errorf("the next figure is there: %v", got)
	}
}
