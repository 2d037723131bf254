package appointments_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/capacity"
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
	if _, err := o.Invite(t.Context(), to, "fingerprints", 2, ids.New()); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
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
	if _, err := o.CancelFor(t.Context(), a.ID, ""); !errors.Is(err, appointments.ErrInput) {
		t.Fatal("without a word:", err)
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
