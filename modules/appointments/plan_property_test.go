package appointments_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// life is an office in which dice book and change the plan.
type life struct {
	*office
	*rand.Rand
	booked map[uuid.UUID]*appointments.Appointment // all that ever was, as it stood last
	order  []uuid.UUID
	mails  map[uuid.UUID]int
	ben    uuid.UUID
}

// Whatever is booked and however the plan changes: a look at a change tells all whom it touches and where they go, and it happens so; all others stay as they
// are; nobody is lost, nobody has less than they need or what another has, and each who is touched is told once.
func TestNoChangeOfThePlanLosesAnybody(t *testing.T) {
	t.Parallel()
	l := &life{
		office: open(t, everything), Rand: rand.New(rand.NewPCG(7, 8)),
		booked: map[uuid.UUID]*appointments.Appointment{}, mails: map[uuid.UUID]int{}, ben: ids.New(),
	}
	outcomes := map[string]int{}
	flood := appointments.Change{Close: []capacity.Closure{{FirstDay: date("2026-11-23"), LastDay: date("2026-12-31"), ToMinute: 1440}}}
	for i := range 4 {
		l.bookOne(t, fmt.Sprintf("first-%d", i))
	}
	l.changePlan(t, flood, appointments.MoveThem, outcomes)
	l.changePlan(t, reopen(l.plan(t)), appointments.MoveThem, outcomes)
	for n := range 40 {
		for i := range 4 {
			l.bookOne(t, fmt.Sprintf("%d-%d", n, i))
		}
		l.changePlan(t, l.wish(t), pick(l, []appointments.How{appointments.MoveThem, appointments.MoveThem, appointments.CancelThem}), outcomes)
	}
	l.changePlan(t, flood, appointments.MoveThem, outcomes)
	for _, want := range []string{"nobody", "moved", "nowhere", "cancelled"} {
		if outcomes[want] == 0 {
			t.Errorf("the dice never made %q: %v", want, outcomes)
		}
	}
}

func pick[T any](l *life, list []T) T { return list[l.IntN(len(list))] }

func (l *life) day() clock.Date { return date("2026-11-24").AddDays(l.IntN(14)) }

func (l *life) bookOne(t *testing.T, key string) {
	t.Helper()
	q := capacity.Query{
		Site: pick(l, []string{"rathaus", "nordstadt"}), Concern: pick(l, []string{"extend", "collect", "interview"}), People: 1 + l.IntN(2), Purpose: capacity.Booking,
	}
	day := l.day().String()
	free := l.free(t, q, day)
	if len(free) == 0 {
		return
	}
	to := party()
	to.Email = key + "@example.org"
	a, err := l.BookFor(t.Context(), to, q, day+"T"+pick(l, free), key, l.ben)
	if err != nil {
		t.Fatal(err)
	}
	l.booked[a.ID], l.mails[a.ID], l.order = a, 1, append(l.order, a.ID)
}

