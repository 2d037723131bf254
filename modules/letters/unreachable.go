package letters

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// UnreachableTx sends by post what a person cannot be told of any more, because notices to them do not arrive: letters in the portal
// that nobody has opened, if they came out at since or later (that is what the notice was about), or if their service still waits for
// being opened. It returns how many go into the print queue now, and how many cannot, for want of an address. It can be repeated.
func (s *Service) UnreachableTx(ctx context.Context, tx *db.Tx, about About, since time.Time) (printed, homeless int, err error) {
	var open []uuid.UUID
	err = tx.NewSelect().Model((*Letter)(nil)).Column("id").
		Where("about_kind = ? AND about_id = ? AND state = 'released' AND dispatch = 'portal' AND retrieved_at IS NULL", about.Kind, about.ID).
		Where("served_on IS NULL OR served_on > ?", clock.Today(tx.Now)).
		Where("released_at >= ? OR regime <> ''", since).OrderExpr("id").Scan(ctx, &open)
	if err != nil {
		return 0, 0, fmt.Errorf("look for letters in the portal: %w", err)
	}
	for _, id := range open {
		r, err := s.lock(ctx, tx, id)
		if err != nil {
			return 0, 0, err
		}
		var w words
		if err := json.Unmarshal(r.Data, &w); err != nil {
			return 0, 0, fmt.Errorf("read letter %s: %w", id, err)
		}
		switch {
		case r.Dispatch != ByPortal || r.RetrievedAt != nil: // opened, or sent, meanwhile
		case len(w.Recipient.Lines) == 0:
			homeless++
		default:
			if err := s.divertTx(ctx, tx, r, "unreachable"); err != nil {
				return 0, 0, err
			}
			printed++
		}
	}
	return printed, homeless, nil
}
