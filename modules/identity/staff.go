package identity

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/page"
)

// StaffFilter narrows a list of colleagues: to those who may do Action in Team, and decide or approve Service. Empty is all.
type StaffFilter struct {
	Team    *string
	Action  *string
	Service *string
}

// StaffMember is a colleague, for choosing one.
type StaffMember struct {
	ID       uuid.UUID
	Name     string
	Roles    []Role
	Teams    []string
	AllTeams bool
}

// maxStaff bounds a list of colleagues; an office has some hundred.
const maxStaff = 2000

// Staff lists colleagues by name with what remains of their claims after the grants. Those who may do nothing are left out.
func (s *Service) Staff(ctx context.Context, f StaffFilter) ([]StaffMember, error) {
	accounts, grants, err := staffRows(ctx, s.db, maxStaff, nil)
	if err != nil {
		return nil, err
	}
	members := []StaffMember{}
	for _, a := range accounts {
		v := StaffViewer(a.ID, effective(s.cfg.Grants, a.ClaimedRoles, a.ClaimedTeams, grants[a.ID])...)
		if len(v.Rights) == 0 || !f.fits(v) {
			continue
		}
		m := StaffMember{ID: a.ID, Name: a.Name, Teams: v.Teams, AllTeams: v.AllTeams}
		for _, r := range v.Rights {
			m.Roles = append(m.Roles, r.Role)
		}
		if m.Teams == nil {
			m.Teams = []string{}
		}
		members = append(members, m)
	}
	return members, nil
}

func (f StaffFilter) fits(v *Viewer) bool {
	action := "cases.read"
	if f.Action != nil {
		action = *f.Action
		if !v.Can(action) {
			return false
		}
	}
	if f.Team != nil && !v.CanInTeam(action, *f.Team) {
		return false
	}
	if f.Service != nil {
		switch action {
		case "cases.approve":
			return v.CanApprove(*f.Service)
		case "cases.decide":
			return v.CanDecide(*f.Service)
		}
		return v.CanDecide(*f.Service) || v.CanApprove(*f.Service)
	}
	return true
}

// StaffAccounts lists members of staff with claims and grants, by name; text is a part of name or address.
func (s *Service) StaffAccounts(ctx context.Context, text string, args page.Args) (page.Page[StaffAccount], error) {
	return s.staffAccounts(ctx, args, func(q *bun.SelectQuery) *bun.SelectQuery {
		if text = strings.TrimSpace(text); text != "" {
			like := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text) + "%"
			q = q.Where("(account.name ILIKE ? OR account.email ILIKE ?)", like, like)
		}
		return q
	})
}

type staffKey struct {
	Name string
	ID   uuid.UUID
}

func (s *Service) staffAccounts(ctx context.Context, args page.Args, narrow func(*bun.SelectQuery) *bun.SelectQuery) (page.Page[StaffAccount], error) {
	var after staffKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[StaffAccount]{}, err
	}
	accounts, grants, err := staffRows(ctx, s.db, args.Size()+1, func(q *bun.SelectQuery) *bun.SelectQuery {
		if more {
			q = q.Where("(account.name, account.id) > (?, ?)", after.Name, after.ID)
		}
		return narrow(q)
	})
	if err != nil {
		return page.Page[StaffAccount]{}, err
	}
	rows := make([]StaffAccount, 0, len(accounts))
	for _, a := range accounts {
		held := grants[a.ID]
		if held == nil {
			held = []Grant{}
		}
		rows = append(rows, StaffAccount{a.ID, a.Name, a.Email, a.ClaimedRoles, a.ClaimedTeams, held, a.LastLoginAt, a.DisabledAt})
	}
	return page.Cut(rows, args.Size(), func(a StaffAccount) any { return staffKey{a.Name, a.ID} }), nil
}

// staffRows reads accounts of staff and the grants they hold, in two statements.
func staffRows(ctx context.Context, from bun.IDB, limit int, narrow func(*bun.SelectQuery) *bun.SelectQuery) ([]Account, map[uuid.UUID][]Grant, error) {
	var accounts []Account
	q := from.NewSelect().Model(&accounts).Where("account.kind = ?", KindStaff).OrderExpr("account.name, account.id").Limit(int64(limit))
	if narrow == nil {
		q = q.Where("account.disabled_at IS NULL")
	} else {
		q = narrow(q)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, nil, fmt.Errorf("list staff: %w", err)
	}
	byAccount := map[uuid.UUID][]Grant{}
	if len(accounts) == 0 {
		return nil, byAccount, nil
	}
	of := make([]uuid.UUID, len(accounts))
	for i, a := range accounts {
		of[i] = a.ID
	}
	var grants []Grant
	err := from.NewSelect().Model(&grants).Where("revoked_at IS NULL AND account_id IN ?", bun.Tuple(of)).OrderExpr("role").Scan(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("list grants: %w", err)
	}
	for _, g := range grants {
		byAccount[g.AccountID] = append(byAccount[g.AccountID], g)
	}
	return accounts, byAccount, nil
}
