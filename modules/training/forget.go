package training

import (
	"cmp"
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// Days after which is forgotten what nobody needs any more, where the city says nothing else.
const (
	reasonDays = 180
	paperDays  = 90
)

// forgetTx forgets why somebody was free of something, some time after they are no more, and certificates that proved nothing, with their papers. The trail keeps that they were.
func (s *Service) forgetTx(ctx context.Context, tx *db.Tx) error {
	today := clock.Today(tx.Now)
	_, err := tx.NewRaw("UPDATE training.exception SET reason = '' WHERE reason <> '' AND coalesce(ended_on, until_on) < ?", today.AddDays(-cmp.Or(s.ReasonDays, reasonDays))).Exec(ctx)
	if err != nil {
		return fmt.Errorf("forget reasons: %w", err)
	}
	var gone []uuid.UUID
	err = tx.NewRaw("DELETE FROM training.certificate WHERE state IN ('rejected', 'withdrawn') AND decided_at < ? RETURNING id", tx.Now.AddDate(0, 0, -cmp.Or(s.PaperDays, paperDays))).Scan(ctx, &gone)
	if err != nil {
		return fmt.Errorf("forget certificates: %w", err)
	}
	for _, id := range gone {
		if err := s.Documents.EraseSubjectTx(ctx, tx, paperOf(id)); err != nil {
			return err
		}
	}
	return nil
}
