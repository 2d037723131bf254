package appointments_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

func party() appointments.Party {
	return appointments.Party{About: audit.Record{Kind: "case", ID: ids.New()}, Name: "Amal Haddad", Email: "amal@example.org", Language: "ar"}
}

// From a case: a link bound to it, with the right concern; booked at once, once, and again only after a cancellation.
func TestAnInvitationIsGoodForOneAppointmentAboutItsCase(t *testing.T) {
	t.Parallel()
	o := open(t)
	to := party()
	if _, err := o.Invite(t.Context(), to, "fingerprints", 2, "", ids.New()); !errors.Is(err, appointments.ErrInput) {
		t.Fatal("without a key:", err)
	}
	clerk, made := ids.New(), make([]*appointments.Invitation, 2)
	var clicks sync.WaitGroup
	for i := range made {
		clicks.Go(func() {
			var err error
			if made[i], err = o.Invite(t.Context(), to, "fingerprints", 2, "k", clerk); err != nil {
				t.Error(err)
			}
		})
	}
	clicks.Wait()
	if made[0].ID != made[1].ID {
		t.Fatal("two clicks are two invitations")
	}
	o.RunJobs(t)
	if mails := o.mail.Sent(to.Email); len(mails) != 1 {
		t.Fatalf("two clicks are %d links", len(mails))
	}
	token := o.link(t, to.Email, "/appointments/invited")
	times, err := o.FreeTimes(t.Context(), capacity.Query{Site: "rathaus", Concern: "fingerprints", People: 2}, date("2026-11-25"))
	if err != nil || len(times) < 2 {
		t.Fatal(err, times)
	}
	first, err := o.BookInvited(t.Context(), token, "rathaus", "2026-11-25T"+times[0], "k1")
	if err != nil || first.Appointment.State != appointments.Booked || *first.Appointment.AboutID != to.About.ID || first.Appointment.Minutes() != 25 {
		t.Fatal(err, first)
	}
	second, err := o.BookInvited(t.Context(), token, "rathaus", "2026-11-25T"+times[1], "k2")
	if err != nil || second.Appointment.ID != first.Appointment.ID {
		t.Fatal("a second one by the same invitation:", err)
	}
	if _, err := o.Cancel(t.Context(), first.Token, ""); err != nil {
		t.Fatal(err)
	}
	third, err := o.BookInvited(t.Context(), token, "rathaus", "2026-11-25T"+times[1], "k3")
	if err != nil || third.Appointment.ID == first.Appointment.ID {
		t.Fatal(err)
	}
	about, err := o.About(t.Context(), to.About)
	if err != nil || len(about) != 2 || about[0].ID != third.Appointment.ID {
		t.Fatal(err, about)
	}
	o.agree(t)
}

