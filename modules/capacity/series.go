package capacity

import (
	"fmt"
	"slices"

	"github.com/ankunft/ankunft/platform/clock"
)

// Anchor is the day from which a step of a series is counted.
type Anchor string

// The anchors.
const (
	FromAppointment Anchor = "appointment" // the day of the appointment at which the series is booked; without one, today
	FromDecision    Anchor = "decision"    // the day of the decision
	FromTitleEnd    Anchor = "title_end"   // the last day of the title
	FromPrevious    Anchor = "previous"    // the day of the step before
)

// Series are appointments that belong together because law or custom sets their days.
type Series struct {
	Key      string   `json:"key"`
	Services []string `json:"services"` // of the catalogue, for whose cases it is; none: all
	Steps    []Step   `json:"steps"`
}

// Step is one appointment of a series.
type Step struct {
	Key     string `json:"key"`
	Concern string `json:"concern"`
	From    Anchor `json:"from"`
	After   int    `json:"days_after"`  // its first day, so many days after the anchor
	Before  int    `json:"days_before"` // or so many before it
	Window  int    `json:"window_days"` // so many days more until its last
	Law     string `json:"law"`         // why it is at all
	Custom  bool   `json:"custom"`      // that the days are the city's custom: no law counts them
}

// Anchors are the days that a case has; zero where it has none.
type Anchors struct{ Appointment, Decision, TitleEnd clock.Date }

// Day is the day of an anchor, which for FromPrevious is given.
func (a *Anchors) Day(from Anchor, previous clock.Date) clock.Date {
	switch from {
	case FromDecision:
		return a.Decision
	case FromTitleEnd:
		return a.TitleEnd
	case FromPrevious:
		return previous
	case FromAppointment:
	}
	return a.Appointment
}

// Days are the first and the last day of a step, counted from its anchor.
func (st *Step) Days(anchor clock.Date) (first, last clock.Date) {
	first = anchor.AddDays(st.After - st.Before)
	return first, first.AddDays(st.Window)
}

// FindSeries finds one by its key.
func (r *Rules) FindSeries(key string) (*Series, bool) {
	i := slices.IndexFunc(r.Series, func(s Series) bool { return s.Key == key })
	if i < 0 {
		return nil, false
	}
	return &r.Series[i], true
}

// SeriesOf are those for cases of a service.
func (r *Rules) SeriesOf(service string) []*Series {
	var found []*Series
	for i := range r.Series {
		if s := &r.Series[i]; len(s.Services) == 0 || slices.Contains(s.Services, service) {
			found = append(found, s)
		}
	}
	return found
}

// Step finds one by its key.
func (s *Series) Step(key string) (*Step, bool) {
	i := slices.IndexFunc(s.Steps, func(st Step) bool { return st.Key == key })
	if i < 0 {
		return nil, false
	}
	return &s.Steps[i], true
}

const (
	furthest      = 365
	longestWindow = 180
)

func (r *Rules) checkSeries(wrong complain) {
	seen := map[string]bool{}
	for i := range r.Series {
		s, at := &r.Series[i], fmt.Sprintf("series[%d]", i)
		if !simpleKey.MatchString(s.Key) || seen[s.Key] {
			wrong(at, "needs a key of its own")
		}
		seen[s.Key] = true
		if len(s.Steps) < 2 {
			wrong(at, "needs at least two steps: one is an appointment")
		}
		r.checkSteps(s, at, wrong)
	}
}

func (r *Rules) checkSteps(s *Series, series string, wrong complain) {
	seen, ahead := map[string]bool{}, 0
	for i := range s.Steps {
		st, at := &s.Steps[i], fmt.Sprintf("%s.steps[%d]", series, i)
		if !simpleKey.MatchString(st.Key) || seen[st.Key] {
			wrong(at, "needs a key of its own")
		}
		seen[st.Key] = true
		if c, ok := r.Concern(st.Concern); !ok {
			wrong(at, "unknown concern %q", st.Concern)
		} else if !slices.Contains(c.Purposes, string(Booking)) {
			wrong(at, "nobody can book %q", st.Concern)
		}
		if !slices.Contains([]Anchor{FromAppointment, FromDecision, FromTitleEnd, FromPrevious}, st.From) {
			wrong(at, "from must be appointment, decision, title_end or previous")
		}
		if st.From == FromPrevious && i == 0 {
			wrong(at, "nothing is before the first step")
		}
		if st.After > furthest || st.Before > furthest || st.Window > longestWindow || st.After > 0 && st.Before > 0 {
			wrong(at, "needs days_after or days_before, at most %d, and window_days of at most %d", furthest, longestWindow)
		}
		if st.From == FromTitleEnd && st.Window >= st.Before {
			wrong(at, "must lie before the title ends")
		}
		if st.Law == "" && !st.Custom {
			wrong(at, "needs the law that it follows, or custom: true")
		}
		if ahead = st.ahead(ahead); ahead > r.HorizonDays-1 {
			wrong(at, "can never be booked: it is %d days ahead, and times open %d days ahead", ahead, r.HorizonDays-1)
		}
	}
}

// ahead is how many days ahead of the booking a step is at least, after one that is so many ahead.
func (st *Step) ahead(previous int) int {
	switch st.From {
	case FromPrevious:
		return max(previous+st.After-st.Before, 0)
	case FromAppointment:
		return st.After
	case FromDecision, FromTitleEnd: // time brings them near
	}
	return 0
}
