package appointments_test

import (
	"context"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// Who comes tomorrow is reminded once; who came without a case is forgotten after the city's days, and a place stays in the figures.
func TestRemindedOnceAndForgottenInTime(t *testing.T) {
	t.Parallel()
	o := open(t)
	m := o.book(t, "2026-11-26T"+o.times(t, "2026-11-26")[0], 1)
	o.Clock.Set(m.Appointment.StartsAt.Add(-20 * time.Hour))
	for range 2 {
		if err := o.Daily(t.Context()); err != nil {
			t.Fatal(err)
		}
		o.RunJobs(t)
	}
	if mails := o.mail.Sent(guest(1).Email); len(mails) != 3 {
		t.Fatalf("%d mails: to confirm, booked, reminded once", len(mails))
	}
	o.Clock.Set(m.Appointment.EndsAt.AddDate(0, 0, 31))
	if err := o.Daily(t.Context()); err != nil {
		t.Fatal(err)
	}
	a, err := o.Get(t.Context(), m.Appointment.ID)
	if err != nil || a.Name != "" || a.Email != "" || len(a.Who) != 0 || a.AnonymisedAt == nil || a.Concern != "extend" {
		t.Fatal(err, a)
	}
}

// An address that was typed and never confirmed may be a stranger's: it is forgotten as soon as the time is over, in the mail too.
func TestWhoNeverConfirmedIsForgottenAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	h := o.hold(t, "2026-11-26T"+o.times(t, "2026-11-26")[0], "k")
	if _, err := o.Request(t.Context(), h.Token, guest(1)); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	o.Clock.Advance(2 * time.Hour)
	if _, err := o.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := o.Daily(t.Context()); err != nil {
		t.Fatal(err)
	}
	a, err := o.Get(t.Context(), h.Appointment.ID)
	if err != nil || a.Name+a.Email+a.Phone != "" || len(a.Who) != 0 || a.State != appointments.Expired {
		t.Fatal(err, a)
	}
	var known int
	err = o.DB.NewRaw("SELECT count(*) FROM messages.mail WHERE about_id = ? AND (address <> '' OR params <> '{}')", a.ID).Scan(t.Context(), &known)
	if err != nil || known != 0 {
		t.Error("a mail still knows the address:", err)
	}
}

func TestWhatIsErasedWithItsCase(t *testing.T) {
	t.Parallel()
	o := open(t)
	to := party()
	q := capacity.Query{Site: "rathaus", Concern: "extend", People: 1, Purpose: capacity.Booking}
	a, err := o.BookFor(t.Context(), to, q, "2026-11-26T"+o.times(t, "2026-11-26")[0], "k", ids.New())
	if err != nil {
		t.Fatal(err)
	}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.EraseTx(ctx, tx, to.About) })
	left, err := o.Get(t.Context(), a.ID)
	if err != nil || left.Name != "" || left.Email != "" || left.State != appointments.Booked {
		t.Fatal(err, left)
	}
}
