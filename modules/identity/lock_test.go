package identity_test

import (
	"errors"
	"slices"
	"sync"
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

// Of two administrators who lock each other out at once, one is left to let the other in again.
func TestOneAdministratorIsLeft(t *testing.T) {
	t.Parallel()
	o := open(t)
	for range 10 {
		a, b := o.clerk(t, "a", nil, identity.Admin), o.clerk(t, "b", nil, identity.Admin)
		byA, byB := o.as(t, a), o.as(t, b)
		var out [2]error
		var both sync.WaitGroup
		both.Go(func() { _, out[0] = o.Lock(byA, identity.LockAccount{Account: b.Account.ID}) })
		both.Go(func() { _, out[1] = o.Lock(byB, identity.LockAccount{Account: a.Account.ID}) })
		both.Wait()
		if (out[0] == nil) == (out[1] == nil) || !errors.Is(errors.Join(out[:]...), identity.ErrDisabled) {
			t.Fatal(out)
		}
		winner, loser := a, b
		if out[0] != nil {
			winner, loser = b, a
		}
		if _, err := o.Unlock(o.as(t, winner), identity.UnlockAccount{Account: loser.Account.ID}); err != nil {
			t.Fatal(err)
		}
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
