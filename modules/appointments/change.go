package appointments

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Change is a change of the plan: any of its parts, together.
type Change struct {
	Close   []capacity.Closure // shut a site, a counter, a person for some days
	Reopen  []uuid.UUID        // closures that no longer hold
	Open    []capacity.Stretch // new stretches of the week
	End     []StretchEnd
	Retire  []uuid.UUID // resources that are no more
	Restore []uuid.UUID
}

// StretchEnd ends a stretch of the week with a day, its last.
type StretchEnd struct {
	StretchID uuid.UUID
	LastDay   clock.Date
}

// Touched is a booked appointment that a change takes away, and where it could go.
type Touched struct {
	Appointment *Appointment
	MoveTo      *time.Time // nil: nowhere within a week
}

// How a change treats what it touches.
type How string

// The ways.
const (
	Preview    How = "preview" // only tell
	MoveThem   How = "move"    // to the nearest time at the same site within a week, else cancel
	CancelThem How = "cancel"
)

// errPreview rolls a change back that was only to be looked at.
var errPreview = errors.New("only a preview")

// ChangePlan changes the plan. What is booked and no longer fits is told first (Preview) and then moved or cancelled with a notice to its person, never
// silently: expect names how many the office has seen, so that one that was booked meanwhile is not touched unseen. A plan that contradicts itself is
// refused with all its faults.
func (s *Service) ChangePlan(ctx context.Context, c Change, how How, expect int, reason string, by uuid.UUID) ([]Touched, error) {
	if err := s.checkChange(c, reason); err != nil {
		return nil, err
	}
	var touched []Touched
	err := again(func() error {
		return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := lockPlanTx(ctx, tx); err != nil {
				return err
			}
			if err := applyTx(ctx, tx, c, reason, by); err != nil {
				return err
			}
			if err := newPlanTx(ctx, tx); err != nil {
				return err
			}
			var err error
			if touched, err = s.touchTx(ctx, tx, how, reason); err != nil {
				return err
			}
			if how == Preview {
				return errPreview
			}
			if len(touched) != expect {
				return ErrConflict
			}
			return s.Audit.RecordTx(ctx, tx, planRecord, "plan.changed", audit.Details{"touched": fmt.Sprint(len(touched))})
		})
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	return touched, err
}

// planRecord is the trail of the plan: one for the office.
var planRecord = audit.Record{Kind: "plan", ID: uuid.MustParse("00000000-0000-7000-8000-00000000a11e")}

func (s *Service) checkChange(c Change, reason string) error {
	var faults errs.Faults
	faults.Need(reason != "" || len(c.Close) == 0, "reason", "missing")
	for i, cl := range c.Close {
		at := fmt.Sprintf("close[%d]", i)
		faults.Need(!cl.LastDay.Before(cl.FirstDay) && sensible(cl.FirstDay) && sensible(cl.LastDay), at+".lastDay", "before_first")
		faults.Need(cl.FromMinute < cl.ToMinute && cl.FromMinute%capacity.CellMinutes == 0 && cl.ToMinute%capacity.CellMinutes == 0 && cl.FromMinute >= 0 && cl.ToMinute <= 1440,
			at+".from", "no_stretch")
	}
	for i, st := range c.Open {
		at := fmt.Sprintf("open[%d]", i)
		faults.Need(st.FromMinute < st.ToMinute && st.FromMinute%capacity.CellMinutes == 0 && st.ToMinute%capacity.CellMinutes == 0 && st.FromMinute >= 0 && st.ToMinute <= 1440,
			at+".from", "no_stretch")
		faults.Need(st.Weekday >= 1 && st.Weekday <= 7, at+".weekday", "unknown")
		faults.Need(slices.Contains([]capacity.Purpose{capacity.Booking, capacity.EmergencyCounter, capacity.WalkIn, capacity.Phone}, st.Purpose), at+".purpose", "unknown")
		faults.Need(sensible(st.ValidFrom) && (st.ValidTo.IsZero() || sensible(st.ValidTo) && !st.ValidTo.Before(st.ValidFrom)), at+".validTo", "before_first")
		for _, concern := range st.Concerns {
			_, ok := s.Rules.Concern(concern)
			faults.Need(ok, at+".concerns", "unknown")
		}
		for j, other := range c.Open[:i] {
			faults.Need(!overlap(&st, &other), at, fmt.Sprintf("overlaps_%d", j))
		}
	}
	for i, e := range c.End {
		faults.Need(sensible(e.LastDay), fmt.Sprintf("end[%d].lastDay", i), "no_day")
	}
	return faults.As(ErrInput)
}

