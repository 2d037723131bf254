package invitations_test

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/invitations"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// office is Musterstadt on a Monday morning in November.
type office struct {
	*testkit.Kit
	*invitations.Service
	booking *appointments.Service
	mail    *messagestest.MemoryMailer
}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{Kit: testkit.New(t, audit.Migrations, messages.Migrations, appointments.Migrations, invitations.Migrations), mail: messagestest.NewMemoryMailer()}
	o.Clock.Set(time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC))
	rules, err := capacity.LoadRules(os.DirFS("../../cities/musterstadt"), []string{"de"})
	if err != nil {
		t.Fatal(err)
	}
	files := func(ctx context.Context, key string) (io.ReadCloser, error) {
		f, _, err := o.booking.File(ctx, key)
		return f, err
	}
	host := messages.New(o.DB, o.mail, locales.Text, files, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt", Domain: "amt.example"}, o.Log)
	trail := audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	o.booking = appointments.New(appointments.Deps{
		DB: o.DB, Audit: trail, Messages: host, Rules: rules, Holiday: func(clock.Date) bool { return false }, Texts: locales.Text, Secret: []byte("of the test"),
		Office: "Amt", Domain: "amt.example", Log: o.Log,
	})
	if err := o.booking.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	host.Register(o.Jobs)
	o.Service = invitations.New(invitations.Deps{DB: o.DB, Audit: trail, Messages: host, Appointments: o.booking})
	return o
}

func party() appointments.Party {
	return appointments.Party{About: audit.Record{Kind: "case", ID: ids.New()}, Name: "Amal Haddad", Email: "amal@example.org", Language: "ar"}
}

func date(text string) clock.Date {
	d, err := clock.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func (o *office) times(t *testing.T, concern string, people int, day string) []string {
	t.Helper()
	times, err := o.booking.FreeTimes(t.Context(), capacity.Query{Site: "rathaus", Concern: concern, People: people}, date(day))
	if err != nil || len(times) < 2 {
		t.Fatal(err, times)
	}
	return times
}

// link is the token in the latest mail to an address.
func (o *office) link(t *testing.T, to string) string {
	t.Helper()
	o.RunJobs(t)
	sent := o.mail.Sent(to)
	_, rest, ok := strings.Cut(sent[len(sent)-1].Text, "https://amt.example/appointments/invited#")
	if !ok {
		t.Fatal("no link in", sent[len(sent)-1].Text)
	}
	token, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(token)
}

// From a case: a link bound to it, with the right concern; booked at once, once, and again only after a cancellation.
func TestAnInvitationIsGoodForOneAppointmentAboutItsCase(t *testing.T) {
	t.Parallel()
	o := open(t)
	to := party()
	if _, err := o.Invite(t.Context(), to, "fingerprints", 2, "", ids.New()); !errors.Is(err, appointments.ErrInput) {
		t.Fatal("without a key:", err)
	}
	clerk, made := ids.New(), make([]*invitations.Invitation, 2)
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
	token := o.link(t, to.Email)
	times := o.times(t, "fingerprints", 2, "2026-11-25")
	first, err := o.Book(t.Context(), token, "rathaus", "2026-11-25T"+times[0], "k1")
	if err != nil || first.Appointment.State != appointments.Booked || *first.Appointment.AboutID != to.About.ID || first.Appointment.Minutes() != 25 {
		t.Fatal(err, first)
	}
	second, err := o.Book(t.Context(), token, "rathaus", "2026-11-25T"+times[1], "k2")
	if err != nil || second.Appointment.ID != first.Appointment.ID {
		t.Fatal("a second one by the same invitation:", err)
	}
	if _, err := o.booking.Cancel(t.Context(), first.Token, ""); err != nil {
		t.Fatal(err)
	}
	third, err := o.Book(t.Context(), token, "rathaus", "2026-11-25T"+times[1], "k3")
	if err != nil || third.Appointment.ID == first.Appointment.ID {
		t.Fatal(err)
	}
	about, err := o.booking.About(t.Context(), to.About)
	if err != nil || len(about) != 2 || about[0].ID != third.Appointment.ID {
		t.Fatal(err, about)
	}
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
	token := o.link(t, to.Email)
	for _, day := range []string{"2026-11-25", "2026-11-26"} {
		var all sync.WaitGroup
		booked := make([]*appointments.Managed, 8)
		for i, at := range o.times(t, "extend", 1, day)[:8] {
			all.Go(func() {
				m, err := o.Book(t.Context(), token, "rathaus", day+"T"+at, at)
				if booked[i] = m; err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		about, err := o.booking.About(t.Context(), to.About)
		if err != nil || len(about) != 1 && day == "2026-11-25" || about[0].State != appointments.Booked || len(about) > 1 && about[1].State == appointments.Booked {
			t.Fatalf("%v: %d appointments", err, len(about))
		}
		if _, err := o.booking.Cancel(t.Context(), booked[0].Token, ""); err != nil {
			t.Fatal(err)
		}
	}
}

// Who did not come may choose again while the invitation holds.
func TestWhoMissedItMayChooseAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	to := party()
	if _, err := o.Invite(t.Context(), to, "extend", 1, "k", ids.New()); err != nil {
		t.Fatal(err)
	}
	token, start := o.link(t, to.Email), "2026-11-25T"+o.times(t, "extend", 1, "2026-11-25")[0]
	first, err := o.Book(t.Context(), token, "rathaus", start, "k1")
	if err != nil {
		t.Fatal(err)
	}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		return o.booking.FinishTx(ctx, tx, first.Appointment.ID, appointments.Missed)
	})
	o.Clock.Set(first.Appointment.EndsAt)
	again, err := o.Book(t.Context(), token, "rathaus", "2026-11-26T"+o.times(t, "extend", 1, "2026-11-26")[0], "k2")
	if err != nil || again.Appointment.ID == first.Appointment.ID {
		t.Fatal(err, again)
	}
}

// What was sent before invitations had a room of their own is taken over, with its link; and it is erased with its case.
func TestWhatWasSentBeforeIsTakenOverAndErasedWithItsCase(t *testing.T) {
	t.Parallel()
	o := open(t)
	to := party()
	old, err := o.Invite(t.Context(), to, "extend", 1, "k", ids.New())
	if err != nil {
		t.Fatal(err)
	}
	before := func(statement string) {
		if _, err := o.DB.NewRaw(statement).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	const columns = " id, about_kind, about_id, account_id, concern, people, name, email, language, together, created_at, created_by, until, appointment_id, withdrawn_at "
	before("ALTER TABLE appointments.invitation DROP CONSTRAINT invitation_moved")
	before("INSERT INTO appointments.invitation (" + columns + ") SELECT" + columns + "FROM invitations.invitation")
	before("DELETE FROM invitations.invitation")
	script, err := os.ReadFile("migrations/00001_init.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, move, _ := strings.Cut(string(script), "-- What was sent")
	move, _, _ = strings.Cut(move, "-- +goose Down")
	before("-- " + move)
	if in, err := o.Look(t.Context(), o.link(t, to.Email)); err != nil || in.Invitation.ID != old.ID || in.Invitation.Email != to.Email {
		t.Fatal(err, in)
	}
	if n, err := o.DB.NewSelect().TableExpr("appointments.invitation").Count(t.Context()); err != nil || n != 0 {
		t.Error("names stay where nobody looks:", err, n)
	}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.EraseTx(ctx, tx, to.About) })
	if left, err := o.About(t.Context(), to.About); err != nil || len(left) != 0 {
		t.Error(err, left)
	}
}
