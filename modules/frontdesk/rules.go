package frontdesk

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"

	"github.com/ankunft/ankunft/platform/sheet"
)

// RulesFile is where a city says how its halls work. A city without it has none: people come by appointment only.
const RulesFile = "frontdesk.yaml"

// Rules are what the city's folder says of walking in.
type Rules struct {
	LastTicketMinutes int       `json:"last_ticket_minutes"` // so long before the end of the open hours the last ticket is drawn
	CallMinutes       int       `json:"call_minutes"`        // so long somebody may take to the counter before they count as missed
	Priorities        []string  `json:"priorities"`          // whom the house calls first: disability, pregnancy, small_children
	Queues            []Queue   `json:"queues"`
	Concerns          []Concern `json:"concerns"`
	Outcomes          []string  `json:"outcomes"` // how a visit ends: done_here, papers_taken, appointment_made, sent_on …

	words map[string]words
}

// Queue is a line of people, with the letter of its numbers.
type Queue struct {
	Key    string `json:"key"`
	Letter string `json:"letter"`
	Name   string `json:"name"` // in German, for staff
}

// Concern is what somebody walks in for; it is chosen by a picture.
type Concern struct {
	Key     string `json:"key"`
	Queue   string `json:"queue"`
	Picture string `json:"picture"`
	Minutes int    `json:"minutes"` // as long as it takes until the day knows better
}

type words struct {
	Reviewed any               `json:"reviewed"`
	Concerns map[string]string `json:"concerns"`
}

// Concern finds one by its key.
func (r *Rules) Concern(key string) (*Concern, bool) {
	i := slices.IndexFunc(r.Concerns, func(c Concern) bool { return c.Key == key })
	if i < 0 {
		return nil, false
	}
	return &r.Concerns[i], true
}

// Queue finds one by its key.
func (r *Rules) Queue(key string) (*Queue, bool) {
	i := slices.IndexFunc(r.Queues, func(q Queue) bool { return q.Key == key })
	if i < 0 {
		return nil, false
	}
	return &r.Queues[i], true
}

// ConcernText is what a concern is called in a language, else in German.
func (r *Rules) ConcernText(lang, key string) string {
	if text := r.words[lang].Concerns[key]; text != "" {
		return text
	}
	return r.words["de"].Concerns[key]
}

var (
	simpleKey = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)
	letter    = regexp.MustCompile(`^[A-Z]$`)
)

// LoadRules reads a city's rules; the error is sheet.Faults, all of them. Nil where the city has no hall.
func LoadRules(fsys fs.FS, languages []string) (*Rules, error) {
	if _, err := fs.Stat(fsys, RulesFile); errors.Is(err, fs.ErrNotExist) {
		return nil, nil // appointments only
	}
	var faults sheet.Faults
	r := &Rules{}
	doc := sheet.Read(fsys, RulesFile, &faults)
	if doc != nil && doc.Into(r, &faults) {
		r.check(func(at, format string, args ...any) { faults.Add(doc.File, doc.Line(at), at+": "+format, args...) })
		r.loadWords(fsys, languages, &faults)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Rules) check(wrong func(at, format string, args ...any)) {
	letters, queues := map[string]bool{}, map[string]bool{}
	for i, q := range r.Queues {
		at := fmt.Sprintf("queues[%d]", i)
		if !simpleKey.MatchString(q.Key) || queues[q.Key] {
			wrong(at, "needs a key of its own")
		}
		if !letter.MatchString(q.Letter) || letters[q.Letter] {
			wrong(at, "needs a letter of its own, A to Z")
		}
		queues[q.Key], letters[q.Letter] = true, true
	}
	seen := map[string]bool{}
	for i, c := range r.Concerns {
		at := fmt.Sprintf("concerns[%d]", i)
		if !simpleKey.MatchString(c.Key) || seen[c.Key] {
			wrong(at, "needs a key of its own")
		}
		seen[c.Key] = true
		if !queues[c.Queue] {
			wrong(at, "there is no queue %q", c.Queue)
		}
		if c.Minutes < 1 || c.Minutes > 240 {
			wrong(at, "minutes must be from 1 to 240")
		}
	}
	if len(r.Queues) == 0 || len(r.Concerns) == 0 {
		wrong("queues", "at least one queue and one concern are needed")
	}
	if r.LastTicketMinutes < 0 || r.CallMinutes < 1 {
		wrong("call_minutes", "must be at least 1, and last_ticket_minutes at least 0")
	}
}

func (r *Rules) loadWords(fsys fs.FS, languages []string, faults *sheet.Faults) {
	r.words = map[string]words{}
	for _, lang := range languages {
		file := "frontdesk/" + lang + ".yaml"
		doc := sheet.Read(fsys, file, faults)
		var w words
		if doc == nil || !doc.Into(&w, faults) {
			continue
		}
		r.words[lang] = w
		for _, c := range r.Concerns {
			if w.Concerns[c.Key] == "" && lang != "de-simple" {
				faults.Add(file, 1, "text %q is missing", "concerns."+c.Key)
			}
		}
	}
}
