package letters_test

import (
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/clock"
)

func hessen(t *testing.T) *letters.Calendar {
	t.Helper()
	c, err := letters.NewCalendar("DE-HE")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func day(s string) clock.Date {
	d, err := clock.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func at(s string) time.Time {
	d, err := time.ParseInLocation("2006-01-02 15:04", s, clock.Berlin)
	if err != nil {
		panic(err)
	}
	return d.UTC()
}

func TestOnWhichDayALetterCountsAsServed(t *testing.T) {
	t.Parallel()
	rolls := letters.DefaultServiceRules
	rolls.FictionRolls = true
	exact := letters.DefaultServiceRules
	exact.RetrieveRolls = false
	now := at("2026-06-01 12:00")
	for _, c := range []struct {
		what   string
		regime letters.Regime
		facts  letters.ServiceFacts
		rules  letters.ServiceRules
		on     string
		basis  letters.Basis
		until  string
	}{
		{what: "posted on a Monday: Friday", regime: letters.RegimePost,
			facts: letters.ServiceFacts{PostedOn: day("2026-04-13")}, on: "2026-04-17", basis: letters.BasisPost},
		{what: "the fourth day is a Saturday and stays", regime: letters.RegimePost,
			facts: letters.ServiceFacts{PostedOn: day("2026-04-14")}, on: "2026-04-18", basis: letters.BasisPost},
		{what: "the fourth day is a Saturday and moves, where the city counts so", regime: letters.RegimePost, rules: rolls,
			facts: letters.ServiceFacts{PostedOn: day("2026-04-14")}, on: "2026-04-20", basis: letters.BasisPost},
		{what: "over Easter: Good Friday to Tuesday", regime: letters.RegimePost, rules: rolls,
			facts: letters.ServiceFacts{PostedOn: day("2026-03-30")}, on: "2026-04-07", basis: letters.BasisPost},
		{what: "over 29 February", regime: letters.RegimePost,
			facts: letters.ServiceFacts{PostedOn: day("2028-02-26")}, on: "2028-03-01", basis: letters.BasisPost},
		{what: "over the change to summer time", regime: letters.RegimePost,
			facts: letters.ServiceFacts{PostedOn: day("2026-03-27")}, on: "2026-03-31", basis: letters.BasisPost},
		{what: "came back", regime: letters.RegimePost,
			facts: letters.ServiceFacts{PostedOn: day("2026-04-13"), ReturnedAt: now}, basis: letters.BasisReturned},
		{what: "not posted yet", regime: letters.RegimePost, basis: letters.BasisPending},
		{what: "retrieved at once: the day after", regime: letters.RegimePortal,
			facts: letters.ServiceFacts{NoticeAt: at("2026-05-30 09:00"), RetrievedAt: at("2026-05-30 09:05")},
			on:    "2026-05-31", basis: letters.BasisRetrieved},
		{what: "retrieved a minute before midnight in the night of summer time", regime: letters.RegimePortal,
			facts: letters.ServiceFacts{NoticeAt: at("2026-03-27 09:00"), RetrievedAt: at("2026-03-28 23:59")},
			on:    "2026-03-29", basis: letters.BasisRetrieved},
		{what: "retrieved at half past midnight, which is still the day before in UTC", regime: letters.RegimePortal,
			facts: letters.ServiceFacts{NoticeAt: at("2026-05-04 09:00"), RetrievedAt: at("2026-05-06 00:30")},
			on:    "2026-05-07", basis: letters.BasisRetrieved},
		{what: "retrieved on the tenth day", regime: letters.RegimePortal, rules: exact,
			facts: letters.ServiceFacts{NoticeAt: at("2026-05-04 09:00"), RetrievedAt: at("2026-05-14 23:30")},
			on:    "2026-05-15", basis: letters.BasisRetrieved},
		{what: "the tenth day is Ascension, the eleventh serves too", regime: letters.RegimePortal,
			facts: letters.ServiceFacts{NoticeAt: at("2026-05-04 09:00"), RetrievedAt: at("2026-05-15 10:00")},
			on:    "2026-05-16", basis: letters.BasisRetrieved},
		{what: "retrieved too late", regime: letters.RegimePortal, rules: exact,
			facts: letters.ServiceFacts{NoticeAt: at("2026-05-04 09:00"), RetrievedAt: at("2026-05-15 00:01")},
			basis: letters.BasisUnretrieved},
		{what: "never retrieved", regime: letters.RegimePortal,
			facts: letters.ServiceFacts{NoticeAt: at("2026-05-04 09:00")}, basis: letters.BasisUnretrieved},
		{what: "may still be retrieved", regime: letters.RegimePortal,
			facts: letters.ServiceFacts{NoticeAt: at("2026-05-26 09:00")}, basis: letters.BasisPending, until: "2026-06-05"},
		{what: "without a notice nothing runs", regime: letters.RegimePortal,
			facts: letters.ServiceFacts{RetrievedAt: now}, basis: letters.BasisPending},
		{what: "in the post box of the account: the fourth day, read or not", regime: letters.RegimeOZG,
			facts: letters.ServiceFacts{ProvidedAt: at("2026-05-26 23:30")}, on: "2026-05-30", basis: letters.BasisProvided},
		{what: "handed over", regime: letters.RegimeHanded,
			facts: letters.ServiceFacts{HandedOverOn: day("2026-05-26")}, on: "2026-05-26", basis: letters.BasisHandedOver},
		{what: "a receipt needs no service", regime: letters.RegimeNone, basis: letters.BasisInformal},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			got := letters.ServedOn(c.regime, c.facts, c.rules, hessen(t), now)
			if got.On.String() != c.on || got.Basis != c.basis || got.Until.String() != c.until {
				t.Errorf("got %s %s until %s, want %s %s until %s", got.On, got.Basis, got.Until, c.on, c.basis, c.until)
			}
		})
	}
}

