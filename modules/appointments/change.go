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
	MoveSite    string     // the house to which it would go
}

// How a change treats what it touches.
type How string

// The ways.
const (
	Preview    How = "preview" // only tell
	MoveThem   How = "move"    // to the nearest time within a week at the same site, at another where that one is no more; else cancel
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
			spelled, err := s.applyTx(ctx, tx, c, reason, by)
			if err == nil {
				touched, err = s.touchTx(ctx, tx, spelled, how, reason)
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
	c, err := s.applyTx(ctx, tx, c, reason, by)
	if err != nil {
		return nil, err
	}
	if err := cmp.Or(newPlanTx(ctx, tx), reseatTx(ctx, tx)); err != nil {
		return nil, err
	}
	for _, site := range c.RetireSites {
		if err := tx.Emit(ctx, RetiredEvent{site, reason}); err != nil {
			return nil, err
		}
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
	faults.Need(reason != "" || len(c.Close)+len(c.RetireSites) == 0, "reason", "missing")
	faults.Fits(reason, longestReason, "reason")
	return append(faults, c.Check(s.Rules)...).As(ErrInput)
}

// What the database refuses of a plan.
var planFaults = map[string]error{
	"stretch_once":            ErrInput.With(errs.Field{Path: "open", Code: "overlaps"}),
	"stretch_one_person":      ErrInput.With(errs.Field{Path: "open", Code: "person_twice"}),
	"stretch_one_house":       ErrInput.With(errs.Field{Path: "open", Code: "other_house"}),
	"stretch_order":           ErrInput.With(errs.Field{Path: "open", Code: "no_stretch"}),
	"stretch_counter_id_fkey": ErrInput.With(errs.Field{Path: "open", Code: "unknown"}),
	"stretch_person_id_fkey":  ErrInput.With(errs.Field{Path: "open", Code: "unknown"}),
	"closure_site_fkey":       ErrInput.With(errs.Field{Path: "close", Code: "unknown"}),
}

type storedClosure struct {
	bun.BaseModel `bun:"table:appointments.closure"`
	capacity.Closure
	CreatedAt time.Time
	CreatedBy uuid.UUID
}

// applyTx writes a change down; what comes back has spelled out who is seated.
func (s *Service) applyTx(ctx context.Context, tx *db.Tx, c Change, reason string, by uuid.UUID) (Change, error) {
	p, err := s.planTx(ctx, tx)
	if err != nil {
		return c, err
	}
	c, faults := p.Seated(c)
	if err := faults.As(ErrInput); err != nil {
		return c, err
	}
	if err := furnishTx(ctx, tx, c, len(p.Sites)); err != nil {
		return c, err
	}
	for _, cl := range c.Close {
		cl.ID, cl.Reason = ids.New(), reason
		row := storedClosure{Closure: cl, CreatedAt: tx.Now, CreatedBy: by}
		if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
			return c, db.MapConstraints(err, planFaults)
		}
	}
	for _, who := range c.People {
		row := storedResource{Resource: who}
		if _, err := tx.NewInsert().Model(&row).On("CONFLICT (id) DO UPDATE").Set("name = EXCLUDED.name").Exec(ctx); err != nil {
			return c, fmt.Errorf("seat person: %w", err)
		}
	}
	for _, e := range c.End {
		var n int
		if err := tx.NewRaw(endStretch, e.StretchID, e.LastDay).Scan(ctx, &n); err != nil || n == 0 {
			return c, cmp.Or(db.MapConstraints(err, planFaults), error(ErrNone))
		}
	}
	for _, st := range c.Open {
		st.ID, st.Concerns = ids.New(), append([]string{}, st.Concerns...)
		row := storedStretch{Stretch: st}
		if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
			return c, db.MapConstraints(err, planFaults)
		}
	}
	for _, statement := range []struct {
		sql  string
		args any
	}{
		{"DELETE FROM appointments.closure WHERE id = ANY(?)", pgdialect.Array(c.Reopen)},
		{"UPDATE appointments.resource SET active = false WHERE id = ANY(?)", pgdialect.Array(c.Retire)},
		{"UPDATE appointments.resource SET active = true WHERE id = ANY(?)", pgdialect.Array(c.Restore)},
		{"UPDATE appointments.site SET active = false WHERE key = ANY(?)", pgdialect.Array(c.RetireSites)},
		{"UPDATE appointments.site SET active = true WHERE key = ANY(?)", pgdialect.Array(c.RestoreSites)},
	} {
		if _, err := tx.NewRaw(statement.sql, statement.args).Exec(ctx); err != nil {
			return c, fmt.Errorf("change plan: %w", err)
		}
	}
	return c, nil
}

