package duty

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// State is how far a shift is.
type State string

// The states.
const (
	Planned   State = "planned" // open, or given to somebody who has not answered
	Confirmed State = "confirmed"
	Running   State = "running" // they are there
	Done      State = "done"
	Missed    State = "missed" // they did not come
	Cancelled State = "cancelled"
)

// Shift is duty in the house or at the phone for a language.
type Shift struct {
	bun.BaseModel `bun:"table:duty.shift,alias:shift"`

	ID            uuid.UUID `bun:",pk"`
	InterpreterID *uuid.UUID
	Language      string
	Mode          linguists.Mode
	Site          string // on site alone
	During        clock.Span
	Blocked       clock.Span // with the way there and back
	State         State
	Team          string // whose budget bears it
	CostCentre    string
	Cents         int64 // bound
	Version       int

	Interpreter *linguists.Who `bun:"rel:belongs-to,join:interpreter_id=id"`
}

// Record names a shift in the trail; about it money is bound.
func Record(id uuid.UUID) audit.Record { return audit.Record{Kind: "shift", ID: id} }

// Topic hints that something changed in what is planned.
const Topic = "interpreting"

// PlanShift plans duty by the clocks of the city: minutes after midnight of a day, beyond 1440 on the next.
type PlanShift struct {
	Key                  uuid.UUID // becomes its id: the same once
	Language             string
	Mode                 linguists.Mode
	Site                 string
	Day                  clock.Date
	FromMinute, ToMinute int
	Interpreter          *uuid.UUID
	Team, CostCentre     string
	Approval             string // why the budget may be exceeded, for who may allow that
}

// Plan plans a shift, open or for somebody: they are asked, and the money is bound. ErrInput tells all that is wrong.
func (s *Service) Plan(ctx context.Context, in PlanShift) (*Shift, error) {
	span := clock.Span{From: clock.Wall(in.Day, in.FromMinute, false), To: clock.Wall(in.Day, in.ToMinute, true)}
	if err := s.check(ctx, &in, span); err != nil {
		return nil, err
	}
	approval, err := s.Budgets.Approve(ctx, in.Team, in.Approval, "approval")
	if err != nil {
		return nil, err
	}
	row := &Shift{
		ID: in.Key, InterpreterID: in.Interpreter, Language: in.Language, Mode: in.Mode, During: span, Blocked: span, State: Planned, Team: in.Team, CostCentre: in.CostCentre, Version: 1,
	}
	if in.Mode == linguists.OnSite {
		row.Site = in.Site
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		there, err := tx.NewSelect().Model((*Shift)(nil)).Where("id = ?", row.ID).Exists(ctx)
		if err != nil || there {
			return err // planned before
		}
		if err := s.giveTx(ctx, tx, row, nil, approval); err != nil {
			return err
		}
		res, err := tx.NewInsert().Model(row).On("CONFLICT (id) DO NOTHING").Exec(ctx)
		if err := db.One(res, err, ErrConflict, "plan shift"); err != nil {
			return db.MapConstraints(err, constraints)
		}
		tx.Notify(Topic)
		return s.Audit.RecordTx(ctx, tx, Record(row.ID), "shift.planned", audit.Details{"language": row.Language})
	})
	return s.shift(ctx, in.Key, err)
}

// constraints of the table, as the module's errors.
var constraints = map[string]error{"shift_once": ErrOverlaps, "shift_way": ErrOverlaps}

func (s *Service) check(ctx context.Context, in *PlanShift, span clock.Span) error {
	var f errs.Faults
	f.Need(in.Key != uuid.Nil, "key", "required")
	f.Need(linguists.KnownLanguage(in.Language), "language", "unknown")
	f.Need(slices.Contains(s.Modes, in.Mode), "mode", "unknown")
	f.Need(in.Mode != linguists.OnSite || in.Site != "", "site", "required")
	f.Need(in.FromMinute >= 0 && in.FromMinute < 1440 && in.ToMinute <= 2880 && span.From.Before(span.To) && span.To.Sub(span.From) <= 16*time.Hour, "toMinute", "no_time")
	f.Need(s.DB.Clock.Now().Before(span.To), "day", "past")
	f.Need(in.Team != "" && identity.ViewerFrom(ctx).CanInTeam(ActionPlan, in.Team) && (s.Budgets.Teams == nil || slices.Contains(s.Budgets.Teams, in.Team)), "team", "unknown")
	f.Fits(in.CostCentre, 40, "costCentre")
	return f.As(ErrInput)
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
	err := s.DB.NewSelect().Model(&list).Relation("Interpreter").Where("shift.during && ? AND shift.state <> 'cancelled'", clock.Span{From: clock.Wall(from, 0, false), To: clock.Wall(to, 1440, true)}).
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
