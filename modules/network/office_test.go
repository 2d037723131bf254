package network_test

import (
	"context"
	"errors"
	"io"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/network"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// tuesday is nine in the morning in Berlin.
var tuesday = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

// office is a town with a counselling centre; one person is on file there, whom staff see and who can log in.
type office struct {
	*testkit.Kit
	*network.Service
	mails  *messagestest.MemoryMailer
	people *identity.Service
	room   *partners.Service
	boss   uuid.UUID
	person audit.Record
	amal   context.Context
	papers papers
}

// papers are what people have signed: it stands for the documents of the office.
type papers map[uuid.UUID]uuid.UUID

func (p papers) Signed(_ context.Context, referral uuid.UUID) (uuid.UUID, error) {
	return p[referral], nil
}

func (p papers) DropTx(_ context.Context, _ *db.Tx, referral uuid.UUID) error {
	delete(p, referral)
	return nil
}

func open(t testing.TB) *office {
	t.Helper()
	o := &office{Kit: testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, partners.Migrations, network.Migrations), mails: messagestest.NewMemoryMailer(), papers: papers{}}
	o.Clock.Set(tuesday)
	o.person = audit.Record{Kind: "person", ID: ids.New()}
	trail := audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	post := messages.New(o.DB, o.mails, locales.Text, o.attached, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}, o.Log)
	post.Register(o.Jobs)
	o.people = identity.New(o.DB, trail, post, nil, identity.Config{BaseURL: "https://amt.example"}, o.Log)
	rules, err := partners.LoadRules(os.DirFS("../../cities/musterstadt"))
	must(t, err)
	o.room = partners.New(partners.Deps{
		DB: o.DB, Audit: trail, Messages: post, Identity: o.people, Rules: rules, Texts: locales.Text, Languages: []string{"de", "en"}, Log: o.Log,
		Sites: func(context.Context) ([]partners.Site, error) { return nil, nil },
	})
	o.amal = o.loggedIn(t, "amal@example.org")
	account := identity.ViewerFrom(o.amal).AccountID
	o.Service = network.New(network.Deps{
		DB: o.DB, Audit: trail, Messages: post, Identity: o.people, Partners: o.room, Papers: o.papers, Secret: []byte("of the test"), Office: "Amt", Domain: "amt.example", Log: o.Log,
		Sees: func(_ context.Context, rec audit.Record) error {
			if rec != o.person {
				return network.ErrNone
			}
			return nil
		},
		Own: func(ctx context.Context) ([]audit.Record, error) {
			if identity.ViewerFrom(ctx).AccountID != account {
				return nil, nil
			}
			return []audit.Record{o.person}, nil
		},
		Reach: func(context.Context, audit.Record) (messages.Addressee, error) {
			return messages.Addressee{AccountID: account, Email: "amal@example.org", Language: "en"}, nil
		},
	})
	o.Register(o.Jobs)
	a, err := o.people.Know(t.Context(), identity.KindStaff, identity.Claims{Issuer: "staff", Subject: "adler", Name: "Nora Adler", Email: "adler@example.org", EmailVerified: true, Trust: identity.TrustHigh})
	must(t, err)
	o.boss = a.ID
	return o
}

// attached opens what goes with a mail.
func (o *office) attached(ctx context.Context, key string) (io.ReadCloser, error) {
	f, _, err := o.File(ctx, key)
	return f, err
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

func (o *office) lead(t testing.TB) context.Context {
	t.Helper()
	return identity.WithViewer(t.Context(), identity.StaffViewer(o.boss, identity.Right{Role: identity.Lead, Teams: []string{"family"}}))
}

func (o *office) loggedIn(t testing.TB, email string) context.Context {
	t.Helper()
	a, err := o.people.Know(t.Context(), identity.KindApplicant, identity.Claims{Issuer: identity.EmailIssuer, Subject: email, Email: email, EmailVerified: true, Trust: identity.TrustEmail})
	must(t, err)
	return identity.WithViewer(t.Context(), &identity.Viewer{AccountID: a.ID, Kind: identity.KindApplicant})
}

// member is somebody of a new organisation with a task.
func (o *office) member(t testing.TB, email, task string) (*partners.Member, context.Context) {
	t.Helper()
	org, err := o.room.KeepOrganisation(o.lead(t), partners.KeepOrganisation{Kind: partners.Counselling, Name: "Beratung " + email})
	must(t, err)
	m, err := o.room.KeepMember(o.lead(t), partners.KeepMember{Organisation: org.ID, Name: "Von " + email, Email: &email})
	must(t, err)
	m, err = o.room.GiveAccess(o.lead(t), partners.GiveAccess{Member: m.ID, Task: task})
	must(t, err)
	return m, o.loggedIn(t, email)
}

// centre is a public contact, of an organisation or of none.
func (o *office) centre(t testing.TB, organisation *uuid.UUID) *network.Contact {
	t.Helper()
	c, err := o.KeepContact(o.lead(t), network.KeepContact{
		Organisation: organisation, Name: "Beratungsstelle Mitte", Topics: []network.HelpTopic{"residence", "housing"}, Languages: []string{"de", "ar"}, Public: true,
		Words: []network.ContactWords{{"de", "Wir beraten zum Aufenthalt."}, {"ar", "نقدم المشورة."}}, Email: to("mitte@example.org"),
		Hours: []network.ContactHours{{Weekday: 1, FromMinute: 540, ToMinute: 960}},
	})
	must(t, err)
	return c
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
}
