package frontdesk_test

import (
	"errors"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

func (o *office) book(t *testing.T, at string) *appointments.Appointment {
	t.Helper()
	a, err := o.booking.BookFor(t.Context(), appointments.Party{Name: "Amal", Email: at + "@example.org", Language: "ar"},
		capacity.Query{Site: "rathaus", Concern: "extend", People: 1, Purpose: capacity.Booking}, at, at, ids.New())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (o *office) checkIn(t *testing.T, a *appointments.Appointment) *frontdesk.Ticket {
	t.Helper()
	ticket, err := o.CheckIn(t.Context(), "rathaus", a.Number)
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

// states are those of the day's appointments, by number.
func (o *office) states(t *testing.T) map[string]appointments.State {
	t.Helper()
	day, err := o.booking.Day(t.Context(), "rathaus", clock.Today(tuesday))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]appointments.State{}
	for _, a := range day {
		got[a.Number] = a.State
	}
	return got
}

func TestWhoLeavesWithAnAppointmentMayComeBack(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.book(t, "2026-11-24T09:20")
	o.Clock.Set(a.StartsAt.Add(-15 * time.Minute))
	first := o.checkIn(t, a)
	if _, err := o.Leave(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	o.Clock.Set(a.StartsAt.Add(5 * time.Minute))
	back := o.checkIn(t, a)
	if back.ID != first.ID || back.Number != first.Number || back.State != frontdesk.Waiting || back.EndedAt != nil || !back.DueAt.Equal(o.Clock.Now()) {
		t.Fatalf("%+v", back)
	}
	counter, _ := o.plan.Counter(a.CounterID)
	if got := o.next(t, o.seat(t, counter.Key, "service")); got == nil || got.ID != first.ID {
		t.Fatal("back, and never called:", got)
	}
	b := o.book(t, "2026-11-24T10:40")
	o.Clock.Set(b.StartsAt.Add(-15 * time.Minute))
	if _, err := o.Leave(t.Context(), o.checkIn(t, b).ID); err != nil {
		t.Fatal(err)
	}
	if _, err := o.CloseToday(t.Context(), "rathaus", "Feueralarm"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.CheckIn(t.Context(), "rathaus", b.Number); !errors.Is(err, frontdesk.ErrShut) {
		t.Error("back into a closed house:", err)
	}
}

// No day leaves anything open: appointments end, and in the morning each counter is free.
func TestTheNightEndsWhatTheDayHasLeftOpen(t *testing.T) {
	t.Parallel()
	o := open(t)
	left, served, waits := o.book(t, "2026-11-24T09:20"), o.book(t, "2026-11-24T09:40"), o.book(t, "2026-11-24T10:20")
	o.Clock.Set(left.StartsAt)
	if _, err := o.Leave(t.Context(), o.checkIn(t, left).ID); err != nil {
		t.Fatal(err)
	}
	atCounter := o.checkIn(t, served)
	o.checkIn(t, waits)
	clerk := o.seat(t, "5", "service")
	if _, err := o.Call(t.Context(), atCounter.ID, clerk); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Serve(t.Context(), atCounter.ID, o.at(clerk)); err != nil {
		t.Fatal(err)
	}
	if err := o.Daily(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := o.states(t); got[left.Number] != appointments.Arrived || got[served.Number] != appointments.Arrived {
		t.Error("the day is not over:", got)
	}
	o.Clock.Set(tuesday.Add(24 * time.Hour))
	for range 2 {
		if err := o.Daily(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := o.states(t); got[left.Number] != appointments.Missed || got[served.Number] != appointments.Done || got[waits.Number] != appointments.Missed {
		t.Error(got)
	}
	today := o.draw(t, "info")
	if got := o.next(t, clerk); got == nil || got.ID != today.ID {
		t.Error("yesterday is still at the counter:", got)
	}
	o.Clock.Set(tuesday.Add(40 * 24 * time.Hour))
	if err := o.Daily(t.Context()); err != nil {
		t.Fatal(err)
	}
	if old, err := o.Get(t.Context(), atCounter.ID); err != nil || old.ClerkID != nil {
		t.Error("it is still known whose visit it was:", old, err)
	}
}

func TestClosingTwiceLosesNobody(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.seat(t, "5", "service")
	first, second := o.draw(t, "info"), o.draw(t, "info")
	o.next(t, clerk)
	if n, err := o.CloseToday(t.Context(), "rathaus", "Feueralarm"); err != nil || n != 1 {
		t.Fatal(err, n)
	}
	o.Clock.Advance(time.Minute)
	if _, err := o.Park(t.Context(), first.ID, o.at(clerk), ""); err != nil {
		t.Fatal(err)
	}
	if n, err := o.CloseToday(t.Context(), "rathaus", "Wasserschaden"); err != nil || n != 1 {
		t.Fatal(err, n)
	}
	if hall, err := o.Hall(t.Context(), "rathaus"); err != nil || hall.Reason != "Wasserschaden" {
		t.Fatal(err, hall)
	}
	if err := o.Reopen(t.Context(), "rathaus"); err != nil {
		t.Fatal(err)
	}
	for _, ticket := range []*frontdesk.Ticket{first, second} {
		if now, err := o.Get(t.Context(), ticket.ID); err != nil || now.State != frontdesk.Waiting {
			t.Errorf("%s has lost its place: %+v %v", ticket.Number, now, err)
		}
	}
}
