package interpreters

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// aheadDays is for how many days ahead hours are worked out.
const aheadDays = 120

// Hours are a time of each week at which somebody can, as clocks of the city show it.
type Hours struct {
	bun.BaseModel `bun:"table:interpreters.hours,alias:hours"`

	ID            uuid.UUID `bun:",pk"`
	InterpreterID uuid.UUID
	Weekday       int // ISO 8601: Monday is 1
	FromMinute    int // after midnight
	ToMinute      int
	Modes         []linguists.Mode `bun:",array"`
	ValidFrom     clock.Date
	ValidTo       clock.Date `bun:",nullzero"` // the last day; zero: until further notice
}

func (h *Hours) on(day clock.Date) bool {
	return int(day.Time(time.UTC).Weekday()+6)%7+1 == h.Weekday && !day.Before(h.ValidFrom) && (h.ValidTo.IsZero() || !h.ValidTo.Before(day))
}

// Away is a time at which somebody cannot although their hours say so.
type Away struct {
	bun.BaseModel `bun:"table:interpreters.away,alias:away"`

	ID            uuid.UUID `bun:",pk"`
	InterpreterID uuid.UUID
	During        Span
}

type availability struct {
	bun.BaseModel `bun:"table:interpreters.availability,alias:availability"`

	InterpreterID uuid.UUID
	During        Span
	Modes         []linguists.Mode `bun:",array"`
}

// Times are when somebody can: their week and what is taken out of it.
type Times struct {
	Hours   []Hours
	Away    []Away // to come
	Version string // rows are written anew each time, so that the first of them names all; "" while there is none
}

// TimesOf are the times of an interpreter.
func (s *Service) TimesOf(ctx context.Context, id uuid.UUID) (Times, error) {
	return timesOf(ctx, s.DB, id, s.DB.Clock.Now())
}

func timesOf(ctx context.Context, q bun.IDB, id uuid.UUID, now time.Time) (Times, error) {
	t := Times{Hours: []Hours{}, Away: []Away{}}
	if err := q.NewSelect().Model(&t.Hours).Where("interpreter_id = ?", id).OrderExpr("weekday, from_minute, valid_from").Scan(ctx); err != nil {
		return t, fmt.Errorf("read hours: %w", err)
	}
	if err := q.NewSelect().Model(&t.Away).Where("interpreter_id = ? AND upper(during) > ?", id, now).OrderExpr("during").Scan(ctx); err != nil {
		return t, fmt.Errorf("read days off: %w", err)
	}
	if len(t.Hours) > 0 {
		t.Version = t.Hours[0].ID.String()
	} else if len(t.Away) > 0 {
		t.Version = t.Away[0].ID.String()
	}
	return t, nil
}

// SetTimes says when an interpreter can: the whole week, and the whole of what is to come of days off.
type SetTimes struct {
	Interpreter uuid.UUID
	Hours       []Hours
	Away        []Span
	Version     string // of the times that were read
}

// SetTimes replaces the times of an interpreter and works them out. Bookings stay as they are. ErrConflict when somebody else was faster.
func (s *Service) SetTimes(ctx context.Context, in SetTimes) (Times, error) {
	if err := in.check(); err != nil {
		return Times{}, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := linguists.LockTx(ctx, tx, in.Interpreter); err != nil {
			return err
		}
		if was, err := timesOf(ctx, tx, in.Interpreter, tx.Now); err != nil || was.Version != in.Version {
			return cmp.Or(err, error(ErrConflict))
		}
		for _, statement := range []string{
			"DELETE FROM interpreters.hours WHERE interpreter_id = ?0",
			"DELETE FROM interpreters.away WHERE interpreter_id = ?0 AND upper(during) > ?1",
		} {
			if _, err := tx.NewRaw(statement, in.Interpreter, tx.Now).Exec(ctx); err != nil {
				return fmt.Errorf("change times: %w", err)
			}
		}
		for _, h := range in.Hours {
			h.ID, h.InterpreterID = ids.New(), in.Interpreter
			if _, err := tx.NewInsert().Model(&h).Exec(ctx); err != nil {
				return db.MapConstraints(fmt.Errorf("write hours: %w", err), map[string]error{"hours_once": ErrInput.With(errs.Field{Path: "hours", Code: "overlaps"})})
			}
		}
		for _, span := range in.Away {
			if _, err := tx.NewInsert().Model(&Away{ID: ids.New(), InterpreterID: in.Interpreter, During: span}).Exec(ctx); err != nil {
				return fmt.Errorf("write day off: %w", err)
			}
		}
		if err := workOutTx(ctx, tx, in.Interpreter); err != nil {
			return err
		}
		changed := audit.Details{"hours": strconv.Itoa(len(in.Hours)), "away": strconv.Itoa(len(in.Away))}
		return s.Audit.RecordTx(ctx, tx, linguists.Record(in.Interpreter), "interpreter.times_changed", changed)
	})
	if err != nil {
		return Times{}, err
	}
	return s.TimesOf(ctx, in.Interpreter)
}

