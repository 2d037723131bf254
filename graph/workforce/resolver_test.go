package workforcegql_test

import (
	"context"
	"slices"
	"testing"
	"time"

	workforcegql "github.com/ankunft/ankunft/graph/workforce"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/workforce"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
)

func as(t *testing.T, role identity.Role, teams ...string) context.Context {
	t.Helper()
	return identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: role, Teams: teams, AllTeams: len(teams) == 0}))
}

func TestWhatEachRoleIsShownOfAPost(t *testing.T) {
	t.Parallel()
	kit := testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, workforce.Migrations)
	kit.Clock.Set(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC))
	r := workforcegql.Resolver{Workforce: workforce.New(workforce.Deps{DB: kit.DB, Audit: audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log), Teams: []string{"family", "study"}})}
	q, m, personnel := workforcegql.Query{Resolver: r}, workforcegql.Mutation{Resolver: r}, as(t, identity.Personnel)
	day := func(year int) clock.Date { return clock.Date{Year: year, Month: 1, Day: 1} }
	p, err := m.OpenPost(personnel, workforce.OpenPost{Number: "32-101", Title: "Sachbearbeitung", Grade: "E 9b", Share: 100, Team: "family", From: day(2024)})
	if err != nil || p.VacantSince != day(2024) || !slices.Equal(p.Permitted, []string{"changePost"}) {
		t.Fatal(p, err)
	}
	name := "Anna"
	p, err = m.FillPost(personnel, workforce.FillPost{ID: p.ID, Version: p.Version, Name: &name, Share: 60, From: day(2025), Until: day(2027)})
	if err != nil || p.Filled != 60 || len(p.Fillings) != 1 || !p.Fillings[0].Now {
		t.Fatal(p, err)
	}
	for who, c := range map[string]struct {
		ctx       context.Context
		posts     int
		name      string
		ending    int
		permitted int
		planned   int
	}{
		"personnel":      {personnel, 1, "Anna", 1, 1, 100},
		"the lead":       {as(t, identity.Lead, "family"), 1, "Anna", 1, 0, 100},
		"another's lead": {as(t, identity.Lead, "study"), 0, "", 0, 0, 0},
		"the council":    {as(t, identity.Council), 0, "", 0, 0, 0},
		"a clerk":        {as(t, identity.Clerk, "family"), 0, "", 0, 0, 0},
		"training":       {as(t, identity.Training), 0, "", 0, 0, 0},
		"an admin":       {as(t, identity.Admin), 0, "", 0, 0, 0},
	} {
		page, err := q.Posts(c.ctx, nil, nil, nil)
		if err != nil || len(page.Items) != c.posts {
			t.Errorf("%s: %+v, %v", who, page, err)
			continue
		}
		for _, p := range page.Items {
			if p.Fillings[0].Name != c.name || len(p.Permitted) != c.permitted {
				t.Errorf("%s: %+v", who, p)
			}
		}
		ending, err := q.EndingPosts(c.ctx)
		if err != nil || len(ending) != c.ending {
			t.Errorf("%s: %v, %v", who, ending, err)
		}
		f, err := q.PostFigures(c.ctx, nil)
		planned := 0
		for _, m := range f.Months {
			planned = m.Planned
		}
		sums, fault := q.PostSums(c.ctx)
		if err != nil || fault != nil || planned != c.planned || len(sums) != min(1, c.planned) {
			t.Errorf("%s: %+v, %v, %v, %v", who, f, err, sums, fault)
		}
	}
	left, err := m.LeavePost(personnel, workforce.LeavePost{ID: p.ID, Filling: p.Fillings[0].ID, Version: p.Version, LastDay: clock.Date{Year: 2026, Month: 10, Day: 31}})
	if err != nil || left.Filled != 0 || left.Fillings[0].Now {
		t.Error(left, err)
	}
	seen, err := m.ImportPosts(personnel, workforce.ImportPosts{CSV: "number;title;grade;share;team\n1;A;E 99;1;family\n"})
	if err != nil || len(seen.Faults) != 1 || seen.Digest != "" || seen.Done {
		t.Error(seen, err)
	}
}
