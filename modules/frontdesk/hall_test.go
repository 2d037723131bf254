package frontdesk_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/platform/ids"
)

// Two clerks, a thousand tickets, as fast as they can: nobody is called twice, nobody is forgotten. Never skipped; where nothing has changed that it is made
// of, `go test` tells its last result.
func TestNobodyIsCalledTwiceAndNobodyIsForgotten(t *testing.T) {
	t.Parallel()
	o := open(t)
	const many = 1000
	for i := range many {
		o.draw(t, "info", func(in *frontdesk.DrawIn) { in.Key = fmt.Sprint(i) })
	}
	called := make([][]string, 2)
	var all sync.WaitGroup
	for n, counter := range []string{"3", "5"} {
		clerk := o.seat(t, counter, "service")
		desk := o.at(clerk)
		all.Go(func() {
			for {
				ticket, err := o.Next(t.Context(), desk, clerk)
				if err != nil {
					t.Error(err)
					return
				}
				if ticket == nil {
					return
				}
				called[n] = append(called[n], ticket.Number)
				if _, err := o.End(t.Context(), ticket.ID, desk, "done_here", ""); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	seen := map[string]bool{}
	for _, number := range append(called[0], called[1]...) {
		if seen[number] {
			t.Errorf("%s was called twice", number)
		}
		seen[number] = true
	}
	if len(seen) != many || len(called[0]) == 0 || len(called[1]) == 0 {
		t.Errorf("%d of %d were called, %d and %d", len(seen), many, len(called[0]), len(called[1]))
	}
}

func TestATurnIsByTimeAndWhoIsCalledFirst(t *testing.T) {
	t.Parallel()
	o := open(t)
	first := o.draw(t, "info")
	o.Clock.Advance(time.Minute)
	pregnant := o.draw(t, "info", func(in *frontdesk.DrawIn) { in.Priority = "pregnancy" })
	again := o.draw(t, "info", func(in *frontdesk.DrawIn) { in.Key = "lost answer" })
	same := o.draw(t, "info", func(in *frontdesk.DrawIn) { in.Key = "lost answer" })
	if first.Number != "A001" || again.ID != same.ID {
		t.Fatal(first.Number, again.ID, same.ID)
	}
	clerk := o.seat(t, "5", "service")
	for _, want := range []*frontdesk.Ticket{pregnant, first, again} {
		got := o.next(t, clerk)
		if got == nil || got.ID != want.ID || got.Counter != "5" {
			t.Fatalf("%+v, want %s", got, want.Number)
		}
		if _, err := o.Next(t.Context(), o.at(clerk), clerk); !errors.Is(err, frontdesk.ErrBusy) {
			t.Fatal("two at one counter")
		}
		o.end(t, got)
	}
	if o.next(t, clerk) != nil {
		t.Error("somebody else was called")
	}
}

func TestTheDayAtACounter(t *testing.T) {
	t.Parallel()
	o := open(t)
	ticket := o.draw(t, "info")
	clerk, other := o.seat(t, "5", "service"), o.seat(t, "3", "clearing")
	if got := o.next(t, clerk); got.ID != ticket.ID || got.Calls != 1 {
		t.Fatal(got)
	}
	if shown, err := o.Display(t.Context(), "rathaus"); err != nil || len(shown) != 1 || shown[0].Number != "A001" || shown[0].Counter != "5" || shown[0].Language != "ar" {
		t.Fatal(err, shown)
	}
	if again, err := o.Call(t.Context(), ticket.ID, clerk); err != nil || again.Calls != 2 {
		t.Fatal("call again:", err)
	}
	if _, err := o.Serve(t.Context(), ticket.ID, o.at(clerk)); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Park(t.Context(), ticket.ID, o.at(clerk), "holt eine Kopie"); err != nil {
		t.Fatal(err)
	}
	if o.next(t, clerk) != nil {
		t.Fatal("who is parked is not called by turn")
	}
	if _, err := o.Call(t.Context(), ticket.ID, clerk); err != nil {
		t.Fatal(err)
	}
	if _, err := o.SendOn(t.Context(), ticket.ID, of(o.at(clerk)), "clearing", nil, "Unterlagen prüfen"); err != nil {
		t.Fatal(err)
	}
	sent := o.next(t, other)
	if sent == nil || sent.Number != "A001" || sent.Note != "Unterlagen prüfen" {
		t.Fatal("sent on without a new ticket:", sent)
	}
	if _, err := o.Miss(t.Context(), sent.ID, o.at(other)); err != nil {
		t.Fatal(err)
	}
	if back, err := o.Call(t.Context(), sent.ID, other); err != nil || back.State != frontdesk.Called {
		t.Fatal("who comes back is called again:", err)
	}
	o.end(t, sent)
	if _, err := o.End(t.Context(), sent.ID, o.at(other), "done_here", ""); !errors.Is(err, frontdesk.ErrState) {
		t.Fatal(err)
	}
	if err := o.CloseDesk(t.Context(), o.at(clerk), clerk); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Next(t.Context(), o.at(clerk), clerk); !errors.Is(err, frontdesk.ErrNoDesk) {
		t.Fatal(err)
	}
}

func TestWhoHasAnAppointmentWaitsForTheirCounter(t *testing.T) {
	t.Parallel()
	o := open(t)
	q := capacity.Query{Site: "rathaus", Concern: "extend", People: 1, Purpose: capacity.Booking}
	a, err := o.booking.BookFor(t.Context(), appointments.Party{Name: "Amal", Email: "amal@example.org", Language: "ar"}, q, "2026-11-24T09:20", "k", ids.New())
	if err != nil {
		t.Fatal(err)
	}
	o.Clock.Set(a.StartsAt.Add(-15 * time.Minute))
	ticket, err := o.CheckIn(t.Context(), "rathaus", a.Number)
	if err != nil {
		t.Fatal(err)
	}
	if twice, err := o.CheckIn(t.Context(), "rathaus", a.Number); err != nil || twice.ID != ticket.ID {
		t.Fatal("said twice:", err)
	}
	counter, _ := o.plan.Counter(a.CounterID)
	walkIn := o.draw(t, "info")
	clerk := o.seat(t, counter.Key, "service")
	if got := o.next(t, clerk); got.ID != walkIn.ID {
		t.Fatal("a quarter of an hour before its time an appointment was called")
	}
	o.end(t, walkIn)
	o.draw(t, "info")
	o.Clock.Set(a.StartsAt)
	if got := o.next(t, clerk); got == nil || got.ID != ticket.ID {
		t.Fatal("whose hour has come goes first:", got)
	}
	o.end(t, ticket)
	day, err := o.booking.Day(t.Context(), "rathaus", a.Day())
	if err != nil || len(day) != 1 || day[0].State != appointments.Done {
		t.Fatal(err, day)
	}
	if _, err := o.CheckIn(t.Context(), "nordstadt", a.Number); err == nil {
		t.Error("at another house")
	}
}

func TestTheWaitIsToldFromTheDayWithItsSpread(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.seat(t, "5", "service")
	first := o.draw(t, "info")
	n, wait, err := o.Ahead(t.Context(), first)
	if err != nil || n != 0 || wait.Sample != 0 || wait.From > wait.Minutes || wait.Minutes > wait.To || wait.Minutes == 0 {
		t.Fatal(err, n, wait)
	}
	for i := range 10 { // of 4, 5, 6 … minutes
		ticket := o.next(t, clerk)
		o.Clock.Advance(time.Duration(4+i) * time.Minute)
		o.end(t, ticket)
		o.draw(t, "info")
	}
	o.draw(t, "info")
	last := o.draw(t, "info")
	n, wait, err = o.Ahead(t.Context(), last)
	if err != nil || n != 2 || wait.Sample != 10 || wait.Minutes != 8*3 || wait.From != 4*3 || wait.To != 12*3 {
		t.Fatal(err, n, wait)
	}
}

func TestTheDoorsCloseWithoutLosingAnybody(t *testing.T) {
	t.Parallel()
	o := open(t)
	waiting := o.draw(t, "info")
	o.Clock.Set(time.Date(2026, 11, 24, 10, 50, 0, 0, time.UTC)) // ten to twelve: after the last ticket
	if _, err := o.Draw(t.Context(), frontdesk.DrawIn{Site: "rathaus", Concern: "info", By: "kiosk"}); !errors.Is(err, frontdesk.ErrShut) {
		t.Fatal("a ticket after the last:", err)
	}
	if _, err := o.Draw(t.Context(), frontdesk.DrawIn{Site: "rathaus", Concern: "info", By: "desk"}); err != nil {
		t.Fatal("the desk may:", err)
	}
	if n, err := o.CloseToday(t.Context(), "rathaus", "Wasserschaden"); err != nil || n != 2 {
		t.Fatal(err, n)
	}
	told, err := o.Get(t.Context(), waiting.ID)
	if err != nil || told.State != frontdesk.Closed {
		t.Fatal(err, told)
	}
	if _, err := o.Draw(t.Context(), frontdesk.DrawIn{Site: "rathaus", Concern: "info", By: "desk"}); !errors.Is(err, frontdesk.ErrShut) {
		t.Fatal("closed is closed:", err)
	}
	if hall, err := o.Hall(t.Context(), "rathaus"); err != nil || hall.ClosedAt == nil || hall.Reason != "Wasserschaden" || len(hall.Waiting) != 0 {
		t.Fatal(err, hall)
	}
}