func (l *life) plan(t *testing.T) *capacity.Plan {
	t.Helper()
	p, err := l.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// reopen opens whatever a plan has shut.
func reopen(p *capacity.Plan) (c appointments.Change) {
	for _, shut := range p.Closures {
		c.Reopen = append(c.Reopen, shut.ID)
	}
	return c
}

// wish is any change; many contradict the plan. Most are near somebody's appointment.
func (l *life) wish(t *testing.T) (c appointments.Change) {
	t.Helper()
	p := l.plan(t)
	counters := slices.DeleteFunc(slices.Clone(p.Resources), func(r capacity.Resource) bool { return r.Kind != "counter" })
	near := l.booked[pick(l, l.order)]
	thing, stretch, day, cell := pick(l, p.Resources).ID, pick(l, p.Stretches), near.Day(), 5*l.IntN(200)
	for _, s := range p.Stretches {
		if s.CounterID == near.CounterID && s.On(day) && l.IntN(4) > 0 {
			thing, stretch = near.CounterID, s
		}
	}
	switch l.IntN(8) {
	case 0:
		c.Close = []capacity.Closure{{ResourceID: &thing, FirstDay: day, LastDay: day.AddDays(l.IntN(9)), FromMinute: cell, ToMinute: 1440}}
	case 1:
		site := pick(l, p.Sites).Key
		c.Close = []capacity.Closure{{Site: &site, FirstDay: day, LastDay: day.AddDays(l.IntN(12)), ToMinute: 1440}}
	case 2:
		c = reopen(p)
	case 3:
		room := p.Resources[slices.IndexFunc(p.Resources, func(r capacity.Resource) bool { return r.Kind == "room" })].ID
		c.Open = []capacity.Stretch{{
			CounterID: pick(l, counters).ID, Purpose: pick(l, []capacity.Purpose{capacity.Booking, capacity.WalkIn, capacity.EmergencyCounter}), Weekday: 1 + l.IntN(6),
			FromMinute: cell, ToMinute: cell + 240, RoomID: &room, ValidFrom: day, Concerns: pick(l, [][]string{nil, {"collect"}}),
		}}
	case 4:
		c.End = []capacity.StretchEnd{{StretchID: stretch.ID, LastDay: day.AddDays(-1)}}
	case 5:
		c.People = []capacity.Resource{capacity.Person(l.ben, "Ben")}
		c.Seat = []capacity.Seat{{StretchID: stretch.ID, PersonID: &l.ben, From: day}}
	case 6:
		c.Retire = []uuid.UUID{thing}
		for _, r := range p.Resources {
			if r.ID != thing {
				c.Restore = append(c.Restore, r.ID)
			}
		}
	case 7:
		for _, s := range p.Sites {
			if s.Active && len(c.RetireSites) == 0 && l.IntN(2) == 0 {
				c.RetireSites = []string{s.Key}
			} else {
				c.RestoreSites = append(c.RestoreSites, s.Key)
			}
		}
	}
	return c
}

// changePlan looks at a change, makes it, and compares what was told with what has come of it.
func (l *life) changePlan(t *testing.T, change appointments.Change, how appointments.How, outcomes map[string]int) {
	t.Helper()
	told, err := l.ChangePlan(t.Context(), change, appointments.Preview, nil, "Würfel", l.ben)
	if errors.Is(err, appointments.ErrInput) || errors.Is(err, appointments.ErrNone) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(told) == 0 {
		outcomes["nobody"]++
	}
	if _, err := l.ChangePlan(t.Context(), change, how, seen(told), "Würfel", l.ben); err != nil {
		t.Fatalf("%+v: %v", change, err)
	}
	for _, one := range told {
		was, after := l.booked[one.Appointment.ID], l.now(t, one.Appointment.ID)
		switch {
		case was == nil || was.State != appointments.Booked:
			t.Errorf("touched, and had nothing: %+v", was)
		case how == appointments.CancelThem:
			outcomes["cancelled"]++
		case one.MoveTo == nil:
			outcomes["nowhere"]++
		case one.MoveSite != was.Site:
			outcomes["elsewhere"]++
		default:
			outcomes["moved"]++
		}
		if moved := how == appointments.MoveThem && one.MoveTo != nil; moved {
			if after.State != appointments.Booked || !after.StartsAt.Equal(*one.MoveTo) || after.Site != one.MoveSite || after.Minutes() != was.Minutes() {
				t.Errorf("%+v: told %s at %s, and is %+v", change, one.MoveTo, one.MoveSite, after)
			}
		} else if after.State != appointments.Cancelled || after.Reason != "Würfel" || *after.EndedBy != "office" {
			t.Errorf("%+v: to be cancelled, and is %+v", change, after)
		}
		l.booked[after.ID] = after
		l.mails[after.ID]++
	}
	l.whole(t)
}

func (l *life) now(t *testing.T, id uuid.UUID) *appointments.Appointment {
	t.Helper()
	a, err := l.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// whole looks at everybody.
func (l *life) whole(t *testing.T) {
	t.Helper()
	l.RunJobs(t)
	p := l.plan(t)
	var all []*appointments.Appointment
	if err := l.Kit.DB.NewSelect().Model(&all).Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(all) != len(l.booked) {
		t.Fatalf("%d appointments, %d were booked", len(all), len(l.booked))
	}
	taken, things := map[capacity.CounterDay]capacity.Mask{}, l.things(t)
	for _, a := range all {
		was := l.booked[a.ID]
		if a.State != was.State || !a.StartsAt.Equal(was.StartsAt) || a.Site != was.Site || a.CounterID != was.CounterID {
			t.Fatalf("changed behind everybody's back: %+v is %+v", was, a)
		}
		if sent := len(l.mail.Sent(a.Email)); sent != l.mails[a.ID] {
			t.Errorf("%d mails for %d events", sent, l.mails[a.ID])
		}
		wants := 0
		if a.State == appointments.Booked {
			wants = 1
			if a.Concern == "interview" {
				wants = 2
			}
			at := a.StartsAt.In(clock.Berlin)
			first, cells := (at.Hour()*60+at.Minute())/capacity.CellMinutes, a.Minutes()/capacity.CellMinutes
			if !p.Holds(capacity.Query{Site: a.Site, Concern: a.Concern, People: a.People, Purpose: a.Purpose}, a.CounterID, a.Day(), first, cells) {
				t.Errorf("nothing is open for %+v", a)
			}
			key, mine := capacity.CounterDay{Counter: a.CounterID, Day: a.Day()}, capacity.Cells(first, cells)
			had := taken[key]
			if both := had.And(&mine); !both.Empty() {
				t.Errorf("somebody else is there: %+v", a)
			}
			taken[key] = had.Or(&mine)
		}
		if things[a.ID] != wants {
			t.Errorf("takes %d things, not %d: %+v", things[a.ID], wants, a)
		}
	}
	l.agree(t)
}

// things are how many counters and rooms each appointment takes.
func (l *life) things(t *testing.T) map[uuid.UUID]int {
	t.Helper()
	var rows []struct {
		ID uuid.UUID
		N  int
	}
	err := l.Kit.DB.NewRaw(`SELECT o.appointment_id AS id, count(*) AS n FROM appointments.occupation o JOIN appointments.resource r ON r.id = o.resource_id
WHERE r.kind <> 'person' GROUP BY 1`).Scan(t.Context(), &rows)
	if err != nil {
		t.Fatal(err)
	}
	things := map[uuid.UUID]int{}
	for _, row := range rows {
		things[row.ID] = row.N
	}
	return things
}
