package training_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// ask asks for a training: of all, every two years, at once and with thirty days of grace, unless the test says otherwise.
func (o *office) ask(t testing.TB, tr *training.Training, change func(*training.SetRequirement)) *training.Requirement {
	t.Helper()
	in := training.SetRequirement{Key: tr.Key, Training: tr.ID, EveryMonths: to(24), GraceDays: 30}
	if change != nil {
		change(&in)
	}
	v, err := o.SetRequirement(o.eva, in)
	must(t, err)
	return v
}

// stands is how somebody stands to a requirement; "" where it is not asked of them.
func (o *office) stands(t testing.TB, account uuid.UUID, key string) training.Duty {
	t.Helper()
	list, err := o.Of(t.Context(), account)
	must(t, err)
	for _, d := range list {
		if d.Key == key {
			return d
		}
	}
	return training.Duty{}
}

func (o *office) day(t testing.TB, day string) {
	t.Helper()
	o.Clock.Set(on(t, day).Time(tuesday.Location()).Add(8 * 3600e9))
}

func TestADutyFollowsFromWhatWasDone(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk, law := o.staff(t, "Petra Lindner", identity.Clerk, "study"), o.learnable(t, "law")
	o.ask(t, law, func(in *training.SetRequirement) { in.DueDays = 10 })
	must(t, o.Daily(t.Context()))
	for _, c := range []struct {
		day, did string
		standing training.Standing
		dueOn    string
	}{
		{"2026-12-04", "", training.Open, "2026-12-04"},
		{"2026-12-05", "", training.Late, "2026-12-04"},
		{"2027-01-03", "", training.Late, "2026-12-04"},
		{"2027-01-04", "", training.RunOut, "2026-12-04"},
		{"2027-01-05", "2027-01-05", training.Done, "2029-01-05"},
		{"2028-11-05", "", training.Done, "2029-01-05"},
		{"2028-11-06", "", training.Soon, "2029-01-05"},
		{"2029-01-05", "", training.Soon, "2029-01-05"},
		{"2029-01-06", "", training.Late, "2029-01-05"},
		{"2029-02-05", "", training.RunOut, "2029-01-05"},
	} {
		o.day(t, c.day)
		if c.did != "" {
			o.did(t, clerk, law, c.did)
		}
		if d := o.stands(t, clerk, "law"); d.Standing != c.standing || d.DueOn.String() != c.dueOn {
			t.Errorf("on %s: %s, due on %s; want %s, %s", c.day, d.Standing, d.DueOn, c.standing, c.dueOn)
		}
	}
}

// Who gives a role back for an hour has no new time for what ran out; who comes back after years begins anew.
func TestTheTimeForADutyIsNotHadAnew(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk, law := o.staff(t, "Petra Lindner", identity.Clerk, "study"), o.learnable(t, "law")
	o.ask(t, law, func(in *training.SetRequirement) { in.DueDays, in.Roles = 10, []identity.Role{identity.Clerk} })
	must(t, o.Daily(t.Context()))
	comesBack := func(day string) training.Standing {
		t.Helper()
		o.staff(t, "Petra Lindner", identity.Mailroom)
		must(t, o.Daily(t.Context()))
		if d := o.stands(t, clerk, "law"); d.Key != "" {
			t.Errorf("asked of somebody in another role: %+v", d)
		}
		o.day(t, day)
		must(t, o.Daily(t.Context()))
		o.staff(t, "Petra Lindner", identity.Clerk, "study")
		must(t, o.Daily(t.Context()))
		return o.stands(t, clerk, "law").Standing
	}
	if got := comesBack("2027-06-01"); got != training.RunOut {
		t.Error("after months:", got)
	}
	if got := comesBack("2028-07-01"); got != training.Open {
		t.Error("after more than a year:", got)
	}
}

func TestACertificateThatEndsSoonerCountsUntilThen(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk, law := o.staff(t, "Petra Lindner", identity.Clerk, "study"), o.learnable(t, "law")
	o.ask(t, law, nil)
	o.did(t, clerk, law, "2025-12-01", "2026-12-01")
	if d := o.stands(t, clerk, "law"); d.DueOn.String() != "2026-12-01" || d.Standing != training.Soon {
		t.Errorf("%+v", d)
	}
	o.did(t, clerk, law, "2025-06-01", "2030-01-01") // older, but it counts two years
	if d := o.stands(t, clerk, "law"); d.DueOn.String() != "2027-06-01" || d.CompletedOn.String() != "2025-12-01" {
		t.Errorf("%+v", d)
	}
}