// endStretch ends a stretch with a day; one that would only begin after it never was.
const endStretch = `WITH never AS (DELETE FROM appointments.stretch WHERE id = ?0 AND valid_from > ?1 RETURNING 1),
ended AS (UPDATE appointments.stretch SET valid_to = ?1 WHERE id = ?0 AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1) RETURNING 1)
SELECT (SELECT count(*) FROM never) + (SELECT count(*) FROM ended)`

// What is booked takes who sits at its counter then, and nobody else.
const (
	sits = `appointments.occupation c JOIN appointments.stretch s ON s.counter_id = c.resource_id AND s.weekday = extract(isodow FROM c.day)
AND s.valid_from <= c.day AND coalesce(s.valid_to, 'infinity') >= c.day AND c.first BETWEEN s.from_minute / 5 AND s.to_minute / 5 - c.cells AND c.during && tstzrange(?0, NULL)`
	unsit = `DELETE FROM appointments.occupation o USING appointments.resource r WHERE r.id = o.resource_id AND r.kind = 'person' AND o.during && tstzrange(?0, NULL)
AND NOT EXISTS (SELECT FROM ` + sits + ` WHERE s.person_id = o.resource_id AND c.appointment_id = o.appointment_id)`
	sit = `INSERT INTO appointments.occupation (appointment_id, resource_id, day, first, cells, during)
SELECT c.appointment_id, s.person_id, c.day, c.first, c.cells, c.during FROM ` + sits + ` WHERE s.person_id IS NOT NULL ON CONFLICT (appointment_id, resource_id) DO NOTHING`
)

// reseatTx has appointments take who sits at their counter by the plan of the transaction.
func reseatTx(ctx context.Context, tx *db.Tx) error {
	for _, statement := range []string{unsit, sit} {
		if _, err := tx.NewRaw(statement, tx.Now).Exec(ctx); err != nil {
			return fmt.Errorf("seat who sits at counters: %w", db.MapConstraints(err, planFaults))
		}
	}
	return nil
}

// sitesTx are the houses that a change concerns; none: all of them.
func sitesTx(ctx context.Context, tx *db.Tx, c Change) ([]string, error) {
	sites, things, ended := slices.Concat([]string{}, c.RetireSites, c.RestoreSites), slices.Concat(c.Retire, c.Restore), []uuid.UUID{}
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
	err := tx.NewRaw(`SELECT site FROM appointments.resource WHERE id = ANY(?0) AND site IS NOT NULL UNION SELECT r.site FROM appointments.stretch s
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
	search := refuge{s: s, plan: p, days: map[siteDay]*occupied{}}
	for _, a := range ahead {
		switch {
		case a.holds(p):
		case a.State == Booked:
			t := Touched{Appointment: a}
			if err := s.treatTx(ctx, tx, &t, search, how, reason); err != nil {
				return nil, err
			}
			touched = append(touched, t)
		case how != Preview: // held by somebody who is typing: they are told when they go on
			if err := s.endTx(ctx, tx, a, Expired, byOffice, reason); err != nil {
				return nil, err
			}
		}
	}
	return touched, nil
}

// treatTx moves or cancels an appointment that has lost its place, or only says where it could go.
func (s *Service) treatTx(ctx context.Context, tx *db.Tx, t *Touched, search refuge, how How, reason string) error {
	a, found := t.Appointment, false
	var sl capacity.Slot
	if how != CancelThem {
		var err error
		if sl, found, err = search.find(ctx, tx, a); err != nil {
			return err
		}
	}
	if found {
		counter, _ := search.plan.Counter(sl.Stretch.CounterID)
		t.MoveTo, t.MoveSite = &sl.Starts, counter.Site
	}
	switch {
	case how == Preview:
		return nil
	case !found:
		return s.cancelTx(ctx, tx, a, byOffice, reason)
	}
	was := FreedEvent{a.ID, a.Site, a.Day()}
	if err := s.occupyTx(ctx, tx, a, t.MoveSite, sl); err != nil {
		return err
	}
	return s.movedTx(ctx, tx, a, requestKey("plan", a.ID.String(), fmt.Sprint(a.Version)), was)
}

// holds says whether an appointment still lies in what the plan has open at its counter.
func (a *Appointment) holds(p *capacity.Plan) bool {
	first, n := a.cells()
	return p.Holds(a.query(), a.CounterID, a.Day(), first, n)
}
