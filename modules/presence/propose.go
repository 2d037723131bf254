package presence

import (
	"cmp"
	"slices"
	"time"

	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
)

// The rule of a proposal.
const (
	slot        = 30      // minutes: the grid of shifts
	dayFrom     = 7 * 60  // no shift begins before
	dayTo       = 20 * 60 // or ends after
	shortest    = 2 * 60
	longest     = 8 * 60
	worthwhile  = 10 // minutes of need in half an hour, on average of the weeks, from which on it belongs to a shift
	walkInTakes = 20 // minutes for who came without an appointment
)

// Need is somebody who needed an interpreter in a house.
type Need struct {
	Language string // ISO 639-3
	Site     string
	From, To time.Time // of somebody who walked in: from when they came, for as long as they usually take
	WalkedIn bool
	Waited   time.Duration // of who walked in, until they were called
	Cents    int64         // what a single booking cost
}

// ProposedShift is a time of each week.
type ProposedShift struct {
	Weekday              int // ISO 8601: Monday is 1
	FromMinute, ToMinute int // after midnight, by the clocks of the city
	Needs                int // on this weekday in all weeks
	Covered              int // that one person could have met within the shift, one after the other
	ShiftCents           int64
	SingleCents          int64 // of the single bookings among those covered
	WaitMinutes          int   // that would have been spared
}

// Proposal is a rota for a language in a house, with what it would have been in the weeks looked at.
type Proposal struct {
	Language string
	Site     string
	Weeks    int
	Needs    int // in all, also on days without a shift
	Covered  int
	Shifts   []ProposedShift
}

// Percent is how much of the need the rota would have met.
func (p Proposal) Percent() int {
	if p.Needs == 0 {
		return 0
	}
	return 100 * p.Covered / p.Needs
}

// moment is a time by the clocks of the city.
type moment struct {
	day     clock.Date
	weekday int
	minute  int
}

func wallOf(t time.Time) moment {
	wall := t.In(clock.Berlin)
	weekday := int(wall.Weekday())
	if weekday == 0 {
		weekday = 7
	}
	return moment{clock.DateOf(wall), weekday, wall.Hour()*60 + wall.Minute()}
}

// Propose makes proposals from needs of so many weeks, by house and language; those that would have met most come first. Tariff says what an hour of duty costs.
func Propose(needs []Need, weeks int, tariff *remuneration.Tariff) []Proposal {
	type key struct{ site, language string }
	by := map[key][]Need{}
	for _, n := range needs {
		k := key{n.Site, n.Language}
		by[k] = append(by[k], n)
	}
	list := []Proposal{}
	for k, of := range by {
		list = append(list, propose(k.site, k.language, of, weeks, tariff))
	}
	slices.SortFunc(list, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Covered, a.Covered), cmp.Compare(b.Needs, a.Needs), cmp.Compare(a.Site, b.Site), cmp.Compare(a.Language, b.Language))
	})
	return list
}

func propose(site, language string, needs []Need, weeks int, tariff *remuneration.Tariff) Proposal {
	p := Proposal{Language: language, Site: site, Weeks: weeks, Needs: len(needs), Shifts: []ProposedShift{}}
	var days [8][]Need
	for _, n := range needs {
		w := wallOf(n.From).weekday
		days[w] = append(days[w], n)
	}
	for weekday, of := range days {
		from, to, found := window(of, weeks)
		if !found {
			continue
		}
		s := ProposedShift{Weekday: weekday, FromMinute: from, ToMinute: to, Needs: len(of), ShiftCents: int64(weeks) * dutyCents(tariff, weekday, from, to)}
		s.meet(of)
		if s.Covered == 0 {
			continue
		}
		p.Covered += s.Covered
		p.Shifts = append(p.Shifts, s)
	}
	return p
}

// window is the time of a weekday in which somebody is needed often enough: each half hour weighs what was needed in it above what is worthwhile; the heaviest stretch
// is the shift, at least and at most as long as shifts are. On a weekday on which somebody was needed in fewer than half of the weeks there is none.
func window(needs []Need, weeks int) (from, to int, found bool) {
	var load [24 * 60 / slot]int // minutes of need in all weeks
	seen := map[clock.Date]bool{}
	for _, n := range needs {
		at := wallOf(n.From)
		seen[at.day] = true
		end := at.minute + int(n.To.Sub(n.From)/time.Minute)
		for m := at.minute; m < min(end, 24*60); m++ {
			load[m/slot]++
		}
	}
	if 2*len(seen) < weeks {
		return 0, 0, false
	}
	best := 0
	for begin := dayFrom / slot; begin < dayTo/slot; begin++ {
		sum := 0
		for end := begin; end < dayTo/slot && (end-begin+1)*slot <= longest; end++ {
			sum += load[end] - worthwhile*weeks
			if sum > best {
				best, from, to = sum, begin*slot, (end+1)*slot
			}
		}
	}
	if best == 0 {
		return 0, 0, false
	}
	for to-from < shortest { // towards the side on which more is needed
		before, after := -1, -1
		if from > dayFrom {
			before = load[from/slot-1]
		}
		if to < dayTo {
			after = load[to/slot]
		}
		if after >= before {
			to += slot
		} else {
			from -= slot
		}
	}
	return from, to, true
}

// dutyCents is what one shift costs by the tariff; who would come, and from where, is not known.
func dutyCents(t *remuneration.Tariff, weekday, from, to int) int64 {
	monday := time.Date(2026, time.June, 1, 0, 0, 0, 0, clock.Berlin) // a week without a change of clocks
	day := monday.AddDate(0, 0, weekday-1)
	return t.Estimate(remuneration.Work{
		Starts: day.Add(time.Duration(from) * time.Minute), Ends: day.Add(time.Duration(to) * time.Minute), OnSite: true,
	}).TotalCents
}

// meet lets one person work through the needs of a weekday, day by day: who has an appointment at their time, who walked in as soon as possible.
func (s *ProposedShift) meet(needs []Need) {
	of := map[clock.Date][]Need{}
	for _, n := range needs {
		d := wallOf(n.From).day
		of[d] = append(of[d], n)
	}
	for _, day := range of {
		slices.SortFunc(day, func(a, b Need) int {
			return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Waited, b.Waited), cmp.Compare(a.Cents, b.Cents))
		})
		var busy [][2]int // booked times are kept free for who walked in
		for _, n := range day {
			at := wallOf(n.From).minute
			end := at + int(n.To.Sub(n.From)/time.Minute)
			if n.WalkedIn || at < s.FromMinute || end > s.ToMinute || meets(busy, at, end) {
				continue
			}
			busy = append(busy, [2]int{at, end})
			s.Covered++
			s.SingleCents += n.Cents
		}
		for _, n := range day {
			if n.WalkedIn {
				busy = s.receive(n, busy)
			}
		}
	}
}

func meets(busy [][2]int, from, to int) bool {
	return slices.ContainsFunc(busy, func(b [2]int) bool { return from < b[1] && b[0] < to })
}

// receive lets somebody who walked in have the first free time within the shift, unless they were called sooner in fact.
func (s *ProposedShift) receive(n Need, busy [][2]int) [][2]int {
	came := wallOf(n.From).minute
	takes := int(n.To.Sub(n.From) / time.Minute)
	if came < s.FromMinute {
		return busy
	}
	for at := came; at+takes <= s.ToMinute; at++ {
		if meets(busy, at, at+takes) {
			continue
		}
		s.Covered++
		s.WaitMinutes += max(0, int(n.Waited/time.Minute)-(at-came))
		return append(busy, [2]int{at, at + takes})
	}
	return busy
}
