package linguists

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
)

// Nameless stands where the name of somebody stood who was erased.
const Nameless = "gelöscht"

// EraseInterpreterTx forgets for good who somebody of the directory was (GDPR Art. 17): name, addresses, what an invoice needs, languages, proofs, ties, what they told. That
// there was somebody stays, so that bookings remain figures. Whoever calls has seen that nothing is left to be done or paid.
func (s *Service) EraseInterpreterTx(ctx context.Context, tx *db.Tx, id uuid.UUID, reason string) error {
	i, err := getTx(ctx, tx, id)
	if err != nil {
		return err
	}
	gone := &Interpreter{
		ID: i.ID, Kind: i.Kind, AgencyID: i.AgencyID, Name: Nameless, Modes: []Mode{}, Subjects: []string{}, Sites: []string{}, Language: "de", State: StateEnded,
		Version: i.Version + 1, CreatedAt: i.CreatedAt,
	}
	if _, err := tx.NewUpdate().Model(gone).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("erase interpreter: %w", err)
	}
	for _, table := range []string{"linguists.skill", "linguists.proof", "linguists.bias", "linguists.change"} {
		if _, err := tx.NewRaw("DELETE FROM ? WHERE interpreter_id = ?", bun.Ident(table), id).Exec(ctx); err != nil {
			return fmt.Errorf("erase what was known of an interpreter: %w", err)
		}
	}
	return s.record(ctx, tx, id, "interpreter.erased", audit.Details{"reason": reason})
}
