package identity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

// What can be wrong with a grant.
var (
	ErrGrant    = errs.New(errs.Invalid, "identity.grant")
	ErrOwnGrant = errs.New(errs.Forbidden, "identity.own_grant") // nobody gives or takes the own rights
	ErrNoGrant  = errs.New(errs.NotFound, "identity.no_grant")
)

// EveryTeam in a grant's teams reaches all of them.
const EveryTeam = "*"

// Grant is what the city allows a member of staff in one role.
type Grant struct {
	bun.BaseModel `bun:"table:identity.staff_grant,alias:staff_grant" json:"-"`

	ID        uuid.UUID `bun:",pk"`
	AccountID uuid.UUID
	Role      Role
	Teams     []string `bun:",array"` // EveryTeam is all
	Decide    []string `bun:",array"` // keys of services
	Approve   []string `bun:",array"`
	GrantedBy *uuid.UUID
	GrantedAt time.Time
	RevokedBy *uuid.UUID
	RevokedAt *time.Time
}

// SetGrant asks for a grant.
type SetGrant struct {
	Account uuid.UUID
	Role    Role
	Teams   []string
	Decide  []string
	Approve []string
}

// RevokeGrant asks to take a grant away.
type RevokeGrant struct{ ID uuid.UUID }

// effective is what remains of the claims after the grants: never more than the claims, never more than the grants.
func effective(mode GrantMode, claimedRoles, claimedTeams []string, grants []Grant) []Right {
	var rights []Right
	for _, role := range Roles {
		if !slices.Contains(claimedRoles, string(role)) {
			continue
		}
		i := slices.IndexFunc(grants, func(g Grant) bool { return g.Role == role })
		switch {
		case i >= 0:
			rights = append(rights, narrowed(role, claimedTeams, grants[i]))
		case mode == GrantsOptional || role == Admin: // an admin must be able to give the first grants
			rights = append(rights, Right{Role: role, Teams: claimedTeams, AllTeams: everyTeam[role]})
		}
	}
	return rights
}

// narrowed meets claims and grant. A provider that names no teams leaves them to the city.
func narrowed(role Role, claimedTeams []string, g Grant) Right {
	r := Right{Role: role, Teams: g.Teams, AllTeams: everyTeam[role]}
	every := slices.Contains(g.Teams, EveryTeam)
	switch {
	case every && len(claimedTeams) == 0:
		r.Teams, r.AllTeams = nil, true
	case every:
		r.Teams = claimedTeams
	case len(claimedTeams) > 0:
		r.Teams = slices.DeleteFunc(slices.Clone(g.Teams), func(t string) bool { return !slices.Contains(claimedTeams, t) })
	}
	if role.May("cases.decide") {
		r.Decide = g.Decide
	}
	if role.May("cases.approve") {
		r.Approve = g.Approve
	}
	return r
}

// SetGrant gives a member of staff a role within the claims, in place of a grant of that role before. Nobody grants to themself.
func (s *Service) SetGrant(ctx context.Context, in SetGrant) (StaffAccount, error) {
	if err := in.check(); err != nil {
		return StaffAccount{}, err
	}
	who := audit.ActorFrom(ctx)
	if who.ID == in.Account {
		return StaffAccount{}, ErrOwnGrant
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var account Account
		err := tx.NewSelect().Model(&account).Where("id = ? AND kind = ?", in.Account, KindStaff).For("UPDATE").Scan(ctx)
		if err := db.NoRows(err, ErrNoAccount, "read account"); err != nil {
			return err
		}
		if _, err := tx.NewUpdate().Model((*Grant)(nil)).Set("revoked_at = ?, revoked_by = ?", tx.Now, ids.Optional(who.ID)).
			Where("account_id = ? AND role = ? AND revoked_at IS NULL", in.Account, in.Role).Exec(ctx); err != nil {
			return fmt.Errorf("replace grant: %w", err)
		}
		g := Grant{
			ID: ids.New(), AccountID: in.Account, Role: in.Role, Teams: tidy(in.Teams), Decide: tidy(in.Decide), Approve: tidy(in.Approve),
			GrantedBy: ids.Optional(who.ID), GrantedAt: tx.Now,
		}
		if _, err := tx.NewInsert().Model(&g).Exec(ctx); err != nil {
			return fmt.Errorf("write grant: %w", err)
		}
		if err := s.standTx(ctx, tx, in.Account); err != nil {
			return err
		}
		return s.audit.RecordTx(ctx, tx, accountRecord(&account), "account.grant_set",
			audit.Details{"grant": g.ID.String(), "role": string(g.Role)})
	})
	if err != nil {
		return StaffAccount{}, err
	}
	return s.staffAccount(ctx, in.Account)
}

// RevokeGrant takes a grant away at once: the next request of its holder does not have it.
func (s *Service) RevokeGrant(ctx context.Context, in RevokeGrant) (StaffAccount, error) {
	who := audit.ActorFrom(ctx)
	var g Grant
	err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := tx.NewUpdate().Model(&g).Set("revoked_at = ?, revoked_by = ?", tx.Now, ids.Optional(who.ID)).
			Where("id = ? AND revoked_at IS NULL", in.ID).Returning("*").Scan(ctx)
		if err := db.NoRows(err, ErrNoGrant, "revoke grant"); err != nil {
			return err
		}
		if who.ID == g.AccountID {
			return ErrOwnGrant
		}
		if err := s.standTx(ctx, tx, g.AccountID); err != nil {
			return err
		}
		return s.audit.RecordTx(ctx, tx, audit.Record{Kind: "account", ID: g.AccountID}, "account.grant_revoked",
			audit.Details{"grant": g.ID.String(), "role": string(g.Role)})
	})
	if err != nil {
		return StaffAccount{}, err
	}
	return s.staffAccount(ctx, g.AccountID)
}

func (in SetGrant) check() error {
	var faults []errs.Field
	if !in.Role.Known() {
		faults = append(faults, errs.Field{Path: "role", Code: "not_in_list"})
	}
	for path, keys := range map[string][]string{"teams": in.Teams, "decide": in.Decide, "approve": in.Approve} {
		for _, k := range keys {
			if k == "" || len(k) > 100 || strings.ContainsAny(k, " \t\r\n") || (k == EveryTeam && path != "teams") {
				faults = append(faults, errs.Field{Path: path, Code: "format"})
			}
		}
	}
	if len(faults) > 0 {
		return ErrGrant.With(faults...)
	}
	return nil
}

// StaffAccount is a member of staff with claims and grants, for the admin.
type StaffAccount struct {
	ID           uuid.UUID
	Name         string
	Email        string
	ClaimedRoles []string
	ClaimedTeams []string
	Grants       []Grant
	LastLoginAt  *time.Time
	LockedAt     *time.Time // since then nobody logs in with it
}

func (s *Service) staffAccount(ctx context.Context, id uuid.UUID) (StaffAccount, error) {
	p, err := s.staffAccounts(ctx, page.Args{First: 1}, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("account.id = ?", id) })
	if err != nil || len(p.Items) == 0 {
		return StaffAccount{}, orElse(err, ErrNoAccount)
	}
	return p.Items[0], nil
}

func tidy(keys []string) []string {
	keys = append([]string{}, keys...)
	slices.Sort(keys)
	return slices.Compact(keys)
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
