package interpreters

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// ErrShift says that somebody has another shift at that time, or a booking elsewhere or paid by itself; ErrShiftPays that bookings would not be paid without the shift.
var ErrShift, ErrShiftPays = errs.New(errs.Conflict, "interpreters.shift_overlaps"), errs.New(errs.Conflict, "interpreters.shift_pays")

// ShiftState is how far a shift is.
type ShiftState string

// The states.
const (
	ShiftPlanned   ShiftState = "planned"
	ShiftConfirmed ShiftState = "confirmed"
	ShiftRunning   ShiftState = "running" // they are there
	ShiftDone      ShiftState = "done"
	ShiftCancelled ShiftState = "cancelled"
)

// Shift is duty in the house or at the phone for a language.
type Shift struct {
	bun.BaseModel `bun:"table:interpreters.shift,alias:shift"`

	ID            uuid.UUID `bun:",pk"`
	InterpreterID *uuid.UUID
	Language      string
	Mode          linguists.Mode
	Site          string // on site alone
	During        Span
	State         ShiftState
	Version       int

	Interpreter *Who `bun:"rel:belongs-to,join:interpreter_id=id"`
}

// ShiftRecord names a shift in the trail.
func ShiftRecord(id uuid.UUID) audit.Record { return audit.Record{Kind: "shift", ID: id} }

// PlanShift plans duty by the clocks of the city: minutes after midnight of a day, beyond 1440 on the next.
type PlanShift struct {
	Key                  uuid.UUID // becomes its id: the same once
	Language             string
	Mode                 linguists.Mode
	Site                 string
	Day                  clock.Date
	FromMinute, ToMinute int
	Interpreter          *uuid.UUID
}

// PlanShift plans a shift, open or for somebody; they are asked by whoever plans.
func (s *Service) PlanShift(ctx context.Context, in PlanShift) (*Shift, error) {
	var f errs.Faults
	f.Need(in.Key != uuid.Nil, "key", "required")
	f.Need(linguists.KnownLanguage(in.Language), "language", "unknown")
	f.Need(slices.Contains(s.Rules.Modes, in.Mode), "mode", "unknown")
	f.Need(in.Mode != linguists.OnSite || in.Site != "", "site", "required")
	span := Span{From: clock.Wall(in.Day, in.FromMinute, false), To: clock.Wall(in.Day, in.ToMinute, true)}
	f.Need(in.FromMinute >= 0 && in.FromMinute < 1440 && in.ToMinute <= 2880 && span.From.Before(span.To) && span.To.Sub(span.From) <= 16*time.Hour, "toMinute", "no_time")
	f.Need(s.DB.Clock.Now().Before(span.To), "day", "past")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	row := &Shift{ID: in.Key, InterpreterID: in.Interpreter, Language: in.Language, Mode: in.Mode, During: span, State: ShiftPlanned, Version: 1}
	if in.Mode == linguists.OnSite {
		row.Site = in.Site
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := freeForTx(ctx, tx, row, nil); err != nil {
			return err
		}
		res, err := tx.NewInsert().Model(row).On("CONFLICT (id) DO NOTHING").Exec(ctx)
		if err != nil {
			return db.MapConstraints(fmt.Errorf("plan shift: %w", err), map[string]error{"shift_once": ErrShift})
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err // planned before
		}
		return s.Audit.RecordTx(ctx, tx, ShiftRecord(row.ID), "shift.planned", audit.Details{"language": row.Language})
	})
	return s.shift(ctx, in.Key, err)
}

// freeForTx refuses a shift of somebody who does not speak its language, or is booked elsewhere then, or for money of its own: what lies in a shift is paid by it. So
// who had it keeps it while something does. Who books them at the same time waits for us, or we for them.
func freeForTx(ctx context.Context, tx *db.Tx, in *Shift, had *uuid.UUID) error {
	for _, who := range []*uuid.UUID{had, in.InterpreterID} {
		if who == nil {
			continue
		}
		if err := lockTx(ctx, tx, *who); err != nil {
			return err
		}
	}
	var speaks, elsewhere, pays bool
	err := tx.NewRaw(`SELECT ?0::uuid IS NULL OR EXISTS (SELECT FROM linguists.skill_v1 k JOIN linguists.interpreter_v1 i ON i.id = k.interpreter_id WHERE i.id = ?0 AND i.kind = 'person'
 AND i.state = 'active' AND ?1 = ANY(i.modes) AND k.language = ?2 AND k.form <> 'written'),
EXISTS (SELECT FROM interpreters.assignment a JOIN interpreters.request r ON r.id = a.request_id WHERE a.interpreter_id = ?0 AND (a.during && ?3::tstzrange AND a.cents > 0
 AND a.state NOT IN ('missed', 'cancelled') OR ?1 = 'on_site' AND a.blocked && ?3::tstzrange AND a.state IN ('held', 'booked', 'arrived', 'started') AND r.mode = 'on_site' AND r.site <> ?4)),
EXISTS (SELECT FROM interpreters.assignment WHERE interpreter_id = ?5 AND (?5 <> ?0 OR ?6 = 'cancelled') AND during && ?3::tstzrange AND cents = 0 AND state NOT IN ('missed', 'cancelled'))`,
		in.InterpreterID, in.Mode, in.Language, in.During, in.Site, had, in.State).Scan(ctx, &speaks, &elsewhere, &pays)
	switch {
	case err != nil:
		return fmt.Errorf("look who is free: %w", err)
	case pays:
		return ErrShiftPays
	case in.State == ShiftCancelled:
		return nil
	case elsewhere:
		return ErrShift
	case !speaks:
		return ErrInput.With(errs.Field{Path: "interpreter", Code: "cannot"})
	}
	return nil
}

