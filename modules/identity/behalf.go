package identity

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// StaffViewer is a member of staff with what they may do now, for what asks in their name without a session: a calendar program. ErrNoAccount
// where there is no such account of staff, or it has ended.
func (s *Service) StaffViewer(ctx context.Context, id uuid.UUID) (*Viewer, error) {
	accounts, grants, err := staffRows(ctx, s.db, 1, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("account.id = ? AND account.disabled_at IS NULL", id)
	})
	if err != nil || len(accounts) == 0 {
		return nil, orElse(err, ErrNoAccount)
	}
	a := accounts[0]
	v := StaffViewer(a.ID, effective(s.cfg.Grants, a.ClaimedRoles, a.ClaimedTeams, grants[a.ID])...)
	v.Name, v.Language = a.Name, a.Language
	return v, nil
}