func TestUntilWhenAPersonMayAct(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what, served string
		months       int
		noticed      bool
		want         string
	}{
		{"a month", "2026-04-17", 1, true, "2026-05-18"}, // the 17th is a Sunday
		{"a month from the 31st ends on the month's last day", "2026-03-31", 1, true, "2026-04-30"},
		{"a month from 31 January", "2028-01-31", 1, true, "2028-02-29"},
		{"a month from 29 January in a common year, on a Sunday", "2027-01-29", 1, true, "2027-03-01"},
		{"ends on Corpus Christi, which Hesse keeps", "2026-05-04", 1, true, "2026-06-05"},
		{"ends on the second day of Christmas, a Saturday", "2026-11-26", 1, true, "2026-12-28"},
		{"over the end of summer time", "2026-10-09", 1, true, "2026-11-09"},
		{"a year without notice, from 29 February", "2028-02-29", 1, false, "2029-02-28"},
		{"a year without notice, ending on a Saturday", "2026-04-17", 1, false, "2027-04-19"},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			if got := letters.RemedyEnd(day(c.served), c.months, c.noticed, hessen(t)); got.String() != c.want {
				t.Errorf("served %s: until %s, want %s", c.served, got, c.want)
			}
		})
	}
	if got := letters.RemedyEnd(clock.Date{}, 1, true, hessen(t)); !got.IsZero() {
		t.Errorf("nothing served, yet a remedy ends on %s", got)
	}
}

func TestEachLandKeepsItsOwnHolidays(t *testing.T) {
	t.Parallel()
	for land, holiday := range map[string]bool{"DE-HE": true, "DE-NW": true, "DE-BE": false, "DE": false} {
		c, err := letters.NewCalendar(land)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Holiday(day("2026-06-04")); got != holiday { // Corpus Christi
			t.Errorf("%s keeps Corpus Christi: %v, want %v", land, got, holiday)
		}
	}
	if _, err := letters.NewCalendar("DE-XX"); err == nil {
		t.Error("an unknown Land has a calendar")
	}
}
