package cases

import (
	"context"
	"math"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
)

// AnyVersion lets a change through whatever the version: for what cannot overwrite anybody's work.
const AnyVersion = math.MinInt

// Deed is what was done to a case: its name in the trail and what belongs to it (ids, digests, codes; no personal data).
type Deed struct {
	Action  string
	Details audit.Details
}

// change is how a case is changed by whoever has read and locked it.
type change = func(ctx context.Context, tx *db.Tx, c *Case) (Deed, error)

// Change reads a case of those teams in which the viewer may do the action, in one of the given states (nil: any), lets fn change it, and
// writes it with a new version, the step in its trail and the hints. ErrNotFound for a stranger's case, ErrConflict for a version that is
// not the one read, ErrState in other states.
func (s *Service) Change(ctx context.Context, action string, id uuid.UUID, version int, states []CaseState, fn change) error {
	v := identity.ViewerFrom(ctx)
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c := new(Case)
		q := tx.NewSelect().Model(c).Where("c.id = ?", id).For("UPDATE OF c")
		if err := db.NoRows(reach(q, v, action).Scan(ctx), ErrNotFound, "read case"); err != nil {
			return err
		}
		if version != AnyVersion && c.Version != version {
			return ErrConflict
		}
		return s.changeTx(ctx, tx, c, states, fn)
	})
}

// ChangeOwn is Change for the logged-in applicant's own case, whatever its version.
func (s *Service) ChangeOwn(ctx context.Context, id uuid.UUID, states []CaseState, fn change) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c, err := LockOwnTx(ctx, tx, id)
		if err != nil {
			return err
		}
		return s.changeTx(ctx, tx, c, states, fn)
	})
}

func (s *Service) changeTx(ctx context.Context, tx *db.Tx, c *Case, states []CaseState, fn change) error {
	if len(states) > 0 && !slices.Contains(states, c.State) {
		return ErrState
	}
	done, err := fn(ctx, tx, c)
	if err != nil {
		return err
	}
	return s.SaveTx(ctx, tx, c, done)
}

// LockTx reads a case for a change that no viewer makes: by rule, or by an event. SaveTx writes it.
func LockTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Case, error) {
	return lockTx(ctx, tx, "c.id = ?", id)
}

// LockOwnTx is LockTx for the logged-in applicant's own case.
func LockOwnTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Case, error) {
	return lockTx(ctx, tx, "c.id = ? AND c.account_id = ?", id, identity.ViewerFrom(ctx).AccountID)
}

func lockTx(ctx context.Context, tx *db.Tx, where string, args ...any) (*Case, error) {
	c := new(Case)
	err := tx.NewSelect().Model(c).Where(where, args...).For("UPDATE OF c").Scan(ctx)
	return c, db.NoRows(err, ErrNotFound, "read case")
}

// SaveTx writes a case that was locked, under a new version, with the step in its trail and the hints.
func (s *Service) SaveTx(ctx context.Context, tx *db.Tx, c *Case, done Deed) error {
	was := c.Version
	c.Version++
	res, err := tx.NewUpdate().Model(c).Where("c.id = ? AND c.version = ?", c.ID, was).Exec(ctx)
	if err := db.One(res, err, ErrConflict, "write case"); err != nil {
		return err
	}
	Touch(tx, c)
	return s.audit.RecordTx(ctx, tx, Record(c.ID), done.Action, done.Details)
}

// reach keeps a read to the teams in which the viewer may do the action; visible says the same of prepared statements.
func reach(q *bun.SelectQuery, v *identity.Viewer, action string) *bun.SelectQuery {
	teams, all := v.TeamsFor(action)
	if all {
		return q
	}
	if len(teams) == 0 {
		return q.Where("false")
	}
	return q.Where("c.team IN (?)", bun.List(teams))
}