// ChangeShift gives a shift to somebody, or takes it one step on.
type ChangeShift struct {
	ID          uuid.UUID
	Version     int
	Interpreter *uuid.UUID // who does it from now on; nil: as before
	State       ShiftState // "": as before
}

var afterShift = map[ShiftState][]ShiftState{
	ShiftConfirmed: {ShiftPlanned}, ShiftRunning: {ShiftConfirmed}, ShiftDone: {ShiftRunning}, ShiftCancelled: {ShiftPlanned, ShiftConfirmed},
}

// ChangeShift changes a shift: given to another it must be confirmed anew. ErrShiftPays while bookings are paid by it.
func (s *Service) ChangeShift(ctx context.Context, in ChangeShift) (*Shift, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		row := new(Shift)
		if err := tx.NewSelect().Model(row).Where("id = ?", in.ID).For("UPDATE").Scan(ctx); err != nil {
			return db.NoRows(err, ErrNone, "read shift")
		}
		if row.Version != in.Version {
			return ErrConflict
		}
		had := row.InterpreterID
		err := row.change(in, tx.Now)
		if err == nil && row.State != ShiftRunning && row.State != ShiftDone {
			err = freeForTx(ctx, tx, row, had)
		}
		if err != nil {
			return err
		}
		row.Version++
		if _, err := tx.NewUpdate().Model(row).Column("interpreter_id", "state", "version").WherePK().Exec(ctx); err != nil {
			return db.MapConstraints(fmt.Errorf("change shift: %w", err), map[string]error{"shift_once": ErrShift})
		}
		tx.Notify(Topic)
		return s.Audit.RecordTx(ctx, tx, ShiftRecord(row.ID), "shift."+string(row.State), nil)
	})
	return s.shift(ctx, in.ID, err)
}

// change applies what is wanted, if the shift is so far. It can run from an hour before it begins.
func (row *Shift) change(in ChangeShift, now time.Time) error {
	if in.Interpreter != nil && (row.InterpreterID == nil || *row.InterpreterID != *in.Interpreter) {
		if row.State != ShiftPlanned && row.State != ShiftConfirmed {
			return ErrOver
		}
		row.InterpreterID, row.State = in.Interpreter, ShiftPlanned
	}
	switch {
	case in.State == "" || in.State == row.State:
		return nil
	case !slices.Contains(afterShift[in.State], row.State) || in.State == ShiftRunning && now.Before(row.During.From.Add(-time.Hour)):
		return ErrOver
	case row.InterpreterID == nil && in.State != ShiftCancelled:
		return ErrInput.With(errs.Field{Path: "interpreter", Code: "required"})
	}
	row.State = in.State
	return nil
}

// shift reads one after a change, unless that was in vain.
func (s *Service) shift(ctx context.Context, id uuid.UUID, err error) (*Shift, error) {
	if err != nil {
		return nil, err
	}
	row := new(Shift)
	err = s.DB.NewSelect().Model(row).Relation("Interpreter").Where("shift.id = ?", id).Scan(ctx)
	return row, db.NoRows(err, ErrNone, "read shift")
}

// Shifts are those that touch the days from one to another, both included; site "" is all houses and those at the phone.
func (s *Service) Shifts(ctx context.Context, site string, from, to clock.Date) ([]*Shift, error) {
	if to.Before(from) || from.DaysUntil(to) > 62 {
		return nil, ErrInput.With(errs.Field{Path: "to", Code: "too_late"})
	}
	list := []*Shift{}
	err := s.DB.NewSelect().Model(&list).Relation("Interpreter").Where("shift.during && ? AND shift.state <> 'cancelled'", Span{From: clock.Wall(from, 0, false), To: clock.Wall(to, 1440, true)}).
		Where("? IN ('', shift.site)", site).OrderExpr("lower(shift.during), shift.language, shift.id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read shifts: %w", err)
	}
	return list, nil
}

// OnDuty is who is on duty in a house at a moment: what the welcome desk shows. Who was not seen yet is among them, as confirmed.
func (s *Service) OnDuty(ctx context.Context, site string, at time.Time) ([]*Shift, error) {
	list := []*Shift{}
	err := s.DB.NewSelect().Model(&list).Relation("Interpreter").Where("shift.mode = 'on_site' AND shift.site = ?", site).
		Where("shift.state IN ('confirmed', 'running') AND shift.during @> ?::timestamptz", at).OrderExpr("shift.language, shift.id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read who is on duty: %w", err)
	}
	return list, nil
}
