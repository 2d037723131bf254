package capacity

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"

	"cel.dev/cel-go/cel"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/condition"
	"github.com/ankunft/ankunft/platform/sheet"
)

// RulesFile is where a city says how it gives appointments.
const RulesFile = "appointments.yaml"

// Rules are what the city's folder says of appointments: concerns, how times are released, how need is ranked, the limits, and the plan with
// which a new office begins. Afterwards the plan is changed in the office itself.
type Rules struct {
	HorizonDays    int       `json:"horizon_days"`    // how far ahead one can look and book
	NoticeMinutes  int       `json:"notice_minutes"`  // nothing is booked that begins sooner
	HoldMinutes    int       `json:"hold_minutes"`    // how long a chosen time waits for name and address
	ConfirmMinutes int       `json:"confirm_minutes"` // how long it then waits for the click in the mail
	OfferMinutes   int       `json:"offer_minutes"`   // how long a time that became free is kept for the next on the waiting list
	InviteDays     int       `json:"invite_days"`     // how long an invitation holds
	AnonymiseDays  int       `json:"anonymise_days"`  // afterwards an appointment without a case has no name any more
	BlockMinutes   int       `json:"block_minutes"`   // times are released in blocks of this length
	Limits         Limits    `json:"limits"`
	Release        []Release `json:"release"`   // adds up to 100; the first is the earliest
	Emergency      Emergency `json:"emergency"` // the counter for what cannot wait; a city may have none
	Concerns       []Concern `json:"concerns"`
	Series         []Series  `json:"series"`
	Plan           FirstPlan `json:"plan"`

	programs map[string]cel.Program
	words    map[string]words
}

// Limits bound what one person, address or network may do.
type Limits struct {
	OpenPerPerson   int `json:"open_per_person"`   // booked appointments ahead
	People          int `json:"people"`            // in one appointment
	SearchPerMinute int `json:"search_per_minute"` // per network: a rate, for many people share one
	HoldsPerMinute  int `json:"holds_per_minute"`  // per network
	Work            int `json:"work"`              // leading zero bits that a browser without login must find before a hold; 0: none
}

// Release gives a share of all times free: so many days ahead, at a time of day.
type Release struct {
	Share int    `json:"share"` // of 100
	Days  int    `json:"days"`
	At    string `json:"at"` // "07:00"
}

// Emergency says when the times for what cannot wait open, when what is left of them goes back to everybody, and what cannot wait.
type Emergency struct {
	Days        int        `json:"days"` // how many days ahead they open; 0: the same day
	OpensAt     string     `json:"opens_at"`
	FlowsBackAt string     `json:"flows_back_at"` // of the day itself; "" never
	Needed      int        `json:"needed"`        // the rank from which one may book
	Questions   []Question `json:"questions"`
	Ranks       []Rank     `json:"ranks"`
}

// none says that the city has no counter for what cannot wait: it asks nothing and ranks nothing.
func (e *Emergency) none() bool { return len(e.Questions) == 0 && len(e.Ranks) == 0 }

// Question is asked of who says that it cannot wait; its words are texts of the city.
type Question struct {
	Key  string `json:"key"`
	Kind string `json:"kind"` // date, boolean
}

// Rank is a rule: whom it holds for ranks so high. The highest that holds counts.
type Rank struct {
	Key  string `json:"key"`
	Rank int    `json:"rank"`
	When string `json:"when"` // CEL over the questions' keys and today
	Law  string `json:"law"`
}

// Concern is what somebody comes for.
type Concern struct {
	Key         string   `json:"key"`
	Services    []string `json:"services"`     // of the catalogue, whose checklist it has
	Minutes     int      `json:"minutes"`      // for one person
	MoreMinutes int      `json:"more_minutes"` // for each further one
	Booking     string   `json:"booking"`      // open, or invitation: only from a case
	Purposes    []string `json:"purposes"`     // booking, emergency, phone
	Needs       []string `json:"needs"`        // kinds of resource beside the counter: person, room
	Picture     string   `json:"picture"`      // name of a pictogram
}

