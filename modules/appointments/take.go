package appointments

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

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
	errNumber   = errors.New("somebody else has this number")
)

// takeTx makes an appointment of a slot, and writes into its trail that it did. Its number is a new one with each try: of thousands of millions that
// can be read out, one may be somebody's already.
func (s *Service) takeTx(ctx context.Context, tx *db.Tx, a *Appointment, sl capacity.Slot, w wanted, plan int) error {
	a.CounterID, a.StartsAt, a.EndsAt, a.CreatedAt, a.Number = sl.Stretch.CounterID, sl.Starts, sl.Ends, tx.Now, number()
	batch := &pgx.Batch{}
	batch.Queue("SELECT pg_advisory_xact_lock_shared($1)", planLock)
	var same, asked, taken int
	batch.Queue(take, plan, w.key, a.ID, tx.Now, a.Number, a.Purpose, a.State, a.Site, a.Concern, a.People, sl.Stretch.CounterID, sl.Starts, sl.Ends,
		a.AccountID, a.AboutKind, a.AboutID, a.Language, a.Who, a.Urgency, a.HeldUntil, sl.Day, sl.First, sl.Cells, sl.Resources).
		QueryRow(func(row pgx.Row) error { return row.Scan(&same, &asked, &taken) })
	if w.action != "" {
		if err := s.Audit.QueueTx(ctx, tx, batch, Record(a.ID), w.action, a.details()); err != nil {
			return err
		}
	}
	if err := tx.Batch(ctx, batch); err != nil {
		return fmt.Errorf("take slot: %w", db.MapConstraints(err, map[string]error{"appointment_number": errNumber}))
	}
	switch {
	case same == 0:
		return ErrPlan
	case asked == 0:
		return errAnswered
	case taken < len(sl.Resources):
		return errSlot
	}
	return nil
}

const longestKey = 200

// requestKey is under which a request is remembered: what is done, by whom, under the key that they gave.
func requestKey(what, who, key string) []byte {
	sum := sha256.Sum256([]byte(what + "\x00" + who + "\x00" + key))
	return sum[:]
}

// rememberTx notes what a request made, once; again is the error of whoever asks the same at the same moment.
func rememberTx(ctx context.Context, tx *db.Tx, key []byte, made uuid.UUID, again error) error {
	res, err := tx.NewRaw("INSERT INTO appointments.request (key, appointment_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", key, made, tx.Now).Exec(ctx)
	return db.One(res, err, again, "remember request")
}

// answered is what the same request was answered with before; nil if it was not.
func (s *Service) answered(ctx context.Context, key []byte) (*Appointment, error) {
	a := new(Appointment)
	err := s.DB.NewSelect().Model(a).Where("id = (SELECT r.appointment_id FROM appointments.request r WHERE r.key = ?)", key).Scan(ctx)
	if db.NoRows(err, ErrNone, "read answer") == ErrNone { // the sentinel itself
		return nil, nil // not yet
	}
	return a, err
}

// wanted is what somebody wants to take: the query, when, and the request that it is.
type wanted struct {
	capacity.Query
	concern *capacity.Concern
	day     clock.Date
	cell    int
	key     []byte
	path    string // where the client named it; "" is start
	action  string // what the trail says of taking it; "" where that is written with what follows
}

// wanted checks what somebody wants: a query, a start, and the key under which who asks for what once.
func (s *Service) wanted(q capacity.Query, start, what, who, key string) (wanted, error) {
	c, faults := s.Check(&q)
	day, cell, ok := capacity.Moment(start)
	faults.Need(ok, "start", "no_time")
	faults.Need(key != "" && len(key) <= longestKey, "key", "missing")
	return wanted{Query: q, concern: c, day: day, cell: cell, key: requestKey(what, who, key)}, faults.As(ErrInput)
}

