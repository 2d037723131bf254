package capacity

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
)

// Purpose is what a stretch of a counter's time is for.
type Purpose string

// The purposes.
const (
	Booking          Purpose = "booking"   // ordinary appointments
	EmergencyCounter Purpose = "emergency" // what cannot wait
	WalkIn           Purpose = "walk_in"   // open hours, nothing is booked
	Phone            Purpose = "phone"     // call-backs
)

// Site is a house of the office.
type Site struct {
	Key      string `json:"key"`
	Name     string `json:"name"`
	Street   string `json:"street"`
	Place    string `json:"place"`
	Hint     string `json:"hint"` // how to get in
	Position int    `json:"-"`
	Active   bool   `json:"-"`
}

// Resource is what an appointment needs and only one can have at a time: a counter, a room, a line, a person.
type Resource struct {
	ID     uuid.UUID
	Kind   string // counter, room, phone, person
	Site   string `bun:",nullzero"` // "" of a person: who sits in one house today sits in another tomorrow
	Key    string // of a counter: what the display calls; of a person: the account, which is its id too
	Name   string
	Active bool
}

// Stretch is a part of each such weekday at a counter, in minutes of wall time after midnight.
type Stretch struct {
	ID         uuid.UUID
	CounterID  uuid.UUID
	Purpose    Purpose
	Weekday    int // ISO: 1 is Monday
	FromMinute int
	ToMinute   int
	Concerns   []string `bun:",array"` // none: all of the purpose
	Team       string
	PersonID   *uuid.UUID
	RoomID     *uuid.UUID
	ValidFrom  clock.Date
	ValidTo    clock.Date `bun:",nullzero"` // zero: until further notice
}

// On says whether the stretch is on a day.
func (s *Stretch) On(day clock.Date) bool {
	return s.Weekday == weekday(day) && !day.Before(s.ValidFrom) && (s.ValidTo.IsZero() || !s.ValidTo.Before(day))
}

// Takes says whether the stretch is for a concern.
func (s *Stretch) Takes(concern string) bool {
	return len(s.Concerns) == 0 || slices.Contains(s.Concerns, concern)
}

// Gives says whether the stretch is for a concern and has what that needs beside the counter.
func (s *Stretch) Gives(c *Concern) bool {
	return s.Takes(c.Key) && (s.RoomID != nil || !c.needs("room")) && (s.PersonID != nil || !c.needs("person"))
}

func (s *Stretch) mask() Mask {
	return Cells(s.FromMinute/CellMinutes, (s.ToMinute-s.FromMinute)/CellMinutes)
}

// Closure is when nothing is given although the week's plan says so.
type Closure struct {
	ID         uuid.UUID
	Site       *string    // nil: everywhere
	ResourceID *uuid.UUID // nil: the whole site
	FirstDay   clock.Date
	LastDay    clock.Date
	FromMinute int
	ToMinute   int
	Reason     string
}

func (c *Closure) covers(r *Resource, day clock.Date) bool {
	return !day.Before(c.FirstDay) && !c.LastDay.Before(day) && (c.Site == nil || *c.Site == r.Site) && (c.ResourceID == nil || *c.ResourceID == r.ID)
}

func (c *Closure) mask() Mask {
	return Cells(c.FromMinute/CellMinutes, (c.ToMinute-c.FromMinute)/CellMinutes)
}

// Plan is the whole plan as it holds now, never changed once it is read.
type Plan struct {
	Version   int
	Sites     []Site
	Resources []Resource
	Stretches []Stretch
	Closures  []Closure

	holiday func(clock.Date) bool
	rules   *Rules
	days    dayCache
}

// NewPlan is an empty plan under a city's rules; holiday says on which days nothing is given.
func NewPlan(rules *Rules, holiday func(clock.Date) bool) *Plan {
	return &Plan{holiday: holiday, rules: rules}
}

