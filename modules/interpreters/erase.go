package interpreters

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/db"
)

// EraseInterpreterTx forgets when somebody could, and what they said when they were asked; what was booked stays, as a figure. ErrConflict while they are asked or
// booked.
func (s *Service) EraseInterpreterTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	var busy bool
	err := tx.NewRaw(`SELECT EXISTS (SELECT FROM interpreters.offer o JOIN interpreters.request r ON r.id = o.request_id WHERE o.interpreter_id = ?0
  AND o.state IN ('waiting', 'offered') AND r.state IN ('open', 'filled'))
OR EXISTS (SELECT FROM interpreters.assignment WHERE interpreter_id = ?0 AND state IN ('held', 'booked', 'arrived', 'started'))`, id).Scan(ctx, &busy)
	if err != nil {
		return fmt.Errorf("look what is left to do: %w", err)
	}
	if busy {
		return ErrConflict
	}
	for _, statement := range []string{
		"DELETE FROM interpreters.hours WHERE interpreter_id = ?", "DELETE FROM interpreters.away WHERE interpreter_id = ?", "DELETE FROM interpreters.availability WHERE interpreter_id = ?",
		"UPDATE interpreters.offer SET reason = '' WHERE interpreter_id = ? AND reason <> ''",
		"UPDATE interpreters.assignment SET reason = '', version = version + 1 WHERE interpreter_id = ? AND reason <> ''",
	} {
		if _, err := tx.NewRaw(statement, id).Exec(ctx); err != nil {
			return fmt.Errorf("erase times of interpreter: %w", err)
		}
	}
	return nil
}
