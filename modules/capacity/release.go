package capacity

import (
	"math"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
)

// Opening is a stretch on one day: what is open, and how much of it after each step of the release.
type Opening struct {
	Stretch  *Stretch
	All      Mask
	released []Mask // after each Release; the last is all
	counter  int    // which of its site's places it is
	room     int    // and its room; -1: none
	roomShut Mask
}

// without is what is taken for who needs the room of an opening besides its counter.
func (o *Opening) without(counter, room *Mask) Mask {
	both := counter.Or(room)
	return both.Or(&o.roomShut)
}

// siteDay is what a site has open on one day, and from when: computed once, for as long as its plan lives.
type siteDay struct {
	openings  []Opening
	releases  []time.Time // the steps of the release, in order
	emergency time.Time   // when what cannot wait opens
	flowsBack time.Time   // when what is left of it goes to everybody; zero: never
}

type siteDayKey struct {
	site string
	day  clock.Date
}

// dayCache remembers the days of sites, and the places of each site.
type dayCache struct{ of, places sync.Map }

// Openings are the stretches of a site on a day, without what is shut.
func (p *Plan) Openings(site string, day clock.Date) []Opening { return p.on(site, day).openings }

func (p *Plan) on(site string, day clock.Date) *siteDay {
	key := siteDayKey{site, day}
	if known, ok := p.days.of.Load(key); ok {
		return known.(*siteDay) //nolint:errcheck // nothing else is stored
	}
	d := &siteDay{emergency: opensAt(day, p.rules.Emergency.Days, p.rules.Emergency.OpensAt)}
	if p.rules.Emergency.FlowsBackAt != "" {
		d.flowsBack = opensAt(day, 0, p.rules.Emergency.FlowsBackAt)
	}
	for _, r := range p.rules.Release {
		d.releases = append(d.releases, opensAt(day, r.Days, r.At))
	}
	places := p.places(site)
	for i := range p.Stretches {
		s := &p.Stretches[i]
		if counter, ok := p.Counter(s.CounterID); !ok || counter.Site != site {
			continue
		}
		if m := p.open(s, day); !m.Empty() {
			o := Opening{Stretch: s, All: m, released: p.rules.cut(m, s, day), counter: slices.Index(places, s.CounterID), room: -1}
			if s.RoomID != nil {
				o.room, o.roomShut = slices.Index(places, *s.RoomID), p.shut(*s.RoomID, day)
			}
			d.openings = append(d.openings, o)
		}
	}
	p.days.of.Store(key, d)
	return d
}