// sensible says that a day lies in the time of a plan: what a database cannot keep is no day.
func sensible(day clock.Date) bool { return day.Year >= 2000 && day.Year <= 2200 }

func overlap(a, b *capacity.Stretch) bool {
	same := a.CounterID == b.CounterID || a.PersonID != nil && b.PersonID != nil && *a.PersonID == *b.PersonID
	days := (a.ValidTo.IsZero() || !a.ValidTo.Before(b.ValidFrom)) && (b.ValidTo.IsZero() || !b.ValidTo.Before(a.ValidFrom))
	return same && days && a.Weekday == b.Weekday && a.FromMinute < b.ToMinute && b.FromMinute < a.ToMinute
}

// What the database refuses of a plan.
var planFaults = map[string]error{
	"stretch_once":            ErrInput.With(errs.Field{Path: "open", Code: "overlaps"}),
	"stretch_one_person":      ErrInput.With(errs.Field{Path: "open", Code: "person_twice"}),
	"stretch_order":           ErrInput.With(errs.Field{Path: "open", Code: "no_stretch"}),
	"stretch_counter_id_fkey": ErrInput.With(errs.Field{Path: "open", Code: "unknown"}),
	"closure_site_fkey":       ErrInput.With(errs.Field{Path: "close", Code: "unknown"}),
}

type storedClosure struct {
	bun.BaseModel `bun:"table:appointments.closure"`
	capacity.Closure
	CreatedAt time.Time
	CreatedBy uuid.UUID
}

func applyTx(ctx context.Context, tx *db.Tx, c Change, reason string, by uuid.UUID) error {
	for _, cl := range c.Close {
		cl.ID, cl.Reason = ids.New(), reason
		row := storedClosure{Closure: cl, CreatedAt: tx.Now, CreatedBy: by}
		if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
			return db.MapConstraints(err, planFaults)
		}
	}
	for _, e := range c.End {
		res, err := tx.NewRaw("UPDATE appointments.stretch SET valid_to = ? WHERE id = ? AND (valid_to IS NULL OR valid_to > ?)", e.LastDay, e.StretchID, e.LastDay).Exec(ctx)
		if err := db.One(res, db.MapConstraints(err, planFaults), ErrNone, "end stretch"); err != nil {
			return err
		}
	}
	for _, st := range c.Open {
		st.ID = ids.New()
		if st.Concerns == nil {
			st.Concerns = []string{}
		}
		row := storedStretch{Stretch: st}
		if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
			return db.MapConstraints(err, planFaults)
		}
	}
	for _, statement := range []struct {
		sql string
		ids []uuid.UUID
	}{
		{"DELETE FROM appointments.closure WHERE id IN (?)", c.Reopen},
		{"UPDATE appointments.resource SET active = false WHERE id IN (?)", c.Retire},
		{"UPDATE appointments.resource SET active = true WHERE id IN (?)", c.Restore},
	} {
		if len(statement.ids) == 0 {
			continue
		}
		if _, err := tx.NewRaw(statement.sql, bun.List(statement.ids)).Exec(ctx); err != nil {
			return fmt.Errorf("change plan: %w", err)
		}
	}
	return nil
}

