package applications

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/db"
)

// OthersTx are the people who applied in these sittings besides the given ones: one seal holds them all, so they are erased together.
func (s *Service) OthersTx(ctx context.Context, tx *db.Tx, sittings, people []ID) ([]ID, error) {
	var others []ID
	if len(sittings) == 0 || len(people) == 0 {
		return others, nil
	}
	err := tx.NewSelect().Model((*Application)(nil)).ColumnExpr("DISTINCT person_id").
		Where("sitting_id IN (?) AND person_id IS NOT NULL AND person_id NOT IN (?)", bun.List(sittings), bun.List(people)).
		OrderExpr("person_id").Scan(ctx, &others)
	if err != nil {
		return nil, fmt.Errorf("find family of sitting: %w", err)
	}
	return others, nil
}

// EraseTx removes sittings that were handed in, with answers and seal. Their cases are gone already; papers hang on those.
func (s *Service) EraseTx(ctx context.Context, tx *db.Tx, sittings []ID) error {
	for _, id := range sittings {
		if _, err := tx.NewRaw("DELETE FROM applications.seal WHERE sitting_id = ?", id).Exec(ctx); err != nil {
			return fmt.Errorf("erase seal: %w", err)
		}
		sit := &Sitting{ID: id}
		if err := tx.NewSelect().Model(&sit.Applications).Where("sitting_id = ?", id).Scan(ctx); err != nil {
			return fmt.Errorf("erase sitting: %w", err)
		}
		if err := s.deleteTx(ctx, tx, sit, "sitting.erased"); err != nil {
			return err
		}
	}
	return nil
}

// EraseDraftsTx removes the drafts of an account.
func (s *Service) EraseDraftsTx(ctx context.Context, tx *db.Tx, account ID) error {
	var drafts []ID
	err := tx.NewSelect().Model((*Sitting)(nil)).Column("id").Where("account_id = ? AND state = ?", account, Draft).OrderExpr("id").Scan(ctx, &drafts)
	if err != nil {
		return fmt.Errorf("find drafts of account: %w", err)
	}
	return s.EraseTx(ctx, tx, drafts)
}
