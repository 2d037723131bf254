package identity_test

import (
	"slices"
	"testing"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
)

// standing reads what the view says of somebody: role and team.
func (o *office) standing(t *testing.T, in identity.LoggedIn) []string {
	t.Helper()
	var rows []string
	err := o.DB.NewSelect().TableExpr("identity.staff_right_v1").ColumnExpr("role || ' ' || team").
		Where("account_id = ?", in.Account.ID).OrderExpr("1").Scan(t.Context(), &rows)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestWhoWorksWhereIsAskedInSQLAndIsWhatTheGrantsLeave(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := o.clerk(t, "clara", []string{"study", "work"}, identity.Clerk, identity.Mailroom)
	want := func(rows ...string) {
		t.Helper()
		if got := o.standing(t, in); !slices.Equal(got, rows) {
			t.Fatalf("%q, not %q", got, rows)
		}
	}
	want()
	account := o.grant(t, in, identity.Clerk, []string{"study", "family"}, nil, nil)
	want("clerk study")
	o.grant(t, in, identity.Clerk, []string{identity.EveryTeam}, nil, nil)
	o.grant(t, in, identity.Mailroom, nil, nil, nil)
	want("clerk study", "clerk work", "mailroom *")
	if _, err := o.Lock(t.Context(), identity.LockAccount{Account: account.ID}); err != nil {
		t.Fatal(err)
	}
	want()
	if _, err := o.Unlock(t.Context(), identity.UnlockAccount{Account: account.ID}); err != nil {
		t.Fatal(err)
	}
	account, err := o.RevokeGrant(t.Context(), identity.RevokeGrant{ID: account.Grants[0].ID})
	if err == nil {
		t.Fatal("a grant that was replaced was taken away again")
	}
	want("clerk study", "clerk work", "mailroom *")
}

func TestRowsOfBeforeAreBroughtUpToDateByTheSweep(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := o.clerk(t, "clara", []string{"study"}, identity.Clerk)
	o.grant(t, in, identity.Clerk, []string{"study"}, nil, nil)
	if _, err := o.DB.NewDelete().Table("identity.staff_right").Where("?", bun.Safe("TRUE")).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := o.Sweep(t.Context(), identity.SweepArgs{}); err != nil {
		t.Fatal(err)
	}
	if got := o.standing(t, in); !slices.Equal(got, []string{"clerk study"}) {
		t.Fatal(got)
	}
}
