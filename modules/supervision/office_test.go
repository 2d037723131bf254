package supervision_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/supervision"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

const leader = "vera.sander@supervision.example"

// office is Musterstadt, where Vera Sander leads supervision.
type office struct {
	*testkit.Kit
	*supervision.Service
	mails  *messagestest.MemoryMailer
	people *identity.Service
	log    *bytes.Buffer
	vera   *supervision.Supervisor
}

func open(t testing.TB) *office {
	t.Helper()
	o := &office{Kit: testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, supervision.Migrations), mails: messagestest.NewMemoryMailer(), log: &bytes.Buffer{}}
	trail := audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Kit.Log)
	post := messages.New(o.DB, o.mails, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}, o.Kit.Log)
	post.Register(o.Jobs)
	o.people = identity.New(o.DB, trail, post, nil, identity.Config{BaseURL: "https://amt.example"}, o.Kit.Log)
	rules, err := supervision.LoadRules(os.DirFS("../../cities/musterstadt"))
	must(t, err)
	o.Service, err = supervision.New(supervision.Deps{
		DB: o.DB, Audit: trail, Messages: post, Identity: o.people, Rules: rules, Key: []byte("0123456789abcdef0123456789abcdef"),
		Log: slog.New(slog.NewTextHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	must(t, err)
	o.Register(o.Jobs)
	o.vera, err = o.KeepSupervisor(o.sommer(t), supervision.KeepSupervisor{Name: "Vera Sander", Email: leader})
	must(t, err)
	return o
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// sommer plans.
func (o *office) sommer(t testing.TB) context.Context {
	t.Helper()
	v := identity.StaffViewer(ids.New(), identity.Right{Role: identity.Training, AllTeams: true})
	return audit.WithActor(identity.WithViewer(t.Context(), v), audit.Actor{Kind: audit.Staff, ID: v.AccountID})
}

// colleague is somebody of the staff, and what they do.
func (o *office) colleague(t testing.TB, name string) (uuid.UUID, context.Context) {
	t.Helper()
	a, err := o.people.Know(t.Context(), identity.KindStaff, identity.Claims{Issuer: "staff", Subject: name, Name: name, Email: name + "@amt.example", EmailVerified: true, Trust: identity.TrustHigh})
	must(t, err)
	v := identity.StaffViewer(a.ID, identity.Right{Role: identity.Clerk, Teams: []string{"study"}})
	return a.ID, audit.WithActor(identity.WithViewer(t.Context(), v), audit.Actor{Kind: audit.Staff, ID: a.ID})
}

// loggedIn is somebody at the portal.
func (o *office) loggedIn(t testing.TB, email string, verified bool) context.Context {
	t.Helper()
	a, err := o.people.Know(t.Context(), identity.KindApplicant, identity.Claims{Issuer: identity.EmailIssuer, Subject: email + ids.New().String(), Email: email, EmailVerified: verified, Trust: identity.TrustEmail})
	must(t, err)
	return identity.WithViewer(t.Context(), &identity.Viewer{AccountID: a.ID, Kind: identity.KindApplicant, Language: "de"})
}

func (o *office) in(days int) clock.Date { return clock.Today(o.Clock.Now()).AddDays(days) }

// plan plans a series from the day after tomorrow on, each day of it later than that of the one before.
func (o *office) plan(t testing.TB, kind supervision.Kind, places, sessions int, change ...func(*supervision.PlanSeries)) []uuid.UUID {
	t.Helper()
	in := supervision.PlanSeries{Kind: kind, Title: "Fallsupervision", Supervisor: o.vera.ID, Place: "Raum 4", Places: places, Cents: 12_000, Day: o.in(2), FromMinute: 540, ToMinute: 630, EveryWeeks: 2, Sessions: sessions}
	for _, f := range change {
		f(&in)
	}
	r, err := o.Plan(o.sommer(t), in)
	must(t, err)
	var list []uuid.UUID
	must(t, o.NewRaw("SELECT id FROM supervision.session WHERE series_id = ? ORDER BY starts_at", r.ID).Scan(t.Context(), &list))
	return list
}

func at(from int) func(*supervision.PlanSeries) {
	return func(in *supervision.PlanSeries) { in.FromMinute, in.ToMinute = from, from+60 }
}

// held lets a session be over and billed.
func (o *office) held(t testing.TB, vera context.Context, session uuid.UUID) {
	t.Helper()
	for _, l := range o.led(t, vera) {
		if l.ID == session {
			if o.Clock.Now().Before(l.EndsAt) {
				o.Clock.Set(l.EndsAt.Add(time.Hour))
			}
			_, err := o.Hold(vera, supervision.HoldSession{ID: session, Version: l.Version, Cents: 12_000})
			must(t, err)
		}
	}
}

func (o *office) led(t testing.TB, vera context.Context) []supervision.Led {
	t.Helper()
	list, err := o.Led(vera)
	must(t, err)
	return list
}

func (o *office) count(t testing.TB, from string) (n int) {
	t.Helper()
	must(t, o.NewRaw("SELECT count(*) FROM "+from).Scan(t.Context(), &n))
	return n
}

func wants(t testing.TB, err, sentinel error, fields ...string) {
	t.Helper()
	if !errors.Is(err, sentinel) {
		t.Errorf("%v, want %v", err, sentinel)
		return
	}
	for _, f := range fields {
		found := false
		for _, is := range errs.Of(err).Fields {
			found = found || is.Path == f
		}
		if !found {
			t.Errorf("no word of %s in %v", f, err)
		}
	}
}
