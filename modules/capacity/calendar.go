package capacity

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
)

// Calendar is what is taken at the counters and in the rooms of a site on some days in a row: Taken for many days at once, without a map of each.
type Calendar struct {
	Places []uuid.UUID // where appointments of the site are given
	From   clock.Date
	Days   int

	masks []Mask // by place, then by day; none: nothing is taken
}

// Calendar is an empty one of a site, to be filled by a database.
func (p *Plan) Calendar(site string, from, to clock.Date) *Calendar {
	return &Calendar{Places: p.places(site), From: from, Days: from.DaysUntil(to) + 1}
}

// places are where appointments of a site are given: counters, lines, and the rooms that some of them need.
func (p *Plan) places(site string) []uuid.UUID {
	if known, ok := p.days.places.Load(site); ok {
		return known.([]uuid.UUID) //nolint:errcheck // nothing else is stored
	}
	var list []uuid.UUID
	for _, r := range p.Resources {
		if r.Site == site && r.Active && r.Kind != "person" {
			list = append(list, r.ID)
		}
	}
	p.days.places.Store(site, list)
	return list
}

// packedDay is the length of one day of one place: 16 bytes of its id, 4 of the day, 4 that count the bits, and the bits.
const packedDay = 16 + 4 + 4 + maskBytes

// ScanBytes implements pgtype.BytesScanner: it reads uuid_send(place) || date_send(day) || bit_send(taken), one behind the other.
func (c *Calendar) ScanBytes(packed []byte) error {
	if len(packed)%packedDay != 0 {
		return fmt.Errorf("days of %d bytes", len(packed))
	}
	if len(packed) == 0 {
		return nil
	}
	c.masks = make([]Mask, len(c.Places)*c.Days)
	epoch := c.From.DaysUntil(clock.Date{Year: 2000, Month: time.January, Day: 1}) // from which PostgreSQL counts
	at := -1                                                                       // those of one place stand together
	for ; len(packed) > 0; packed = packed[packedDay:] {
		id, day := uuid.UUID(packed[:16]), epoch+int(int32(binary.BigEndian.Uint32(packed[16:]))) // days before 2000 are negative
		if at < 0 || c.Places[at] != id {
			at = slices.Index(c.Places, id)
		}
		if at < 0 || day < 0 || day >= c.Days || binary.BigEndian.Uint32(packed[20:]) != DayCells {
			return fmt.Errorf("day %d of place %s was not asked for", day, id)
		}
		c.masks[at*c.Days+day].unpack(packed[24:packedDay])
	}
	return nil
}

// at is what is taken at a place on the n-th day.
func (c *Calendar) at(place, n int) *Mask {
	if place < 0 || c.masks == nil {
		return &Mask{}
	}
	return &c.masks[place*c.Days+n]
}

// Taken is the same by place and day.
func (c *Calendar) Taken() Taken {
	all := make(Taken, len(c.masks))
	for i := range c.masks {
		if m := &c.masks[i]; !m.Empty() {
			all[CounterDay{c.Places[i/c.Days], c.From.AddDays(i % c.Days)}] = *m
		}
	}
	return all
}

// Day says what the n-th day of a calendar has to offer for a concern. The first time that is free answers it.
func (p *Plan) Day(q Query, c *Concern, of *Calendar, n int, now time.Time) int {
	state, day := DayClosed, of.From.AddDays(n)
	d, cells, past := p.on(q.Site, day), c.Cells(q.People), p.past(day, now)
	for i := range d.openings {
		o := &d.openings[i]
		if !o.Stretch.Gives(c) {
			continue
		}
		if o.Stretch.Purpose == q.Purpose {
			state = DayFull
		}
		taken := of.at(o.counter, n)
		if c.needs("room") {
			both := o.without(taken, of.at(o.room, n))
			taken = &both
		}
		if starts := d.starts(o, q, c, cells, taken, &past, now); !starts.Empty() {
			return DayFree
		}
	}
	return state
}
