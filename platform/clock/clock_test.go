package clock_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/ankunft/ankunft/platform/clock"
)

func date(t *testing.T, s string) clock.Date {
	t.Helper()
	d, err := clock.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPeriodsOfMonthsEndAsTheCivilCodeSays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2028-01-31", 1, "2028-02-29"}, {"2028-02-29", 12, "2029-02-28"},
		{"2026-11-21", 3, "2027-02-21"}, {"2026-12-31", 2, "2027-02-28"}, {"2026-03-31", -1, "2026-02-28"},
	} {
		if got := date(t, c.from).AddMonths(c.months).String(); got != c.want {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.months, got, c.want)
		}
	}
}

func TestTodayIsTheGermanDay(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]string{
		"2026-07-01T22:30:00Z": "2026-07-02", // summer time: already tomorrow
		"2026-12-31T22:30:00Z": "2026-12-31", "2026-12-31T23:30:00Z": "2027-01-01",
	} {
		now, _ := time.Parse(time.RFC3339, at)
		if got := clock.Today(now).String(); got != want {
			t.Errorf("%s is %s in Germany, want %s", at, got, want)
		}
	}
}

func TestDaysAreCountedAcrossTheChangeOfClocks(t *testing.T) {
	t.Parallel()
	if n := date(t, "2026-03-28").DaysUntil(date(t, "2026-03-30")); n != 2 {
		t.Fatalf("%d days", n)
	}
	if got := date(t, "2026-10-24").AddDays(2).String(); got != "2026-10-26" {
		t.Fatal(got)
	}
}

func TestADateThatDoesNotExistIsRefused(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"2026-02-29", "2026-13-01", "1.2.2026", "", "2026-1-1"} {
		if _, err := clock.ParseDate(s); err == nil {
			t.Errorf("%q was read", s)
		}
	}
}

func TestDatesTravelAsJSONAndSQL(t *testing.T) {
	t.Parallel()
	in := struct{ A, B clock.Date }{A: date(t, "2028-02-29")}
	raw, err := json.Marshal(in)
	if err != nil || string(raw) != `{"A":"2028-02-29","B":null}` {
		t.Fatalf("%s %v", raw, err)
	}
	out := in
	out.A = clock.Date{}
	if err := json.Unmarshal(raw, &out); err != nil || out != in {
		t.Fatalf("%v %v", out, err)
	}
	var scanned clock.Date
	if err := scanned.Scan(time.Date(2028, 2, 29, 0, 0, 0, 0, time.UTC)); err != nil || scanned != in.A {
		t.Fatal(scanned, err)
	}
}

func TestAFixedClockMovesOnlyWhenTold(t *testing.T) {
	t.Parallel()
	c := clock.NewFixed(time.Date(2026, 11, 21, 8, 0, 0, 123456789, time.UTC))
	before := c.Now()
	c.Advance(time.Hour)
	if c.Now().Sub(before) != time.Hour || before.Nanosecond() != 123456000 {
		t.Fatal(before, c.Now())
	}
}
