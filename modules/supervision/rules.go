package supervision

import (
	"errors"
	"io/fs"
	"slices"

	"github.com/ankunft/ankunft/platform/sheet"
)

// RulesFile is where a city says how it offers supervision.
const RulesFile = "supervision.yaml"

// Rules are what the city's folder says.
type Rules struct {
	Minimum    int        `json:"minimum"`     // so many colleagues at least make a figure; of fewer nothing is told
	OfferDays  int        `json:"offer_days"`  // so long a private offer stands
	KeepMonths int        `json:"keep_months"` // so long after a session it is kept who came, and what was noted
	Hard       []HardCase `json:"hard"`        // decisions after which those who made them get an offer
}

// HardCase is a decision that weighs on who makes it.
type HardCase struct {
	Service  string   `json:"service"`
	Outcomes []string `json:"outcomes"`
}

// Weighs says whether a decision of a service weighs on who makes it.
func (r *Rules) Weighs(service, outcome string) bool {
	return slices.ContainsFunc(r.Hard, func(h HardCase) bool { return h.Service == service && slices.Contains(h.Outcomes, outcome) })
}

// LoadRules reads a city's rules. The error is sheet.Faults: all that is wrong, with its line. A city without the file offers none: nil.
func LoadRules(fsys fs.FS) (*Rules, error) {
	if _, err := fs.Stat(fsys, RulesFile); errors.Is(err, fs.ErrNotExist) {
		return nil, nil // a city may offer none
	}
	var faults sheet.Faults
	rules := &Rules{}
	doc := sheet.Read(fsys, RulesFile, &faults)
	if doc != nil && doc.Into(rules, &faults) {
		rules.check(func(at, message string) { faults.Add(doc.File, doc.Line(at), "%s: %s", at, message) })
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return rules, nil
}

// fewest is the smallest group of which a number may be told.
const fewest = 5

func (r *Rules) check(wrong func(at, message string)) {
	for _, c := range []struct {
		at           string
		n, low, high int
	}{{"minimum", r.Minimum, fewest, 100}, {"offer_days", r.OfferDays, 1, 180}, {"keep_months", r.KeepMonths, 8, 36}} {
		if c.n < c.low || c.n > c.high {
			wrong(c.at, "is out of range")
		}
	}
	for _, h := range r.Hard {
		if h.Service == "" || len(h.Outcomes) == 0 {
			wrong("hard", "each needs a service and outcomes")
		}
	}
}
