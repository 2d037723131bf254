package partners

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"

	"github.com/ankunft/ankunft/platform/sheet"
)

// RulesFile is where a city says with whom it works.
const RulesFile = "partners.yaml"

// Area is something that a task lets its people see.
type Area string

// The areas.
const (
	Shifts    Area = "shifts"
	Briefings Area = "briefings"
	Visitors  Area = "visitors" // of the house, during an own shift there
	Incidents Area = "incidents"
	Referrals Area = "referrals" // to the own organisation
	Meetings  Area = "meetings"  // to which one is invited
)

// Areas are all of them, in the order in which they are shown.
var Areas = []Area{Shifts, Briefings, Visitors, Incidents, Referrals, Meetings}

// Rules are what the city's folder says.
type Rules struct {
	Tasks        []Task `json:"tasks"`
	VisitorNames bool   `json:"visitor_names"`  // whether the list of visitors shows names
	EarlyMinutes int    `json:"early_minutes"`  // so long before a shift it shows the visitors
	IncidentDays int    `json:"incident_days"`  // so long a member reads their own reports
	ReferralDays int    `json:"referral_days"`  // after the end of a referral, then the partner's view and what was passed on are gone
	FollowUpDays int    `json:"follow_up_days"` // within which an incident has an owner
	ReminderDays int    `json:"reminder_days"`  // before the day on which something is due
	LinkDays     int    `json:"link_days"`      // so many days the link to a referral opens it
	Help         string `json:"help"`           // what the city offers colleagues to whom something happened, in the words of the mail; "" sends none
}

// Task is what somebody does for the office.
type Task struct {
	Key  string            `json:"key"`
	Name map[string]string `json:"name"` // by language; German is needed
	Sees []Area            `json:"sees"`
}

// In is the name of a task in a language, German where there is none.
func (t *Task) In(language string) string {
	if name := t.Name[language]; name != "" {
		return name
	}
	return t.Name["de"]
}

var taskKey = regexp.MustCompile(`^[a-z][a-z_]{0,29}$`)

// LoadRules reads a city's rules. The error is sheet.Faults: all that is wrong, with its line. A city without the file has no partners: nil.
func LoadRules(fsys fs.FS) (*Rules, error) {
	if _, err := fs.Stat(fsys, RulesFile); errors.Is(err, fs.ErrNotExist) {
		return nil, nil // a city may have none
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

func (r *Rules) check(wrong func(at, message string)) {
	known := map[string]bool{}
	for _, t := range r.Tasks {
		switch {
		case !taskKey.MatchString(t.Key) || known[t.Key]:
			wrong("tasks", "each needs a key of its own of small letters")
		case t.Name["de"] == "":
			wrong("tasks", t.Key+" has no German name")
		case len(t.Sees) == 0 || slices.ContainsFunc(t.Sees, func(a Area) bool { return !slices.Contains(Areas, a) }):
			wrong("tasks", t.Key+" must see some of shifts, briefings, visitors, incidents, referrals, meetings")
		}
		known[t.Key] = true
	}
	if len(r.Help) > longestNote {
		wrong("help", "is too long")
	}
	for at, c := range map[string]struct{ n, low, high int }{
		"early_minutes": {r.EarlyMinutes, 0, 120}, "incident_days": {r.IncidentDays, 1, 365}, "referral_days": {r.ReferralDays, 1, 365},
		"follow_up_days": {r.FollowUpDays, 1, 60}, "reminder_days": {r.ReminderDays, 1, 60}, "link_days": {r.LinkDays, 1, 60},
	} {
		if c.n < c.low || c.n > c.high {
			wrong(at, "is out of range")
		}
	}
}

// Task finds a task by its key.
func (r *Rules) Task(key string) (*Task, bool) {
	i := slices.IndexFunc(r.Tasks, func(t Task) bool { return t.Key == key })
	if i < 0 {
		return nil, false
	}
	return &r.Tasks[i], true
}

// Seeing are the keys of the tasks that see an area.
func (r *Rules) Seeing(a Area) []string {
	keys := []string{}
	for _, t := range r.Tasks {
		if slices.Contains(t.Sees, a) {
			keys = append(keys, t.Key)
		}
	}
	return keys
}
