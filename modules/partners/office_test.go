package partners_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// tuesday is nine in the morning in Berlin.
var tuesday = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

// office is Musterstadt with two houses and whoever is coming to them today.
type office struct {
	*testkit.Kit
	*partners.Service
	mails    *messagestest.MemoryMailer
	people   *identity.Service
	rules    *partners.Rules
	boss     uuid.UUID
	visitors map[string][]partners.Visitor
}

func open(t testing.TB) *office {
	t.Helper()
	o := &office{Kit: testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, partners.Migrations), mails: messagestest.NewMemoryMailer()}
	o.Clock.Set(tuesday)
	trail := audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	post := messages.New(o.DB, o.mails, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}, o.Log)
	post.Register(o.Jobs)
	o.people = identity.New(o.DB, trail, post, nil, identity.Config{BaseURL: "https://amt.example"}, o.Log)
	var err error
	o.rules, err = partners.LoadRules(os.DirFS("../../cities/musterstadt"))
	must(t, err)
	o.visitors = map[string][]partners.Visitor{"rathaus": {
		{At: tuesday.Add(2 * time.Hour), Number: "K7M2QP", Booked: true, People: 2, Name: "Amal Haddad"}, {At: tuesday, Number: "A 17", People: 1, Arrived: true},
	}}
	o.Service = partners.New(partners.Deps{
		DB: o.DB, Audit: trail, Messages: post, Identity: o.people, Rules: o.rules, Texts: locales.Text, Languages: []string{"de", "en", "ar"}, Domain: "amt.example", Log: o.Log,
		Sites: func(context.Context) ([]partners.Site, error) {
			return []partners.Site{{Key: "rathaus", Name: "Rathaus", Address: "Marktplatz 1"}, {Key: "nord", Name: "Haus Nord", Address: "Nordring 2"}}, nil
		},
		Today: func(_ context.Context, site string) ([]partners.Visitor, error) { return o.visitors[site], nil },
		Sees: func(_ context.Context, rec audit.Record) error {
			if rec.Kind != "case" {
				return partners.ErrNone
			}
			return nil
		},
	})
	o.Register(o.Jobs)
	o.boss = o.colleague(t, "Nora Adler")
	return o
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func to[T any](v T) *T { return &v }

func on(t testing.TB, text string) clock.Date {
	t.Helper()
	d, err := clock.ParseDate(text)
	must(t, err)
	return d
}

func (o *office) colleague(t testing.TB, name string) uuid.UUID {
	t.Helper()
	a, err := o.people.Know(t.Context(), identity.KindStaff, identity.Claims{Issuer: "staff", Subject: name, Name: name, Email: "staff@example.org", EmailVerified: true, Trust: identity.TrustHigh})
	must(t, err)
	return a.ID
}

func (o *office) lead(t testing.TB) context.Context {
	t.Helper()
	return identity.WithViewer(t.Context(), identity.StaffViewer(o.boss, identity.Right{Role: identity.Lead, Teams: []string{"family"}}))
}

// loggedIn is somebody with a mailbox that they have shown to be theirs, or not.
func (o *office) loggedIn(t testing.TB, email string, verified bool) context.Context {
	t.Helper()
	a, err := o.people.Know(t.Context(), identity.KindApplicant, identity.Claims{Issuer: identity.EmailIssuer, Subject: email + ids.New().String(), Email: email, EmailVerified: verified, Trust: identity.TrustEmail})
	must(t, err)
	return identity.WithViewer(t.Context(), &identity.Viewer{AccountID: a.ID, Kind: identity.KindApplicant, Language: "de"})
}

// company is a security firm.
func (o *office) company(t testing.TB) *partners.Organisation {
	t.Helper()
	c, err := o.KeepOrganisation(o.lead(t), partners.KeepOrganisation{Kind: partners.Security, Name: "Wachdienst " + ids.New().String()})
	must(t, err)
	return c
}

// guard is somebody who watches a house, or all where none is named, from today on.
func (o *office) guard(t testing.TB, email string, sites ...string) (*partners.Member, context.Context) {
	t.Helper()
	m, err := o.KeepMember(o.lead(t), partners.KeepMember{Organisation: o.company(t).ID, Name: "Jonas Weber", Email: &email})
	must(t, err)
	m, err = o.GiveAccess(o.lead(t), partners.GiveAccess{Member: m.ID, Task: "guard", Sites: sites})
	must(t, err)
	return m, o.loggedIn(t, email, true)
}

// duty plans a shift of today.
func (o *office) duty(t testing.TB, m *partners.Member, site string, from, to int) *partners.Shift {
	t.Helper()
	list, err := o.PlanDuty(o.lead(t), partners.PlanDuty{Member: m.ID, Site: site, Day: on(t, "2026-11-24"), FromMinute: from, ToMinute: to})
	must(t, err)
	return list[0]
}

// mailed is how many mails somebody has had.
func (o *office) mailed(t testing.TB, address string) int {
	t.Helper()
	o.RunJobs(t)
	return len(o.mails.Sent(address))
}

func wants(t testing.TB, err error, sentinel error, fields ...string) {
	t.Helper()
	if !errors.Is(err, sentinel) {
		t.Errorf("%v, want %v", err, sentinel)
		return
	}
	found := map[string]bool{}
	for _, f := range errs.Of(err).Fields {
		found[f.Path] = true
	}
	for _, f := range fields {
		if !found[f] {
			t.Errorf("no word of %s in %v", f, err)
		}
	}
	if len(fields) != len(found) && len(fields) > 0 {
		t.Errorf("told %v, want %v", err, fields)
	}
}
