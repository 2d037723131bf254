package outlook_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/outlook"
)

const hour = 3600

func post(n byte, queues ...string) outlook.Post {
	return outlook.Post{Counter: uuid.UUID{n}, Queues: queues, Open: []outlook.Span{{From: 8 * hour, To: 12 * hour}}}
}

func walkIn(comes, service int) outlook.Visit {
	return outlook.Visit{Comes: comes, Due: comes, Queue: "service", Concern: "info", Service: service}
}

// The hall calls as the front desk does.
func TestWhoIsCalledWhen(t *testing.T) {
	t.Parallel()
	booked := outlook.Visit{Comes: 8 * hour, Due: 8*hour + 1800, Queue: "appointments", Booked: true, Own: uuid.UUID{1}, Service: 600}
	urgent := walkIn(8*hour+120, 600)
	urgent.Priority = true
	impatient := walkIn(8*hour+60, 600)
	impatient.Patience = 300
	d := outlook.Day{
		Visits: []outlook.Visit{walkIn(7*hour+1800, 1500), impatient, walkIn(8*hour+100, 600), urgent, booked, walkIn(13*hour, 60)},
		Posts:  []outlook.Post{post(1, "service", "appointments")},
	}
	fates, longest := d.Run()
	for i, want := range []outlook.Fate{
		{Wait: 1800, Called: true},                         // was there before the door opened, is called at eight
		{Wait: 300, Left: true},                            // had no more patience
		{Wait: 8*hour + 2700 - 8*hour - 100, Called: true}, // after the appointment and who is called first
		{Wait: 8*hour + 2100 - 8*hour - 120, Called: true}, // after the appointment, before who came earlier
		{Wait: 0, Called: true},                            // ten minutes before the hour, when the counter was free
		{Wait: 0},                                          // came when nobody was there any more
	} {
		if fates[i] != want {
			t.Errorf("visit %d: %+v, not %+v", i, fates[i], want)
		}
	}
	if longest != 3 {
		t.Errorf("%d waited at once", longest)
	}
}

// dice throws days that nobody would think of.
type dice struct{ *rand.Rand }

func throw(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 1))} } // the same each time

func (d dice) day(tame bool) outlook.Day {
	queues := []string{"service", "clearing", "emergency"}
	day := outlook.Day{}
	for n := range 1 + d.IntN(4) {
		p := post(byte(n+1), queues...)
		if !tame {
			p.Queues = queues[:1+d.IntN(3)]
			from := 8*hour + d.IntN(2*hour)
			p.Open = []outlook.Span{{From: from, To: from + d.IntN(hour)}, {From: 11 * hour, To: 11*hour + d.IntN(hour)}}
		}
		day.Posts = append(day.Posts, p)
	}
	for range d.IntN(80) {
		v := walkIn(7*hour+d.IntN(6*hour), d.IntN(1800))
		if !tame {
			v.Queue, v.Priority, v.Patience = queues[d.IntN(3)], d.IntN(8) == 0, d.IntN(2)*d.IntN(2*hour)
			if d.IntN(4) == 0 {
				v.Booked, v.Queue, v.Own = true, "appointments", uuid.UUID{byte(1 + d.IntN(5))}
				v.Due = v.Comes + d.IntN(hour) - 600
			}
		}
		day.Visits = append(day.Visits, v)
	}
	return day
}

// Whatever a day is like: nobody is lost, nobody waits before they came, and the same day goes the same way.
func TestNobodyIsLost(t *testing.T) {
	t.Parallel()
	for seed := range uint64(400) {
		d := throw(seed).day(false)
		days := []outlook.Day{d}
		o := outlook.Simulate(days)
		if o.People != len(d.Visits) || o.Called+o.Left+o.Closed != o.People {
			t.Fatalf("seed %d: %d came, %d called + %d left + %d still there", seed, o.People, o.Called, o.Left, o.Closed)
		}
		if again := outlook.Simulate(days); !reflect.DeepEqual(o, again) {
			t.Fatalf("seed %d: another outcome of the same day: %+v, %+v", seed, o, again)
		}
		fates, _ := d.Run()
		if i := slices.IndexFunc(fates, func(f outlook.Fate) bool { return f.Wait < 0 || f.Called && f.Left }); i >= 0 {
			t.Fatalf("seed %d: %+v", seed, fates[i])
		}
	}
}