// Take finds a slot for what is wanted and makes the appointment; then runs what belongs to it in the same transaction. Whoever loses a race hears
// of the nearest free times.
func (s *Service) take(ctx context.Context, w wanted, a *Appointment, then func(ctx context.Context, tx *db.Tx) error) (*Appointment, error) {
	a.Purpose, a.Site, a.Concern, a.People = w.Purpose, w.Site, w.Concern, w.People
	for swept := false; ; {
		p, taken, err := s.look(ctx, w.Query, w.day, w.day)
		if err != nil {
			return nil, err
		}
		now := s.DB.Clock.Now()
		switch done, err := s.tryAll(ctx, w, a, p, p.Slots(w.Query, w.concern, w.day, w.cell, taken, now, int(a.ID[15])), then); {
		case errors.Is(err, errAnswered):
			return s.answered(ctx, w.key)
		case errors.Is(err, ErrPlan):
			continue
		case err != nil:
			return nil, err
		case done:
			return a, nil
		}
		l, err := s.lost(ctx, p, w, now)
		if err != nil {
			return nil, err
		}
		if l.before != nil {
			return s.get(ctx, *l.before)
		}
		if l.ranOut && !swept {
			swept = true
			if n, err := s.sweepDay(ctx, w.Site, w.day); err != nil || n > 0 {
				if err != nil {
					return nil, err
				}
				continue
			}
		}
		return nil, refusal(p, w, l.of.Taken(), now)
	}
}

// tryAll tries one slot after the other; false if somebody else was faster at each.
func (s *Service) tryAll(ctx context.Context, w wanted, a *Appointment, p *capacity.Plan, slots []capacity.Slot, then func(ctx context.Context, tx *db.Tx) error) (bool, error) {
	for _, sl := range slots {
		err := again(func() error {
			return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
				if err := s.takeTx(ctx, tx, a, sl, w, p.Version); err != nil || then == nil {
					return err
				}
				return then(ctx, tx)
			})
		})
		if !errors.Is(err, errSlot) {
			return err == nil, err
		}
	}
	return false, nil
}

// again does what two transactions that met in the wrong order must do once more (PostgreSQL ended one of them), and what was given a number that
// somebody has.
func again(do func() error) (err error) {
	for range 3 {
		if err = do(); !db.IsDeadlock(err) && !errors.Is(err, errNumber) {
			return err
		}
	}
	return err
}

// loss is what must be known of a time that seems to be taken, before anybody is told so.
type loss struct {
	before *uuid.UUID         // what the same request was answered with
	ranOut bool               // something of the day is kept for somebody who did not come back
	of     *capacity.Calendar // the day and the week after it
}

func (s *Service) lost(ctx context.Context, p *capacity.Plan, w wanted, now time.Time) (loss, error) {
	l := loss{of: p.Calendar(w.Site, w.day, w.day.AddDays(7))}
	err := s.DB.Pool().QueryRow(ctx, "SELECT "+packedDays+`, (SELECT r.appointment_id FROM appointments.request r WHERE r.key = $4),
EXISTS (SELECT FROM appointments.appointment a WHERE a.held_until IS NOT NULL AND a.held_until <= $5 AND a.site = $6 AND a.starts_at >= $7 AND a.starts_at < $8)`,
		l.of.Places, w.day, w.day.AddDays(7), w.key, now, w.Site, w.day.Time(clock.Berlin), w.day.AddDays(1).Time(clock.Berlin)).Scan(l.of, &l.before, &l.ranOut)
	if err != nil {
		return l, fmt.Errorf("look who was faster: %w", err)
	}
	return l, nil
}

// refuse says why a time cannot be had, by what is taken now.
func (s *Service) refuse(ctx context.Context, p *capacity.Plan, w wanted, now time.Time) error {
	l, err := s.lost(ctx, p, w, now)
	if err != nil {
		return err
	}
	return refusal(p, w, l.of.Taken(), now)
}

// refusal says why a time cannot be had: it is taken, or none is given then. Near ones are told with it.
func refusal(p *capacity.Plan, w wanted, taken capacity.Taken, now time.Time) error {
	sentinel := ErrNotOpen
	if len(p.Slots(w.Query, w.concern, w.day, w.cell, nil, now, 0)) > 0 {
		sentinel = ErrTaken
	}
	near := errs.Field{Path: cmp.Or(w.path, "start"), Code: "nearest", Params: map[string]string{}}
	for i, text := range p.Nearest(w.Query, w.concern, w.day, w.cell, taken, now) {
		near.Params[fmt.Sprintf("t%d", i+1)] = text
	}
	return sentinel.With(near)
}

// number is what people read out and staff type: without signs that look alike.
func number() string { return ids.SecretCode()[:9] }
