package duty

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// ChangeShift gives a shift to somebody, or takes it one step on.
type ChangeShift struct {
	ID          uuid.UUID
	Version     int
	Interpreter *uuid.UUID // who does it from now on; nil: as before
	State       State      // "": as before
	Approval    string     // as in PlanShift
}

// after says from which states a shift comes to one. Whom nobody saw come is done only when somebody says so.
var after = map[State][]State{
	Confirmed: {Planned}, Running: {Confirmed}, Done: {Running, Confirmed}, Missed: {Confirmed, Running}, Cancelled: {Planned, Confirmed},
}

// Change changes a shift: given to another it must be confirmed anew. ErrPays while bookings are paid by it.
func (s *Service) Change(ctx context.Context, in ChangeShift) (*Shift, error) {
	return s.change(ctx, in.ID, in.Version, "1 = 1", func(ctx context.Context, tx *db.Tx, row *Shift) error {
		given := in.Interpreter != nil && (row.InterpreterID == nil || *row.InterpreterID != *in.Interpreter)
		if given {
			if err := s.handTx(ctx, tx, row, in); err != nil {
				return err
			}
		}
		if in.State == "" || in.State == row.State {
			return nil
		}
		return s.stepTx(ctx, tx, row, in.State)
	})
}

// handTx gives a shift to another, who must confirm it. Who gives it binds money of its team.
func (s *Service) handTx(ctx context.Context, tx *db.Tx, row *Shift, in ChangeShift) error {
	if row.State != Planned && row.State != Confirmed {
		return ErrOver
	}
	if err := ownTeam(ctx, row); err != nil {
		return err
	}
	approval, err := s.Budgets.Approve(ctx, row.Team, in.Approval, "approval")
	if err != nil {
		return err
	}
	had := row.InterpreterID
	row.InterpreterID, row.State = in.Interpreter, Planned
	return s.giveTx(ctx, tx, row, had, approval)
}

// ownTeam refuses who may not plan in the team that bears a shift.
func ownTeam(ctx context.Context, row *Shift) error {
	if row.Team != "" && !identity.ViewerFrom(ctx).CanInTeam(ActionPlan, row.Team) {
		return ErrInput.With(errs.Field{Path: "team", Code: "unknown"})
	}
	return nil
}

// stepTx takes a shift one step on. It can run from an hour before it begins; it is missed once it has begun, and done once it is over, for it is paid as planned, or until
// who runs it is let go. In every team one may say that somebody is there; who takes the pay from a shift does so in their own.
func (s *Service) stepTx(ctx context.Context, tx *db.Tx, row *Shift, to State) error {
	if to == Done && row.State == Running && row.During.From.Before(tx.Now) && tx.Now.Before(row.During.To) {
		return s.letGoTx(ctx, tx, row)
	}
	early := to == Running && tx.Now.Before(row.During.From.Add(-time.Hour)) || to == Missed && tx.Now.Before(row.During.From) ||
		to == Done && tx.Now.Before(row.During.To)
	switch {
	case early || !slices.Contains(after[to], row.State):
		return ErrOver
	case row.InterpreterID == nil && to != Cancelled:
		return ErrInput.With(errs.Field{Path: "interpreter", Code: "required"})
	}
	row.State = to
	if to != Cancelled && to != Missed {
		return nil
	}
	if err := ownTeam(ctx, row); err != nil {
		return err
	}
	if err := s.freeForTx(ctx, tx, row, row.InterpreterID); err != nil {
		return err
	}
	if to == Cancelled && row.InterpreterID != nil {
		if err := s.tellTx(ctx, tx, row, messages.TemplateDutyCancelled, *row.InterpreterID); err != nil {
			return err
		}
	}
	row.Cents = 0
	return s.Budgets.FreeTx(ctx, tx, Record(row.ID))
}

// letGoTx ends a shift that runs before its end: it is paid until now. ErrPays while bookings under way or to come would not be paid without the rest of it.
func (s *Service) letGoTx(ctx context.Context, tx *db.Tx, row *Shift) error {
	if err := ownTeam(ctx, row); err != nil {
		return err
	}
	rest := *row
	rest.State, rest.During.From = Done, tx.Now
	if err := s.freeForTx(ctx, tx, &rest, row.InterpreterID); err != nil {
		return err
	}
	left := rest.During.To.Sub(tx.Now)
	row.State, row.During.To, row.Blocked.To = Done, tx.Now, row.Blocked.To.Add(-left)
	terms, err := linguists.TermsOf(ctx, tx, *row.InterpreterID)
	if err != nil {
		return err
	}
	return s.bindTx(ctx, tx, row, terms, nil)
}

// change does something to a shift that meets a condition, if nobody else was faster.
func (s *Service) change(ctx context.Context, id uuid.UUID, version int, where string, do func(context.Context, *db.Tx, *Shift) error, args ...any) (*Shift, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		row := new(Shift)
		if err := tx.NewSelect().Model(row).Where("shift.id = ?", id).Where(where, args...).For("UPDATE").Scan(ctx); err != nil {
			return db.NoRows(err, ErrNone, "read shift")
		}
		if row.Version != version {
			return ErrConflict
		}
		row.Version++
		if err := do(ctx, tx, row); err != nil {
			return err
		}
		if _, err := tx.NewUpdate().Model(row).Column("interpreter_id", "during", "blocked", "state", "cents", "version").WherePK().Exec(ctx); err != nil {
			return db.MapConstraints(fmt.Errorf("change shift: %w", err), constraints)
		}
		tx.Notify(Topic)
		return s.Audit.RecordTx(ctx, tx, Record(row.ID), "shift."+string(row.State), nil)
	})
	return s.shift(ctx, id, err)
}

// Daily calls off what nobody has taken or confirmed until its end, and ends what ran. Who was confirmed and not seen waits for somebody who says whether they came. As
// often as one likes.
func (s *Service) Daily(ctx context.Context) error {
	var over []*Shift
	err := s.DB.NewSelect().Model(&over).Where("state IN ('planned', 'running') AND upper(during) < ?", s.DB.Clock.Now()).OrderExpr("lower(during), id").Limit(500).Scan(ctx)
	if err != nil {
		return fmt.Errorf("find shifts that are over: %w", err)
	}
	for _, row := range over {
		_, err := s.change(ctx, row.ID, row.Version, "1 = 1", func(ctx context.Context, tx *db.Tx, row *Shift) error {
			if row.State == Running {
				row.State = Done
				return nil
			}
			row.State, row.Cents = Cancelled, 0
			return s.Budgets.FreeTx(ctx, tx, Record(row.ID))
		})
		if err := errs.Ignore(err, ErrConflict); err != nil {
			return err
		}
	}
	return nil
}