// In many windows at once an invitation is good for one appointment too.
func TestAnInvitationIsGoodForOneAppointmentAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	to := party()
	if _, err := o.Invite(t.Context(), to, "extend", 1, "k", ids.New()); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	token := o.link(t, to.Email, "/appointments/invited")
	for _, day := range []string{"2026-11-25", "2026-11-26"} {
		var all sync.WaitGroup
		booked := make([]*appointments.Managed, 8)
		for i, at := range o.times(t, day)[:8] {
			all.Go(func() {
				m, err := o.BookInvited(t.Context(), token, "rathaus", day+"T"+at, at)
				if booked[i] = m; err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		about, err := o.About(t.Context(), to.About)
		if err != nil || len(about) != 1 && day == "2026-11-25" || about[0].State != appointments.Booked || len(about) > 1 && about[1].State == appointments.Booked {
			t.Fatalf("%v: %d appointments", err, len(about))
		}
		if _, err := o.Cancel(t.Context(), booked[0].Token, ""); err != nil {
			t.Fatal(err)
		}
	}
	o.agree(t)
}

// Whoever is moved to another house has the appointment there, in every list and mail.
func TestAnAppointmentMovesToAnotherHouse(t *testing.T) {
	t.Parallel()
	o := open(t)
	to, clerk := party(), ids.New()
	q := capacity.Query{Site: "rathaus", Concern: "extend", People: 1, Purpose: capacity.Booking}
	a, err := o.BookFor(t.Context(), to, q, "2026-11-26T"+o.times(t, "2026-11-26")[0], "k", clerk)
	if err != nil {
		t.Fatal(err)
	}
	q.Site = "nordstadt"
	var there []string
	day := date("2026-11-26")
	for ; len(there) == 0 && day.Before(date("2026-12-20")); day = day.AddDays(1) {
		if there, err = o.FreeTimes(t.Context(), q, day.AddDays(1)); err != nil {
			t.Fatal(err)
		}
	}
	start := day.String() + "T" + there[0]
	var all sync.WaitGroup
	for range 2 { // a click twice, at once
		all.Go(func() {
			if moved, err := o.MoveFor(t.Context(), a.ID, "nordstadt", start, "m", clerk); err != nil || moved.Site != "nordstadt" {
				t.Error(err, moved)
			}
		})
	}
	all.Wait()
	for site, want := range map[string]int{"rathaus": 0, "nordstadt": 1} {
		n := 0
		for _, day := range []clock.Date{date("2026-11-26"), day} {
			list, err := o.Day(t.Context(), site, day)
			if n += len(list); err != nil {
				t.Error(err)
			}
		}
		if n != want {
			t.Errorf("%d at %s", n, site)
		}
	}
	touched, err := o.ChangePlan(t.Context(), appointments.Change{}, appointments.Preview, nil, "", clerk)
	if err != nil || len(touched) != 0 {
		t.Error("the plan does not know it:", err, touched)
	}
	o.RunJobs(t)
	mails := o.mail.Sent(to.Email)
	if len(mails) != 2 || !strings.Contains(mails[0].Text+mails[1].Text, "Nordring 20") { // whichever went first
		t.Errorf("%d mails", len(mails))
	}
	o.agree(t)
}

func TestTheOfficeBooksMovesAndCancelsForSomebody(t *testing.T) {
	t.Parallel()
	o := open(t)
	to, clerk := party(), ids.New()
	q := capacity.Query{Site: "rathaus", Concern: "interview", People: 1, Purpose: capacity.Booking}
	times, err := o.FreeTimes(t.Context(), q, date("2026-11-26"))
	if err != nil || len(times) < 2 {
		t.Fatal(err, times)
	}
	a, err := o.BookFor(t.Context(), to, q, "2026-11-26T"+times[0], "k", clerk)
	if err != nil || a.State != appointments.Booked {
		t.Fatal(err, a)
	}
	if again, err := o.BookFor(t.Context(), to, q, "2026-11-26T"+times[0], "k", clerk); err != nil || again.ID != a.ID {
		t.Fatal("a click twice is two appointments:", err)
	}
	moved, err := o.MoveFor(t.Context(), a.ID, "", "2026-11-26T"+times[1], "k2", clerk)
	if err != nil || moved.Time() != times[1] {
		t.Fatal(err, moved)
	}
	day, err := o.Day(t.Context(), "rathaus", date("2026-11-26"))
	if err != nil || len(day) != 1 || day[0].Name != to.Name {
		t.Fatal(err, day)
	}
	for _, reason := range []string{"", strings.Repeat("x", 501)} {
		if _, err := o.CancelFor(t.Context(), a.ID, reason); !errors.Is(err, appointments.ErrInput) {
			t.Fatal("without a word, or with a book:", err)
		}
	}
	if _, err := o.CancelFor(t.Context(), a.ID, "Die Sachbearbeiterin ist erkrankt"); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	if mails := o.mail.Sent(to.Email); len(mails) != 3 || mails[0].Language != "ar" {
		t.Fatalf("%d mails", len(mails))
	}
	if _, err := o.MoveFor(t.Context(), uuid.New(), "", "2026-11-26T"+times[0], "k9", clerk); !errors.Is(err, appointments.ErrNone) {
		t.Fatal(err)
	}
	o.agree(t)
}
