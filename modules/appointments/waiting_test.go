package appointments_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/ids"
)

// What one gives back is offered to who has waited longest, for a while, then to the next; whoever takes it gives their own time to others.
func TestWhatIsGivenBackIsOfferedToWhoWaits(t *testing.T) {
	t.Parallel()
	o := open(t, oneCounter)
	early := o.times(t, "2026-11-24")
	late := o.times(t, "2026-12-03")
	first := o.book(t, "2026-11-24T"+early[0], 1)
	second, third := o.book(t, "2026-12-03T"+late[0], 2), o.book(t, "2026-12-03T"+late[1], 3)
	for i, start := range early[1:] { // the day is full
		o.book(t, "2026-11-24T"+start, 10+i)
	}
	for _, m := range []*appointments.Managed{second, third} {
		if _, err := o.Wait(t.Context(), m.Token, true); err != nil {
			t.Fatal(err)
		}
		o.Clock.Advance(time.Second)
	}
	if _, err := o.Cancel(t.Context(), first.Token, ""); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	offer := o.link(t, guest(2).Email, "/appointments/offer")
	if free := o.times(t, "2026-11-24"); len(free) != 0 {
		t.Fatal("the offered time can be booked by others:", free)
	}
	if seen, err := o.LookOffer(t.Context(), offer); err != nil || seen.Offer.Time() != early[0] || seen.Own.ID != second.Appointment.ID {
		t.Fatal(err, seen)
	}
	o.Clock.Advance(4 * time.Hour) // the second did not look
	if _, err := o.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	if _, err := o.Accept(t.Context(), offer); !errors.Is(err, appointments.ErrEnded) {
		t.Fatal("an offer that is over was taken:", err)
	}
	moved, err := o.Accept(t.Context(), o.link(t, guest(3).Email, "/appointments/offer"))
	if err != nil || moved.Appointment.Day() != date("2026-11-24") || moved.Appointment.Time() != early[0] || moved.Appointment.Sequence != 1 {
		t.Fatal(err, moved)
	}
	o.RunJobs(t)
	if free := o.times(t, "2026-12-03"); free[0] != late[1] {
		t.Error("the time of whoever moved is not free:", free)
	}
	o.agree(t)
}

func TestWhoDoesNotWantAnOfferGivesItOn(t *testing.T) {
	t.Parallel()
	o := open(t, oneCounter)
	m := o.book(t, "2026-11-24T"+o.times(t, "2026-11-24")[0], 1)
	own := o.book(t, "2026-12-03T"+o.times(t, "2026-12-03")[0], 2)
	if _, err := o.Wait(t.Context(), own.Token, true); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Cancel(t.Context(), m.Token, ""); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	offer := o.link(t, guest(2).Email, "/appointments/offer")
	if err := o.Decline(t.Context(), offer); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	if _, err := o.LookOffer(t.Context(), offer); !errors.Is(err, appointments.ErrEnded) {
		t.Fatal(err)
	}
	if left, err := o.Wait(t.Context(), own.Token, false); err != nil || left.Appointment.State != appointments.Booked {
		t.Fatal(err)
	}
	o.agree(t)
}

