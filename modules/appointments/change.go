package appointments

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Change is a change of the plan: any of its parts, together.
type Change = capacity.Change

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

// ChangePlan changes the plan. What is booked and no longer fits is told first (Preview, which holds up nobody) and then moved or cancelled with a notice
// to its person, never silently: seen are the appointments that the office was told of, so that one that was booked meanwhile is not touched unseen. A
// plan that contradicts itself is refused with all its faults.
func (s *Service) ChangePlan(ctx context.Context, c Change, how How, seen []uuid.UUID, reason string, by uuid.UUID) ([]Touched, error) {
	if err := s.checkChange(c, how, reason); err != nil {
		return nil, err
	}
	var touched []Touched
	err := again(func() error {
		return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			if how != Preview {
				touched, err = s.changeTx(ctx, tx, c, how, seen, reason, by)
				return err
			}
			if err = applyTx(ctx, tx, c, reason, by); err == nil {
				touched, err = s.touchTx(ctx, tx, c, how, reason)
			}
			return cmp.Or(err, errPreview)
		})
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	return touched, err
}

func (s *Service) changeTx(ctx context.Context, tx *db.Tx, c Change, how How, seen []uuid.UUID, reason string, by uuid.UUID) ([]Touched, error) {
	if err := lockPlanTx(ctx, tx); err != nil {
		return nil, err
	}
	if err := applyTx(ctx, tx, c, reason, by); err != nil {
		return nil, err
	}
	if err := newPlanTx(ctx, tx); err != nil {
		return nil, err
	}
	touched, err := s.touchTx(ctx, tx, c, how, reason)
	if err != nil {
		return nil, err
	}
	if !sameAs(seen, touched) {
		return nil, ErrConflict
	}
	return touched, s.Audit.RecordTx(ctx, tx, planRecord, "plan.changed", audit.Details{"touched": fmt.Sprint(len(touched))})
}

// planRecord is the trail of the plan: one for the office.
var planRecord = audit.Record{Kind: "plan", ID: uuid.MustParse("00000000-0000-7000-8000-00000000a11e")}

// sameAs says that what is touched is what was seen, neither more nor less.
func sameAs(seen []uuid.UUID, touched []Touched) bool {
	return len(seen) == len(touched) && !slices.ContainsFunc(touched, func(t Touched) bool { return !slices.Contains(seen, t.Appointment.ID) })
}

func (s *Service) checkChange(c Change, how How, reason string) error {
	var faults errs.Faults
	faults.Need(how == Preview || how == MoveThem || how == CancelThem, "how", "unknown")
	faults.Need(reason != "" || len(c.Close) == 0, "reason", "missing")
	faults.Fits(reason, longestReason, "reason")
	return append(faults, c.Check(s.Rules)...).As(ErrInput)
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

// sitesTx are the houses that a change concerns; none: all of them.
func sitesTx(ctx context.Context, tx *db.Tx, c Change) ([]string, error) {
	sites, things, ended := []string{}, slices.Concat(c.Retire, c.Restore), []uuid.UUID{}
	for _, cl := range c.Close {
		switch {
		case cl.Site != nil:
			sites = append(sites, *cl.Site)
		case cl.ResourceID != nil:
			things = append(things, *cl.ResourceID)
		default:
			return nil, nil
		}
	}
	for _, st := range c.Open {
		things = append(things, st.CounterID)
	}
	for _, e := range c.End {
		ended = append(ended, e.StretchID)
	}
	var more []string
	err := tx.NewRaw(`SELECT site FROM appointments.resource WHERE id = ANY(?0) UNION SELECT r.site FROM appointments.stretch s
JOIN appointments.resource r ON r.id = s.counter_id WHERE s.id = ANY(?1) OR s.person_id = ANY(?0) OR s.room_id = ANY(?0)`,
		pgdialect.Array(things), pgdialect.Array(ended)).Scan(ctx, &more)
	if err != nil {
		return nil, fmt.Errorf("find houses of change: %w", err)
	}
	return append(sites, more...), nil
}

// aheadTx is what is to come in the houses that a change concerns.
func aheadTx(ctx context.Context, tx *db.Tx, c Change, lock bool) ([]*Appointment, error) {
	sites, err := sitesTx(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var ahead []*Appointment
	query := tx.NewSelect().Model(&ahead).Where("state IN (?) AND starts_at > ?", bun.List(Ahead), tx.Now).OrderExpr("starts_at, id")
	if sites != nil {
		query = query.Where("site = ANY(?)", pgdialect.Array(sites))
	}
	if lock {
		query = query.For("UPDATE")
	}
	if err := query.Scan(ctx); err != nil {
		return nil, fmt.Errorf("read what is booked: %w", err)
	}
	return ahead, nil
}

// touchTx finds what is booked and has no place any more in the plan of the transaction, and treats it.
func (s *Service) touchTx(ctx context.Context, tx *db.Tx, c Change, how How, reason string) ([]Touched, error) {
	p, err := s.planTx(ctx, tx)
	if err != nil {
		return nil, err
	}
	ahead, err := aheadTx(ctx, tx, c, how != Preview)
	if err != nil {
		return nil, err
	}
	var touched []Touched
	search := refuge{s: s, plan: p, taken: map[siteDay]capacity.Taken{}}
	for _, a := range ahead {
		switch {
		case holds(p, a):
		case a.State == Booked:
			to, err := s.treatTx(ctx, tx, a, search, how, reason)
			if err != nil {
				return nil, err
			}
			touched = append(touched, Touched{a, to})
		case how != Preview: // held by somebody who is typing: they are told when they go on
			if err := s.endTx(ctx, tx, a, Expired, byOffice, reason); err != nil {
				return nil, err
			}
		}
	}
	return touched, nil
}

// treatTx moves or cancels an appointment that has lost its place, or only says where it could go.
func (s *Service) treatTx(ctx context.Context, tx *db.Tx, a *Appointment, search refuge, how How, reason string) (*time.Time, error) {
	if how == CancelThem {
		return nil, s.cancelTx(ctx, tx, a, byOffice, reason)
	}
	sl, found, err := search.find(ctx, tx, a)
	switch {
	case err != nil:
		return nil, err
	case !found && how == Preview:
		return nil, nil //nolint:nilnil // nowhere
	case !found:
		return nil, s.cancelTx(ctx, tx, a, byOffice, reason)
	case how == Preview:
		return &sl.Starts, nil
	}
	was := FreedEvent{a.ID, a.Site, a.Day().String()}
	if err := s.occupyTx(ctx, tx, a, a.Site, sl); err != nil {
		return nil, err
	}
	return &sl.Starts, s.movedTx(ctx, tx, a, requestKey("plan", a.ID.String(), fmt.Sprint(a.Version)), was)
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
