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
// does not get, and what one had themselves (the room, when only the counter is shut) is not in their own way.
type refuge struct {
	s    *Service
	plan *capacity.Plan
	days map[siteDay]*occupied
}

type siteDay struct {
	site string
	day  clock.Date
}

// occupied is what is taken at a site on a day, and by which appointment.
type occupied struct {
	taken capacity.Taken
	by    map[uuid.UUID][]held
}

type held struct {
	at    capacity.CounterDay
	cells capacity.Mask
}

// find is the nearest time at the same site, at another where that one is no more: the same day, else within a week. What is kept back for those who look
// later is given, too: it was the office that took the time away.
func (r refuge) find(ctx context.Context, tx *db.Tx, a *Appointment) (capacity.Slot, bool, error) {
	c, ok := r.s.Rules.Concern(a.Concern)
	if !ok {
		return capacity.Slot{}, false, nil
	}
	cell, _ := a.cells()
	for n := range 8 {
		day := a.Day().AddDays(n)
		for _, site := range r.plan.Refuges(a.Site) {
			there, err := r.on(ctx, tx, siteDay{site, day})
			if err != nil {
				return capacity.Slot{}, false, err
			}
			there.leave(a.ID)
			q := a.query()
			q.Site, q.Early = site, true
			if sl, ok := r.plan.NearestSlot(q, c, day, cell, there.taken, tx.Now); ok {
				there.give(sl)
				return sl, true, nil
			}
		}
	}
	return capacity.Slot{}, false, nil
}

// leave frees what an appointment had.
func (o *occupied) leave(appointment uuid.UUID) {
	for _, h := range o.by[appointment] {
		m := o.taken[h.at]
		o.taken[h.at] = m.Without(&h.cells)
	}
	delete(o.by, appointment)
}

func (o *occupied) give(sl capacity.Slot) {
	for _, id := range slices.Concat(sl.Resources, []uuid.UUID{sl.Stretch.CounterID}) {
		o.take(held{capacity.CounterDay{Counter: id, Day: sl.Day}, capacity.Cells(sl.First, sl.Cells)})
	}
}

func (o *occupied) take(h held) {
	m := o.taken[h.at]
	o.taken[h.at] = m.Or(&h.cells)
}

// on is what is taken at a site on a day, as this transaction sees it: from the occupations themselves, for the days are written at its end.
func (r refuge) on(ctx context.Context, tx *db.Tx, at siteDay) (*occupied, error) {
	if known, ok := r.days[at]; ok {
		return known, nil
	}
	there := &occupied{capacity.Taken{}, map[uuid.UUID][]held{}}
	batch := &pgx.Batch{}
	batch.Queue(`SELECT o.appointment_id, o.resource_id, o.first, o.cells FROM appointments.occupation o JOIN appointments.resource r ON r.id = o.resource_id
WHERE r.site = $1 AND o.day = $2`, at.site, at.day).Query(func(rows pgx.Rows) error {
		var appointment, thing uuid.UUID
		var first, cells int
		_, err := pgx.ForEachRow(rows, []any{&appointment, &thing, &first, &cells}, func() error {
			h := held{capacity.CounterDay{Counter: thing, Day: at.day}, capacity.Cells(first, cells)}
			there.take(h)
			there.by[appointment] = append(there.by[appointment], h)
			return nil
		})
		return err
	})
	if err := tx.Batch(ctx, batch); err != nil {
		return nil, fmt.Errorf("read what is taken: %w", err)
	}
	r.days[at] = there
	return there, nil
}
