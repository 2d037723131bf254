package training_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// tuesday is nine in the morning in Berlin.
var tuesday = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

// office is one in which people learn.
type office struct {
	*testkit.Kit
	*training.Service
	mails  *messagestest.MemoryMailer
	people *identity.Service
	docs   *documents.Service
	trail  *audit.Service
	eva    context.Context // plans what staff learn

	mu        sync.Mutex
	completed []training.Completed
	expired   []training.Expired
}

func open(t testing.TB) *office {
	t.Helper()
	o := &office{
		Kit:   testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, documents.Migrations, training.Migrations),
		mails: messagestest.NewMemoryMailer(),
	}
	o.Clock.Set(tuesday)
	o.trail = audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	post := messages.New(o.DB, o.mails, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}, o.Log)
	post.Register(o.Jobs)
	o.people = identity.New(o.DB, o.trail, post, nil, identity.Config{BaseURL: "https://amt.example", Grants: identity.GrantsOptional}, o.Log)
	o.docs = documents.New(o.DB, o.trail, documents.Ports{
		Store: documentstest.NewMemoryStore(t, o.Clock), Scanner: documentstest.NewFakeScanner(1 << 20), PDF: &documentstest.FakePages{}, Pictures: &documentstest.FakePages{},
	}, documents.Config{}, o.Log)
	o.docs.Register(o.Jobs)
	o.Service = training.New(training.Deps{
		DB: o.DB, Audit: o.trail, Messages: post, Identity: o.people, Documents: o.docs, Log: o.Log,
		Teams: []string{"study", "work", "family"}, Services: []string{"18g-first", "28-family"}, Blockable: []string{"cases.approve"}, First: &training.First{},
	})
	o.docs.SetSubject(documents.SubjectCertificate, training.Subject{Service: o.Service})
	o.Register(o.Jobs)
	events.Subscribe(o.Bus, "test.completed", func(_ context.Context, e training.Completed) error {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.completed = append(o.completed, e)
		return nil
	})
	events.Subscribe(o.Bus, "test.expired", func(_ context.Context, e training.Expired) error {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.expired = append(o.expired, e)
		return nil
	})
	o.eva = o.as(t, o.staff(t, "Eva Sommer", identity.Training))
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

// staff is a colleague in one role, of some teams.
func (o *office) staff(t testing.TB, name string, role identity.Role, teams ...string) uuid.UUID {
	t.Helper()
	a, err := o.people.Know(t.Context(), identity.KindStaff, identity.Claims{
		Issuer: "staff", Subject: name, Name: name, Email: "staff@example.org", EmailVerified: true, Trust: identity.TrustHigh, Roles: []string{string(role)}, Teams: teams,
	})
	must(t, err)
	return a.ID
}

// as is a colleague at work.
func (o *office) as(t testing.TB, account uuid.UUID) context.Context {
	t.Helper()
	v, err := o.people.StaffViewer(t.Context(), account)
	must(t, err)
	return identity.WithViewer(t.Context(), v)
}

// learnable is a training.
func (o *office) learnable(t testing.TB, key string, validMonths ...int) *training.Training {
	t.Helper()
	in := training.KeepTraining{Key: key, Title: "Schulung " + key, Kind: training.KindLaw}
	if len(validMonths) > 0 {
		in.ValidMonths = &validMonths[0]
	}
	made, err := o.KeepTraining(o.eva, in)
	must(t, err)
	return made
}

// did writes that somebody completed a training.
func (o *office) did(t testing.TB, account uuid.UUID, tr *training.Training, day string, until ...string) *training.Record {
	t.Helper()
	in := training.Completion{Account: account, Training: tr.ID, CompletedOn: on(t, day), Source: training.FromCourse, SourceID: ids.New()}
	if len(until) > 0 {
		in.ValidUntil = to(on(t, until[0]))
	}
	r, err := o.complete(t, in)
	must(t, err)
	return r
}

func (o *office) complete(t testing.TB, in training.Completion) (r *training.Record, err error) {
	t.Helper()
	err = o.DB.InTx(o.eva, func(ctx context.Context, tx *db.Tx) error {
		r, err = o.RecordTx(ctx, tx, in)
		return err
	})
	return r, err
}

func wants(t testing.TB, err error, sentinel error, fields ...string) {
	t.Helper()
	if !errors.Is(err, sentinel) {
		t.Errorf("%v, want %v", err, sentinel)
		return
	}
	found := map[string]bool{}
	for _, f := range errs.Of(err).Fields {
		found[f.Path+":"+f.Code] = true
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