// touchTx finds what is booked and has no place any more in the plan of the transaction, and treats it.
func (s *Service) touchTx(ctx context.Context, tx *db.Tx, how How, reason string) ([]Touched, error) {
	p, err := s.planTx(ctx, tx)
	if err != nil {
		return nil, err
	}
	var ahead []*Appointment
	if err := tx.NewSelect().Model(&ahead).Where("state IN (?) AND starts_at > ?", bun.List(Ahead), tx.Now).OrderExpr("starts_at, id").For("UPDATE").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read what is booked: %w", err)
	}
	var touched []Touched
	for _, a := range ahead {
		if holds(p, a) {
			continue
		}
		t := Touched{Appointment: a}
		if a.State != Booked { // held by somebody who is typing: they are told when they go on
			if how != Preview {
				if err := s.endTx(ctx, tx, a, Expired, byOffice, reason); err != nil {
					return nil, err
				}
			}
			continue
		}
		sl, found, err := s.refuge(ctx, tx, p, a)
		if err != nil {
			return nil, err
		}
		if found {
			t.MoveTo = &sl.Starts
		}
		if err := s.treatTx(ctx, tx, a, sl, found && how == MoveThem, how, reason); err != nil {
			return nil, err
		}
		touched = append(touched, t)
	}
	return touched, nil
}

func (s *Service) treatTx(ctx context.Context, tx *db.Tx, a *Appointment, sl capacity.Slot, move bool, how How, reason string) error {
	switch {
	case how == Preview:
		return nil
	case !move:
		return s.cancelTx(ctx, tx, a, byOffice, reason)
	}
	was := FreedEvent{a.ID, a.Site, a.Day().String()}
	if err := s.occupyTx(ctx, tx, a, sl); err != nil {
		return err
	}
	return s.movedTx(ctx, tx, a, requestKey("plan", a.ID.String(), fmt.Sprint(a.Version)), was)
}

// holds says whether an appointment still lies in what the plan has open at its counter.
func holds(p *capacity.Plan, a *Appointment) bool {
	first, n := a.cells()
	mine := capacity.Cells(first, n)
	for _, o := range p.Openings(a.Site, a.Day()) {
		flowedBack := o.Stretch.Purpose == capacity.EmergencyCounter && a.Purpose == capacity.Booking
		if o.Stretch.CounterID != a.CounterID || !o.Stretch.Takes(a.Concern) || o.Stretch.Purpose != a.Purpose && !flowedBack {
			continue
		}
		if outside := mine.Without(&o.All); outside.Empty() {
			return true
		}
	}
	return false
}

// refuge is the nearest time at the same site for an appointment that has lost its own: the same day, else within a week.
func (s *Service) refuge(ctx context.Context, tx *db.Tx, p *capacity.Plan, a *Appointment) (capacity.Slot, bool, error) {
	c, ok := s.Rules.Concern(a.Concern)
	if !ok {
		return capacity.Slot{}, false, nil
	}
	q := capacity.Query{Site: a.Site, Concern: a.Concern, People: a.People, Purpose: a.Purpose}
	cell, _ := a.cells()
	for n := range 8 {
		day := a.Day().AddDays(n)
		taken, err := takenTx(ctx, tx, a.Site, day)
		if err != nil {
			return capacity.Slot{}, false, err
		}
		var starts capacity.Mask
		for _, place := range p.Free(q, c, day, taken, tx.Now) {
			starts = starts.Or(&place.Starts)
		}
		for _, near := range capacity.NearTo(starts.List(), cell) {
			if found := p.Slots(q, c, day, near, taken, tx.Now, 0); len(found) > 0 {
				return found[0], true, nil
			}
		}
	}
	return capacity.Slot{}, false, nil
}

// takenTx is what is taken at a site on a day, as this transaction sees it: from the occupations themselves, for the days are written at its end.
func takenTx(ctx context.Context, tx *db.Tx, site string, day clock.Date) (capacity.Taken, error) {
	taken := capacity.Taken{}
	batch := &pgx.Batch{}
	batch.Queue(`SELECT o.resource_id, o.first, o.cells FROM appointments.occupation o JOIN appointments.resource r ON r.id = o.resource_id
WHERE r.site = $1 AND o.day = $2`, site, day).Query(func(rows pgx.Rows) error {
		var id uuid.UUID
		var first, cells int
		_, err := pgx.ForEachRow(rows, []any{&id, &first, &cells}, func() error {
			m, some := taken[capacity.CounterDay{Counter: id, Day: day}], capacity.Cells(first, cells)
			taken[capacity.CounterDay{Counter: id, Day: day}] = m.Or(&some)
			return nil
		})
		return err
	})
	return taken, tx.Batch(ctx, batch)
}
