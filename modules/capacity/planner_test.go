package capacity_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
)

// city makes plans by dice: some counters with hours at any time of the day, also in the night in which clocks change, with closures and holidays, and
// one room that most of them share.
type city struct {
	*rand.Rand
	rules    *capacity.Rules
	holidays map[clock.Date]bool
	shown    map[clock.Date]map[int]int
}

// days around both changes of the clocks, and a Thursday that is none.
var days = []clock.Date{
	date("2026-10-24"), date("2026-10-25"), date("2026-10-26"), date("2027-03-27"), date("2027-03-28"), date("2027-03-29"), date("2026-11-26"),
}

func (c *city) plan() *capacity.Plan {
	c.holidays = map[clock.Date]bool{days[c.IntN(len(days))]: c.IntN(3) == 0}
	p := capacity.NewPlan(c.rules, func(d clock.Date) bool { return c.holidays[d] })
	p.Sites = []capacity.Site{{Key: "house", Active: true}}
	room := capacity.Resource{ID: c.id(), Kind: "room", Site: "house", Active: c.IntN(8) > 0}
	p.Resources = append(p.Resources, room)
	c.shut(p, room.ID)
	for range 1 + c.IntN(3) {
		counter := capacity.Resource{ID: c.id(), Kind: "counter", Site: "house", Active: c.IntN(8) > 0}
		p.Resources = append(p.Resources, counter)
		for weekday := 1; weekday <= 7; weekday++ {
			from := c.IntN(4) * 60 // 00:00, 01:00, 02:00 or 03:00: what clocks skip or repeat lies near
			s := capacity.Stretch{ID: c.id(), CounterID: counter.ID, Purpose: capacity.Booking, Weekday: weekday, FromMinute: from, ToMinute: from + 5*(6+c.IntN(60))}
			if c.IntN(4) > 0 {
				s.RoomID = &room.ID
			}
			p.Stretches = append(p.Stretches, s)
		}
		if c.IntN(2) == 0 {
			c.shut(p, counter.ID)
		}
	}
	return p
}

func (c *city) shut(p *capacity.Plan, id uuid.UUID) {
	day, at := days[c.IntN(len(days))], 5*c.IntN(60)
	p.Closures = append(p.Closures, capacity.Closure{ID: c.id(), ResourceID: &id, FirstDay: day, LastDay: day.AddDays(c.IntN(2)), FromMinute: at, ToMinute: at + 5*c.IntN(30)})
}

func (c *city) id() (id uuid.UUID) {
	for i := range id {
		id[i] = byte(c.Uint32())
	}
	return id
}

// open says by counting, minute by minute, whether a counter is open for five minutes of a day: as somebody would who reads the plan on the wall.
func (c *city) open(p *capacity.Plan, r *capacity.Resource, day clock.Date, minute int) bool {
	if !r.Active || c.holidays[day] {
		return false
	}
	for _, shut := range p.Closures {
		if *shut.ResourceID == r.ID && !day.Before(shut.FirstDay) && !shut.LastDay.Before(day) && minute >= shut.FromMinute && minute < shut.ToMinute {
			return false
		}
	}
	return c.shown[day][minute] == 1
}

// watch counts how often a clock on the wall shows each minute of a day.
func (c *city) watch() {
	c.shown = map[clock.Date]map[int]int{}
	for _, day := range days {
		c.shown[day] = map[int]int{}
		for t := day.Time(clock.Berlin); clock.DateOf(t) == day; t = t.Add(5 * time.Minute) {
			c.shown[day][t.Hour()*60+t.Minute()]++
		}
	}
}

// Whatever the plan, the day and what is taken: a time is offered exactly where the counter, and the room if one is needed, is open and free for all of it,
// at a step of its stretch; it begins when the clock on the wall says so and lasts as long as it must, so that no two overlap and nothing that could be given is lost.
func TestAPlanGivesWhatIsOpenAndNothingElse(t *testing.T) {
	t.Parallel()
	rules, err := capacity.LoadRules(os.DirFS(secondCity), []string{"de"})
	if err != nil {
		t.Fatal(err)
	}
	c := &city{Rand: rand.New(rand.NewPCG(3, 4)), rules: rules}
	c.watch()
	concern, _ := rules.Concern("question") // 25 minutes
	q := capacity.Query{Site: "house", Concern: concern.Key, People: 1, Purpose: capacity.Booking}
	for n := range 30 {
		p := c.plan()
		concern.Needs = [][]string{nil, {"room"}}[n%2]
		for _, day := range days {
			c.fill(t, p, q, concern, day)
		}
	}
}

// fill books a day until nothing is free and compares after each time.
func (c *city) fill(t *testing.T, p *capacity.Plan, q capacity.Query, concern *capacity.Concern, day clock.Date) {
	t.Helper()
	now, cells, taken := day.AddDays(-3).Time(clock.Berlin), concern.Cells(1), capacity.Taken{}
	free := map[capacity.CounterDay][288]bool{}
	for i := range p.Resources {
		var open [288]bool
		for cell := range open {
			open[cell] = c.open(p, &p.Resources[i], day, cell*capacity.CellMinutes)
		}
		free[capacity.CounterDay{Counter: p.Resources[i].ID, Day: day}] = open
	}
	for {
		var offered []capacity.Slot
		for cell := range capacity.DayCells {
			slots := p.Slots(q, concern, day, cell, taken, now, 0)
			if want := c.could(p, concern, day, cell, cells, free); len(slots) != want {
				t.Fatalf("%s %s: %d places, by counting %d", day, capacity.TimeOfCell(cell), len(slots), want)
			}
			offered = append(offered, slots...)
		}
		if len(offered) == 0 {
			return
		}
		s := offered[c.IntN(len(offered))]
		wall := s.Starts.In(clock.Berlin)
		if wall.Hour()*60+wall.Minute() != s.First*capacity.CellMinutes || clock.DateOf(wall) != day || s.Ends.Sub(s.Starts) != 25*time.Minute {
			t.Fatalf("%s %s begins at %s and ends at %s", day, capacity.TimeOfCell(s.First), wall, s.Ends)
		}
		for _, id := range s.Resources {
			at := capacity.CounterDay{Counter: id, Day: day}
			mask, some := taken[at], capacity.Cells(s.First, s.Cells)
			taken[at] = mask.Or(&some)
			row := free[at]
			for cell := s.First; cell < s.First+s.Cells; cell++ {
				row[cell] = false
			}
			free[at] = row
		}
	}
}

// could counts the counters at which an appointment of so many cells can begin.
func (c *city) could(p *capacity.Plan, concern *capacity.Concern, day clock.Date, cell, cells int, free map[capacity.CounterDay][288]bool) (n int) {
	for i := range p.Stretches {
		s := &p.Stretches[i]
		first, end := s.FromMinute/capacity.CellMinutes, s.ToMinute/capacity.CellMinutes
		if !s.On(day) || cell < first || cell+cells > end || (cell-first)%cells != 0 {
			continue
		}
		if whole(free[capacity.CounterDay{Counter: s.CounterID, Day: day}], cell, cells) &&
			(concern.Needs == nil || s.RoomID != nil && whole(free[capacity.CounterDay{Counter: *s.RoomID, Day: day}], cell, cells)) {
			n++
		}
	}
	return n
}

func whole(row [288]bool, first, cells int) bool {
	return !slices.Contains(row[first:first+cells], false)
}
