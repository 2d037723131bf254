package quality

import (
	"errors"
	"io/fs"
	"regexp"

	"github.com/ankunft/ankunft/platform/sheet"
)

// RulesFile is where a city says what it asks.
const RulesFile = "interpreters.yaml"

// Rules are what the city's folder says under quality.
type Rules struct {
	Questions     Questions `json:"questions"`
	Minimum       int       `json:"minimum"`        // so many answers of a side in a half-year are told; fewer are not
	ComplaintDays int       `json:"complaint_days"` // within which a complaint is settled
	LinkDays      int       `json:"link_days"`      // so long after both have signed can be answered
}

// Questions are the keys of what each side is asked, in the order of asking; their words stand in the portal (quality:question.<key>).
type Questions struct {
	Client []string `json:"client"`
	Clerk  []string `json:"clerk"`
}

const (
	mostQuestions = 6
	fewest        = 5 // answers: among fewer, one could be made out
)

var questionKey = regexp.MustCompile(`^[a-z][a-z_]{0,29}$`)

// LoadRules reads a city's rules. The error is sheet.Faults: all that is wrong, with its line. A city that says nothing about it asks nobody: nil.
func LoadRules(fsys fs.FS) (*Rules, error) {
	if _, err := fs.Stat(fsys, RulesFile); errors.Is(err, fs.ErrNotExist) {
		return nil, nil // a city may work without interpreters
	}
	var faults sheet.Faults
	file := struct {
		Booking   any    `json:"booking"`
		Tariffs   any    `json:"tariffs"`
		Contracts any    `json:"contracts"`
		Quality   *Rules `json:"quality"`
	}{}
	doc := sheet.Read(fsys, RulesFile, &faults)
	if doc != nil && doc.Into(&file, &faults) && file.Quality != nil {
		file.Quality.check(func(at, message string) { faults.Add(doc.File, doc.Line("quality."+at), "quality.%s: %s", at, message) })
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return file.Quality, nil
}

func (r *Rules) check(wrong func(at, message string)) {
	for _, side := range Sides {
		keys := r.Asked(side)
		if len(keys) == 0 || len(keys) > mostQuestions {
			wrong("questions."+string(side), "must be one to six")
		}
		known := map[string]bool{}
		for _, key := range keys {
			if !questionKey.MatchString(key) || known[key] {
				wrong("questions."+string(side), "each needs a key of its own of small letters")
			}
			known[key] = true
		}
	}
	for at, c := range map[string]struct{ n, low, high int }{
		"minimum": {r.Minimum, fewest, 50}, "complaint_days": {r.ComplaintDays, 1, 90}, "link_days": {r.LinkDays, 1, 60},
	} {
		if c.n < c.low || c.n > c.high {
			wrong(at, "is out of range")
		}
	}
}

// Asked are the questions to a side, in the order of asking.
func (r *Rules) Asked(side Side) []string {
	if side == Client {
		return r.Questions.Client
	}
	return r.Questions.Clerk
}