func (in SetTimes) check() error {
	var f errs.Faults
	f.Need(len(in.Hours) <= 100, "hours", "too_many")
	f.Need(len(in.Away) <= 200, "away", "too_many")
	for i, h := range in.Hours {
		at := fmt.Sprintf("hours[%d].", i)
		f.Need(h.Weekday >= 1 && h.Weekday <= 7, at+"weekday", "unknown")
		f.Need(h.FromMinute >= 0 && h.FromMinute < h.ToMinute && h.ToMinute <= 1440, at+"toMinute", "no_time")
		f.Need(len(h.Modes) > 0 && !slices.ContainsFunc(h.Modes, func(m linguists.Mode) bool { return !slices.Contains(linguists.Modes, m) }), at+"modes", "unknown")
		f.Need(!h.ValidFrom.IsZero() && (h.ValidTo.IsZero() || !h.ValidTo.Before(h.ValidFrom)), at+"validTo", "too_early")
	}
	for i, a := range in.Away {
		f.Need(a.From.Before(a.To), fmt.Sprintf("away[%d].to", i), "no_time")
	}
	return f.As(ErrInput)
}

// workOutTx makes intervals of an interpreter's hours for the days ahead. What stands already is left alone, so that a night changes little.
func workOutTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	today := clock.Today(tx.Now)
	t, err := timesOf(ctx, tx, id, clock.Wall(today, 0, false))
	if err != nil {
		return err
	}
	var there []availability
	if err := tx.NewSelect().Model(&there).Where("interpreter_id = ?", id).Scan(ctx); err != nil {
		return fmt.Errorf("read availability: %w", err)
	}
	wanted := workOut(id, t.Hours, t.Away, today)
	same := func(a availability) func(availability) bool {
		return func(b availability) bool {
			return a.During.From.Equal(b.During.From) && a.During.To.Equal(b.During.To) && slices.Equal(a.Modes, b.Modes)
		}
	}
	for _, a := range there {
		if slices.ContainsFunc(wanted, same(a)) {
			continue
		}
		if _, err := tx.NewRaw("DELETE FROM interpreters.availability WHERE interpreter_id = ? AND during = ?", id, a.During).Exec(ctx); err != nil {
			return fmt.Errorf("end availability: %w", err)
		}
	}
	added := slices.DeleteFunc(wanted, func(a availability) bool { return slices.ContainsFunc(there, same(a)) })
	if len(added) == 0 {
		return nil
	}
	if _, err := tx.NewInsert().Model(&added).Exec(ctx); err != nil {
		return fmt.Errorf("write availability: %w", err)
	}
	return nil
}

// workOut are the intervals of a person from a day on, in order. Hours that follow one another in the same modes are one, also over midnight.
func workOut(id uuid.UUID, hours []Hours, away []Away, from clock.Date) []availability {
	slices.SortFunc(hours, func(a, b Hours) int { return cmp.Compare(a.FromMinute, b.FromMinute) })
	var list []availability
	for n := range aheadDays {
		day := from.AddDays(n)
		for i := range hours {
			h := &hours[i]
			if !h.on(day) {
				continue
			}
			span := Span{From: clock.Wall(day, h.FromMinute, false), To: clock.Wall(day, h.ToMinute, true)}
			modes, last := slices.Sorted(slices.Values(h.Modes)), len(list)-1
			if last >= 0 && span.From.Before(list[last].During.To) {
				span.From = list[last].During.To // an hour that there is twice belongs to what ends in it
			}
			switch {
			case !span.From.Before(span.To):
			case last >= 0 && list[last].During.To.Equal(span.From) && slices.Equal(list[last].Modes, modes):
				list[last].During.To = span.To
			default:
				list = append(list, availability{InterpreterID: id, During: span, Modes: modes})
			}
		}
	}
	for _, a := range away {
		list = without(list, a.During)
	}
	return list
}

// without takes a time out of intervals.
func without(list []availability, gone Span) (left []availability) {
	for _, a := range list {
		for _, a.During = range a.During.Without(gone) {
			left = append(left, a)
		}
	}
	return left
}

// WorkOut works out the hours of everybody for the days ahead, one after the other.
func (s *Service) WorkOut(ctx context.Context) error {
	var all []uuid.UUID
	err := s.DB.NewRaw(`SELECT interpreter_id FROM interpreters.hours UNION SELECT interpreter_id FROM interpreters.availability ORDER BY 1`).Scan(ctx, &all)
	if err != nil {
		return fmt.Errorf("find who has hours: %w", err)
	}
	for _, id := range all {
		err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := linguists.LockTx(ctx, tx, id); err != nil {
				return errs.Ignore(err, linguists.ErrNone)
			}
			return workOutTx(ctx, tx, id)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
