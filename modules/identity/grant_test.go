package identity_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/page"
)

func (o *office) grant(t *testing.T, in identity.LoggedIn, role identity.Role, teams, decide, approve []string) identity.StaffAccount {
	t.Helper()
	a, err := o.SetGrant(t.Context(), identity.SetGrant{Account: in.Account.ID, Role: role, Teams: teams, Decide: decide, Approve: approve})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestClaimsGiveTheMostAndGrantsNarrowThem(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := o.clerk(t, "clara", []string{"study", "work"}, identity.Clerk, identity.Approver)
	if v := o.viewer(t, in); v.Can("cases.read") || len(v.Teams) != 0 {
		t.Fatalf("a claim alone gave %v", v.Actions())
	}
	o.grant(t, in, identity.Clerk, []string{"study", "family"}, []string{"16b-extension"}, []string{"18g-first"})
	v := o.viewer(t, in)
	if !v.Can("cases.check") || v.Can("cases.approve") || !slices.Equal(v.Teams, []string{"study"}) {
		t.Fatalf("%v in %v", v.Actions(), v.Teams) // never a team beyond the claims
	}
	if !v.CanDecide("16b-extension") || v.CanDecide("18g-first") || v.CanApprove("18g-first") {
		t.Fatal("a clerk's grant lets approve, or decide something else")
	}
	o.grant(t, in, identity.Lead, []string{"*"}, []string{"28-family"}, nil) // not claimed: worth nothing
	if v := o.viewer(t, in); v.Can("letters.print") || v.CanDecide("28-family") {
		t.Fatal("a grant gave more than the claims")
	}
	o.grant(t, in, identity.Approver, []string{"*"}, nil, []string{"16b-extension"})
	if v := o.viewer(t, in); !v.CanApprove("16b-extension") || !slices.Equal(v.Teams, []string{"study", "work"}) || v.AllTeams {
		t.Fatalf("%v %v", v.Teams, v.AllTeams)
	}
	teams, all := o.viewer(t, in).TeamsFor("cases.check")
	if all || !slices.Equal(teams, []string{"study"}) {
		t.Fatalf("approving in work lets check there: %v", teams)
	}
}

func TestAProviderWithoutTeamsLeavesThemToTheCity(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := o.clerk(t, "lea", nil, identity.Lead)
	o.grant(t, in, identity.Lead, []string{"work"}, nil, nil)
	if v := o.viewer(t, in); !v.CanInTeam("cases.assign", "work") || v.CanInTeam("cases.assign", "study") {
		t.Fatal(v.Teams)
	}
	o.grant(t, in, identity.Lead, []string{"*"}, nil, nil)
	if v := o.viewer(t, in); !v.AllTeams || !v.CanInTeam("cases.assign", "study") {
		t.Fatal(v.Teams)
	}
}

func TestATakenGrantIsGoneWithTheNextRequest(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := o.clerk(t, "clara", nil, identity.Clerk)
	a := o.grant(t, in, identity.Clerk, []string{"study"}, nil, nil)
	if !o.viewer(t, in).Can("cases.read") {
		t.Fatal("not granted")
	}
	if _, err := o.RevokeGrant(t.Context(), identity.RevokeGrant{ID: a.Grants[0].ID}); err != nil {
		t.Fatal(err)
	}
	if o.viewer(t, in).Can("cases.read") {
		t.Fatal("still granted")
	}
	_, err := o.RevokeGrant(t.Context(), identity.RevokeGrant{ID: a.Grants[0].ID})
	is(t, err, identity.ErrNoGrant)
	trail, err := o.trail.Trail(t.Context(), audit.Record{Kind: "account", ID: in.Account.ID}, page.Args{First: 2})
	if err != nil || trail.Items[0].Action != "account.grant_revoked" || trail.Items[1].Action != "account.grant_set" {
		t.Fatal(trail.Items, err)
	}
}

func TestWhereGrantsAreOptionalDecidingStillNeedsOne(t *testing.T) {
	t.Parallel()
	o := open(t, func(c *identity.Config) { c.Grants = identity.GrantsOptional })
	in := o.clerk(t, "clara", []string{"study"}, identity.Clerk, "wizard")
	if v := o.viewer(t, in); !v.CanInTeam("cases.check", "study") || v.CanDecide("16b-extension") || len(v.Rights) != 1 {
		t.Fatalf("%+v", v.Rights)
	}
}

func TestAnAdminGrantsToOthersButSeesNoCase(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := o.clerk(t, "root", nil, identity.Admin)
	v, ctx := o.viewer(t, in), o.as(t, in)
	if !v.Can("identity.grant") || v.Can("cases.read") || v.Can("cases.list") || v.Can("documents.read") {
		t.Fatal(v.Actions())
	}
	_, err := o.SetGrant(ctx, identity.SetGrant{Account: in.Account.ID, Role: identity.Clerk, Teams: []string{"study"}})
	is(t, err, identity.ErrOwnGrant)
	held := o.grant(t, in, identity.Admin, nil, nil, nil)
	_, err = o.RevokeGrant(ctx, identity.RevokeGrant{ID: held.Grants[0].ID})
	is(t, err, identity.ErrOwnGrant)
	for _, bad := range []identity.SetGrant{{Role: "wizard"}, {Role: identity.Clerk, Teams: []string{""}}, {Role: identity.Clerk, Decide: []string{"*"}}} {
		_, err = o.SetGrant(ctx, bad)
		is(t, err, identity.ErrGrant)
	}
	_, err = o.SetGrant(ctx, identity.SetGrant{Account: uuid.New(), Role: identity.Clerk})
	is(t, err, identity.ErrNoAccount)
	applicant := o.logIn(t, o.applicants, amal)
	_, err = o.SetGrant(ctx, identity.SetGrant{Account: applicant.Account.ID, Role: identity.Clerk})
	is(t, err, identity.ErrNoAccount) // citizens cannot be granted anything
}

func TestColleaguesAreFoundByWhatTheyMayDo(t *testing.T) {
	t.Parallel()
	o := open(t)
	clara, otto := o.clerk(t, "Clara", nil, identity.Clerk), o.clerk(t, "Otto", nil, identity.Approver)
	o.clerk(t, "Nobody", nil, identity.Clerk)
	o.grant(t, clara, identity.Clerk, []string{"study"}, []string{"16b-extension"}, nil)
	o.grant(t, otto, identity.Approver, []string{"work"}, nil, []string{"16b-extension"})
	find := func(team, action, service string) []string {
		f := identity.StaffFilter{}
		for p, s := range map[**string]string{&f.Team: team, &f.Action: action, &f.Service: service} {
			if s != "" {
				*p = &s
			}
		}
		members, err := o.Staff(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, m := range members {
			names = append(names, m.Name)
		}
		return names
	}
	for _, c := range []struct {
		team, action, service string
		want                  []string
	}{
		{"", "", "", []string{"Clara", "Otto"}}, {"study", "", "", []string{"Clara"}}, {"work", "cases.check", "", nil},
		{"", "cases.approve", "16b-extension", []string{"Otto"}}, {"", "cases.decide", "18g-first", nil},
	} {
		if got := find(c.team, c.action, c.service); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v", c, got)
		}
	}
	p, err := o.StaffAccounts(t.Context(), "", page.Args{First: 2})
	if err != nil || len(p.Items) != 2 || p.Next == "" || p.Items[0].Grants == nil {
		t.Fatal(p, err)
	}
	p, err = o.StaffAccounts(t.Context(), "", page.Args{First: 2, After: p.Next})
	if err != nil || len(p.Items) != 1 || p.Items[0].Name != "Otto" {
		t.Fatal(p, err)
	}
	if p, err = o.StaffAccounts(t.Context(), "%", page.Args{}); err != nil || len(p.Items) != 0 {
		t.Fatal("a sign of LIKE went through", p, err)
	}
}

func TestMeShowsWhatTheAppsNeed(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := o.clerk(t, "Clara", []string{"study"}, identity.Clerk)
	o.grant(t, in, identity.Clerk, []string{"study"}, []string{"16b-extension"}, nil)
	me, err := o.Me(o.as(t, in))
	if err != nil || me.Name != "Clara" || !slices.Contains(me.Actions, "cases.check") || !slices.Equal(me.Decide, []string{"16b-extension"}) {
		t.Fatalf("%+v %v", me, err)
	}
	if me, err := o.Me(context.Background()); err != nil || me != nil {
		t.Fatal("the public has an account", err)
	}
}
