package appointments

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// refuge finds other times for those who have lost theirs by a change of the plan, one after the other. Each day is read once; what one is given the next
// does not get.
type refuge struct {
	s     *Service
	plan  *capacity.Plan
	taken map[siteDay]capacity.Taken
}

type siteDay struct {
	site string
	day  clock.Date
}

// find is the nearest time at the same site, at another where that one is no more: the same day, else within a week.
func (r refuge) find(ctx context.Context, tx *db.Tx, a *Appointment) (capacity.Slot, bool, error) {
	c, ok := r.s.Rules.Concern(a.Concern)
	if !ok {
		return capacity.Slot{}, false, nil
	}
	cell, _ := a.cells()
	for n := range 8 {
		day := a.Day().AddDays(n)
		for _, site := range r.plan.Refuges(a.Site) {
			taken, err := r.on(ctx, tx, siteDay{site, day})
			if err != nil {
				return capacity.Slot{}, false, err
			}
			q := a.query()
			q.Site = site
			if sl, ok := r.plan.NearestSlot(q, c, day, cell, taken, tx.Now); ok {
				give(taken, sl)
				return sl, true, nil
			}
		}
	}
	return capacity.Slot{}, false, nil
}

func give(taken capacity.Taken, sl capacity.Slot) {
	for _, id := range slices.Concat(sl.Resources, []uuid.UUID{sl.Stretch.CounterID}) {
		key := capacity.CounterDay{Counter: id, Day: sl.Day}
		m, mine := taken[key], capacity.Cells(sl.First, sl.Cells)
		taken[key] = m.Or(&mine)
	}
}

// on is what is taken at a site on a day, as this transaction sees it: from the occupations themselves, for the days are written at its end.
func (r refuge) on(ctx context.Context, tx *db.Tx, at siteDay) (capacity.Taken, error) {
	if known, ok := r.taken[at]; ok {
		return known, nil
	}
	taken := capacity.Taken{}
	batch := &pgx.Batch{}
	batch.Queue(`SELECT o.resource_id, o.first, o.cells FROM appointments.occupation o JOIN appointments.resource r ON r.id = o.resource_id
WHERE r.site = $1 AND o.day = $2`, at.site, at.day).Query(func(rows pgx.Rows) error {
		var id uuid.UUID
		var first, cells int
		_, err := pgx.ForEachRow(rows, []any{&id, &first, &cells}, func() error {
			key := capacity.CounterDay{Counter: id, Day: at.day}
			m, some := taken[key], capacity.Cells(first, cells)
			taken[key] = m.Or(&some)
			return nil
		})
		return err
	})
	if err := tx.Batch(ctx, batch); err != nil {
		return nil, fmt.Errorf("read what is taken: %w", err)
	}
	r.taken[at] = taken
	return taken, nil
}
