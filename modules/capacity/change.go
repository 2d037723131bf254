package capacity

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// Change is a change of the plan: any of its parts, together.
type Change struct {
	Close   []Closure   // shut a site, a counter, a person for some days
	Reopen  []uuid.UUID // closures that no longer hold
	Open    []Stretch   // new stretches of the week
	End     []StretchEnd
	Seat    []Seat
	People  []Resource  // who sits for the first time (Person)
	Retire  []uuid.UUID // resources that are no more
	Restore []uuid.UUID

	RetireSites, RestoreSites []string // houses, with all that is in them

	AddSites        []Site     // new houses, still empty
	AddResources    []Resource // new counters, lines and rooms, of which nothing is open yet
	RenameSites     []Site     // what a house is called and where it is found, by its key
	RenameResources []Renamed
}

// Renamed is what a counter, a line or a room is called from now on.
type Renamed struct {
	ID   uuid.UUID
	Name string
}

// StretchEnd ends a stretch of the week with a day, its last; one that would not have begun by then never does.
type StretchEnd struct {
	StretchID uuid.UUID
	LastDay   clock.Date
}

// Seat puts somebody at a stretch of the week from a day on, or nobody in particular.
type Seat struct {
	StretchID uuid.UUID
	PersonID  *uuid.UUID
	From      clock.Date
}

// Person is a member of staff as a plan knows them: by their account.
func Person(account uuid.UUID, name string) Resource {
	return Resource{ID: account, Kind: "person", Key: account.String(), Name: name, Active: true}
}

// Seated spells out who is seated: their stretch ends the day before, and goes on with them. All ends come before all that opens, so that two may change
// places. All that contradicts the plan is a fault.
func (p *Plan) Seated(c Change) (Change, errs.Faults) {
	faults := p.strangers(&c)
	ends, opens, paths := slices.Clone(c.End), slices.Clone(c.Open), make([]string, 0, len(c.Open)+len(c.Seat))
	for i := range opens {
		paths = append(paths, fmt.Sprintf("open[%d]", i))
	}
	for i, seat := range c.Seat {
		at := slices.IndexFunc(p.Stretches, func(s Stretch) bool {
			return s.ID == seat.StretchID && (s.ValidTo.IsZero() || !s.ValidTo.Before(seat.From))
		})
		faults.Need(at >= 0, fmt.Sprintf("seat[%d].stretch", i), "unknown")
		if at < 0 {
			continue
		}
		next := p.Stretches[at]
		next.PersonID = seat.PersonID
		if next.ValidFrom.Before(seat.From) {
			next.ValidFrom = seat.From
		}
		ends, opens = append(ends, StretchEnd{seat.StretchID, next.ValidFrom.AddDays(-1)}), append(opens, next)
		paths = append(paths, fmt.Sprintf("seat[%d]", i))
	}
	faults = append(faults, p.elsewhere(opens, paths)...)
	faults = append(faults, p.meets(opens, paths, ends, len(c.Open))...)
	c.End, c.Open, c.Seat = ends, opens, nil
	return c, faults
}

// Check tells all that contradicts itself in a change, whatever the plan is.
func (c *Change) Check(r *Rules) (faults errs.Faults) {
	for i, cl := range c.Close {
		at := fmt.Sprintf("close[%d]", i)
		faults.Need(!cl.LastDay.Before(cl.FirstDay) && Sensible(cl.FirstDay) && Sensible(cl.LastDay), at+".lastDay", "before_first")
		faults.Need(cl.FromMinute < cl.ToMinute && cl.FromMinute%CellMinutes == 0 && cl.ToMinute%CellMinutes == 0 && cl.FromMinute >= 0 && cl.ToMinute <= 1440,
			at+".from", "no_stretch")
	}
	for i, st := range c.Open {
		at := fmt.Sprintf("open[%d]", i)
		faults.Need(st.FromMinute < st.ToMinute && st.FromMinute%CellMinutes == 0 && st.ToMinute%CellMinutes == 0 && st.FromMinute >= 0 && st.ToMinute <= 1440,
			at+".from", "no_stretch")
		faults.Need(st.Weekday >= 1 && st.Weekday <= 7, at+".weekday", "unknown")
		faults.Need(slices.Contains([]Purpose{Booking, EmergencyCounter, WalkIn, Phone}, st.Purpose), at+".purpose", "unknown")
		faults.Need(Sensible(st.ValidFrom) && (st.ValidTo.IsZero() || Sensible(st.ValidTo) && !st.ValidTo.Before(st.ValidFrom)), at+".validTo", "before_first")
		for _, concern := range st.Concerns {
			_, ok := r.Concern(concern)
			faults.Need(ok, at+".concerns", "unknown")
		}
		for j, other := range c.Open[:i] {
			faults.Need(!overlap(&st, &other), at, fmt.Sprintf("overlaps_%d", j))
		}
	}
	faults = append(faults, c.checkNames()...)
	for i, e := range c.End {
		faults.Need(Sensible(e.LastDay), fmt.Sprintf("end[%d].lastDay", i), "no_day")
	}
	for i, s := range c.Seat {
		faults.Need(Sensible(s.From), fmt.Sprintf("seat[%d].from", i), "no_day")
	}
	return faults
}

// Sensible says that a day lies in the time of a plan: what a database cannot keep is no day.
func Sensible(day clock.Date) bool { return day.Year >= 2000 && day.Year <= 2200 }

func overlap(a, b *Stretch) bool {
	same := a.CounterID == b.CounterID || samePerson(a, b)
	days := (a.ValidTo.IsZero() || !a.ValidTo.Before(b.ValidFrom)) && (b.ValidTo.IsZero() || !b.ValidTo.Before(a.ValidFrom))
	return same && days && a.Weekday == b.Weekday && a.FromMinute < b.ToMinute && b.FromMinute < a.ToMinute
}

func samePerson(a, b *Stretch) bool {
	return a.PersonID != nil && b.PersonID != nil && *a.PersonID == *b.PersonID
}