// Cells is how many cells the concern takes for so many people.
func (c *Concern) Cells(people int) int {
	minutes := c.Minutes + max(people-1, 0)*c.MoreMinutes
	return (minutes + CellMinutes - 1) / CellMinutes
}

func (c *Concern) needs(kind string) bool { return slices.Contains(c.Needs, kind) }

// Concern finds one by its key.
func (r *Rules) Concern(key string) (*Concern, bool) {
	i := slices.IndexFunc(r.Concerns, func(c Concern) bool { return c.Key == key })
	if i < 0 {
		return nil, false
	}
	return &r.Concerns[i], true
}

// ConcernOf finds the concern of a service.
func (r *Rules) ConcernOf(service string) (*Concern, bool) {
	i := slices.IndexFunc(r.Concerns, func(c Concern) bool { return slices.Contains(c.Services, service) })
	if i < 0 {
		return nil, false
	}
	return &r.Concerns[i], true
}

// LoadRules reads a city's rules. The error is sheet.Faults: everything that is wrong, with its line. A city without the file gives no
// appointments: nil.
func LoadRules(fsys fs.FS, languages []string) (*Rules, error) {
	if _, err := fs.Stat(fsys, RulesFile); errors.Is(err, fs.ErrNotExist) {
		return nil, nil // a city may give none
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

// IsKey says whether a text can be a key of the city's data.
func IsKey(text string) bool { return simpleKey.MatchString(text) }

var simpleKey = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

// complain tells a fault at a place of the file.
type complain func(at, format string, args ...any)

func (r *Rules) check(wrong complain) {
	between := func(at string, n, low, high int) {
		if n < low || n > high {
			wrong(at, "must be from %d to %d", low, high)
		}
	}
	between("horizon_days", r.HorizonDays, 1, 180)
	between("notice_minutes", r.NoticeMinutes, 0, 7*24*60)
	between("hold_minutes", r.HoldMinutes, 1, 60)
	between("confirm_minutes", r.ConfirmMinutes, 5, 24*60)
	between("offer_minutes", r.OfferMinutes, 5, 48*60)
	between("invite_days", r.InviteDays, 1, 180)
	between("anonymise_days", r.AnonymiseDays, 1, 3650)
	between("block_minutes", r.BlockMinutes, CellMinutes, 12*60)
	between("limits.open_per_person", r.Limits.OpenPerPerson, 1, 20)
	between("limits.people", r.Limits.People, 1, 20)
	between("limits.search_per_minute", r.Limits.SearchPerMinute, 1, 100_000)
	between("limits.holds_per_minute", r.Limits.HoldsPerMinute, 1, 100_000)
	between("limits.work", r.Limits.Work, 0, 24)
	r.checkRelease(wrong)
	r.checkEmergency(wrong)
	r.checkConcerns(wrong)
	r.checkSeries(wrong)
	r.Plan.check(r, wrong)
}

func (r *Rules) checkRelease(wrong complain) {
	sum := 0
	for i, p := range r.Release {
		at := fmt.Sprintf("release[%d]", i)
		if p.Share < 1 || p.Days > r.HorizonDays {
			wrong(at, "needs a share of at least 1 and at most %d days", r.HorizonDays)
		}
		if _, ok := MinuteOf(p.At); !ok {
			wrong(at, "at must be a time such as \"07:00\"")
		}
		if i > 0 && p.Days >= r.Release[i-1].Days {
			wrong(at, "must come later than the one before")
		}
		sum += p.Share
	}
	if sum != 100 {
		wrong("release", "the shares add up to %d, not to 100", sum)
	}
}

func (r *Rules) checkEmergency(wrong complain) {
	e := &r.Emergency
	if e.none() {
		if e.OpensAt != "" || e.FlowsBackAt != "" {
			wrong("emergency", "says when times open, but not what cannot wait: give it ranks, or leave it out")
		}
		e.Needed = 1 // which nothing reaches
		return
	}
	if e.Needed < 1 {
		wrong("emergency.needed", "must be at least 1: else everything is urgent")
	}
	if _, ok := MinuteOf(e.OpensAt); !ok {
		wrong("emergency.opens_at", "must be a time such as \"07:00\"")
	}
	if _, ok := MinuteOf(e.FlowsBackAt); !ok && e.FlowsBackAt != "" {
		wrong("emergency.flows_back_at", "must be a time such as \"10:30\"")
	}
	kinds := map[string]string{}
	for i, q := range e.Questions {
		if !simpleKey.MatchString(q.Key) || kinds[q.Key] != "" {
			wrong(fmt.Sprintf("emergency.questions[%d]", i), "needs a key of its own")
		}
		if q.Kind != "date" && q.Kind != "boolean" {
			wrong(fmt.Sprintf("emergency.questions[%d]", i), "kind must be date or boolean")
		}
		kinds[q.Key] = map[string]string{"date": "text", "boolean": "boolean"}[q.Kind]
	}
	env, err := condition.Environment(kinds, nil)
	if err != nil {
		wrong("emergency.questions", "%v", err)
		return
	}
	r.programs = map[string]cel.Program{}
	for i, rank := range e.Ranks {
		at := fmt.Sprintf("emergency.ranks[%d]", i)
		p, err := condition.Compile(env, rank.When)
		if err != nil {
			wrong(at, "%v", err)
			continue
		}
		r.programs[rank.When] = p
		if !simpleKey.MatchString(rank.Key) || rank.Rank < 1 {
			wrong(at, "needs a key and a rank from 1")
		}
	}
}

func (r *Rules) checkConcerns(wrong complain) {
	seen := map[string]bool{}
	for i, c := range r.Concerns {
		at := fmt.Sprintf("concerns[%d]", i)
		if !simpleKey.MatchString(c.Key) || seen[c.Key] {
			wrong(at, "needs a key of its own")
		}
		seen[c.Key] = true
		r.checkConcern(c, func(format string, args ...any) { wrong(at, format, args...) })
	}
	if len(r.Concerns) == 0 {
		wrong("concerns", "at least one is needed")
	}
}

func (r *Rules) checkConcern(c Concern, wrong func(format string, args ...any)) {
	if c.Minutes < CellMinutes || c.Minutes > 4*60 {
		wrong("minutes must be from %d to 240", CellMinutes)
	}
	if c.Booking != "open" && c.Booking != "invitation" {
		wrong("booking must be open or invitation")
	}
	for _, p := range c.Purposes {
		if p != string(Booking) && p != string(EmergencyCounter) && p != string(Phone) {
			wrong("unknown purpose %q", p)
		}
		if p == string(EmergencyCounter) && r.Emergency.none() {
			wrong("is for the emergency counter, but nothing under emergency says what cannot wait")
		}
	}
	for _, n := range c.Needs {
		if n != "person" && n != "room" {
			wrong("unknown need %q", n)
		}
	}
}

// MinuteOf reads a time of day; 24:00 is the end of the day.
func MinuteOf(text string) (int, bool) {
	var h, m int
	if n, err := fmt.Sscanf(text, "%2d:%2d", &h, &m); n != 2 || err != nil || len(text) != 5 || h < 0 || m < 0 || m > 59 || h*60+m > 24*60 {
		return 0, false
	}
	return h*60 + m, true
}

// Need is how urgent something is.
type Need struct {
	Rank   int
	Reason string // the key of the rule, "" where none holds
	Law    string
}

// Judge ranks a need by the answers to the city's questions: texts of days (YYYY-MM-DD, "" for none) and yes or no. A rule that can't be judged does
// not hold.
func (r *Rules) Judge(answers map[string]any, today clock.Date) Need {
	vars := map[string]any{"today": today.String(), "form": "", "outcome": ""}
	for _, q := range r.Emergency.Questions {
		switch q.Kind {
		case "boolean":
			yes, _ := answers[q.Key].(bool)
			vars[q.Key] = yes
		default:
			text, _ := answers[q.Key].(string)
			vars[q.Key] = text
		}
	}
	var need Need
	for _, rule := range r.Emergency.Ranks {
		if rule.Rank <= need.Rank {
			continue
		}
		if val, _, err := r.programs[rule.When].Eval(vars); err == nil && val.Value() == true {
			need = Need{rule.Rank, rule.Key, rule.Law}
		}
	}
	return need
}
