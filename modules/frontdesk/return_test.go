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

// states are those of appointments, by number.
func (o *office) states(t *testing.T, of ...*appointments.Appointment) map[string]appointments.State {
	t.Helper()
	got := map[string]appointments.State{}
	for _, a := range of {
		now, err := o.booking.Get(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got[a.Number] = now.State; now.State == appointments.Cancelled && *now.EndedBy != "office" {
			t.Errorf("%s was cancelled by %s", a.Number, *now.EndedBy)
		}
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
	if got := o.states(t, left, served); got[left.Number] != appointments.Arrived || got[served.Number] != appointments.Arrived {
		t.Error("the day is not over:", got)
	}
	o.Clock.Set(tuesday.Add(24 * time.Hour))
	for range 2 {
		if err := o.Daily(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := o.states(t, left, served, waits); got[left.Number] != appointments.Missed || got[served.Number] != appointments.Done || got[waits.Number] != appointments.Cancelled {
		t.Error("whom nobody called has missed nothing:", got)
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

// Who had come and was sent home because the house closed has missed nothing: figures of no-shows are of those who did not come.
func TestWhoIsSentHomeHasMissedNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	home, gone, never := o.book(t, "2026-11-24T09:20"), o.book(t, "2026-11-24T09:40"), o.book(t, "2026-11-24T10:20")
	o.Clock.Set(home.StartsAt)
	o.checkIn(t, home)
	called, clerk := o.checkIn(t, gone), o.seat(t, "5", "service")
	if _, err := o.Call(t.Context(), called.ID, clerk); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Miss(t.Context(), called.ID, o.at(clerk)); err != nil {
		t.Fatal(err)
	}
	if n, err := o.CloseToday(t.Context(), "rathaus", "Wasserschaden"); err != nil || n != 1 {
		t.Fatal(err, n)
	}
	o.Clock.Set(tuesday.Add(24 * time.Hour))
	if err := o.Daily(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := o.states(t, home, gone, never); got[home.Number] != appointments.Cancelled || got[gone.Number] != appointments.Missed || got[never.Number] != appointments.Cancelled {
		t.Error("a closed house is nobody's fault:", got)
	}
}

// Who never came has missed it, where numbers are drawn: elsewhere, and of call-backs, nobody knows it over night.
func TestWhoNeverCameHasMissedIt(t *testing.T) {
	t.Parallel()
	o := open(t)
	came, never := o.book(t, "2026-11-24T09:20"), o.book(t, "2026-11-24T09:40")
	book := func(q capacity.Query, day string) *appointments.Appointment {
		q.Concern, q.People = "extend", 1
		on, err := clock.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		times, err := o.booking.FreeTimes(t.Context(), q, on)
		if err != nil || len(times) == 0 {
			t.Fatal(err, times)
		}
		a, err := o.booking.BookFor(t.Context(), appointments.Party{Name: "Deniz", Language: "tr"}, q, day+"T"+times[len(times)-1], q.Site+string(q.Purpose), ids.New())
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	phone := book(capacity.Query{Site: "rathaus", Purpose: capacity.Phone}, "2026-11-24")
	quiet := book(capacity.Query{Site: "nordstadt", Purpose: capacity.Booking}, "2026-11-25")
	o.Clock.Set(came.StartsAt)
	o.checkIn(t, came)
	if err := o.Daily(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := o.states(t, never); got[never.Number] != appointments.Booked {
		t.Error("the day is not over:", got)
	}
	o.Clock.Set(tuesday.Add(72 * time.Hour))
	for range 2 {
		if err := o.Daily(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	got := o.states(t, never, phone, quiet)
	if got[never.Number] != appointments.Missed || got[phone.Number] != appointments.Booked || got[quiet.Number] != appointments.Booked {
		t.Error(got)
	}
	if a, err := o.booking.Conclude(t.Context(), phone.ID, true); err != nil || a.State != appointments.Done {
		t.Error(err, a)
	}
}

// A house that is no more takes nobody in, and tells all who wait in it.
func TestAHouseThatIsNoMoreKeepsNobodyWaiting(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Register(o.Jobs, o.Bus)
	waits := o.draw(t, "info")
	if _, err := o.booking.ChangePlan(t.Context(), appointments.Change{RetireSites: []string{"rathaus"}}, appointments.MoveThem, nil, "Umzug in die Nordstadt", ids.New()); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	if told, err := o.Get(t.Context(), waits.ID); err != nil || told.State != frontdesk.Closed {
		t.Fatal("waits where nobody calls any more:", err, told)
	}
	if hall, err := o.Hall(t.Context(), "rathaus"); err != nil || hall.Reason != "Umzug in die Nordstadt" {
		t.Error("who still sits there cannot end the day:", err, hall)
	}
	if _, err := o.Draw(t.Context(), frontdesk.DrawIn{Site: "rathaus", Concern: "info", By: "desk"}); !errors.Is(err, frontdesk.ErrNoSite) {
		t.Error(err)
	}
	if _, err := o.Draw(t.Context(), frontdesk.DrawIn{Site: "rathaus", Concern: "info", By: "kiosk"}); !errors.Is(err, frontdesk.ErrShut) {
		t.Error(err)
	}
	if _, err := o.OpenDesk(t.Context(), o.counter(t, "5"), []string{"service"}, ids.New()); !errors.Is(err, frontdesk.ErrInput) {
		t.Error("sat down in a house that is no more:", err)
	}
	o.Clock.Set(tuesday.Add(24 * time.Hour))
	if until, _, err := o.Open(t.Context(), "rathaus"); err != nil || until != nil {
		t.Error(err, until)
	}
	if _, err := o.booking.ChangePlan(t.Context(), appointments.Change{RestoreSites: []string{"rathaus"}}, appointments.MoveThem, nil, "", ids.New()); err != nil {
		t.Fatal(err)
	}
	if until, _, err := o.Open(t.Context(), "rathaus"); err != nil || until == nil {
		t.Error("back, and closed:", err)
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
