package identity

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// ErrOwnLock says that nobody locks or unlocks the own account: so one administrator is always left.
var ErrOwnLock = errs.New(errs.Forbidden, "identity.own_lock")

// LockAccount names a member of staff who is to be locked out.
type LockAccount struct{ Account uuid.UUID }

// UnlockAccount names a member of staff who may log in again.
type UnlockAccount struct{ Account uuid.UUID }

// Lock locks a member of staff out at once, whatever the provider says of them: their sessions end, their next request and their calendar find
// nobody, the next login is ErrDisabled. Their grants stay. Again changes nothing.
func (s *Service) Lock(ctx context.Context, in LockAccount) (StaffAccount, error) {
	return s.setLock(ctx, in.Account, true)
}

// Unlock lets a member of staff log in again. What was ended stays ended. Again changes nothing.
func (s *Service) Unlock(ctx context.Context, in UnlockAccount) (StaffAccount, error) {
	return s.setLock(ctx, in.Account, false)
}

func (s *Service) setLock(ctx context.Context, account uuid.UUID, locked bool) (StaffAccount, error) {
	if audit.ActorFrom(ctx).ID == account {
		return StaffAccount{}, ErrOwnLock
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := stillInTx(ctx, tx, account); err != nil {
			return err
		}
		res, err := tx.NewUpdate().Model((*Account)(nil)).Set("disabled_at = CASE WHEN ? THEN ?::timestamptz END", locked, tx.Now).
			Where("id = ? AND kind = ? AND (disabled_at IS NULL) = ?", account, KindStaff, locked).Exec(ctx)
		if err != nil {
			return fmt.Errorf("lock account: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err // it is so already, or nobody's: the answer tells
		}
		_, err = tx.NewUpdate().Model((*Session)(nil)).Set("revoked_at = ?", tx.Now).Where("account_id = ? AND revoked_at IS NULL", account).Exec(ctx)
		if err != nil {
			return fmt.Errorf("end sessions: %w", err)
		}
		if err := s.standTx(ctx, tx, account); err != nil {
			return err
		}
		action := "account.unlocked"
		if locked {
			action = "account.locked"
		}
		return s.audit.RecordTx(ctx, tx, accountRecord(&Account{ID: account}), action, nil)
	})
	if err != nil {
		return StaffAccount{}, err
	}
	return s.staffAccount(ctx, account)
}

// stillInTx refuses whoever was locked out meanwhile; of two who lock each other out at once one stays.
func stillInTx(ctx context.Context, tx *db.Tx, other uuid.UUID) error {
	me := audit.ActorFrom(ctx).ID
	var both []Account
	if err := tx.NewSelect().Model(&both).Where("id IN (?)", bun.List([]uuid.UUID{me, other})).OrderExpr("id").For("UPDATE").Scan(ctx); err != nil {
		return fmt.Errorf("lock accounts: %w", err)
	}
	if slices.ContainsFunc(both, func(a Account) bool { return a.ID == me && a.DisabledAt != nil }) {
		return ErrDisabled
	}
	return nil
}
