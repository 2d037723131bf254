package presence_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/presence"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
)

type office struct {
	*testkit.Kit
	*presence.Service
	duty *duty.Service
}

// open is the Thursday after four weeks in which each Tuesday was busy.
func open(t *testing.T) *office {
	t.Helper()
	kit := testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, budgets.Migrations, linguists.Migrations, duty.Migrations, interpreters.Migrations)
	kit.Clock.Set(time.Date(2026, 11, 12, 9, 0, 0, 0, time.UTC))
	city := os.DirFS("../../cities/musterstadt")
	tariffs, err := remuneration.LoadTariffs(city)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := linguists.LoadRules(city)
	if err != nil {
		t.Fatal(err)
	}
	o, trail := &office{Kit: kit}, audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log)
	o.duty = duty.New(duty.Deps{
		DB: kit.DB, Audit: trail, Budgets: budgets.New(budgets.Deps{DB: kit.DB, Audit: trail}), Modes: rules.Modes, Tariffs: tariffs,
	})
	o.Service = presence.New(presence.Deps{
		DB: kit.DB, Duty: o.duty, Tariffs: tariffs, Holiday: func(d clock.Date) bool { return d.Month == time.December && d.Day == 1 },
		WalkIns: func(_ context.Context, from, to clock.Date) ([]presence.WalkIn, error) {
			called := at("2026-10-20 10:30")
			list := []presence.WalkIn{{Language: "ara", Site: "rathaus", DrawnAt: at("2026-10-20 10:00"), CalledAt: &called}, {Language: "ara", Site: "rathaus", DrawnAt: at("2026-10-27 10:00"), ServedFor: 600}}
			if from.String() != "2026-10-12" || to.String() != "2026-11-08" {
				list = nil
			}
			return list, nil
		},
	})
	for i, day := range append(tuesdays, "2026-11-10", "2026-10-06") { // this week, and one before those that are looked at
		o.asked(t, day+" 09:00", i == 0)
	}
	return o
}

// asked is a request of an hour, about which nobody was found in time where it is unfilled.
func (o *office) asked(t *testing.T, from string, unfilled bool) {
	t.Helper()
	state := interpreters.RequestEnded
	if unfilled {
		state = interpreters.RequestUnfilled
	}
	row := &interpreters.Request{
		ID: ids.New(), Key: []byte(ids.Token()), AboutKind: "appointment", AboutID: ids.New(), Language: "ara", Form: linguists.Spoken, Mode: linguists.OnSite, Site: "rathaus",
		During: clock.Span{From: at(from), To: at(from).Add(time.Hour)}, Manner: interpreters.InTurn, OfferMinutes: 60, Team: "familie", State: state, Version: 1, AskedAt: at(from).AddDate(0, 0, -7),
	}
	if _, err := o.NewInsert().Model(row).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// The last four full weeks are looked at, what was asked for and who walked in, also where nobody was found; the rota is taken over with a preview, and nothing twice.
func TestFromTheDemandToTheRota(t *testing.T) {
	t.Parallel()
	o := open(t)
	list, err := o.Proposals(t.Context(), 4)
	if err != nil || len(list) != 1 || list[0].Needs != 6 || len(list[0].Shifts) != 1 {
		t.Fatalf("%v %+v", err, list)
	}
	shift := list[0].Shifts[0]
	if shift.Weekday != 2 || shift.FromMinute != 9*60 || shift.WaitMinutes != 30 || shift.Covered < 5 {
		t.Errorf("%+v", shift)
	}
	in := presence.TakeOver{
		Language: "ara", Site: "rathaus", Shifts: []presence.Window{{Weekday: 2, FromMinute: 540, ToMinute: 660}}, Weeks: 3, From: date("2026-11-16"), Preview: true, Team: "familie",
	}
	if got := o.take(t, in); got != "2026-11-17 new, 2026-11-24 new, 2026-12-01 holiday" || o.planned(t) != 0 {
		t.Error(got)
	}
	in.Preview = false
	o.take(t, in)
	if o.planned(t) != 2 {
		t.Error(o.planned(t))
	}
	if got := o.take(t, in); got != "2026-11-17 there, 2026-11-24 there, 2026-12-01 holiday" || o.planned(t) != 2 {
		t.Error("again:", got)
	}
	shifts, err := o.duty.Shifts(t.Context(), "rathaus", date("2026-11-17"), date("2026-11-17"))
	if err != nil || len(shifts) != 1 {
		t.Fatal(err)
	}
	if _, err := o.duty.Change(lead(t), duty.ChangeShift{ID: shifts[0].ID, Version: shifts[0].Version, State: duty.Cancelled}); err != nil {
		t.Fatal(err)
	}
	if got := o.take(t, in); got != "2026-11-17 new, 2026-11-24 there, 2026-12-01 holiday" || o.planned(t) != 2 {
		t.Error("what was called off:", got, o.planned(t))
	}
}

func (o *office) take(t *testing.T, in presence.TakeOver) string {
	t.Helper()
	plan, err := o.TakeOver(lead(t), in)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, p := range plan {
		list = append(list, p.Day.String()+" "+string(p.State))
	}
	return strings.Join(list, ", ")
}

// lead may plan for a team.
func lead(t *testing.T) context.Context {
	t.Helper()
	return identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: identity.Lead, Teams: []string{"familie"}}))
}

func (o *office) planned(t *testing.T) int {
	t.Helper()
	shifts, err := o.duty.Shifts(t.Context(), "rathaus", date("2026-11-10"), date("2026-12-31"))
	if err != nil {
		t.Fatal(err)
	}
	return len(shifts)
}

func date(text string) clock.Date {
	d, err := clock.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// All that is wrong is told at once.
func TestBadInput(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, weeks := range []int{0, 3, 13, -1, 1 << 40} {
		if _, err := o.Proposals(t.Context(), weeks); !errors.Is(err, presence.ErrInput) {
			t.Error(weeks, err)
		}
	}
	_, err := o.TakeOver(t.Context(), presence.TakeOver{
		Language: "xyz", Shifts: []presence.Window{{Weekday: 8, FromMinute: 0, ToMinute: 60}, {Weekday: 1, FromMinute: 600, ToMinute: 540}}, Weeks: 99, From: date("2026-11-12"),
	})
	var got []string
	for _, f := range errs.Of(err).Fields {
		got = append(got, f.Path)
	}
	if strings.Join(got, " ") != "language site team shifts[0] shifts[1] weeks from" {
		t.Error(got)
	}
	if _, err := o.TakeOver(t.Context(), presence.TakeOver{Language: "ara", Site: "rathaus", Shifts: make([]presence.Window, 99), Weeks: 1, From: clock.Date{Year: 1, Month: 1, Day: 1}}); !errors.Is(err, presence.ErrInput) {
		t.Error(err)
	}
}
