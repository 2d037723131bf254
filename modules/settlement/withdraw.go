package settlement

import (
	"context"
	"fmt"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
)

// WithdrawTx takes back the claim about what was not as it was noted. None is no fault; ErrOver once somebody has claimed, billed or confirmed it.
func (s *Service) WithdrawTx(ctx context.Context, tx *db.Tx, about audit.Record) error {
	var list []*Claim
	err := tx.NewSelect().Model(&list).ColumnExpr("c.*").ColumnExpr(billed+" AS billed").Where("c.about_kind = ? AND c.about_id = ?", about.Kind, about.ID).For("UPDATE OF c").Scan(ctx)
	if err != nil {
		return fmt.Errorf("read claim: %w", err)
	}
	for _, c := range list {
		if c.State != ClaimOpen || c.ReportedAt != nil || c.Billed {
			return ErrOver
		}
		if err := s.tellTx(ctx, tx, c, "claim.withdrawn"); err != nil {
			return err
		}
		if _, err := tx.NewDelete().Model(c).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("withdraw claim: %w", err)
		}
	}
	return nil
}