// Counter finds a resource by its id.
func (p *Plan) Counter(id uuid.UUID) (*Resource, bool) {
	i := slices.IndexFunc(p.Resources, func(r Resource) bool { return r.ID == id })
	if i < 0 {
		return nil, false
	}
	return &p.Resources[i], true
}

// House finds a site by its key, also one that is no more: what was there keeps its address.
func (p *Plan) House(key string) (*Site, bool) {
	i := slices.IndexFunc(p.Sites, func(s Site) bool { return s.Key == key })
	if i < 0 {
		return nil, false
	}
	return &p.Sites[i], true
}

// Site finds a site to which one may come, by its key.
func (p *Plan) Site(key string) (*Site, bool) {
	if s, ok := p.House(key); ok && s.Active {
		return s, true
	}
	return nil, false
}

// Refuges are the sites to which what is booked at one can go: the same, and where that one is no more the others.
func (p *Plan) Refuges(site string) []string {
	if _, ok := p.Site(site); ok {
		return []string{site}
	}
	var others []string
	for _, s := range p.Sites {
		if s.Active {
			others = append(others, s.Key)
		}
	}
	return others
}

// open is what a stretch has open on a day: its own time without closures of counter and person; nothing on a holiday, in a house that is no more, or when
// the day does not have that hour. That its room is shut concerns those alone who need it.
func (p *Plan) open(s *Stretch, day clock.Date) Mask {
	counter, ok := p.Counter(s.CounterID)
	if !ok || !counter.Active || !s.On(day) || p.holiday(day) {
		return Mask{}
	}
	if _, ok := p.Site(counter.Site); !ok {
		return Mask{}
	}
	m := s.mask()
	for _, id := range []*uuid.UUID{&s.CounterID, s.PersonID} {
		if id != nil {
			shut := p.shut(*id, day)
			m = m.Without(&shut)
		}
	}
	return withoutMissingHour(m, day)
}

// shut are the cells of a day in which a counter, a person or a room is not there.
func (p *Plan) shut(id uuid.UUID, day clock.Date) (shut Mask) {
	r, ok := p.Counter(id)
	if !ok || !r.Active {
		return Cells(0, DayCells)
	}
	for i := range p.Closures {
		if c := &p.Closures[i]; c.covers(r, day) {
			some := c.mask()
			shut = shut.Or(&some)
		}
	}
	return shut
}

// withoutMissingHour leaves out what a change of the clocks skips or has twice: a time that is none, or two, is not given.
func withoutMissingHour(m Mask, day clock.Date) Mask {
	midnight := day.Time(clock.Berlin)
	_, before := midnight.Zone()
	_, after := day.AddDays(1).Time(clock.Berlin).Zone()
	if before == after {
		return m
	}
	for cell := range DayCells {
		if _, ok := At(day, cell); !ok {
			gone := Cells(cell, 1)
			m = m.Without(&gone)
		}
	}
	return m
}

// At is the moment at which a cell of a day begins; false where wall time has no such moment, or two.
func At(day clock.Date, cell int) (time.Time, bool) {
	minute := cell * CellMinutes
	t := time.Date(day.Year, time.Month(day.Month), day.Day, 0, minute, 0, 0, clock.Berlin)
	if day.AddDays(1) == clock.DateOf(t) && cell == DayCells {
		return t, true
	}
	if clock.DateOf(t) != day || t.Hour()*60+t.Minute() != minute {
		return t, false // skipped
	}
	for _, other := range []time.Duration{-time.Hour, time.Hour} {
		o := t.Add(other)
		if clock.DateOf(o) == day && o.Hour()*60+o.Minute() == minute {
			return t, false // twice
		}
	}
	return t, true
}

// sinceEver is the first day of a plan that says none.
var sinceEver = clock.Date{Year: 2000, Month: 1, Day: 1}

func weekday(day clock.Date) int { return (int(day.Time(time.UTC).Weekday())+6)%7 + 1 }
