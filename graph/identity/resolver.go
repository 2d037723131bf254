// Package identitygql is identity's part of the schema.
package identitygql

import (
	"context"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/page"
)

// Resolver resolves the part of the schema about accounts.
type Resolver struct{ Identity *identity.Service }

// Query resolves its queries.
type Query struct{ Resolver }

// Mutation resolves identity's mutations.
type Mutation struct{ Resolver }

// StaffAccountPage is one page of staff accounts.
type StaffAccountPage struct {
	Items []identity.StaffAccount
	Next  *string
}

// Me is the own account; nil when nobody is logged in.
func (q Query) Me(ctx context.Context) (*identity.Me, error) { return q.Identity.Me(ctx) }

// LoginWays tells how one may log in.
func (q Query) LoginWays(context.Context) (*identity.LoginWays, error) {
	ways := q.Identity.LoginWays()
	return &ways, nil
}

// MySessions lists own sessions.
func (q Query) MySessions(ctx context.Context) ([]identity.Session, error) {
	return q.Identity.MySessions(ctx)
}

// Staff lists colleagues.
func (q Query) Staff(ctx context.Context, filter *identity.StaffFilter) ([]identity.StaffMember, error) {
	if filter == nil {
		filter = &identity.StaffFilter{}
	}
	return q.Identity.Staff(ctx, *filter)
}

// StaffAccounts lists accounts of staff with claims and grants.
func (q Query) StaffAccounts(ctx context.Context, text *string, first *int, after *string) (*StaffAccountPage, error) {
	p, err := q.Identity.StaffAccounts(ctx, orZero(text), page.Args{First: orZero(first), After: orZero(after)})
	if err != nil {
		return nil, err
	}
	out := &StaffAccountPage{Items: p.Items}
	if p.Next != "" {
		out.Next = &p.Next
	}
	return out, nil
}

// RequestLoginLink sends a link to a mailbox.
func (m Mutation) RequestLoginLink(ctx context.Context, input identity.RequestLoginLink) (*identity.LoginLinkSent, error) {
	sent, err := m.Identity.RequestLoginLink(ctx, input)
	return orNil(sent, err)
}

// RedeemLoginLink logs in and sets the cookie.
func (m Mutation) RedeemLoginLink(ctx context.Context, input identity.RedeemLoginLink) (*identity.LoggedIn, error) {
	done, err := m.Identity.RedeemLoginLink(ctx, input, m.Identity.BrowserFrom(ctx))
	if err == nil {
		m.Identity.KeepSession(ctx, done.Token)
	}
	return orNil(done, err)
}

// RevokeSession ends an own session.
func (m Mutation) RevokeSession(ctx context.Context, input identity.RevokeSession) (*identity.Session, error) {
	s, err := m.Identity.RevokeSession(ctx, input)
	if err == nil && s.Current {
		m.Identity.KeepSession(ctx, "")
	}
	return orNil(s, err)
}

// SetLanguage keeps the viewer's language.
func (m Mutation) SetLanguage(ctx context.Context, input identity.SetLanguage) (*identity.Me, error) {
	if err := m.Identity.SetLanguage(ctx, input); err != nil {
		return nil, err
	}
	return m.Identity.Me(ctx)
}

// SetGrant gives a member of staff a role.
func (m Mutation) SetGrant(ctx context.Context, input identity.SetGrant) (*identity.StaffAccount, error) {
	a, err := m.Identity.SetGrant(ctx, input)
	return orNil(a, err)
}

// RevokeGrant takes a grant away.
func (m Mutation) RevokeGrant(ctx context.Context, input identity.RevokeGrant) (*identity.StaffAccount, error) {
	a, err := m.Identity.RevokeGrant(ctx, input)
	return orNil(a, err)
}

// LockAccount locks a member of staff out.
func (m Mutation) LockAccount(ctx context.Context, input identity.LockAccount) (*identity.StaffAccount, error) {
	a, err := m.Identity.Lock(ctx, input)
	return orNil(a, err)
}

// UnlockAccount lets them in again.
func (m Mutation) UnlockAccount(ctx context.Context, input identity.UnlockAccount) (*identity.StaffAccount, error) {
	a, err := m.Identity.Unlock(ctx, input)
	return orNil(a, err)
}

func orNil[T any](v T, err error) (*T, error) {
	if err != nil {
		return nil, err
	}
	return &v, nil
}

func orZero[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
