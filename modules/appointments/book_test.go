package appointments_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// Somebody without an account books on a phone, moves, and cancels; their calendar follows.
func TestBookMoveCancelWithoutAnAccount(t *testing.T) {
	t.Parallel()
	o := open(t)
	before := o.times(t, "2026-11-26")
	if len(before) == 0 {
		t.Fatal("nothing is free")
	}
	m := o.book(t, "2026-11-26T"+before[0], 1)
	if m.Appointment.State != appointments.Booked || m.Appointment.Time() != before[0] {
		t.Fatalf("%+v", m.Appointment)
	}
	mails := o.mail.Sent(guest(1).Email)
	if len(mails) != 2 || mails[1].Language != "tr" || len(mails[1].Attachments) != 1 {
		t.Fatalf("%d mails", len(mails))
	}
	first := string(mails[1].Attachments[0].Data)
	for _, want := range []string{"METHOD:REQUEST\r\n", "SEQUENCE:0\r\n", "UID:" + m.Appointment.ID.String() + "@amt.example\r\n"} {
		if !strings.Contains(first, want) {
			t.Errorf("the calendar lacks %q:\n%s", want, first)
		}
	}
	token := o.link(t, guest(1).Email, "/appointments/manage")
	moved, err := o.Move(t.Context(), token, "2026-11-26T"+before[1], "k1", "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	twice, err := o.Move(t.Context(), token, "2026-11-26T"+before[1], "k1", "192.0.2.1")
	if err != nil || twice.Appointment.Sequence != 1 || moved.Appointment.Time() != before[1] {
		t.Fatal(err, twice, moved)
	}
	o.RunJobs(t)
	if got := string(last(o.mail.Sent(guest(1).Email)).Attachments[0].Data); !strings.Contains(got, "SEQUENCE:1\r\n") || !strings.Contains(got, "UID:"+m.Appointment.ID.String()) {
		t.Error(got)
	}
	if _, err := o.Cancel(t.Context(), token, ""); err != nil {
		t.Fatal(err)
	}
	if again, err := o.Cancel(t.Context(), token, ""); err != nil || again.Appointment.State != appointments.Cancelled {
		t.Fatal("cancelling twice is no fault:", err)
	}
	o.RunJobs(t)
	if got := string(last(o.mail.Sent(guest(1).Email)).Attachments[0].Data); !strings.Contains(got, "METHOD:CANCEL\r\n") || !strings.Contains(got, "SEQUENCE:2\r\n") {
		t.Error(got)
	}
	if _, err := o.Move(t.Context(), token, "2026-11-26T"+before[2], "k2", "192.0.2.1"); !errors.Is(err, appointments.ErrEnded) {
		t.Error("a cancelled appointment was moved:", err)
	}
	if after := o.times(t, "2026-11-26"); !slices.Equal(before, after) {
		t.Errorf("free before %v, after %v", before, after)
	}
	o.agree(t)
}

func last[T any](list []T) T { return list[len(list)-1] }

// agree compares the days' bits with what is really taken.
func (o *office) agree(t testing.TB) {
	t.Helper()
	var wrong int
	err := o.Pool().QueryRow(t.Context(), `SELECT count(*) FROM (
 SELECT resource_id, day, bit_or(appointments.cells(first, cells)) AS taken FROM appointments.occupation GROUP BY 1, 2) o
 FULL JOIN (SELECT * FROM appointments.day WHERE taken <> 0::bit(288)) d USING (resource_id, day) WHERE o.taken IS DISTINCT FROM d.taken`).Scan(&wrong)
	if err != nil || wrong != 0 {
		t.Errorf("%d days do not say what is taken (%v)", wrong, err)
	}
}

func TestAHoldEndsByItself(t *testing.T) {
	t.Parallel()
	o := open(t)
	start := "2026-11-26T" + o.times(t, "2026-11-26")[0]
	var all []string
	for i := range 10 { // until no counter is left
		h, err := o.Hold(t.Context(), wish(start, string(rune('a'+i))), "192.0.2.1")
		if errors.Is(err, appointments.ErrTaken) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, h.Token)
	}
	o.Clock.Advance(9 * time.Minute)
	if _, err := o.Hold(t.Context(), wish(start, "late"), "192.0.2.1"); !errors.Is(err, appointments.ErrTaken) {
		t.Fatal("a held time was given away:", err)
	}
	o.Clock.Advance(2 * time.Minute)
	if _, err := o.Hold(t.Context(), wish(start, "later"), "192.0.2.1"); err != nil {
		t.Fatal("a hold that ran out blocks:", err)
	}
	if _, err := o.Request(t.Context(), all[0], guest(1)); !errors.Is(err, appointments.ErrEnded) {
		t.Fatal(err)
	}
	o.agree(t)
}

