package persons

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/db"
)

// AccountsTx are the accounts that are, or were taken for, a person.
func (s *Service) AccountsTx(ctx context.Context, tx *db.Tx, person uuid.UUID) ([]uuid.UUID, error) {
	var found []uuid.UUID
	err := tx.NewRaw("SELECT DISTINCT account_id FROM persons.link WHERE person_id = ? AND state IN ('confirmed', 'pending') ORDER BY account_id", person).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("find accounts of person: %w", err)
	}
	return found, nil
}
