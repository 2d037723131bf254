package identity_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/page"
)

// Locked out is out at once, in every browser and calendar, whatever the provider says; let in again one has what one had.
func TestWhoIsLockedOutIsOutAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	root, clara := o.clerk(t, "root", nil, identity.Admin), o.clerk(t, "clara", nil, identity.Clerk)
	o.grant(t, root, identity.Admin, nil, nil, nil)
	o.grant(t, clara, identity.Clerk, []string{"study"}, nil, nil)
	ctx, lock := o.as(t, root), identity.LockAccount{Account: clara.Account.ID}
	for range 2 { // again changes nothing
		a, err := o.Lock(ctx, lock)
		if err != nil || a.LockedAt == nil || len(a.Grants) != 1 {
			t.Fatalf("%+v %v", a, err)
		}
	}
	if o.viewer(t, clara).LoggedIn() {
		t.Error("still in")
	}
	_, err := o.StaffViewer(t.Context(), clara.Account.ID)
	is(t, err, identity.ErrNoAccount)
	if list, err := o.Staff(t.Context(), identity.StaffFilter{}); err != nil || slices.ContainsFunc(list, func(m identity.StaffMember) bool { return m.ID == clara.Account.ID }) {
		t.Errorf("still a colleague to choose: %v %v", list, err)
	}
	_, err = o.tryLogIn(t, o.staff, identity.Claims{Subject: "clara", Trust: identity.TrustSubstantial, Roles: []string{"clerk"}})
	is(t, err, identity.ErrDisabled)

	if a, err := o.Unlock(ctx, identity.UnlockAccount(lock)); err != nil || a.LockedAt != nil {
		t.Fatalf("%+v %v", a, err)
	}
	if o.viewer(t, clara).LoggedIn() {
		t.Error("a session of before came back")
	}
	if in := o.clerk(t, "clara", nil, identity.Clerk); !o.viewer(t, in).Can("cases.read") {
		t.Error("the rights are gone")
	}
	trail, err := o.trail.Trail(t.Context(), audit.Record{Kind: "account", ID: clara.Account.ID}, page.Args{First: 20})
	if err != nil {
		t.Fatal(err)
	}
	var done []string
	for _, e := range trail.Items {
		if e.ActorID != nil && *e.ActorID == root.Account.ID {
			done = append(done, e.Action)
		}
	}
	if !slices.Equal(done, []string{"account.unlocked", "account.locked"}) {
		t.Errorf("%v", done)
	}
}

func TestNobodyLocksThemselfAndOnlyStaffIsLocked(t *testing.T) {
	t.Parallel()
	o := open(t)
	root, amal := o.clerk(t, "root", nil, identity.Admin), o.logIn(t, o.applicants, amal)
	ctx := o.as(t, root)
	_, err := o.Lock(ctx, identity.LockAccount{Account: root.Account.ID})
	is(t, err, identity.ErrOwnLock)
	for _, stranger := range []uuid.UUID{amal.Account.ID, uuid.New()} {
		_, err = o.Lock(ctx, identity.LockAccount{Account: stranger})
		is(t, err, identity.ErrNoAccount)
	}
	if !o.viewer(t, root).LoggedIn() || !o.viewer(t, amal).LoggedIn() {
		t.Error("somebody is out")
	}
}
