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

// anyVersion lets a change through whatever the version: for what cannot overwrite anybody's work.
const anyVersion = math.MinInt

// change reads a case of the viewer's teams for a change, in one of the given states, lets fn change it, and writes it with a
// new version, the entry in its trail and the hints. A version that is not the one read is ErrConflict.
func (s *Service) change(ctx context.Context, action string, id uuid.UUID, version int, states []CaseState,
	fn func(ctx context.Context, tx *db.Tx, c *Case) (step, error),
) error {
	v := identity.ViewerFrom(ctx)
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c := new(Case)
		q := tx.NewSelect().Model(c).Where("c.id = ?", id).For("UPDATE OF c")
		if err := db.NoRows(reach(q, v, action).Scan(ctx), ErrNotFound, "read case"); err != nil {
			return err
		}
		if version != anyVersion && c.Version != version {
			return ErrConflict
		}
		if len(states) > 0 && !slices.Contains(states, c.State) {
			return ErrState
		}
		done, err := fn(ctx, tx, c)
		if err != nil {
			return err
		}
		return s.saveTx(ctx, tx, c, done)
	})
}

// step is what was done: its name in the trail and what belongs to it (ids, digests, codes).
type step struct {
	action  string
	details audit.Details
}

// saveTx writes a case that was read for a change.
func (s *Service) saveTx(ctx context.Context, tx *db.Tx, c *Case, done step) error {
	was := c.Version
	c.Version++
	res, err := tx.NewUpdate().Model(c).Where("c.id = ? AND c.version = ?", c.ID, was).Exec(ctx)
	if err := db.One(res, err, ErrConflict, "write case"); err != nil {
		return err
	}
	touch(tx, c)
	return s.audit.RecordTx(ctx, tx, Record(c.ID), done.action, done.details)
}

// lockTx reads a case for a change that no viewer makes: by rule, by an event, by the applicant's own route.
func lockTx(ctx context.Context, tx *db.Tx, where string, args ...any) (*Case, error) {
	c := new(Case)
	err := tx.NewSelect().Model(c).Where(where, args...).For("UPDATE OF c").Scan(ctx)
	if err := db.NoRows(err, ErrNotFound, "read case"); err != nil {
		return nil, err
	}
	return c, nil
}

// reach keeps a read to the teams in which the viewer may do the action; query.visible says the same of prepared statements.
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

// Get reads a case that the viewer may see; ErrNotFound otherwise.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (*Case, error) {
	return s.reached(ctx, id, "cases.read")
}
