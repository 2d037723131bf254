package duty_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// The money of a shift is bound when it is given to somebody, once, and free again when it is another's, called off or missed.
func TestDutyIsBoundInTheBudget(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, _ := o.person(t, "Amal")
	badr, _ := o.person(t, "Badr")
	s := o.plan(t, planned(nil))
	if o.bound(t) != 0 || s.Cents != 0 {
		t.Fatal("an open shift costs nobody anything yet:", o.bound(t))
	}
	if err := o.step(t, s, duty.ChangeShift{Interpreter: &amal}); err != nil {
		t.Fatal(err)
	}
	once := o.bound(t)
	if once == 0 || s.Cents != once {
		t.Fatal("nothing is bound:", once, s.Cents)
	}
	if err := errors.Join(o.step(t, s, duty.ChangeShift{State: duty.Confirmed}), o.step(t, s, duty.ChangeShift{Interpreter: &badr})); err != nil || o.bound(t) != once {
		t.Error("given to another:", err, o.bound(t))
	}
	if err := o.step(t, s, duty.ChangeShift{State: duty.Cancelled}); err != nil || o.bound(t) != 0 || s.Cents != 0 {
		t.Error("called off:", err, o.bound(t))
	}
	again := o.plan(t, planned(&amal))
	if _, err := o.Plan(as(t, identity.Lead), duty.PlanShift{
		Key: again.ID, Language: "ara", Mode: linguists.OnSite, Site: "rathaus", Day: again.During.Day(), FromMinute: 480, ToMinute: 720, Interpreter: &amal, Team: team,
	}); err != nil || o.bound(t) != once {
		t.Error("the same once:", err, o.bound(t))
	}
	if got := o.subjects(t, "Badr"); len(got) != 2 {
		t.Error("who was given it and lost it again was told", got)
	}
}

// Over the ceiling duty is given with a named approval alone, and for a team of one's own.
func TestDutyOverTheCeiling(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.budget(t, 100)
	amal, _ := o.person(t, "Amal")
	in := planned(&amal)
	if _, err := o.Plan(as(t, identity.Lead), in); !errors.Is(err, budgets.ErrOverCeiling) {
		t.Fatal("over the ceiling:", err)
	}
	in.Approval = "   "
	if _, err := o.Plan(as(t, identity.Lead), in); !errors.Is(err, budgets.ErrInput) {
		t.Error("a blank approval:", err)
	}
	in.Approval = "Einbürgerungsfeier"
	if _, err := o.Plan(as(t, identity.Frontdesk), in); !errors.Is(err, budgets.ErrInput) {
		t.Error("approved by who may not:", err)
	}
	if _, err := o.Plan(as(t, identity.Lead), in); err != nil || o.bound(t) <= 100 {
		t.Error(err, o.bound(t))
	}
	if _, err := o.Plan(as(t, identity.Lead), planned(nil, func(in *duty.PlanShift) { in.Team = "studium" })); !errors.Is(err, duty.ErrInput) {
		t.Error("planned for another team:", err)
	}
}

// Duty is planned for a team that there is, also by who may plan in all of them.
func TestDutyHasATeam(t *testing.T) {
	t.Parallel()
	o := open(t)
	everywhere := identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: identity.Lead, AllTeams: true}))
	for name, want := range map[string]error{"": duty.ErrInput, "famlie": duty.ErrInput, "studium": nil} {
		if _, err := o.Plan(everywhere, planned(nil, func(in *duty.PlanShift) { in.Team = name })); !errors.Is(err, want) {
			t.Errorf("for %q: %v", name, err)
		}
	}
}

