package swaps

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
)

const (
	swapPath   = "/interpreting/swap"
	ownPath    = "/interpreting"
	officePath = "/office/interpreters/requests"
)

// take is what decides who has it: one row that one of many turns.
const take = `UPDATE swaps.swap w SET state = 'taken', taken_by = k.interpreter_id, taken_at = ? FROM swaps.asked k
WHERE k.id = ? AND w.id = k.swap_id AND w.state = 'open' AND k.state <> 'accepted' RETURNING w.*`

// Accept takes a booking over by the link that the mail brought: the first who accepts has it. Twice is no fault. ErrTaken when a colleague was faster or whoever accepts is
// taken, ErrOver when nobody is sought any more.
func (s *Service) Accept(ctx context.Context, token string) (*interpreters.Managed, error) {
	id, err := s.opened(token)
	if err != nil {
		return nil, err
	}
	var booked uuid.UUID
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		w := new(Swap)
		err := db.NoRows(tx.NewRaw(take, tx.Now, id).Scan(ctx, w), ErrOver, "take booking over")
		if errors.Is(err, ErrOver) {
			booked, err = acceptedTx(ctx, tx, id)
			return err
		}
		if err != nil {
			return err
		}
		a, err := s.Interpreters.HandOverTx(ctx, tx, w.AssignmentID, *w.TakenBy, "interpreter", "swapped")
		if err != nil {
			return ours(err)
		}
		booked, w.NewAssignmentID = a.ID, &a.ID
		if _, err := tx.NewRaw("UPDATE swaps.asked SET state = 'accepted', answered_at = ? WHERE id = ?", tx.Now, id).Exec(ctx); err != nil {
			return fmt.Errorf("note who accepted: %w", err)
		}
		if err := w.saveTx(ctx, tx); err != nil {
			return err
		}
		if err := s.tellTx(ctx, tx, w, "taken"); err != nil {
			return err
		}
		return s.tellAllTx(ctx, tx, w, a)
	})
	if err != nil {
		return nil, err
	}
	return s.Interpreters.ManageByID(ctx, booked)
}

// ours says in the words of this room what the room below says of a booking.
func ours(err error) error {
	switch {
	case errors.Is(err, interpreters.ErrTaken):
		return ErrTaken
	case errors.Is(err, interpreters.ErrOver):
		return ErrOver
	}
	return err
}

// acceptedTx is the booking of who accepts twice; for others it is taken or over.
func acceptedTx(ctx context.Context, tx *db.Tx, asked uuid.UUID) (uuid.UUID, error) {
	var row struct {
		State, Answer string
		Booked        *uuid.UUID
	}
	err := tx.NewRaw("SELECT w.state, k.state AS answer, w.new_assignment_id AS booked FROM swaps.asked k JOIN swaps.swap w ON w.id = k.swap_id WHERE k.id = ?", asked).Scan(ctx, &row)
	switch {
	case err != nil:
		return uuid.Nil, db.NoRows(err, ErrNone, "read swap")
	case State(row.State) != Taken:
		return uuid.Nil, ErrOver
	case AskedState(row.Answer) != Accepted || row.Booked == nil:
		return uuid.Nil, ErrTaken
	}
	return *row.Booked, nil
}

// tellAllTx tells who is free now, and the team.
func (s *Service) tellAllTx(ctx context.Context, tx *db.Tx, w *Swap, a *interpreters.Assignment) error {
	r := new(interpreters.Request)
	if err := tx.NewSelect().Model(r).Where("r.id = ?", w.RequestID).Scan(ctx); err != nil {
		return fmt.Errorf("read request: %w", err)
	}
	if err := s.mailTx(ctx, tx, messages.TemplateInterpretingSwapped, w, r, w.InterpreterID); err != nil || s.Team == nil {
		return err
	}
	team, err := s.Team(ctx, a.Team)
	if err != nil {
		return fmt.Errorf("find team: %w", err)
	}
	for i, to := range team {
		n := s.Interpreters.Notice(messages.TemplateInterpretingSwapTold, r, to)
		n.Key, n.Path = fmt.Sprintf("%s:%s:%d", n.Template, w.ID, i), officePath
		if err := s.Messages.NotifyTx(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) mailTx(ctx context.Context, tx *db.Tx, template messages.Template, w *Swap, r *interpreters.Request, who uuid.UUID) error {
	to, err := linguists.Addresses(ctx, tx, []uuid.UUID{who})
	if err != nil {
		return err
	}
	n := s.Interpreters.Notice(template, r, to[who])
	n.Key, n.Path = n.Template+":"+w.ID.String(), ownPath
	return s.Messages.NotifyTx(ctx, tx, n)
}

// Decline says that one does not take it; when all have, whoever seeks is told by their page. What is over needs no answer.
func (s *Service) Decline(ctx context.Context, token string) error {
	id, err := s.opened(token)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		w := new(Swap)
		err := tx.NewSelect().Model(w).Where("w.id = (SELECT swap_id FROM swaps.asked WHERE id = ?)", id).For("UPDATE").Scan(ctx)
		if err := db.NoRows(err, ErrNone, "read swap"); err != nil || w.State != Open {
			return err
		}
		var left bool
		err = tx.NewRaw(`WITH gone AS (UPDATE swaps.asked SET state = 'declined', answered_at = ?0 WHERE id = ?1)
SELECT EXISTS (SELECT FROM swaps.asked WHERE swap_id = ?2 AND id <> ?1 AND state = 'asked')`, tx.Now, id, w.ID).Scan(ctx, &left)
		if err != nil {
			return fmt.Errorf("decline: %w", err)
		}
		if left {
			return nil
		}
		w.State = Declined
		if err := w.saveTx(ctx, tx); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, w, "declined")
	})
}

// Undo gives a booking back to who had it, in the name of a viewer who may book for the team: as long as it has not begun, and they are free. Twice is no fault.
func (s *Service) Undo(ctx context.Context, id uuid.UUID) (*Seen, error) {
	v := identity.ViewerFrom(ctx)
	teams, all := v.TeamsFor("interpreters.book")
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		w := new(Swap)
		err := tx.NewSelect().Model(w).Join("JOIN interpreters.own_v1 AS o ON o.id = w.assignment_id").Where("w.id = ?", id).
			Where("? OR o.team IN (?)", all, bun.List(append(teams, ""))).For("UPDATE OF w").Scan(ctx)
		if err := db.NoRows(err, ErrNone, "read swap"); err != nil || w.State == Undone {
			return err
		}
		if w.State != Taken || w.NewAssignmentID == nil {
			return ErrOver
		}
		if _, err := s.Interpreters.HandOverTx(ctx, tx, *w.NewAssignmentID, w.InterpreterID, "office", "swap_undone"); err != nil {
			return ours(err)
		}
		w.State, w.UndoneBy, w.UndoneAt = Undone, &v.AccountID, &tx.Now
		if err := w.saveTx(ctx, tx); err != nil {
			return err
		}
		tx.Notify(interpreters.OwnTopic(*w.TakenBy))
		if err := s.tellTx(ctx, tx, w, "undone"); err != nil {
			return err
		}
		r := new(interpreters.Request)
		if err := tx.NewSelect().Model(r).Where("r.id = ?", w.RequestID).Scan(ctx); err != nil {
			return fmt.Errorf("read request: %w", err)
		}
		return s.mailTx(ctx, tx, messages.TemplateInterpretingSwapUndone, w, r, *w.TakenBy)
	})
	if err != nil {
		return nil, err
	}
	return s.seen(ctx, id)
}
