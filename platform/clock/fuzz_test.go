package clock_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/ankunft/ankunft/platform/clock"
)

// What is read as a date is a day that PostgreSQL can keep, and is written as it was read.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-11-21", "2026-02-30", "0000-01-01", "0001-01-01", "9999-12-31", "2026-1-1", " 2026-01-01", "٢٠٢٦-٠١-٠١", "-001-01-01", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := clock.ParseDate(s)
		if err != nil {
			return
		}
		if d.String() != s || d.Year < 1 || d.Year > 9999 || d.IsZero() {
			t.Fatalf("%q is %v", s, d)
		}
		raw, err := json.Marshal(d)
		var again clock.Date
		if err != nil || json.Unmarshal(raw, &again) != nil || again != d {
			t.Fatalf("%q became %s, %v", s, raw, err)
		}
		if d.AddMonths(1).Before(d) || d.AddDays(1).Before(d) || d.DaysUntil(d.AddDays(40)) != 40 {
			t.Fatalf("%q: time runs backwards", s)
		}
	})
}

func FuzzParseBirth(f *testing.F) {
	for _, text := range []string{"1990-03-00", "1990-00-00", "0000-02-29", "2001-02-29", "1990-00-03", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := clock.ParseBirth(text)
		if err != nil {
			return
		}
		if b.String() != text {
			t.Fatalf("%q came back as %q", text, b)
		}
		if first := b.Earliest(); b.Year > 0 && clock.DateOf(first.Time(time.UTC)) != first {
			t.Fatalf("%q begins on %s, which is no day", text, first)
		}
	})
}
