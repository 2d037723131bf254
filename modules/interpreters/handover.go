package interpreters

import (
	"cmp"
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// HandOverTx gives a booking to somebody else who can, at their price: whoever had it is free in the same transaction, so that somebody comes at every moment. By and reason
// stand with the old booking, and what it costs where the office calls it off late. ErrOver once it should have begun, where it is off, and where the budget does not bear
// it; ErrTaken where they cannot (any more).
func (s *Service) HandOverTx(ctx context.Context, tx *db.Tx, assignment, to uuid.UUID, by, reason string) (*Assignment, error) {
	r, a, err := assignedTx(ctx, tx, assignment, requestTx)
	if err != nil {
		return nil, err
	}
	if a.State != Booked || r.Urgent || !tx.Now.Before(a.During.From) {
		return nil, ErrOver
	}
	var late Late
	if by == "office" {
		if late, err = s.late(ctx, tx, r, a, tx.Now); err != nil {
			return nil, err
		}
	}
	if err := s.cancelTx(ctx, tx, r, a, by, reason, late.Cents); err != nil {
		return nil, err
	}
	able, err := s.whoCanTx(ctx, tx, r.Wanted(), search{only: []uuid.UUID{to}})
	if err != nil || len(able) == 0 || able[0].Kind != linguists.KindPerson {
		return nil, cmp.Or(err, error(ErrTaken))
	}
	o := &Offer{ID: ids.New(), RequestID: r.ID, InterpreterID: to, State: OfferAccepted, Cents: able[0].Cents, OfferedAt: &tx.Now, Until: &a.During.From, AnsweredAt: &tx.Now}
	_, err = tx.NewInsert().Model(o).On("CONFLICT ON CONSTRAINT offer_once DO UPDATE").Set("state = excluded.state, cents = excluded.cents, answered_at = excluded.answered_at, reason = ''").
		Returning("id, rank").Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("note who takes it over: %w", err)
	}
	o.Interpreter = &Who{ID: to, Kind: able[0].Kind, TravelMinutes: able[0].terms.TravelMinutes}
	b, err := s.bookTx(ctx, tx, r, o, nil)
	if noMoney(err) {
		err = ErrOver
	}
	return b, err
}