// A time whose hour has begun is nobody's any more, however many minutes the city gives for the click in the mail.
func TestNothingIsConfirmedThatHasBegun(t *testing.T) {
	t.Parallel()
	o := open(t, func(r *capacity.Rules) { r.NoticeMinutes, r.ConfirmMinutes, r.HoldMinutes = 0, 60, 60 })
	times := o.times(t, "2026-11-26")
	first, _ := time.ParseInLocation("2006-01-02T15:04", "2026-11-26T"+times[0], clock.Berlin)
	o.Clock.Set(first.Add(-5 * time.Minute))
	h, late := o.hold(t, "2026-11-26T"+times[0], "a"), o.hold(t, "2026-11-26T"+times[1], "b")
	a, err := o.Request(t.Context(), h.Token, guest(1))
	if err != nil || !a.HeldUntil.Equal(first) {
		t.Fatal(err, a)
	}
	o.RunJobs(t)
	if text := last(o.mail.Sent(guest(1).Email)).Text; !strings.Contains(text, " 5 ") || strings.Contains(text, "60") {
		t.Error("promises more time than there is:", text)
	}
	o.Clock.Set(first)
	if _, err := o.Confirm(t.Context(), o.link(t, guest(1).Email, "/appointments/confirm")); !errors.Is(err, appointments.ErrEnded) {
		t.Error("confirmed after it began:", err)
	}
	o.Clock.Set(late.Appointment.StartsAt)
	if _, err := o.Request(t.Context(), late.Token, guest(2)); !errors.Is(err, appointments.ErrEnded) {
		t.Error("named after it began:", err)
	}
}

func TestWhoComesTooLateHearsOfTheNearestTimes(t *testing.T) {
	t.Parallel()
	o := open(t)
	start := "2026-11-26T" + o.times(t, "2026-11-26")[0]
	for i := 0; ; i++ {
		_, err := o.Hold(t.Context(), wish(start, string(rune('a'+i))), "192.0.2.1")
		if err == nil {
			continue
		}
		if !errors.Is(err, appointments.ErrTaken) {
			t.Fatal(err)
		}
		near := errs.Of(err).Fields
		if len(near) != 1 || near[0].Code != "nearest" || near[0].Params["t1"] == "" || near[0].Params["t1"] == start {
			t.Fatalf("%+v", near)
		}
		return
	}
}

// Whoever only types an address hears nothing of the appointments that it has; whoever opens the mail does.
func TestOnePersonIsNotGivenEverything(t *testing.T) {
	t.Parallel()
	o := open(t)
	times := o.times(t, "2026-11-26")
	o.book(t, "2026-11-26T"+times[0], 1)
	for i, email := range []string{"DENIZ1@example.org", " deniz1@EXAMPLE.org"} {
		h := o.hold(t, "2026-11-26T"+times[i+1], email)
		if _, err := o.Request(t.Context(), h.Token, appointments.Guest{Name: "D", Email: email}); err != nil {
			t.Fatal(i, err)
		}
		o.RunJobs(t)
		_, err := o.Confirm(t.Context(), o.link(t, strings.TrimSpace(email), "/appointments/confirm"))
		if i == 0 && err != nil || i == 1 && !errors.Is(err, appointments.ErrTooMany) {
			t.Fatal(i, err)
		}
		o.RunJobs(t)
	}
	for i := range 6 { // nor is a mailbox flooded
		h := o.hold(t, "2026-11-26T"+times[i+3], fmt.Sprint(i))
		_, err := o.Request(t.Context(), h.Token, appointments.Guest{Name: "S", Email: "stranger@example.org"})
		if i < 5 && err != nil || i == 5 && !errors.Is(err, appointments.ErrUnconfirmed) {
			t.Fatal(i, err)
		}
	}
}

func TestTimesThatAreNoneAreRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	o := open(t)
	for start, want := range map[string]error{
		"2026-11-22T09:00": appointments.ErrNotOpen, // past
		"2026-11-28T09:00": appointments.ErrNotOpen, // Saturday
		"2026-12-25T09:00": appointments.ErrNotOpen, // holiday, a Friday
		"2026-11-26T13:00": appointments.ErrNotOpen, // lunch
		"2026-11-26T08:05": appointments.ErrNotOpen, // between two times
		"2027-11-26T08:00": appointments.ErrNotOpen, // beyond the horizon
		"2026-11-26":       appointments.ErrInput,
		"2026-11-26T08:03": appointments.ErrInput,
		"2026-11-26T25:00": appointments.ErrInput,
		"tomorrow":         appointments.ErrInput,
	} {
		if _, err := o.Hold(t.Context(), wish(start, start), "192.0.2.1"); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", start, err, want)
		}
	}
	in := wish("2026-11-26T08:00", "x")
	in.Concern = "fingerprints"
	if _, err := o.Hold(t.Context(), in, "192.0.2.1"); !errors.Is(err, appointments.ErrInvited) {
		t.Error(err)
	}
	all := appointments.HoldIn{Concern: "nothing", People: 99, Start: "x", Key: "k"}
	if _, err := o.Hold(t.Context(), all, ""); len(errs.Of(err).Fields) != 3 {
		t.Error("not all faults are told:", err)
	}
}

func TestALinkIsGoodForOneThing(t *testing.T) {
	t.Parallel()
	o := open(t)
	m := o.book(t, "2026-11-26T"+o.times(t, "2026-11-26")[0], 1)
	for name, token := range map[string]string{
		"of the door": m.CheckIn, "changed": m.Token[:len(m.Token)-2] + "AA", "cut": m.Token[:10], "empty": "",
	} {
		if _, err := o.Cancel(t.Context(), token, ""); !errors.Is(err, appointments.ErrNone) {
			t.Errorf("a link %s cancels: %v", name, err)
		}
	}
	o.Clock.Set(m.Appointment.EndsAt.Add(time.Second))
	if _, err := o.Look(t.Context(), m.Token); !errors.Is(err, appointments.ErrEnded) {
		t.Error("a link lives on:", err)
	}
}