// That somebody is there every front desk may note; that they are paid nothing only who plans in the team.
func TestAnotherTeamTakesNobodysPay(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, _ := o.person(t, "Amal")
	s := o.plan(t, planned(&amal))
	other := identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: identity.Frontdesk, Teams: []string{"studium"}}))
	for _, c := range []struct {
		when string
		to   duty.State
		want error
	}{
		{"07:30", duty.Cancelled, duty.ErrInput}, {"07:30", duty.Confirmed, nil}, {"07:30", duty.Cancelled, duty.ErrInput}, {"08:30", duty.Missed, duty.ErrInput}, {"08:30", duty.Running, nil},
		{"08:45", duty.Missed, duty.ErrInput}, {"12:00", duty.Done, nil},
	} {
		o.Clock.Set(at("2026-12-03 " + c.when))
		next, err := o.Change(other, duty.ChangeShift{ID: s.ID, Version: s.Version, State: c.to})
		if !errors.Is(err, c.want) {
			t.Fatalf("%s: %v, want %v", c.to, err, c.want)
		}
		if err == nil {
			s = next
		}
	}
}

// Whom it is given to sees it, and answers: confirmed, or declined, and then it is open and its money free. Nobody answers for another.
func TestInterpretersAnswerTheirShifts(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, own := o.person(t, "Amal")
	_, other := o.person(t, "Badr")
	s := o.plan(t, planned(&amal))
	if got := o.subjects(t, "Amal"); len(got) != 1 {
		t.Error("told:", got)
	}
	mine, err := o.Mine(own)
	if err != nil || len(mine) != 1 || mine[0].State != duty.Planned {
		t.Fatal(mine, err)
	}
	if theirs, err := o.Mine(other); err != nil || len(theirs) != 0 {
		t.Error("somebody else's:", theirs, err)
	}
	for _, ctx := range []context.Context{other, as(t, identity.Lead), t.Context()} {
		if _, err := o.Answer(ctx, s.ID, s.Version, true); !errors.Is(err, duty.ErrNone) {
			t.Error("answered for another:", err)
		}
	}
	if s, err = o.Answer(own, s.ID, s.Version, true); err != nil || s.State != duty.Confirmed || s.Cents == 0 {
		t.Fatal(s, err)
	}
	if _, err := o.Answer(own, s.ID, s.Version, false); !errors.Is(err, duty.ErrOver) {
		t.Error("declined after it was confirmed:", err)
	}
	second := o.plan(t, planned(&amal, func(in *duty.PlanShift) { in.FromMinute, in.ToMinute = 780, 900 }))
	before := o.bound(t)
	if second, err = o.Answer(own, second.ID, second.Version, false); err != nil || second.State != duty.Planned || second.InterpreterID != nil || o.bound(t) >= before {
		t.Error("declined:", second, err, o.bound(t))
	}
	if err := o.step(t, s, duty.ChangeShift{State: duty.Cancelled}); err != nil || len(o.subjects(t, "Amal")) != 3 {
		t.Error("called off, and nobody told:", err)
	}
}

// Who is let go before the end is paid until then, and the rest is free: their time and the money. Whose bookings lie in the rest keeps the shift.
func TestWhoIsLetGoIsPaidUntilThen(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, _ := o.person(t, "Amal")
	s := o.plan(t, planned(&amal)) // from 8 to 12
	for _, state := range []duty.State{duty.Confirmed, duty.Running} {
		if state == duty.Running {
			o.Clock.Set(at("2026-12-03 07:30"))
		}
		if err := o.step(t, s, duty.ChangeShift{State: state}); err != nil {
			t.Fatal(err)
		}
	}
	whole := o.bound(t)
	if err := o.step(t, s, duty.ChangeShift{State: duty.Done}); !errors.Is(err, duty.ErrOver) {
		t.Error("let go before it began:", err)
	}
	o.Clock.Set(at("2026-12-03 10:15"))
	var rest duty.Shift
	pays := true
	o.Connect(func(_ context.Context, _ *db.Tx, row *duty.Shift, had *uuid.UUID) (bool, bool, error) {
		rest = *row
		return false, pays && *had == amal, nil
	})
	if err := o.step(t, s, duty.ChangeShift{State: duty.Done}); !errors.Is(err, duty.ErrPays) || !rest.During.From.Equal(at("2026-12-03 10:15")) || !rest.During.To.Equal(at("2026-12-03 12:00")) {
		t.Fatal("a booking lies in the rest:", err, rest.During)
	}
	elsewhere := identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: identity.Lead, Teams: []string{"studium"}}))
	pays = false
	if _, err := o.Change(elsewhere, duty.ChangeShift{ID: s.ID, Version: s.Version, State: duty.Done}); !errors.Is(err, duty.ErrInput) {
		t.Error("another team takes the pay:", err)
	}
	if err := o.step(t, s, duty.ChangeShift{State: duty.Done}); err != nil || s.State != duty.Done || !s.During.To.Equal(at("2026-12-03 10:15")) || s.Cents == 0 || s.Cents >= whole || o.bound(t) != s.Cents {
		t.Errorf("%v %+v bound %d of %d", err, s, o.bound(t), whole)
	}
	if !s.Blocked.To.Equal(at("2026-12-03 10:45")) { // with the way home
		t.Error(s.Blocked)
	}
}

