package duty

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// ownShift keeps to the shifts of the interpreter who is logged in.
const ownShift = "shift.interpreter_id = (SELECT i.id FROM linguists.interpreter_v1 i WHERE i.account_id = ? AND i.kind = 'person' AND i.state <> 'ended')"

// Mine are the viewer's shifts to come or under way, and those of the last days whose end nobody has noted yet.
func (s *Service) Mine(ctx context.Context) ([]*Shift, error) {
	v, now := identity.ViewerFrom(ctx), s.DB.Clock.Now()
	list := []*Shift{}
	if !v.LoggedIn() {
		return list, nil
	}
	err := s.DB.NewSelect().Model(&list).Relation("Interpreter").Where(ownShift, v.AccountID).Where("shift.state IN ('planned', 'confirmed', 'running')").
		Where("upper(shift.during) > ?", now.AddDate(0, 0, -30)).OrderExpr("lower(shift.during), shift.id").Limit(page.Max).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read own shifts: %w", err)
	}
	return list, nil
}

// Answer is an interpreter who confirms a shift of theirs, or declines it: then it is open again, and its money is free. What is confirmed the office alone can change.
// ErrOver where it is not asked any more.
func (s *Service) Answer(ctx context.Context, id uuid.UUID, version int, comes bool) (*Shift, error) {
	return s.change(ctx, id, version, ownShift, func(ctx context.Context, tx *db.Tx, row *Shift) error {
		if row.State != Planned || !tx.Now.Before(row.During.To) {
			return ErrOver
		}
		if comes {
			row.State = Confirmed
			return nil
		}
		if err := s.Audit.RecordTx(ctx, tx, Record(row.ID), "shift.declined", nil); err != nil {
			return err
		}
		row.InterpreterID, row.Blocked, row.Cents = nil, row.During, 0
		return s.Budgets.FreeTx(ctx, tx, Record(row.ID))
	}, identity.ViewerFrom(ctx).AccountID)
}

// PlaceOf is where a shift is, in words; "" by phone or video.
func (s *Service) PlaceOf(ctx context.Context, row *Shift) string {
	if row.Site == "" || s.Place == nil {
		return row.Site
	}
	return s.Place(ctx, row.Site)
}

// EraseInterpreterTx leaves shifts as figures. ErrConflict while somebody is on duty, or asked to be.
func (s *Service) EraseInterpreterTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	busy, err := tx.NewSelect().Model((*Shift)(nil)).Where("interpreter_id = ? AND state IN ('planned', 'confirmed', 'running')", id).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look for duty: %w", err)
	}
	if busy {
		return ErrConflict
	}
	return nil
}
