package remuneration

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/sheet"
)

// TariffsFile is where a city says what it pays.
const TariffsFile = "interpreters.yaml"

// The facts of a tariff.
const (
	factHour          = "hour"              // cents
	factHourRemote    = "hour_remote"       // cents by phone and video; without it as on site
	factWholeAfter    = "whole_after"       // minutes of the last started hour from which on it counts whole, else half
	factUnit          = "unit"              // minutes: instead, each started unit of this length is paid
	factMinimum       = "minimum"           // minutes that are always paid
	factSurcharge     = "surcharge"         // per cent at night, on Sundays and holidays
	factNightFrom     = "night_from"        // hour of the day
	factNightTo       = "night_to"          // hour of the day
	factKilometre     = "kilometre"         // cents
	factCancelDays    = "cancellation_days" // so many days before, and on the day itself, it costs something to call off
	factCancelMinutes = "cancellation"      // minutes that are paid then at most
	factStrokes       = "strokes"           // of one line of a translation
	factLine          = "line"              // cents for each started line
	factLineFixed     = "line_fixed"        // the text could not be edited
	factLineHard      = "line_hard"         // much more difficult
	factLineHardFixed = "line_hard_fixed"   // both
	factOrderMinimum  = "order_minimum"     // cents for an order of translations
	factVAT           = "vat"               // per cent

	trustSource, trustBackground = "S", "B"
)

type bounds struct {
	low, high int64
	byLaw     bool // the law's tariff settles it
}

var facts = map[string]bounds{
	factHour: {100, 100_000, true}, factHourRemote: {100, 100_000, false}, factWholeAfter: {0, 59, true}, factUnit: {1, 60, false}, factMinimum: {0, 480, false},
	factSurcharge: {0, 200, true}, factNightFrom: {18, 23, true}, factNightTo: {1, 9, true}, factKilometre: {0, 500, true},
	factCancelDays: {0, 30, true}, factCancelMinutes: {0, 1440, true},
	factStrokes: {1, 2000, true}, factLine: {1, 10_000, true}, factLineFixed: {1, 10_000, true}, factLineHard: {1, 10_000, true}, factLineHardFixed: {1, 10_000, true},
	factOrderMinimum: {0, 100_000, true}, factVAT: {0, 30, true},
}

// LoadTariffs reads what a city pays. The error is sheet.Faults: everything that is wrong, with its line. A city without the file pays nobody: nil.
func LoadTariffs(fsys fs.FS) (*Tariffs, error) {
	if _, err := fs.Stat(fsys, TariffsFile); errors.Is(err, fs.ErrNotExist) {
		return nil, nil // a city may work without interpreters
	}
	var faults sheet.Faults
	t := &Tariffs{}
	if doc := sheet.Read(fsys, TariffsFile, &faults); doc != nil && doc.Into(t, &faults) {
		t.check(func(at, format string, args ...any) { faults.Add(doc.File, doc.Line(at), at+": "+format, args...) })
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return t, nil
}

type complain func(at, format string, args ...any)

func (t *Tariffs) check(wrong complain) {
	if len(t.Law) == 0 {
		wrong("tariffs", "the tariff of the law is missing")
	}
	follow("tariffs", t.Law, wrong)
	for i, tariff := range t.Law {
		at := fmt.Sprintf("tariffs[%d]", i)
		tariff.check(at, wrong)
		for _, key := range slices.Sorted(maps.Keys(facts)) {
			if _, ok := tariff.fact(key); !ok && facts[key].byLaw {
				wrong(at, "the fact %q is missing", key)
			}
		}
	}
	known := map[string]bool{"": true}
	for i, c := range t.Contracts {
		at := fmt.Sprintf("contracts[%d]", i)
		if known[c.Key] {
			wrong(at+".key", "is empty or there twice")
		}
		known[c.Key] = true
		if c.Name == "" || len(c.Tariffs) == 0 {
			wrong(at, "a name and a tariff are needed")
		}
		follow(at+".tariffs", c.Tariffs, wrong)
		for j, tariff := range c.Tariffs {
			tariff.Contract, tariff.Name = c.Key, c.Name
			tariff.check(fmt.Sprintf("%s.tariffs[%d]", at, j), wrong)
		}
	}
}

// follow tells gaps and overlaps: each tariff begins on the day after the one before it ends.
func follow(at string, list []*Tariff, wrong complain) {
	for i, t := range list {
		place := fmt.Sprintf("%s[%d].valid_from", at, i)
		if !t.ValidTo.IsZero() && t.ValidTo.Before(t.ValidFrom) {
			wrong(place, "the tariff ends before it begins")
		}
		if i == 0 {
			continue
		}
		switch end := list[i-1].ValidTo; {
		case end.IsZero() || !end.Before(t.ValidFrom):
			wrong(place, "overlaps with the tariff before it")
		case end.AddDays(1) != t.ValidFrom:
			wrong(place, "there is a gap from %s to %s", end.AddDays(1), t.ValidFrom.AddDays(-1))
		}
	}
}

func (t *Tariff) check(at string, wrong complain) {
	seen := map[string]bool{}
	for i, f := range t.Facts {
		place := fmt.Sprintf("%s.facts[%d]", at, i)
		limit, known := facts[f.Key]
		if !known || seen[f.Key] {
			wrong(place+".key", "%q is no fact of a tariff, or there twice", f.Key)
			continue
		}
		seen[f.Key] = true
		if f.Value < limit.low || f.Value > limit.high {
			wrong(place+".value", "must be between %d and %d", limit.low, limit.high)
		}
		if f.Law == "" || f.Source == "" || f.Trust != trustSource && f.Trust != trustBackground {
			wrong(place, "law, source and trust (S or B) are needed")
		}
	}
}

// LapsesOn is the last day on which what is owed for work that ended on a day can be claimed (JVEG §2(1): three months; BGB §187(1), §188(2), (3)). An end on a
// Saturday, Sunday or holiday moves to the next working day (BGB §193).
func LapsesOn(ended clock.Date, holiday func(clock.Date) bool) clock.Date {
	last := ended.AddMonths(3)
	for free(last, holiday) {
		last = last.AddDays(1)
	}
	return last
}
