package identity

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/db"
)

// EraseTx removes an applicant's account with its sessions and links: the same person may begin anew, as somebody new. Accounts of staff stay,
// for they stand in the trail of what others asked for.
func (s *Service) EraseTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	_, err := tx.NewRaw("DELETE FROM identity.login_link WHERE email <> '' AND email = (SELECT lower(email) FROM identity.account WHERE id = ? AND kind = 'applicant')", id).Exec(ctx)
	if err != nil {
		return fmt.Errorf("erase login links: %w", err)
	}
	res, err := tx.NewDelete().Model((*Account)(nil)).Where("id = ? AND kind = ?", id, KindApplicant).Exec(ctx)
	if err := db.One(res, err, ErrNoAccount, "erase account"); err != nil {
		return err
	}
	return s.audit.RecordTx(ctx, tx, accountRecord(&Account{ID: id}), "account.erased", nil)
}