func TestARequirementIsAskedOfWhomItNames(t *testing.T) {
	t.Parallel()
	o := open(t)
	people := map[string]uuid.UUID{
		"clerk of study": o.staff(t, "a", identity.Clerk, "study"), "clerk of work": o.staff(t, "b", identity.Clerk, "work"),
		"lead of study": o.staff(t, "c", identity.Lead, "study"), "approver of work": o.staff(t, "d", identity.Approver, "work"), "front desk": o.staff(t, "e", identity.Frontdesk),
	}
	for key, c := range map[string]struct {
		scope training.Scope
		asked []string
	}{
		"all":       {training.Scope{}, []string{"clerk of study", "clerk of work", "lead of study", "approver of work", "front desk"}},
		"role":      {training.Scope{Roles: []identity.Role{identity.Clerk}}, []string{"clerk of study", "clerk of work"}},
		"team":      {training.Scope{Teams: []string{"study"}}, []string{"clerk of study", "lead of study"}},
		"task":      {training.Scope{Actions: []string{"cases.approve"}}, []string{"lead of study", "approver of work"}},
		"both":      {training.Scope{Actions: []string{"cases.approve"}, Roles: []identity.Role{identity.Lead, identity.Clerk}}, []string{"lead of study"}},
		"role_team": {training.Scope{Roles: []identity.Role{identity.Clerk, identity.Frontdesk}, Teams: []string{"work"}}, []string{"clerk of work", "front desk"}},
	} {
		o.ask(t, o.learnable(t, key), func(in *training.SetRequirement) {
			in.Roles, in.Teams, in.Actions = c.scope.Roles, c.scope.Teams, c.scope.Actions
		})
		asked := map[string]bool{}
		for _, name := range c.asked {
			asked[name] = true
		}
		for name, id := range people {
			if is := o.stands(t, id, key).Key != ""; is != asked[name] {
				t.Errorf("%s: asked of %s: %v", key, name, is)
			}
		}
	}
}

func TestWhoComesAnewHasTheirTime(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk, law := o.staff(t, "Petra Lindner", identity.Clerk, "study"), o.learnable(t, "law")
	o.ask(t, law, func(in *training.SetRequirement) { in.Roles, in.DueDays = []identity.Role{identity.Approver}, 60 })
	o.did(t, clerk, law, "2020-05-05") // long ago
	must(t, o.Daily(t.Context()))
	o.day(t, "2027-03-01")
	o.staff(t, "Petra Lindner", identity.Approver, "study") // she comes with another role
	if d := o.stands(t, clerk, "law"); d.Standing != training.Open || d.DueOn.String() != "2027-04-30" {
		t.Errorf("%+v", d)
	}
	must(t, o.Daily(t.Context()))
	o.day(t, "2027-05-01")
	if d := o.stands(t, clerk, "law"); d.Standing != training.Late {
		t.Errorf("%+v", d)
	}
}

func (o *office) check(t testing.TB, account uuid.UUID, service string) (checked []training.Checked, err error) {
	t.Helper()
	err = o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		checked, err = o.CheckTx(ctx, tx, account, "cases.approve", service)
		return err
	})
	return checked, err
}

func TestWhoseTrainingRanOutMayNotApprove(t *testing.T) {
	t.Parallel()
	o := open(t)
	approver, law := o.staff(t, "Martin Vogt", identity.Approver, "work"), o.learnable(t, "law")
	o.ask(t, law, func(in *training.SetRequirement) {
		in.Blocks, in.Services = []string{"cases.approve"}, []string{"18g-first"}
	})
	o.ask(t, o.learnable(t, "fire"), nil) // blocks nothing
	must(t, o.Daily(t.Context()))
	o.did(t, approver, law, "2024-11-24")
	o.day(t, "2026-12-24") // the last day of the grace
	met, err := o.check(t, approver, "18g-first")
	must(t, err)
	if len(met) != 1 || met[0] != (training.Checked{Key: "law", Version: 1}) {
		t.Errorf("%v", met)
	}
	o.day(t, "2026-12-25")
	_, err = o.check(t, approver, "18g-first")
	wants(t, err, training.ErrNotMet, law.ID.String()+":expired")
	if f := errs.Of(err).Fields[0]; f.Params["due_on"] != "2026-11-24" || f.Params["training"] != law.Title {
		t.Errorf("%+v", f)
	}
	if met, err = o.check(t, approver, "28-family"); err != nil || len(met) != 0 {
		t.Errorf("another service: %v %v", met, err)
	}
	o.did(t, approver, law, "2026-12-25")
	_, err = o.check(t, approver, "18g-first")
	must(t, err)
}

// A training is met as long as it counts for what is asked of somebody; of whom nothing is asked, as long as the record says.
func TestWhatIsMetCountsForWhatIsAsked(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk, desk := o.staff(t, "Petra", identity.Clerk, "study"), o.staff(t, "Ruth", identity.Frontdesk)
	law, fire := o.learnable(t, "law"), o.learnable(t, "fire", 6)
	o.ask(t, law, func(in *training.SetRequirement) { in.Roles, in.EveryMonths = []identity.Role{identity.Clerk}, to(12) })
	met := func(account uuid.UUID) (keys []string) {
		t.Helper()
		list, err := o.Met(t.Context(), o.DB, account, []uuid.UUID{law.ID, fire.ID, ids.New()})
		must(t, err)
		for _, tr := range []*training.Training{fire, law} {
			if list[tr.ID] {
				keys = append(keys, tr.Key)
			}
		}
		return keys
	}
	same(t, met(clerk), nil)
	for _, who := range []uuid.UUID{clerk, desk} {
		o.did(t, who, law, "2026-01-10")
		o.did(t, who, fire, "2026-09-01")
		same(t, met(who), []string{"fire", "law"})
	}
	o.day(t, "2027-01-11")
	same(t, met(clerk), []string{"fire"})
	same(t, met(desk), []string{"fire", "law"})
	o.day(t, "2027-03-02")
	same(t, met(desk), []string{"law"})
}
