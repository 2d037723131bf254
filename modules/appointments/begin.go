package appointments

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

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
		Site
	}
	storedResource struct {
		bun.BaseModel `bun:"table:appointments.resource"`
		Resource
	}
	storedStretch struct {
		bun.BaseModel `bun:"table:appointments.stretch"`
		Stretch
	}
)

func (s *Service) beginSite(ctx context.Context, tx *db.Tx, position int, first FirstSite) error {
	site := storedSite{Site: Site{first.Key, first.Name, first.Street, first.Place, first.Hint, position, true}}
	if _, err := tx.NewInsert().Model(&site).Exec(ctx); err != nil {
		return err
	}
	resources := []storedResource{}
	stretches := []storedStretch{}
	for _, room := range first.Rooms {
		resources = append(resources, storedResource{Resource: Resource{ids.New(), "room", first.Key, room.Key, room.Name, true}})
	}
	for _, c := range first.Counters {
		r := storedResource{Resource: Resource{ids.New(), "counter", first.Key, c.Key, c.Name, true}}
		if c.Phone {
			r.Kind = "phone"
		}
		resources = append(resources, r)
		for _, o := range c.Open {
			stretches = append(stretches, o.stretches(r.Resource)...)
		}
	}
	if len(resources) > 0 {
		if _, err := tx.NewInsert().Model(&resources).Exec(ctx); err != nil {
			return err
		}
	}
	if len(stretches) > 0 {
		if _, err := tx.NewInsert().Model(&stretches).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// stretches are one for each weekday. The file was checked when it was read.
func (o *FirstOpen) stretches(r Resource) []storedStretch {
	from, _ := minuteOf(o.From)
	to, _ := minuteOf(o.To)
	since := o.Since
	if since.IsZero() {
		since = sinceEver
	}
	list := make([]storedStretch, len(o.Days))
	for i, day := range o.Days {
		list[i] = storedStretch{Stretch: Stretch{
			ID: ids.New(), CounterID: r.ID, Purpose: Purpose(o.Purpose), Weekday: slices.Index(weekdays, day) + 1, FromMinute: from, ToMinute: to,
			Concerns: o.Concerns, Team: o.Team, ValidFrom: since,
		}}
		if list[i].Concerns == nil {
			list[i].Concerns = []string{}
		}
	}
	return list
}
