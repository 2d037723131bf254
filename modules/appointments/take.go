package appointments

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// slot is a time at a counter with all that it takes there.
type slot struct {
	stretch   *Stretch
	day       clock.Date
	first     int
	cells     int
	starts    time.Time
	ends      time.Time
	resources []uuid.UUID // in the order of their ids, so that two never wait for one another crosswise
}

// slots are the places where an appointment can begin at a moment, in the order of the counters' ids turned by a random step, so that
// many who want the same time do not all try the same counter first.
func (p *Plan) slots(q Query, c *Concern, day clock.Date, cell int, taken map[takenKey]Mask, now time.Time, turn int) []slot {
	starts, ok := at(day, cell)
	if !ok {
		return nil
	}
	cells := c.Cells(q.People)
	var found []slot
	for _, place := range p.free(q, c, day, taken, now) {
		if !place.starts.Has(cell) {
			continue
		}
		if s, ok := p.slot(place.stretch, c, day, cell, cells, starts); ok {
			found = append(found, s)
		}
	}
	if len(found) > 1 {
		n := turn % len(found)
		found = append(slices.Clone(found[n:]), found[:n]...)
	}
	return found
}

func (p *Plan) slot(s *Stretch, c *Concern, day clock.Date, cell, cells int, starts time.Time) (slot, bool) {
	made := slot{stretch: s, day: day, first: cell, cells: cells, starts: starts, ends: starts.Add(minutes(cells * cellMinutes)), resources: []uuid.UUID{s.CounterID}}
	if s.PersonID != nil {
		made.resources = append(made.resources, *s.PersonID)
	}
	if slices.Contains(c.Needs, "room") {
		if s.RoomID == nil {
			return made, false
		}
		made.resources = append(made.resources, *s.RoomID)
	}
	if slices.Contains(c.Needs, "person") && s.PersonID == nil {
		return made, false
	}
	slices.SortFunc(made.resources, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return made, true
}

// The lock under which the plan is read by many and changed by one.
const planLock = 7_304_117

// One statement makes an appointment with all that it takes, or nothing: not if the plan is another by now, not if the same request was
// answered before, not if any of the resources is taken.
const take = `WITH plan AS (SELECT FROM appointments.plan WHERE version = $1),
asked AS (INSERT INTO appointments.request (key, appointment_id, at) SELECT $2, $3, $4 FROM plan ON CONFLICT (key) DO NOTHING RETURNING 1),
made AS (INSERT INTO appointments.appointment (id, number, purpose, state, site, concern, people, counter_id, starts_at, ends_at, account_id, about_kind, about_id,
  language, who, urgency, held_until, created_at)
 SELECT $3, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $4 FROM asked RETURNING id),
taken AS (INSERT INTO appointments.occupation (appointment_id, resource_id, day, first, cells, during)
 SELECT made.id, r, $21, $22, $23, tstzrange($12, $13) FROM made, unnest($24::uuid[]) r ON CONFLICT DO NOTHING RETURNING 1)
SELECT (SELECT count(*) FROM plan), (SELECT count(*) FROM asked), (SELECT count(*) FROM taken)`

var (
	errAnswered = errors.New("the same request was answered before")
	errSlot     = errors.New("something of the slot is taken")
)

// takeTx makes an appointment of a slot.
func (s *Service) takeTx(ctx context.Context, tx *db.Tx, a *Appointment, sl slot, key []byte, plan int) error {
	batch := &pgx.Batch{}
	batch.Queue("SELECT pg_advisory_xact_lock_shared($1)", planLock)
	var same, asked, taken int
	batch.Queue(take, plan, key, a.ID, tx.Now, a.Number, a.Purpose, a.State, a.Site, a.Concern, a.People, sl.stretch.CounterID, sl.starts, sl.ends,
		a.AccountID, a.AboutKind, a.AboutID, a.Language, a.Who, a.Urgency, a.HeldUntil, sl.day, sl.first, sl.cells, sl.resources).
		QueryRow(func(row pgx.Row) error { return row.Scan(&same, &asked, &taken) })
	if err := tx.Batch(ctx, batch); err != nil {
		return fmt.Errorf("take slot: %w", err)
	}
	switch {
	case same == 0:
		return ErrPlan
	case asked == 0:
		return errAnswered
	case taken < len(sl.resources):
		return errSlot
	}
	a.CounterID, a.StartsAt, a.EndsAt, a.CreatedAt = sl.stretch.CounterID, sl.starts, sl.ends, tx.Now
	return nil
}

// requestKey is under which a request is remembered: what is done, by whom, under the key that they gave.
func requestKey(what, who, key string) []byte {
	sum := sha256.Sum256([]byte(what + "\x00" + who + "\x00" + key))
	return sum[:]
}

// answered is what the same request was answered with before; nil if it was not.
func (s *Service) answered(ctx context.Context, key []byte) (*Appointment, error) {
	a := new(Appointment)
	err := s.DB.NewSelect().Model(a).Where("id = (SELECT r.appointment_id FROM appointments.request r WHERE r.key = ?)", key).Scan(ctx)
	if db.NoRows(err, ErrNone, "read answer") == ErrNone { //nolint:errorlint // the sentinel itself
		return nil, nil //nolint:nilnil // not yet
	}
	return a, err
}

// moment reads "2026-12-01T08:20", a day and a time in the city.
func moment(text string) (clock.Date, int, bool) {
	if len(text) != len("2026-12-01T08:20") || text[10] != 'T' {
		return clock.Date{}, 0, false
	}
	day, err := clock.ParseDate(text[:10])
	minute, ok := minuteOf(text[11:])
	return day, minute / cellMinutes, err == nil && ok && minute%cellMinutes == 0 && minute < 24*60
}

// wanted is what somebody wants to take: the query, when, and the request that it is.
type wanted struct {
	Query
	concern *Concern
	day     clock.Date
	cell    int
	key     []byte
}

func (s *Service) wanted(q Query, start string, key []byte) (wanted, error) {
	c, err := s.check(&q)
	day, cell, ok := moment(start)
	var faults errs.Faults
	if found := errs.Of(err); found != nil {
		faults = found.Fields
	}
	faults.Need(ok, "start", "no_time")
	return wanted{q, c, day, cell, key}, faults.As(ErrInput)
}

// Take finds a slot for what is wanted and makes the appointment; then runs what belongs to it in the same transaction. Whoever loses a race hears
// of the nearest free times.
func (s *Service) take(ctx context.Context, w wanted, a *Appointment, then func(ctx context.Context, tx *db.Tx) error) (*Appointment, error) {
	a.Purpose, a.Site, a.Concern, a.People = w.Purpose, w.Site, w.Concern, w.People
	turn := int(a.ID[15])
	for swept := false; ; {
		p, taken, err := s.look(ctx, w.Query, w.day, w.day)
		if err != nil {
			return nil, err
		}
		now := s.DB.Clock.Now()
		slots := p.slots(w.Query, w.concern, w.day, w.cell, taken, now, turn)
		stale := false
		for _, sl := range slots {
			err := again(func() error {
				return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
					if err := s.takeTx(ctx, tx, a, sl, w.key, p.Version); err != nil {
						return err
					}
					return then(ctx, tx)
				})
			})
			switch {
			case errors.Is(err, errAnswered):
				return s.answered(ctx, w.key)
			case errors.Is(err, ErrPlan):
				stale = true
			case errors.Is(err, errSlot):
				continue
			case err != nil:
				return nil, err
			default:
				return a, nil
			}
			break
		}
		if stale {
			continue
		}
		if before, err := s.answered(ctx, w.key); before != nil || err != nil {
			return before, err
		}
		if !swept {
			swept = true
			if n, err := s.sweepDay(ctx, w.Site, w.day); err != nil || n > 0 {
				if err != nil {
					return nil, err
				}
				continue
			}
		}
		return nil, s.refuse(ctx, p, w, now)
	}
}

// refuse says why a time cannot be had: it is taken, or none is given then. Near ones are told with it.
func (s *Service) refuse(ctx context.Context, p *Plan, w wanted, now time.Time) error {
	taken, _, err := s.taken(ctx, p, w.Query, w.day, w.day.AddDays(7))
	if err != nil {
		return err
	}
	sentinel := ErrNotOpen
	if len(p.slots(w.Query, w.concern, w.day, w.cell, nil, now, 0)) > 0 {
		sentinel = ErrTaken
	}
	near := errs.Field{Path: "start", Code: "nearest", Params: map[string]string{}}
	for i, text := range p.nearest(w.Query, w.concern, w.day, w.cell, taken, now) {
		near.Params[fmt.Sprintf("t%d", i+1)] = text
	}
	return sentinel.With(near)
}

// number is what people read out and staff type: without signs that look alike.
func number() string { return ids.SecretCode()[:9] }