// Nobody's shift is done because its time is over: who was not seen came if somebody says so, or did not, and then is paid nothing.
func TestWhoWasNotSeenIsNotDone(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, _ := o.person(t, "Amal")
	missed, came, ran := o.plan(t, planned(&amal)), o.plan(t, planned(&amal, func(in *duty.PlanShift) { in.FromMinute, in.ToMinute = 780, 840 })), o.plan(t, planned(&amal, func(in *duty.PlanShift) { in.FromMinute, in.ToMinute = 840, 900 }))
	for _, s := range []*duty.Shift{missed, came, ran} {
		if err := o.step(t, s, duty.ChangeShift{State: duty.Confirmed}); err != nil {
			t.Fatal(err)
		}
	}
	for _, state := range []duty.State{duty.Missed, duty.Done} {
		if err := o.step(t, missed, duty.ChangeShift{State: state}); !errors.Is(err, duty.ErrOver) {
			t.Error(state, "before it began:", err)
		}
	}
	o.Clock.Set(at("2026-12-03 14:00"))
	if err := o.step(t, ran, duty.ChangeShift{State: duty.Running}); err != nil {
		t.Fatal(err)
	}
	if err := o.step(t, ran, duty.ChangeShift{State: duty.Done}); !errors.Is(err, duty.ErrOver) {
		t.Error("paid to its end before that:", err)
	}
	o.Clock.Set(at("2026-12-03 16:00"))
	if err := o.Daily(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := o.Shifts(t.Context(), "rathaus", missed.During.Day(), missed.During.Day())
	var states []duty.State
	for _, s := range list {
		states = append(states, s.State)
	}
	if err != nil || !slices.Equal(states, []duty.State{duty.Confirmed, duty.Confirmed, duty.Done}) {
		t.Fatal(states, err)
	}
	all := o.bound(t)
	if err := errors.Join(o.step(t, missed, duty.ChangeShift{State: duty.Missed}), o.step(t, came, duty.ChangeShift{State: duty.Done})); err != nil {
		t.Error(err)
	}
	if o.bound(t) >= all || came.Cents == 0 || missed.Cents != 0 {
		t.Error("who did not come is paid:", o.bound(t), all)
	}
}

// From one house to another one needs the way; in the same house, or at home, nothing lies between.
func TestTheWayLiesBetweenTwoHouses(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, _ := o.person(t, "Amal")
	o.plan(t, planned(&amal))
	for name, c := range map[string]struct {
		site     string
		from, to int
		want     error
	}{
		"at once in another house":         {"nordstadt", 720, 780, duty.ErrOverlaps},
		"after the way, in another house":  {"nordstadt", 900, 960, nil},
		"at once in the same":              {"rathaus", 720, 780, nil},
		"at the same time":                 {"rathaus", 700, 730, duty.ErrOverlaps},
		"on the telephone on the way home": {"", 410, 470, duty.ErrOverlaps},
	} {
		_, err := o.Plan(as(t, identity.Lead), planned(&amal, func(in *duty.PlanShift) {
			in.Site, in.FromMinute, in.ToMinute = c.site, c.from, c.to
			if c.site == "" {
				in.Mode = linguists.Phone
			}
		}))
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
