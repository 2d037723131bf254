package appointments

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
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

// furnishTx adds houses and what is in them, and gives both other names; so many houses are there already.
func furnishTx(ctx context.Context, tx *db.Tx, c Change, houses int) error {
	var rows []any
	for i, site := range c.AddSites {
		site.Position, site.Active = houses+i, true
		rows = append(rows, &storedSite{Site: site})
	}
	for _, r := range c.AddResources {
		rows = append(rows, &storedResource{Resource: capacity.Resource{ID: ids.New(), Kind: r.Kind, Site: r.Site, Key: r.Key, Name: r.Name, Active: true}})
	}
	for _, row := range rows {
		if _, err := tx.NewInsert().Model(row).Exec(ctx); err != nil {
			return fmt.Errorf("add to plan: %w", err)
		}
	}
	for _, s := range c.RenameSites {
		row := &storedSite{Site: s}
		if _, err := tx.NewUpdate().Model(row).Column("name", "street", "place", "hint").Where("key = ?", s.Key).Exec(ctx); err != nil {
			return fmt.Errorf("rename house: %w", err)
		}
	}
	for _, r := range c.RenameResources {
		if _, err := tx.NewRaw("UPDATE appointments.resource SET name = ? WHERE id = ?", r.Name, r.ID).Exec(ctx); err != nil {
			return fmt.Errorf("rename: %w", err)
		}
	}
	return nil
}
