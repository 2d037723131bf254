package budgets_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
)

// office is a town with two teams that pay interpreters, and one purpose for which nothing is bound without a budget.
type office struct {
	*testkit.Kit
	*budgets.Service
	trail *audit.Service

	mu     sync.Mutex
	warned []int
}

func open(t testing.TB) *office {
	t.Helper()
	o := &office{Kit: testkit.New(t, audit.Migrations, budgets.Migrations)}
	o.Clock.Set(time.Date(2026, 7, 2, 8, 0, 0, 0, time.UTC)) // day 183 of 365
	o.trail = audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	o.Service = budgets.New(budgets.Deps{DB: o.DB, Audit: o.trail, Unbudgeted: map[string]bool{"interpreting": true, "training": false}, Teams: []string{"family", "study"}})
	events.Subscribe(o.Bus, "test.warned", func(_ context.Context, e budgets.Warned) error {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.warned = append(o.warned, e.Percent)
		return nil
	})
	return o
}

func as(t testing.TB, role identity.Role, teams ...string) context.Context {
	t.Helper()
	return identity.WithViewer(t.Context(), identity.StaffViewer(uuid.New(), identity.Right{Role: role, Teams: teams}))
}

func (o *office) set(t testing.TB, team, centre string, cents int64) *budgets.Budget {
	t.Helper()
	b, err := o.Set(as(t, identity.Lead, "family", "study"), budgets.SetBudget{Purpose: "interpreting", Year: 2026, Team: team, CostCentre: &centre, Cents: cents})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func assignment() audit.Record { return audit.Record{Kind: "assignment", ID: ids.New()} }

func money(about audit.Record, cents int64) budgets.Bind {
	return budgets.Bind{Purpose: "interpreting", Year: 2026, Team: "family", About: about, Cents: cents}
}

func (o *office) bind(t testing.TB, in budgets.Bind) error {
	t.Helper()
	return o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return o.BindTx(ctx, tx, in) })
}

func (o *office) free(t testing.TB, about audit.Record) {
	t.Helper()
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.FreeTx(ctx, tx, about) })
}

func (o *office) spend(t testing.TB, in budgets.Bind) error {
	t.Helper()
	return o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return o.SpendTx(ctx, tx, in) })
}

// standing is the team's budget, whose sums must be those of its entries.
func (o *office) standing(t testing.TB, team, centre string) *budgets.Standing {
	t.Helper()
	list, err := o.Standing(as(t, identity.Lead, "family", "study"), "interpreting", 2026, team)
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		s := &list[i]
		if s.CostCentre != centre {
			continue
		}
		var bound, spent int64
		row := o.Pool().QueryRow(t.Context(), `SELECT coalesce(sum(CASE kind WHEN 'bound' THEN cents WHEN 'freed' THEN -cents END), 0)::bigint,
 coalesce(sum(cents) FILTER (WHERE kind = 'spent'), 0)::bigint FROM budgets.entry WHERE budget_id = $1`, s.ID)
		if err := row.Scan(&bound, &spent); err != nil || bound != s.BoundCents || spent != s.SpentCents {
			t.Fatalf("sums %d and %d are not those of the entries, %d and %d: %v", s.BoundCents, s.SpentCents, bound, spent, err)
		}
		return s
	}
	t.Fatalf("no budget of %s %q", team, centre)
	return nil
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestMoneyIsBoundFreedAndSpent(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.set(t, "family", "", 100_00)
	first, second := assignment(), assignment()
	must(t, o.bind(t, money(first, 60_00)))
	must(t, o.bind(t, money(first, 60_00))) // a repeated request
	must(t, o.bind(t, money(second, 30_00)))
	if s := o.standing(t, "family", ""); s.BoundCents != 90_00 || s.RestCents != 10_00 || s.SpentCents != 0 {
		t.Fatalf("%+v", s)
	}
	err := o.bind(t, money(assignment(), 10_01))
	if !errors.Is(err, budgets.ErrOverCeiling) || errs.Of(err).Fields[0].Params["rest"] != "1000" || errs.Of(err).Fields[0].Params["wanted"] != "1001" {
		t.Fatal("over the ceiling:", err)
	}
	must(t, o.bind(t, money(first, 70_00))) // longer than planned: the difference fits exactly
	if err := o.bind(t, money(first, 70_01)); !errors.Is(err, budgets.ErrOverCeiling) || errs.Of(err).Fields[0].Params["rest"] != "7000" {
		t.Fatal("a cent more:", err)
	}
	must(t, o.bind(t, money(first, 20_00))) // called off late: compensation stays bound
	o.free(t, second)
	o.free(t, second)
	if s := o.standing(t, "family", ""); s.BoundCents != 20_00 || s.RestCents != 80_00 {
		t.Fatalf("%+v", s)
	}
	must(t, o.spend(t, money(first, 25_00)))
	must(t, o.spend(t, money(first, 25_00))) // told twice, paid once
	if err := o.spend(t, money(first, 26_00)); !errors.Is(err, budgets.ErrSpent) {
		t.Error("paid twice:", err)
	}
	if err := o.bind(t, money(first, 1)); !errors.Is(err, budgets.ErrSpent) {
		t.Error("bound after it was paid:", err)
	}
	o.free(t, first) // nothing is bound any more; what is paid is paid
	if s := o.standing(t, "family", ""); s.BoundCents != 0 || s.SpentCents != 25_00 || s.RestCents != 75_00 || s.ForecastCents != 49_86 {
		t.Fatalf("%+v", s)
	}
	must(t, o.spend(t, money(second, 200_00))) // what is owed is paid
	if s := o.standing(t, "family", ""); s.RestCents != -125_00 {
		t.Fatalf("%+v", s)
	}
	for _, in := range []budgets.Bind{money(assignment(), -1), {Purpose: "unknown", Year: 2026, Team: "family", About: assignment(), Cents: 1}} {
		if err := o.bind(t, in); !errors.Is(err, budgets.ErrInput) {
			t.Errorf("%+v: %v", in, err)
		}
	}
}

