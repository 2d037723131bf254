package courses_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// tuesday is nine in the morning in Berlin.
var tuesday = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

// office is one in which people learn.
type office struct {
	*testkit.Kit
	*courses.Service
	mails    *messagestest.MemoryMailer
	people   *identity.Service
	room     *training.Service
	money    *budgets.Service
	eva      context.Context // plans what staff learn
	boss     context.Context // leads the team "family"
	training *training.Training
}

func open(t testing.TB) *office {
	t.Helper()
	o := &office{
		Kit: testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, documents.Migrations, budgets.Migrations, training.Migrations, courses.Migrations), mails: messagestest.NewMemoryMailer(),
	}
	o.Clock.Set(tuesday)
	trail := audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	post := messages.New(o.DB, o.mails, locales.Text, o.attached, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}, o.Log)
	post.Register(o.Jobs)
	o.people = identity.New(o.DB, trail, post, nil, identity.Config{BaseURL: "https://amt.example", Grants: identity.GrantsOptional}, o.Log)
	o.room = training.New(training.Deps{DB: o.DB, Audit: trail, Messages: post, Identity: o.people, Blockable: []string{"cases.approve"}, Log: o.Log})
	o.money = budgets.New(budgets.Deps{DB: o.DB, Audit: trail, Unbudgeted: map[string]bool{courses.Purpose: true}})
	o.Service = courses.New(courses.Deps{
		DB: o.DB, Audit: trail, Messages: post, Identity: o.people, Training: o.room, Budgets: o.money, Secret: []byte("of the test"), Office: "Amt", Domain: "amt.example", Log: o.Log,
	})
	o.Register(o.Jobs)
	o.eva, o.boss = o.staff(t, "eva", identity.Training), o.staff(t, "boss", identity.Lead, "family")
	var err error
	o.training, err = o.room.KeepTraining(o.eva, training.KeepTraining{Key: "listening", Title: "Zuhören", Kind: training.KindCommunication, ValidMonths: to(24)})
	must(t, err)
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

func wants(t testing.TB, err error, sentinel error, fields ...string) {
	t.Helper()
	if !errors.Is(err, sentinel) {
		t.Errorf("%v, want %v", err, sentinel)
		return
	}
	told := map[string]bool{}
	for _, f := range errs.Of(err).Fields {
		told[f.Path+":"+f.Code] = true
	}
	for _, f := range fields {
		if !told[f] {
			t.Errorf("no word of %s in %v", f, err)
		}
	}
}

// staff is a colleague at work, in one role, of some teams.
func (o *office) staff(t testing.TB, name string, role identity.Role, teams ...string) context.Context {
	t.Helper()
	a, err := o.people.Know(t.Context(), identity.KindStaff, identity.Claims{
		Issuer: "staff", Subject: name, Name: name, Email: name + "@example.org", EmailVerified: true, Trust: identity.TrustHigh, Roles: []string{string(role)}, Teams: teams,
	})
	must(t, err)
	v, err := o.people.StaffViewer(t.Context(), a.ID)
	must(t, err)
	return identity.WithViewer(t.Context(), v)
}

// clerks are so many colleagues of the team "family".
func (o *office) clerks(t testing.TB, n int) []context.Context {
	t.Helper()
	list := make([]context.Context, n)
	for i := range list {
		list[i] = o.staff(t, fmt.Sprintf("clerk%03d", i), identity.Clerk, "family")
	}
	return list
}

// course is one that teaches the training, without approval.
func (o *office) course(t testing.TB, change ...func(*courses.KeepCourse)) *courses.Course {
	t.Helper()
	in := courses.KeepCourse{Training: &o.training.ID, Title: "Zuhören lernen", Form: courses.InHouse, Subject: training.KindCommunication}
	for _, c := range change {
		c(&in)
	}
	c, err := o.KeepCourse(o.eva, in)
	must(t, err)
	return c
}

func approved(in *courses.KeepCourse) { in.Approval = true }

func day(t testing.TB, text string) courses.DayIn {
	t.Helper()
	d, err := clock.ParseDate(text)
	must(t, err)
	return courses.DayIn{Day: d, FromMinute: 540, ToMinute: 960}
}

// session is one of so many places on days.
func (o *office) session(t testing.TB, c *courses.Course, places int, cents int64, days ...string) *courses.Session {
	t.Helper()
	in := courses.PlanSession{Course: c.ID, Places: places, Place: to("Raum 4"), Cents: &cents}
	for _, d := range days {
		in.Days = append(in.Days, day(t, d))
	}
	se, err := o.Plan(o.eva, in)
	must(t, err)
	return se
}

func (o *office) enrol(t testing.TB, who context.Context, se *courses.Session) *courses.Own {
	t.Helper()
	own, err := o.Enrol(who, se.ID)
	must(t, err)
	return own
}

// stands is how somebody stands to a session now.
func (o *office) stands(t testing.TB, who context.Context, se *courses.Session) courses.State {
	t.Helper()
	mine, err := o.Mine(who)
	must(t, err)
	for _, own := range mine {
		if own.SessionID == se.ID {
			return own.State
		}
	}
	return ""
}

func (o *office) now(t testing.TB, se *courses.Session) *courses.Session {
	t.Helper()
	again, err := o.Service.Session(t.Context(), se.ID)
	must(t, err)
	return again
}

// told are the subjects of the mails to somebody since the last time, once the jobs are done.
func (o *office) told(t testing.TB, name string) []string {
	t.Helper()
	o.RunJobs(t)
	subjects := []string{}
	for _, m := range o.mails.Sent(name + "@example.org") {
		subjects = append(subjects, m.Subject)
	}
	return subjects
}

func (o *office) wantTold(t testing.TB, name string, subjects ...string) {
	t.Helper()
	got := o.told(t, name)
	if strings.Join(got, "\n") != strings.Join(subjects, "\n") {
		t.Errorf("%s was told %q, want %q", name, got, subjects)
	}
}

// attends has somebody be there on all days of a session that has ended, and finishes it.
func (o *office) finish(t testing.TB, se *courses.Session, there ...context.Context) *courses.Session {
	t.Helper()
	o.Clock.Set(se.EndsAt.Add(time.Minute))
	for _, who := range there {
		for _, d := range se.Days {
			_, err := o.Mark(o.eva, courses.MarkPresent{Enrolment: o.enrolment(t, who, se), Day: d.ID, Present: true})
			must(t, err)
		}
	}
	done, err := o.Finish(o.eva, courses.FinishSession{Session: se.ID, Version: o.now(t, se).Version})
	must(t, err)
	return done
}

func (o *office) enrolment(t testing.TB, who context.Context, se *courses.Session) uuid.UUID {
	t.Helper()
	mine, err := o.Mine(who)
	must(t, err)
	for _, own := range mine {
		if own.SessionID == se.ID {
			return own.ID
		}
	}
	t.Fatal("not enrolled")
	return uuid.Nil
}

func (o *office) mark(ctx context.Context, in courses.MarkPresent) error {
	_, err := o.Mark(ctx, in)
	return err
}
