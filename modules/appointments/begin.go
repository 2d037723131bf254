package appointments

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/db"
)

// Begin writes the city's first plan into an office that has none yet. What an office has changed since is never overwritten.
func (s *Service) Begin(ctx context.Context) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := lockPlanTx(ctx, tx); err != nil {
			return err
		}
		there, err := tx.NewSelect().TableExpr("appointments.site").Exists(ctx)
		if err != nil || there {
			return err
		}
		for i, site := range s.Rules.Plan.Sites {
			if err := s.beginSite(ctx, tx, i, site); err != nil {
				return fmt.Errorf("begin site %s: %w", site.Key, err)
			}
		}
		return newPlanTx(ctx, tx)
	})
}

// lockPlanTx waits until nobody books, and lets nobody book until the transaction ends.
func lockPlanTx(ctx context.Context, tx *db.Tx) error {
	_, err := tx.NewRaw("SELECT pg_advisory_xact_lock(?)", planLock).Exec(ctx)
	return err
}

// newPlanTx makes what was changed the plan that holds.
func newPlanTx(ctx context.Context, tx *db.Tx) error {
	_, err := tx.NewRaw("UPDATE appointments.plan SET version = version + 1").Exec(ctx)
	return err
}

type (
	storedSite struct {
		bun.BaseModel `bun:"table:appointments.site"`
		capacity.Site
	}
	storedResource struct {
		bun.BaseModel `bun:"table:appointments.resource"`
		capacity.Resource
	}
	storedStretch struct {
		bun.BaseModel `bun:"table:appointments.stretch"`
		capacity.Stretch
	}
)

func (s *Service) beginSite(ctx context.Context, tx *db.Tx, position int, first capacity.FirstSite) error {
	site := storedSite{Site: capacity.Site{
		Key: first.Key, Name: first.Name, Street: first.Street, Place: first.Place, Hint: first.Hint, Position: position, Active: true,
	}}
	if _, err := tx.NewInsert().Model(&site).Exec(ctx); err != nil {
		return err
	}
	resources, stretches := first.Made()
	if len(resources) > 0 {
		if _, err := tx.NewInsert().Model(&resources).ModelTableExpr("appointments.resource").Exec(ctx); err != nil {
			return err
		}
	}
	if len(stretches) > 0 {
		if _, err := tx.NewInsert().Model(&stretches).ModelTableExpr("appointments.stretch").Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