func TestOverTheCeilingOnlyWithANamedApproval(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.set(t, "family", "", 10_00)
	lead := as(t, identity.Lead, "family")
	for name, c := range map[string]struct {
		ctx          context.Context
		team, reason string
		want         string
	}{
		"a clerk":        {as(t, identity.Clerk, "family"), "family", "urgent", "not_allowed"},
		"another's lead": {as(t, identity.Lead, "study"), "family", "urgent", "not_allowed"},
		"the public":     {t.Context(), "family", "urgent", "not_allowed"},
		"no reason":      {lead, "family", "  ", "required"},
		"too long":       {lead, "family", strings.Repeat("ü", 501), "too_long"},
	} {
		a, err := o.Approve(c.ctx, c.team, c.reason, "approval")
		if !errors.Is(err, budgets.ErrInput) || a != nil || errs.Of(err).Fields[0].Path != "approval" || errs.Of(err).Fields[0].Code != c.want {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
	}
	if a, err := o.Approve(t.Context(), "family", "", "approval"); a != nil || err != nil {
		t.Error("no reason is no approval, and no fault:", a, err)
	}
	approval, err := o.Approve(lead, "family", "Anhörung ist nicht aufschiebbar", "approval")
	must(t, err)
	in := money(assignment(), 15_00)
	in.Approval = approval
	must(t, o.bind(t, in))
	under := money(assignment(), 0)
	under.Approval = approval
	must(t, o.bind(t, under))
	if s := o.standing(t, "family", ""); s.RestCents != -5_00 {
		t.Fatalf("%+v", s)
	}
	var by uuid.UUID
	var reason string
	must(t, o.Pool().QueryRow(t.Context(), "SELECT approved_by, reason FROM budgets.entry WHERE kind = 'bound'").Scan(&by, &reason))
	if by != identity.ViewerFrom(lead).AccountID || reason != "Anhörung ist nicht aufschiebbar" {
		t.Error("nobody knows who approved:", by, reason)
	}
	var trail int
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM audit.entry_v1 WHERE record_kind = 'budget' AND record_id = $1 AND details->>'approved_by' = $2", b.ID, by.String()).Scan(&trail))
	if trail != 1 {
		t.Error("the trail does not know it")
	}
}

func TestWithoutABudgetItIsAsTheCityWants(t *testing.T) {
	t.Parallel()
	o := open(t)
	training := money(assignment(), 1)
	training.Purpose = "training"
	if err := o.bind(t, training); !errors.Is(err, budgets.ErrUnbudgeted) {
		t.Error(err)
	}
	about := assignment()
	must(t, o.bind(t, money(about, 500_00)))
	s := o.standing(t, "family", "")
	if s.Cents != nil || s.BoundCents != 500_00 || s.RestCents != -500_00 || len(s.Reached()) != 0 {
		t.Fatalf("%+v", s)
	}
	// A ceiling that comes later counts what was bound before.
	ctx := as(t, identity.Lead, "family")
	set := budgets.SetBudget{Purpose: "interpreting", Year: 2026, Team: "family", Cents: 600_00}
	if _, err := o.Set(ctx, set); !errors.Is(err, budgets.ErrConflict) {
		t.Error("set without reading what is there:", err)
	}
	set.Version = s.Version
	b, err := o.Set(ctx, set)
	must(t, err)
	if b.BoundCents != 500_00 || b.Version != 2 {
		t.Errorf("%+v", b)
	}
	if err := o.bind(t, money(assignment(), 100_01)); !errors.Is(err, budgets.ErrOverCeiling) {
		t.Error(err)
	}
}

func TestACostCentreHasItsOwnBudgetOrItsTeams(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.set(t, "family", "", 100_00)
	o.set(t, "family", "4711", 50_00)
	own, other := money(assignment(), 40_00), money(assignment(), 30_00)
	own.CostCentre, other.CostCentre = "4711", "4712"
	must(t, o.bind(t, own))
	must(t, o.bind(t, other))
	if o.standing(t, "family", "4711").BoundCents != 40_00 || o.standing(t, "family", "").BoundCents != 30_00 {
		t.Error("bound in the wrong one")
	}
	// Moved to the other centre: the old one has its money back, and it is spent where it is bound.
	own.CostCentre = "4712"
	must(t, o.bind(t, own))
	if o.standing(t, "family", "4711").BoundCents != 0 || o.standing(t, "family", "").BoundCents != 70_00 {
		t.Error("not moved")
	}
	own.CostCentre = "4711"
	must(t, o.spend(t, own))
	if o.standing(t, "family", "4711").SpentCents != 0 || o.standing(t, "family", "").SpentCents != 40_00 {
		t.Error("spent elsewhere")
	}
}

func TestEachThresholdIsToldOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.set(t, "family", "", 100_00)
	about := assignment()
	for _, cents := range []int64{79_99, 80_00, 85_00, 10_00, 96_00, 97_00} {
		must(t, o.bind(t, money(about, cents)))
	}
	o.RunJobs(t)
	slices.Sort(o.warned)
	if !slices.Equal(o.warned, []int{80, 95}) || !slices.Equal(o.standing(t, "family", "").Reached(), []int{80, 95}) {
		t.Fatal(o.warned)
	}
	// A new ceiling is a new matter.
	lead := as(t, identity.Lead, "family")
	b, err := o.Set(lead, budgets.SetBudget{Purpose: "interpreting", Year: 2026, Team: "family", Cents: 200_00, WarnAt: []int{90, 50, 50}, Version: b.Version})
	must(t, err)
	if !slices.Equal(b.WarnAt, []int16{50, 90}) || !slices.Equal(b.Reached(), nil) {
		t.Errorf("%+v", b)
	}
	must(t, o.bind(t, money(assignment(), 3_00)))
	o.RunJobs(t)
	if len(o.warned) != 3 || o.warned[2] != 50 {
		t.Fatal(o.warned)
	}
}

