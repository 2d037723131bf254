package budgetsgql_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	budgetsgql "github.com/ankunft/ankunft/graph/budgets"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
)

func as(t *testing.T, role identity.Role, teams ...string) context.Context {
	t.Helper()
	return identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: role, Teams: teams}))
}

func TestALeadSetsTheBudgetOfTheOwnTeamAndReadsIt(t *testing.T) {
	t.Parallel()
	kit := testkit.New(t, audit.Migrations, budgets.Migrations)
	s := budgets.New(budgets.Deps{
		DB: kit.DB, Audit: audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log), Unbudgeted: map[string]bool{"interpreting": true}, Teams: []string{"family", "study"},
	})
	r := budgetsgql.Resolver{Budgets: s}
	q, m, lead := budgetsgql.Query{Resolver: r}, budgetsgql.Mutation{Resolver: r}, as(t, identity.Lead, "family")
	b, err := m.SetBudget(lead, budgets.SetBudget{Purpose: "interpreting", Year: 2026, Team: "family", Cents: 5_000_00, WarnAt: []int{70}})
	if err != nil || *b.Cents != 5_000_00 || b.RestCents != 5_000_00 || !slices.Equal(b.WarnAt, []int{70}) || b.Version != 1 || !slices.Equal(b.Permitted, []string{"budgets.set", "budgets.exceed"}) {
		t.Fatal(b, err)
	}
	if _, err := m.SetBudget(lead, budgets.SetBudget{Purpose: "interpreting", Year: 2026, Team: "study", Cents: 1}); !errors.Is(err, budgets.ErrTeam) {
		t.Error(err)
	}
	for name, c := range map[string]struct {
		ctx      context.Context
		items    int
		settable []string
	}{
		"the lead":       {lead, 1, []string{"family"}},
		"another's lead": {as(t, identity.Lead, "study"), 0, []string{"study"}},
		"who audits":     {as(t, identity.Auditor, "family"), 1, []string{}},
		"a clerk":        {as(t, identity.Clerk, "family"), 0, []string{}},
	} {
		y, err := q.Budgets(c.ctx, 2026, nil)
		if err != nil || len(y.Items) != c.items || !slices.Equal(y.Settable, c.settable) || !y.Unbudgeted || y.Purpose != "interpreting" {
			t.Errorf("%s: %+v, %v", name, y, err)
		}
	}
	cars := "cars"
	if _, err := q.Budgets(lead, 2026, &cars); !errors.Is(err, budgets.ErrInput) {
		t.Error(err)
	}
	none := budgetsgql.Resolver{}
	if y, err := (budgetsgql.Query{Resolver: none}).Budgets(lead, 2026, nil); err != nil || len(y.Items) != 0 {
		t.Error(y, err)
	}
	if _, err := (budgetsgql.Mutation{Resolver: none}).SetBudget(lead, budgets.SetBudget{}); !errors.Is(err, budgets.ErrInput) {
		t.Error(err)
	}
}
