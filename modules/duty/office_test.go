package duty_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

const team = "familie"

// office is a house on a Monday morning in which the lead of a team plans duty.
type office struct {
	*testkit.Kit
	*duty.Service
	mail  *messagestest.MemoryMailer
	money *budgets.Service
}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{Kit: testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, budgets.Migrations, linguists.Migrations, duty.Migrations), mail: messagestest.NewMemoryMailer()}
	o.Clock.Set(at("2026-11-23 06:00"))
	tariffs, err := remuneration.LoadTariffs(os.DirFS("../../cities/musterstadt"))
	if err != nil {
		t.Fatal(err)
	}
	trail := audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	posts := messages.New(o.DB, o.mail, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt", Domain: "amt.example"}, o.Log)
	posts.Register(o.Jobs)
	o.money = budgets.New(budgets.Deps{DB: o.DB, Audit: trail, Unbudgeted: map[string]bool{"interpreting": true}, Teams: []string{team, "studium"}})
	o.Service = duty.New(duty.Deps{
		DB: o.DB, Audit: trail, Messages: posts, Budgets: o.money, Purpose: "interpreting", Modes: linguists.Modes, Tariffs: tariffs, Holiday: func(clock.Date) bool { return false },
		Place: func(context.Context, string) string { return "Rathaus, Rathausplatz 1" }, Texts: locales.Text,
	})
	return o
}

// as is a colleague of the team; role lead may exceed the budget, too.
func as(t *testing.T, role identity.Role) context.Context {
	t.Helper()
	return identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: role, Teams: []string{team}}))
}

// person speaks Arabic and has a login.
func (o *office) person(t *testing.T, name string) (id uuid.UUID, own context.Context) {
	t.Helper()
	account := &identity.Account{ID: ids.New(), Kind: identity.KindPartner, Issuer: "partners", Subject: name, Language: "de", ClaimedRoles: []string{}, ClaimedTeams: []string{}, CreatedAt: o.Clock.Now()}
	i := &linguists.Interpreter{
		ID: ids.New(), Kind: linguists.KindPerson, Name: name, Email: strings.ToLower(name) + "@example.org", Modes: linguists.Modes, Subjects: []string{}, Sites: []string{}, Language: "de",
		State: linguists.StateActive, Version: 1, CreatedAt: o.Clock.Now(), TravelMinutes: 30, TravelKm: 10, AccountID: &account.ID,
	}
	for _, row := range []any{account, i, &linguists.Skill{ID: ids.New(), InterpreterID: i.ID, Language: "ara", Form: linguists.Spoken, Direction: linguists.Both, Level: "C1"}} {
		if _, err := o.NewInsert().Model(row).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return i.ID, identity.WithViewer(t.Context(), &identity.Viewer{AccountID: account.ID, Kind: identity.KindPartner})
}

// planned is duty on the Thursday after next.
func planned(who *uuid.UUID, changes ...func(*duty.PlanShift)) duty.PlanShift {
	in := duty.PlanShift{
		Key: ids.New(), Language: "ara", Mode: linguists.OnSite, Site: "rathaus", Day: clock.Today(at("2026-12-03 12:00")), FromMinute: 480, ToMinute: 720, Interpreter: who, Team: team,
	}
	for _, f := range changes {
		f(&in)
	}
	return in
}

func (o *office) plan(t *testing.T, in duty.PlanShift) *duty.Shift {
	t.Helper()
	s, err := o.Plan(as(t, identity.Lead), in)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// step takes a shift on, or gives it to somebody.
func (o *office) step(t *testing.T, s *duty.Shift, in duty.ChangeShift) error {
	t.Helper()
	in.ID, in.Version = s.ID, s.Version
	next, err := o.Change(as(t, identity.Lead), in)
	if err == nil {
		*s = *next
	}
	return err
}

func (o *office) budget(t *testing.T, cents int64) {
	t.Helper()
	centre := ""
	if _, err := o.money.Set(as(t, identity.Lead), budgets.SetBudget{Purpose: "interpreting", Year: 2026, Team: team, CostCentre: &centre, Cents: cents}); err != nil {
		t.Fatal(err)
	}
}

func (o *office) bound(t *testing.T) (cents int64) {
	t.Helper()
	if err := o.NewSelect().TableExpr("budgets.budget").ColumnExpr("coalesce(sum(bound_cents), 0)").Scan(t.Context(), &cents); err != nil {
		t.Fatal(err)
	}
	return cents
}

// subjects are what somebody was told, in order.
func (o *office) subjects(t *testing.T, name string) (list []string) {
	t.Helper()
	o.RunJobs(t)
	for _, m := range o.mail.Sent(strings.ToLower(name) + "@example.org") {
		list = append(list, m.Subject)
	}
	return list
}

// at is a time of a day in Berlin.
func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, clock.Berlin)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}