// Where all are called by turn, one counter more lengthens nobody's wait, and so no median. (Where some go first it may: a counter that is free a
// moment earlier may take somebody who needs an hour just before somebody comes who goes first.)
func TestOneCounterMoreLengthensNoWait(t *testing.T) {
	t.Parallel()
	for seed := range uint64(400) {
		d := throw(seed).day(true)
		q := outlook.Question{More: 1 + int(seed%3)}
		was, then := q.Changed([]outlook.Day{d})
		before, _ := was[0].Run()
		after, _ := then[0].Run()
		for i := range before {
			if after[i].Wait > before[i].Wait || before[i].Called && !after[i].Called {
				t.Fatalf("seed %d: visit %d: %+v became %+v", seed, i, before[i], after[i])
			}
		}
		if a, b := outlook.Simulate(then), outlook.Simulate(was); a.Median > b.Median || a.P90 > b.P90 || a.Closed > b.Closed {
			t.Fatalf("seed %d: %+v became %+v", seed, b, a)
		}
	}
}

// A counter that is missing: only its days compare, others take over its appointments; shorter visits never take less than a minute.
func TestWhatAQuestionChanges(t *testing.T) {
	t.Parallel()
	booked := outlook.Visit{Comes: 9 * hour, Due: 9 * hour, Queue: "appointments", Concern: "extend", Booked: true, Own: uuid.UUID{1}, Service: 600}
	with := outlook.Day{Visits: []outlook.Visit{booked, walkIn(9*hour, 300)}, Posts: []outlook.Post{post(1, "appointments"), post(2, "service")}}
	without := outlook.Day{Visits: []outlook.Visit{walkIn(9*hour, 300)}, Posts: []outlook.Post{post(2, "service")}}
	q := outlook.Question{Without: &uuid.UUID{1}, Minutes: []outlook.MinutesChange{{Concern: "info", Minutes: -30}}}
	was, then := q.Changed([]outlook.Day{with, without})
	if len(was) != 1 || len(then) != 1 || len(then[0].Posts) != 1 {
		t.Fatalf("%d days compare, %d counters are left", len(was), len(then[0].Posts))
	}
	if took := then[0].Visits[1].Service; took != 60 || was[0].Visits[1].Service != 300 {
		t.Errorf("a visit takes %d seconds", took)
	}
	o := outlook.Simulate(then)
	if o.Called != 2 || o.Closed != 0 || !slices.ContainsFunc(o.Lines, func(l outlook.LineOutcome) bool { return l.Queue == "appointments" && l.People == 1 }) {
		t.Errorf("%+v", o)
	}
}

// The lead time follows what is given and what is asked for.
func TestLeadTimeOfAnAgenda(t *testing.T) {
	t.Parallel()
	agenda := make([]outlook.AgendaDay, 60)
	for i := range agenda {
		agenda[i] = outlook.AgendaDay{Offered: 100, Booked: max(0, 100-10*i)}
	}
	lead := func(perDay float64) int {
		days := outlook.LeadAfter(agenda, perDay, 20, 28)
		if days == nil {
			return 99
		}
		return *days
	}
	if idle, even, much := lead(0), lead(100), lead(140); idle != 0 || even < 2 || much <= even {
		t.Errorf("after four weeks one waits %d, %d, %d days", idle, even, much)
	}
	if outlook.LeadAfter(agenda, 400, 20, 28) != nil {
		t.Error("a time is found where none is free")
	}
}

// Eight weeks of a full hall take no second.
func BenchmarkEightWeeks(b *testing.B) {
	days := make([]outlook.Day, 40)
	for n := range days {
		d := throw(uint64(n))
		for range 10 {
			days[n].Posts = append(days[n].Posts, post(byte(len(days[n].Posts)+1), "service", "clearing"))
		}
		for range 400 {
			days[n].Visits = append(days[n].Visits, walkIn(7*hour+d.IntN(5*hour), 300+d.IntN(600)))
		}
	}
	for b.Loop() {
		outlook.Simulate(days)
	}
}