// An offer of the first house is still open when the office moves the appointment to the second one: whoever takes it comes to the first.
func TestAnOfferLeadsToItsOwnHouse(t *testing.T) {
	t.Parallel()
	o := open(t)
	given := o.book(t, "2026-11-24T"+o.times(t, "2026-11-24")[0], 1)
	own := o.book(t, "2026-12-03T"+o.times(t, "2026-12-03")[0], 2)
	if _, err := o.Wait(t.Context(), own.Token, true); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Cancel(t.Context(), given.Token, ""); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	offer := o.link(t, guest(2).Email, "/appointments/offer")
	there := ""
	for day := date("2026-12-04"); there == "" && day.Before(date("2026-12-20")); day = day.AddDays(1) {
		times, err := o.FreeTimes(t.Context(), capacity.Query{Site: "nordstadt", Concern: "extend", People: 1, Purpose: capacity.Booking}, day)
		if err != nil {
			t.Fatal(err)
		}
		if len(times) > 0 {
			there = day.String() + "T" + times[0]
		}
	}
	if moved, err := o.MoveFor(t.Context(), own.Appointment.ID, "nordstadt", there, "m", ids.New()); err != nil || moved.Site != "nordstadt" {
		t.Fatal(err, moved)
	}
	if taken, err := o.Accept(t.Context(), offer); err != nil || taken.Appointment.Site != "rathaus" || taken.Appointment.Day() != date("2026-11-24") {
		t.Fatal(err, taken)
	}
	if list, err := o.Day(t.Context(), "rathaus", date("2026-11-24")); err != nil || len(list) != 1 {
		t.Error("not in the list of the house:", err, list)
	}
	o.agree(t)
}

// The answer to a click was lost on the way: the same click again is answered with the same, also from another window at the same moment.
func TestAnOfferIsAcceptedOnceHoweverOftenOneClicks(t *testing.T) {
	t.Parallel()
	o := open(t, oneCounter)
	given := o.book(t, "2026-11-24T"+o.times(t, "2026-11-24")[0], 1)
	own := o.book(t, "2026-12-03T"+o.times(t, "2026-12-03")[0], 2)
	if _, err := o.Wait(t.Context(), own.Token, true); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Cancel(t.Context(), given.Token, ""); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	offer := o.link(t, guest(2).Email, "/appointments/offer")
	var clicks sync.WaitGroup
	for range 4 {
		clicks.Go(func() {
			if m, err := o.Accept(t.Context(), offer); err != nil || m.Appointment.ID != own.Appointment.ID || m.Appointment.Sequence != 1 {
				t.Error(err, m)
			}
		})
	}
	clicks.Wait()
	if m, err := o.Accept(t.Context(), offer); err != nil || m.Appointment.Day() != date("2026-11-24") {
		t.Error("a second click is a fault:", err)
	}
	o.RunJobs(t)
	if mails := o.mail.Sent(guest(2).Email); len(mails) != 4 { // confirm, booked, offer, moved
		t.Errorf("%d mails", len(mails))
	}
	o.agree(t)
}

// However many wait whom a time does not help, it reaches whom it does.
func TestALongListIsGoneThroughToItsEnd(t *testing.T) {
	t.Parallel()
	o := open(t, oneCounter)
	early := o.times(t, "2026-11-24")
	given := o.book(t, "2026-11-24T"+early[0], 1)
	for i, start := range early[1:] { // the day is full
		o.book(t, "2026-11-24T"+start, 10+i)
	}
	family := capacity.Query{Site: "rathaus", Concern: "extend", People: 3, Purpose: capacity.Booking} // longer than what becomes free
	waiting := 0
	for day := date("2026-11-25"); waiting < 51; day = day.AddDays(1) {
		times, err := o.FreeTimes(t.Context(), family, day)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range times {
			a, err := o.BookFor(t.Context(), party(), family, day.String()+"T"+at, day.String()+at, ids.New())
			if errors.Is(err, appointments.ErrTaken) {
				continue // it begins within the one before
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, err := o.Wait(t.Context(), o.Managed(a).Token, true); err != nil {
				t.Fatal(err)
			}
			waiting++
		}
	}
	o.Clock.Advance(time.Second)
	day := date("2026-12-10")
	for len(o.times(t, day.String())) == 0 {
		day = day.AddDays(1)
	}
	alone := o.book(t, day.String()+"T"+o.times(t, day.String())[0], 2)
	if _, err := o.Wait(t.Context(), alone.Token, true); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Cancel(t.Context(), given.Token, ""); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	if seen, err := o.LookOffer(t.Context(), o.link(t, guest(2).Email, "/appointments/offer")); err != nil || seen.Offer.Time() != early[0] {
		t.Fatal(err, seen)
	}
}