func TestWhoMayReadAndSetBudgets(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.set(t, "family", "", 100_00)
	o.set(t, "study", "", 100_00)
	everywhere := identity.WithViewer(t.Context(), identity.StaffViewer(uuid.New(), identity.Right{Role: identity.Auditor, AllTeams: true}))
	for name, c := range map[string]struct {
		ctx  context.Context
		want []string
		may  []string
	}{
		"the lead of a team":     {as(t, identity.Lead, "family"), []string{"family"}, []string{"budgets.set", "budgets.exceed"}},
		"who audits":             {everywhere, []string{"family", "study"}, []string{}},
		"a clerk":                {as(t, identity.Clerk, "family"), []string{}, nil},
		"the public":             {t.Context(), []string{}, nil},
		"the lead of no team":    {as(t, identity.Lead), []string{}, nil},
		"a clerk who also leads": {identity.WithViewer(t.Context(), identity.StaffViewer(uuid.New(), identity.Right{Role: identity.Lead, Teams: []string{"study"}}, identity.Right{Role: identity.Clerk, Teams: []string{"family"}})), []string{"study"}, []string{"budgets.set", "budgets.exceed"}},
	} {
		list, err := o.Standing(c.ctx, "interpreting", 2026)
		must(t, err)
		teams := []string{}
		for _, s := range list {
			teams = append(teams, s.Team)
			if !slices.Equal(s.Permitted, c.may) {
				t.Errorf("%s may %v", name, s.Permitted)
			}
		}
		if !slices.Equal(teams, c.want) {
			t.Errorf("%s sees %v", name, teams)
		}
	}
	if list, err := o.Standing(as(t, identity.Lead, "family"), "interpreting", 2026, "study"); err != nil || len(list) != 0 {
		t.Error("a filter widens the rights:", list, err)
	}
	good := budgets.SetBudget{Purpose: "interpreting", Year: 2027, Team: "family", Cents: 1}
	for name, c := range map[string]struct {
		ctx    context.Context
		change func(*budgets.SetBudget)
		want   error
	}{
		"another team": {as(t, identity.Lead, "study"), func(*budgets.SetBudget) {}, budgets.ErrTeam},
		"a clerk":      {as(t, identity.Clerk, "family"), func(*budgets.SetBudget) {}, budgets.ErrTeam},
		"old version":  {as(t, identity.Lead, "family"), func(in *budgets.SetBudget) { in.Year, in.Version = 2026, 7 }, budgets.ErrConflict},
		"no such one":  {as(t, identity.Lead, "family"), func(in *budgets.SetBudget) { in.Version = 1 }, budgets.ErrConflict},
		"there is one": {as(t, identity.Lead, "family"), func(in *budgets.SetBudget) { in.Year = 2026 }, budgets.ErrConflict},
	} {
		in := good
		c.change(&in)
		if _, err := o.Set(c.ctx, in); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	centre := strings.Repeat("4", 41)
	_, err := o.Set(as(t, identity.Lead, "family"), budgets.SetBudget{Purpose: "cars", Year: 1, Team: "nobody", CostCentre: &centre, Cents: -1, WarnAt: []int{0, 101, 3, 4, 5, 6}})
	if !errors.Is(err, budgets.ErrInput) || len(errs.Of(err).Fields) != 8 {
		t.Error("not all faults at once:", err)
	}
}
