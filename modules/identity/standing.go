package identity

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/db"
)

// standing is a row of identity.staff_right_v1: a role that somebody has now, in a team.
type standing struct {
	bun.BaseModel `bun:"table:identity.staff_right"`

	AccountID uuid.UUID
	Role      Role
	Team      string // EveryTeam is all; "" none
}

// standings are the rows of what somebody may do.
func standings(account uuid.UUID, rights []Right) []standing {
	var rows []standing
	for _, r := range rights {
		teams := r.Teams
		switch {
		case r.AllTeams:
			teams = []string{EveryTeam}
		case len(teams) == 0:
			teams = []string{""}
		}
		for _, team := range tidy(teams) {
			rows = append(rows, standing{AccountID: account, Role: r.Role, Team: team})
		}
	}
	return rows
}

// standAll writes anew what all may do: after the city changed what a claim is worth, and once for rows of before.
func (s *Service) standAll(ctx context.Context) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewRaw("LOCK TABLE identity.staff_right IN SHARE ROW EXCLUSIVE MODE").Exec(ctx); err != nil { // who changes a right comes before or after
			return fmt.Errorf("lock rights: %w", err)
		}
		return s.standTx(ctx, tx)
	})
}

// standTx writes anew what these members of staff may do; without any, what all may do.
func (s *Service) standTx(ctx context.Context, tx *db.Tx, of ...uuid.UUID) error {
	narrow := func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("account.disabled_at IS NULL") }
	old := tx.NewDelete().Model((*standing)(nil)).Where("TRUE")
	if len(of) > 0 {
		narrow = func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.Where("account.disabled_at IS NULL AND account.id IN ?", bun.Tuple(of))
		}
		old = old.Where("account_id IN ?", bun.Tuple(of))
	}
	accounts, grants, err := staffRows(ctx, tx, 0, narrow)
	if err != nil {
		return err
	}
	rows := []standing{}
	for _, a := range accounts {
		rows = append(rows, standings(a.ID, effective(s.cfg.Grants, a.ClaimedRoles, a.ClaimedTeams, grants[a.ID]))...)
	}
	if _, err := old.Exec(ctx); err != nil {
		return fmt.Errorf("clear rights: %w", err)
	}
	if len(rows) == 0 {
		return nil
	}
	if _, err := tx.NewInsert().Model(&rows).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("write rights: %w", err)
	}
	return nil
}
