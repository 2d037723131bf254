package quality

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

const (
	remarkYears = 3 // so long remarks are kept
	namedYears  = 1 // so long after it was settled it is known who complained
)

// alone keeps everybody else from writing what is blended until the end of the transaction; reading goes on.
const alone = "LOCK TABLE quality.asked, quality.tally, quality.remark IN EXCLUSIVE MODE"

// blend writes rows anew, all by one transaction and in an order that tells nothing. Who may read the database's own columns (xmin, ctid) sees neither which answer was written
// together with which mark that somebody has answered, nor which came first.
var blend = []string{
	"WITH gone AS (DELETE FROM quality.asked RETURNING *) INSERT INTO quality.asked SELECT * FROM gone ORDER BY assignment_id, side",
	`WITH gone AS (DELETE FROM quality.tally WHERE half_year >= ?0 RETURNING *)
INSERT INTO quality.tally SELECT * FROM gone ORDER BY interpreter_id, half_year, side, question, value`,
	"WITH gone AS (DELETE FROM quality.remark WHERE half_year >= ?0 RETURNING *) INSERT INTO quality.remark SELECT * FROM gone ORDER BY id",
}

// Daily forgets what is over, blends what was answered and reminds of complaints that are late. It may run as often as it likes.
func (s *Service) Daily(ctx context.Context) error { return errors.Join(s.tend(ctx), s.remind(ctx)) }

func (s *Service) tend(ctx context.Context) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		today := clock.Today(tx.Now)
		if _, err := tx.NewRaw(alone).Exec(ctx); err != nil {
			return fmt.Errorf("keep others from writing: %w", err)
		}
		for _, forget := range []struct {
			statement string
			before    any
		}{
			{"DELETE FROM quality.asked WHERE valid_until <= ?", tx.Now},
			{"DELETE FROM quality.remark WHERE half_year < ?", halfYear(today.AddYears(-remarkYears))},
			{"UPDATE quality.complaint SET name = '', email = '', language = 'de', version = version + 1 WHERE email <> '' AND settled_on < ?", today.AddYears(-namedYears)},
		} {
			if _, err := tx.NewRaw(forget.statement, forget.before).Exec(ctx); err != nil {
				return fmt.Errorf("forget what is over: %w", err)
			}
		}
		touched := halfYear(halfYear(today).AddDays(-1)) // nothing older changes any more
		for _, statement := range blend {
			if _, err := tx.NewRaw(statement, touched).Exec(ctx); err != nil {
				return fmt.Errorf("blend answers: %w", err)
			}
		}
		return nil
	})
}

// EraseInterpreterTx forgets what was said of somebody who is erased for good, and what they said to complaints; that there were some stays. ErrConflict while a complaint about them
// is open: somebody waits for its end.
func (s *Service) EraseInterpreterTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	open, err := tx.NewSelect().Model((*Complaint)(nil)).Where("c.interpreter_id = ? AND c.state <> ?", id, Settled).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look for complaints: %w", err)
	}
	if open {
		return ErrConflict
	}
	for _, statement := range []string{
		"DELETE FROM quality.asked a USING interpreters.talk_v1 t WHERE t.id = a.assignment_id AND t.interpreter_id = ?",
		"DELETE FROM quality.tally WHERE interpreter_id = ?",
		"DELETE FROM quality.remark WHERE interpreter_id = ?",
		"UPDATE quality.complaint SET text = '', said = '', measure = '', name = '', email = '', version = version + 1 WHERE interpreter_id = ?",
	} {
		if _, err := tx.NewRaw(statement, id).Exec(ctx); err != nil {
			return fmt.Errorf("erase what was said of an interpreter: %w", err)
		}
	}
	return nil
}

// EraseTx removes the mails that asked somebody who is erased for good. What they answered cannot be told from what others did.
func (s *Service) EraseTx(ctx context.Context, tx *db.Tx, rec audit.Record) error {
	return s.Messages.EraseTx(ctx, tx, AskedRecord(rec.ID))
}
