package capacity

import (
	"time"

	"github.com/ankunft/ankunft/platform/clock"
)

// walkIns are the cells of a day in which anybody may come to a site.
func (p *Plan) walkIns(site string, day clock.Date) (open Mask) {
	for _, o := range p.Openings(site, day) {
		if o.Stretch.Purpose == WalkIn {
			open = open.Or(&o.All)
		}
	}
	return open
}

// WalkInUntil is when the open hours of a site end that are on at a moment: zero when there are none. Anybody may come then. Hours that go on after
// midnight are one.
func (p *Plan) WalkInUntil(site string, now time.Time) (until time.Time) {
	now = now.In(clock.Berlin)
	day, cell := clock.DateOf(now), (now.Hour()*60+now.Minute())/CellMinutes
	for range 7 {
		open := p.walkIns(site, day)
		for cell < DayCells && open.Has(cell) {
			cell++
			if ends, ok := At(day, cell); ok {
				until = ends
			}
		}
		if cell < DayCells {
			break
		}
		day, cell = day.AddDays(1), 0
	}
	return until
}

// WalkInFrom is when the doors of a site open next for anybody, within two weeks; zero if they do not.
func (p *Plan) WalkInFrom(site string, now time.Time) (from time.Time) {
	today := clock.Today(now)
	yesterday := p.walkIns(site, today.AddDays(-1))
	before := yesterday.Has(DayCells - 1)
	for n := range 14 {
		day := today.AddDays(n)
		open := p.walkIns(site, day)
		for cell := range DayCells {
			if at, ok := At(day, cell); ok && open.Has(cell) && !before && at.After(now) {
				return at
			}
			before = open.Has(cell)
		}
	}
	return from
}
