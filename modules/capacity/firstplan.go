package capacity

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// FirstPlan is the plan with which an office begins that has none yet.
type FirstPlan struct {
	Sites []FirstSite `json:"sites"`
}

// FirstSite is a site with its counters.
type FirstSite struct {
	Key      string         `json:"key"`
	Name     string         `json:"name"`
	Street   string         `json:"street"`
	Place    string         `json:"place"`
	Hint     string         `json:"hint"`
	Rooms    []FirstRoom    `json:"rooms"`
	Counters []FirstCounter `json:"counters"`
}

// FirstRoom is a room that some appointments need.
type FirstRoom struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

// FirstCounter is a counter or a telephone line.
type FirstCounter struct {
	Key   string      `json:"key"`
	Name  string      `json:"name"`
	Phone bool        `json:"phone"` // a line, no counter
	Open  []FirstOpen `json:"open"`
}

// FirstOpen is a stretch on several weekdays.
type FirstOpen struct {
	Days     []string   `json:"days"` // mo, tu, we, th, fr, sa, su
	From     string     `json:"from"`
	To       string     `json:"to"`
	Purpose  string     `json:"purpose"`
	Concerns []string   `json:"concerns"`
	Room     string     `json:"room"` // where what needs one takes place
	Team     string     `json:"team"`
	Since    clock.Date `json:"since,omitzero"`
}

var weekdays = []string{"mo", "tu", "we", "th", "fr", "sa", "su"}

// check tells what contradicts itself: unknown names, ends before beginnings, and what overlaps.
func (p *FirstPlan) check(r *Rules, wrong complain) {
	if len(p.Sites) == 0 {
		wrong("plan.sites", "at least one is needed")
	}
	sites := map[string]bool{}
	for i, site := range p.Sites {
		at := fmt.Sprintf("plan.sites[%d]", i)
		if !simpleKey.MatchString(site.Key) || sites[site.Key] {
			wrong(at, "needs a key of its own")
		}
		sites[site.Key] = true
		rooms, keys := map[string]bool{}, map[string]bool{}
		for j, room := range site.Rooms {
			if !simpleKey.MatchString(room.Key) || rooms[room.Key] {
				wrong(fmt.Sprintf("%s.rooms[%d]", at, j), "needs a key of its own")
			}
			rooms[room.Key] = true
		}
		for j, c := range site.Counters {
			here := fmt.Sprintf("%s.counters[%d]", at, j)
			if !simpleKey.MatchString(c.Key) || keys[c.Key] {
				wrong(here, "needs a key of its own")
			}
			keys[c.Key] = true
			c.check(r, rooms, here, wrong)
		}
	}
}

func (c *FirstCounter) check(r *Rules, rooms map[string]bool, at string, wrong complain) {
	taken := map[string]Mask{}
	for i, o := range c.Open {
		here := fmt.Sprintf("%s.open[%d]", at, i)
		from, okFrom := MinuteOf(o.From)
		to, okTo := MinuteOf(o.To)
		if !okFrom || !okTo || from >= to || from%CellMinutes != 0 || to%CellMinutes != 0 {
			wrong(here, "from and to must be times of a day in steps of %d minutes, the second after the first", CellMinutes)
			continue
		}
		o.check(r, rooms, c.Phone, here, wrong)
		for _, day := range o.Days {
			if !slices.Contains(weekdays, day) {
				wrong(here, "unknown day %q: mo, tu, we, th, fr, sa, su", day)
			}
			m, before := Cells(from/CellMinutes, (to-from)/CellMinutes), taken[day]
			if both := m.And(&before); !both.Empty() {
				wrong(here, "on %s it overlaps another one of this counter", day)
			}
			taken[day] = before.Or(&m)
		}
	}
}

// check tells what is unknown, and what nobody can book.
func (o *FirstOpen) check(r *Rules, rooms map[string]bool, phone bool, here string, wrong complain) {
	if !slices.Contains([]string{string(Booking), string(EmergencyCounter), string(WalkIn), string(Phone)}, o.Purpose) {
		wrong(here, "unknown purpose %q", o.Purpose)
	}
	if o.Purpose == string(EmergencyCounter) && r.Emergency.none() {
		wrong(here, "nobody can book it: nothing under emergency says what cannot wait")
	}
	if phone != (o.Purpose == string(Phone)) {
		wrong(here, "a telephone line is there for call-backs, and nothing else is")
	}
	if o.Room != "" && !rooms[o.Room] {
		wrong(here, "the house has no room %q", o.Room)
	}
	for _, concern := range o.Concerns {
		if _, ok := r.Concern(concern); !ok {
			wrong(here, "unknown concern %q", concern)
		}
	}
}

// Made are the rooms, counters and lines of a site and their stretches. The file was checked when it was read.
func (f *FirstSite) Made() (resources []Resource, stretches []Stretch) {
	add := func(kind, key, name string) uuid.UUID {
		r := Resource{ID: ids.New(), Kind: kind, Site: f.Key, Key: key, Name: name, Active: true}
		resources = append(resources, r)
		return r.ID
	}
	rooms := map[string]*uuid.UUID{}
	for _, room := range f.Rooms {
		id := add("room", room.Key, room.Name)
		rooms[room.Key] = &id
	}
	for _, c := range f.Counters {
		kind := "counter"
		if c.Phone {
			kind = "phone"
		}
		id := add(kind, c.Key, c.Name)
		for _, o := range c.Open {
			stretches = append(stretches, o.stretches(id, rooms[o.Room])...)
		}
	}
	return resources, stretches
}

// stretches are one for each weekday.
func (o *FirstOpen) stretches(counter uuid.UUID, room *uuid.UUID) []Stretch {
	from, _ := MinuteOf(o.From)
	to, _ := MinuteOf(o.To)
	since := o.Since
	if since.IsZero() {
		since = sinceEver
	}
	list := make([]Stretch, len(o.Days))
	for i, day := range o.Days {
		list[i] = Stretch{
			ID: ids.New(), CounterID: counter, Purpose: Purpose(o.Purpose), Weekday: slices.Index(weekdays, day) + 1, FromMinute: from, ToMinute: to,
			Concerns: append([]string{}, o.Concerns...), Team: o.Team, RoomID: room, ValidFrom: since,
		}
	}
	return list
}
