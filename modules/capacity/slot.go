package capacity

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
)

// Slot is a time at a counter with all that it takes there.
type Slot struct {
	Stretch   *Stretch
	Day       clock.Date
	First     int
	Cells     int
	Starts    time.Time
	Ends      time.Time
	Resources []uuid.UUID // in the order of their ids, so that two never wait for one another crosswise
}

// FirstFree is the first free time in some days that begins at or after a moment; "" where there is none.
func (p *Plan) FirstFree(q Query, c *Concern, in Days, after Until, taken Taken, now time.Time) string {
	for day := in.First; !in.Last.Before(day); day = day.AddDays(1) {
		var starts Mask
		for _, place := range p.Free(q, c, day, taken, now) {
			starts = starts.Or(&place.Starts)
		}
		for _, cell := range starts.List() {
			if day != after.Day || cell >= after.Cell {
				return day.String() + "T" + TimeOfCell(cell)
			}
		}
	}
	return ""
}

// Slots are the places where an appointment can begin at a moment, in the order of the counters' ids turned by a random step, so that
// many who want the same time do not all try the same counter first.
func (p *Plan) Slots(q Query, c *Concern, day clock.Date, cell int, taken Taken, now time.Time, turn int) []Slot {
	starts, ok := At(day, cell)
	if !ok {
		return nil
	}
	cells := c.Cells(q.People)
	var found []Slot
	for _, place := range p.Free(q, c, day, taken, now) {
		if !place.Starts.Has(cell) {
			continue
		}
		found = append(found, place.Stretch.slot(c, day, cell, cells, starts))
	}
	if len(found) > 1 {
		n := turn % len(found)
		found = append(slices.Clone(found[n:]), found[:n]...)
	}
	return found
}

// NearestSlot is the place of a day nearest to a time of day.
func (p *Plan) NearestSlot(q Query, c *Concern, day clock.Date, cell int, taken Taken, now time.Time) (Slot, bool) {
	var starts Mask
	for _, place := range p.Free(q, c, day, taken, now) {
		starts = starts.Or(&place.Starts)
	}
	for _, near := range NearTo(starts.List(), cell) {
		if found := p.Slots(q, c, day, near, taken, now, 0); len(found) > 0 {
			return found[0], true
		}
	}
	return Slot{}, false
}

func (s *Stretch) slot(c *Concern, day clock.Date, cell, cells int, starts time.Time) Slot {
	made := Slot{Stretch: s, Day: day, First: cell, Cells: cells, Starts: starts, Ends: starts.Add(time.Duration(cells*CellMinutes) * time.Minute), Resources: []uuid.UUID{s.CounterID}}
	if s.PersonID != nil {
		made.Resources = append(made.Resources, *s.PersonID)
	}
	if c.needs("room") {
		made.Resources = append(made.Resources, *s.RoomID)
	}
	slices.SortFunc(made.Resources, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return made
}

// Holds says whether so many cells of a day that are taken at a counter still lie in what the plan has open there. What cannot wait may have been given to
// everybody, and stays.
func (p *Plan) Holds(q Query, counter uuid.UUID, day clock.Date, first, cells int) bool {
	c, known := p.rules.Concern(q.Concern)
	mine := Cells(first, cells)
	for _, o := range p.Openings(q.Site, day) {
		flowedBack := o.Stretch.Purpose == EmergencyCounter && q.Purpose == Booking
		if o.Stretch.CounterID != counter || !o.Stretch.Takes(q.Concern) || o.Stretch.Purpose != q.Purpose && !flowedBack || known && !o.Stretch.Gives(c) {
			continue
		}
		outside := mine.Without(&o.All)
		if known && c.needs("room") {
			inside := mine.And(&o.roomShut)
			outside = outside.Or(&inside)
		}
		if outside.Empty() {
			return true
		}
	}
	return false
}
