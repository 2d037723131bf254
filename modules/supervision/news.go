package supervision

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
)

// ledPath is where a supervisor finds who comes.
const ledPath = "/supervision"

// newsTx tells members of staff that something is there for them.
func (s *Service) newsTx(ctx context.Context, tx *db.Tx, accounts []uuid.UUID) error {
	to, err := identity.Addresses(ctx, tx, accounts)
	if err != nil {
		return err
	}
	for _, a := range to {
		if err := s.Messages.NotifyTx(ctx, tx, messages.News(a, messages.StaffNewsPath)); err != nil {
			return err
		}
	}
	return nil
}
