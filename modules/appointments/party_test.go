package appointments_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

func party() appointments.Party {
	return appointments.Party{About: audit.Record{Kind: "case", ID: ids.New()}, Name: "Amal Haddad", Email: "amal@example.org", Language: "ar"}
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

// A call-back, and a visit where no numbers are drawn: a clerk says whether it took place, once it has begun.
func TestAClerkSaysWhetherItTookPlace(t *testing.T) {
	t.Parallel()
	o := open(t)
	to, clerk := party(), ids.New()
	q := capacity.Query{Site: "rathaus", Concern: "extend", People: 1, Purpose: capacity.Booking}
	times := o.times(t, "2026-11-26")
	first, err := o.BookFor(t.Context(), to, q, "2026-11-26T"+times[0], "k", clerk)
	if err != nil {
		t.Fatal(err)
	}
	second, err := o.BookFor(t.Context(), to, q, "2026-12-02T"+o.times(t, "2026-12-02")[0], "k2", clerk)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Conclude(t.Context(), first.ID, true); !errors.Is(err, appointments.ErrEnded) {
		t.Fatal("before it began:", err)
	}
	o.Clock.Set(first.EndsAt)
	if about, err := o.About(t.Context(), to.About); err != nil || about[0].ID != second.ID {
		t.Error("what is over stands before what is ahead:", err)
	}
	for range 2 {
		if a, err := o.Conclude(t.Context(), first.ID, false); err != nil || a.State != appointments.Missed || *a.EndedBy != "office" {
			t.Fatal(err, a)
		}
	}
	if _, err := o.Conclude(t.Context(), first.ID, true); !errors.Is(err, appointments.ErrEnded) {
		t.Error("ended twice:", err)
	}
	if _, err := o.Conclude(t.Context(), uuid.New(), true); !errors.Is(err, appointments.ErrNone) {
		t.Error(err)
	}
	o.agree(t)
}

// The night did not see who was fetched from the corridor, and a clerk takes the wrong line: for two weeks either outcome can be corrected, and the trail has both.
func TestAnOutcomeCanBeCorrected(t *testing.T) {
	t.Parallel()
	o := open(t)
	a, err := o.BookFor(t.Context(), party(), capacity.Query{Site: "rathaus", Concern: "extend", People: 1, Purpose: capacity.Booking}, "2026-11-26T"+o.times(t, "2026-11-26")[0], "k", ids.New())
	if err != nil {
		t.Fatal(err)
	}
	correct := func(tookPlace bool, want appointments.State, refusal error) {
		t.Helper()
		if got, err := o.Correct(t.Context(), a.ID, tookPlace); !errors.Is(err, refusal) || err == nil && got.State != want {
			t.Fatal(err, got)
		}
	}
	o.Clock.Set(a.EndsAt)
	correct(true, "", appointments.ErrEnded) // nobody has said anything yet
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.FinishTx(ctx, tx, a.ID, appointments.Missed) })
	for range 2 {
		correct(true, appointments.Done, nil)
	}
	correct(false, appointments.Missed, nil)
	o.Clock.Set(a.EndsAt.AddDate(0, 0, 14))
	correct(true, "", appointments.ErrEnded)
	var steps []string
	if err := o.DB.NewSelect().TableExpr("audit.entry").Column("action").Where("record_id = ?", a.ID).Where("action LIKE '%missed' OR action LIKE '%done'").OrderExpr("at, action").Scan(t.Context(), &steps); err != nil {
		t.Fatal(err)
	}
	slices.Sort(steps)
	if want := []string{"appointment.corrected_done", "appointment.corrected_missed", "appointment.missed"}; !slices.Equal(steps, want) {
		t.Errorf("the trail: %v", steps)
	}
	o.agree(t)
}

// What the office cancelled is nobody's fault, and no clerk makes it one.
func TestWhatTheOfficeCancelledIsNotCorrected(t *testing.T) {
	t.Parallel()
	o := open(t)
	a := o.book(t, "2026-11-26T"+o.times(t, "2026-11-26")[0], 1).Appointment
	o.Clock.Set(a.EndsAt)
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.FinishTx(ctx, tx, a.ID, appointments.Cancelled) })
	if _, err := o.Correct(t.Context(), a.ID, false); !errors.Is(err, appointments.ErrEnded) {
		t.Error(err)
	}
}
