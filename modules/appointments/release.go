package appointments

import (
	"math"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
)

// opening is a stretch on one day: what is open, cut into the shares of the release.
type opening struct {
	stretch *Stretch
	all     Mask
	shares  []Mask // one for each Release; together they are all
}

type siteDay struct {
	site string
	day  clock.Date
}

// dayCache remembers the openings of a site on a day, as long as its plan lives.
type dayCache struct{ of sync.Map }

func (p *Plan) openings(site string, day clock.Date) []opening {
	key := siteDay{site, day}
	if known, ok := p.days.of.Load(key); ok {
		return known.([]opening) //nolint:errcheck // nothing else is stored
	}
	var list []opening
	for i := range p.Stretches {
		s := &p.Stretches[i]
		if counter, ok := p.Counter(s.CounterID); !ok || counter.Site != site {
			continue
		}
		if m := p.open(s, day); !m.Empty() {
			list = append(list, opening{s, m, p.rules.cut(m, s, day)})
		}
	}
	p.days.of.Store(key, list)
	return list
}

// cut gives each block of a stretch to one share of the release. The shares lie spread over the stretch, another way each day and at each counter, so
// that every share has early and late times: the n-th block stands at n golden sections of a circle, which no two neighbours share.
func (r *Rules) cut(m Mask, s *Stretch, day clock.Date) []Mask {
	shares := make([]Mask, len(r.Release))
	length := max(r.BlockMinutes/cellMinutes, 1)
	first := s.FromMinute / cellMinutes
	turn := float64(day.Time(time.UTC).Unix()/86400)*math.SqrtE + float64(s.CounterID[15])/256
	for n := 0; first+n*length < s.ToMinute/cellMinutes; n++ {
		place := math.Mod(turn+float64(n)*math.Phi, 1) * 100
		block := Cells(first+n*length, length)
		block = block.And(&m)
		for i, upTo := 0, 0; i < len(shares); i++ {
			if upTo += r.Release[i].Share; place < float64(upTo) || i == len(shares)-1 {
				shares[i] = shares[i].Or(&block)
				break
			}
		}
	}
	return shares
}

// released says whether something for a day is open at a moment: from so many days before, at a time of day.
func released(day clock.Date, daysBefore int, timeOfDay string, now time.Time) bool {
	minute, _ := minuteOf(timeOfDay)
	from := day.AddDays(-daysBefore)
	return !now.Before(time.Date(from.Year, from.Month, from.Day, 0, minute, 0, 0, clock.Berlin))
}

// bookable is what of an opening can be booked for a purpose at a moment.
func (r *Rules) bookable(o *opening, purpose Purpose, day clock.Date, now time.Time) (m Mask) {
	switch {
	case o.stretch.Purpose == Booking && purpose == Booking:
		for i, share := range o.shares {
			if released(day, r.Release[i].Days, r.Release[i].At, now) {
				m = m.Or(&share)
			}
		}
		return m
	case o.stretch.Purpose == EmergencyCounter && purpose == EmergencyCounter && released(day, r.Emergency.Days, r.Emergency.OpensAt, now),
		o.stretch.Purpose == EmergencyCounter && purpose == Booking && r.Emergency.FlowsBackAt != "" && released(day, 0, r.Emergency.FlowsBackAt, now),
		o.stretch.Purpose == Phone && purpose == Phone:
		return o.all
	}
	return Mask{}
}

// steps are the cells at which an appointment of so many cells may begin in a stretch, so that no crumbs are left.
func (s *Stretch) steps(cells int) (m Mask) {
	for i := s.FromMinute / cellMinutes; i < s.ToMinute/cellMinutes; i += cells {
		m[i/64] |= 1 << (63 - i%64)
	}
	return m
}

// place is where an appointment can begin: at which counters, by which stretches.
type place struct {
	stretch *Stretch
	starts  Mask
}

// Query asks for free times.
type Query struct {
	Site    string
	Concern string
	People  int
	Purpose Purpose
}

// free are the places of a day for a concern. Taken is what is taken at each counter, nowhere where it is missing.
func (p *Plan) free(q Query, c *Concern, day clock.Date, taken map[takenKey]Mask, now time.Time) []place {
	var places []place
	cells := c.Cells(q.People)
	for _, o := range p.openings(q.Site, day) {
		if !o.stretch.takes(c.Key) {
			continue
		}
		m := p.rules.bookable(&o, q.Purpose, day, now)
		if m.Empty() {
			continue
		}
		if t, ok := taken[takenKey{o.stretch.CounterID, day}]; ok {
			m = m.Without(&t)
		}
		steps := o.stretch.steps(c.Cells(1))
		starts := m.Starts(cells).And(&steps)
		if soon := p.rules.tooSoon(day, now); soon > 0 {
			past := Cells(0, soon)
			starts = starts.Without(&past)
		}
		if !starts.Empty() {
			places = append(places, place{o.stretch, starts})
		}
	}
	return places
}

// tooSoon is how many cells of a day are over, or so near that nobody books them.
func (r *Rules) tooSoon(day clock.Date, now time.Time) int {
	from := now.Add(time.Duration(r.NoticeMinutes) * time.Minute).In(clock.Berlin)
	switch first := clock.DateOf(from); {
	case first.Before(day):
		return 0
	case day.Before(first):
		return dayCells
	}
	return (from.Hour()*60 + from.Minute() + cellMinutes - 1) / cellMinutes
}

type takenKey struct {
	resource uuid.UUID
	day      clock.Date
}