// cut gives each block of a stretch to one share of the release. The shares lie spread over the stretch, another way each day and at each counter, so
// that every share has early and late times: the n-th block stands at n golden sections of a circle, which no two neighbours share.
func (r *Rules) cut(m Mask, s *Stretch, day clock.Date) []Mask {
	shares := make([]Mask, len(r.Release))
	length := max(r.BlockMinutes/CellMinutes, 1)
	first := s.FromMinute / CellMinutes
	turn := float64(day.Time(time.UTC).Unix()/86400)*math.SqrtE + float64(s.CounterID[15])/256
	for n := 0; first+n*length < s.ToMinute/CellMinutes; n++ {
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
	for i := 1; i < len(shares); i++ {
		shares[i] = shares[i].Or(&shares[i-1])
	}
	return shares
}

// opensAt is when something for a day opens: so many days before, at a time of day.
func opensAt(day clock.Date, daysBefore int, timeOfDay string) time.Time {
	minute, _ := MinuteOf(timeOfDay)
	from := day.AddDays(-daysBefore)
	return time.Date(from.Year, from.Month, from.Day, 0, minute, 0, 0, clock.Berlin)
}

// bookable is what of an opening of the day a query can have at a moment.
func (d *siteDay) bookable(o *Opening, q Query, now time.Time) Mask {
	switch purpose := q.Purpose; {
	case q.Early && o.Stretch.Purpose == purpose && purpose != WalkIn:
		return o.All
	case o.Stretch.Purpose == Booking && purpose == Booking:
		for i := len(d.releases) - 1; i >= 0; i-- {
			if !now.Before(d.releases[i]) {
				return o.released[i]
			}
		}
	case o.Stretch.Purpose == EmergencyCounter && purpose == EmergencyCounter && !now.Before(d.emergency),
		o.Stretch.Purpose == EmergencyCounter && purpose == Booking && !d.flowsBack.IsZero() && !now.Before(d.flowsBack),
		o.Stretch.Purpose == Phone && purpose == Phone:
		return o.All
	}
	return Mask{}
}

// steps are the cells at which an appointment of so many cells may begin in a stretch, so that no crumbs are left.
func (s *Stretch) steps(cells int) (m Mask) {
	for i := s.FromMinute / CellMinutes; i < s.ToMinute/CellMinutes; i += cells {
		m[i/64] |= 1 << (63 - i%64)
	}
	return m
}

// Place is where an appointment can begin: at which counters, by which stretches.
type Place struct {
	Stretch *Stretch
	Starts  Mask
}

// Query asks for free times.
type Query struct {
	Site    string
	Concern string
	People  int
	Purpose Purpose
	Early   bool // also what is not released yet: for whom the office owes a time
}

// Free are the places of a day for a concern. Taken is what is taken at each counter and in each room, nowhere where it is missing.
func (p *Plan) Free(q Query, c *Concern, day clock.Date, taken Taken, now time.Time) []Place {
	var places []Place
	d, cells, past := p.on(q.Site, day), c.Cells(q.People), p.past(day, now)
	for i := range d.openings {
		o := &d.openings[i]
		if !o.Stretch.Gives(c) {
			continue
		}
		there := taken[CounterDay{o.Stretch.CounterID, day}]
		if c.needs("room") {
			inside := taken[CounterDay{*o.Stretch.RoomID, day}]
			there = o.without(&there, &inside)
		}
		if starts := d.starts(o, q, c, cells, &there, &past, now); !starts.Empty() {
			places = append(places, Place{o.Stretch, starts})
		}
	}
	return places
}

// starts are the cells with which an appointment of so many cells can begin at an opening of the day.
func (d *siteDay) starts(o *Opening, q Query, c *Concern, cells int, taken, past *Mask, now time.Time) Mask {
	m := d.bookable(o, q, now)
	if m = m.Without(taken); m.Empty() {
		return m
	}
	if m = m.Starts(cells).Without(past); m.Empty() {
		return m
	}
	steps := o.Stretch.steps(c.Cells(1))
	return m.And(&steps)
}

// Bookable is what can be booked at a counter on a day by the plan and the release alone, whatever is taken there.
type Bookable struct {
	Counter uuid.UUID
	Open    Mask
	Steps   Mask // where an appointment may begin
}

// Bookable is what of a day a query can have at a moment: for programs that measure what looking for free times costs without a plan.
func (p *Plan) Bookable(q Query, c *Concern, day clock.Date, now time.Time) []Bookable {
	var list []Bookable
	d, past := p.on(q.Site, day), p.past(day, now)
	for i := range d.openings {
		o := &d.openings[i]
		if m := d.bookable(o, q, now); o.Stretch.Gives(c) && (o.Stretch.Purpose == q.Purpose || !m.Empty()) {
			if c.needs("room") {
				m = m.Without(&o.roomShut)
			}
			steps := o.Stretch.steps(c.Cells(1))
			list = append(list, Bookable{o.Stretch.CounterID, m, steps.Without(&past)})
		}
	}
	return list
}

// past are the cells of a day that are over, or too near.
func (p *Plan) past(day clock.Date, now time.Time) Mask { return Cells(0, p.rules.tooSoon(day, now)) }

// tooSoon is how many cells of a day are over, or so near that nobody books them.
func (r *Rules) tooSoon(day clock.Date, now time.Time) int {
	from := now.Add(time.Duration(r.NoticeMinutes) * time.Minute).In(clock.Berlin)
	switch first := clock.DateOf(from); {
	case first.Before(day):
		return 0
	case day.Before(first):
		return DayCells
	}
	return (from.Hour()*60 + from.Minute() + CellMinutes - 1) / CellMinutes
}

// CounterDay is a day at a counter, or in a room.
type CounterDay struct {
	Counter uuid.UUID
	Day     clock.Date
}

// Taken is what of each day at each counter and in each room is taken; nothing where it is missing.
type Taken map[CounterDay]Mask
