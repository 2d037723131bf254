package letters

import (
	"context"
	"fmt"

	"github.com/ankunft/ankunft/platform/db"
)

// EraseTx removes all letters about a record, drafts and released ones, and returns the keys of their PDFs for the caller to
// delete from the store after the commit. What the audit knows stays: it holds ids and digests only.
func (s *Service) EraseTx(ctx context.Context, tx *db.Tx, about About) (objectKeys []string, err error) {
	var gone []row
	err = tx.NewSelect().Model(&gone).Where("about_kind = ? AND about_id = ?", about.Kind, about.ID).
		OrderExpr("id").For("UPDATE").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read letters to erase: %w", err)
	}
	for _, r := range gone {
		if r.ObjectKey != nil {
			objectKeys = append(objectKeys, *r.ObjectKey, mailCopyOf(*r.ObjectKey))
		}
		if _, err := tx.NewDelete().Model((*Letter)(nil)).Where("id = ?", r.ID).Exec(ctx); err != nil {
			return nil, fmt.Errorf("erase letter: %w", err)
		}
		if err := s.record(ctx, tx, r.ID, "erased", nil); err != nil {
			return nil, err
		}
	}
	return objectKeys, nil
}
