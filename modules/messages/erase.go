package messages

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
)

// EraseTx removes all that was written about a record: its thread and its mails.
func (s *Service) EraseTx(ctx context.Context, tx *db.Tx, rec audit.Record) error {
	for _, q := range []string{
		"DELETE FROM messages.message WHERE thread_kind = ? AND thread_id = ?", "DELETE FROM messages.mail WHERE about_kind = ? AND about_id = ?",
	} {
		if _, err := tx.NewRaw(q, rec.Kind, rec.ID).Exec(ctx); err != nil {
			return fmt.Errorf("erase messages: %w", err)
		}
	}
	return nil
}

// EraseAccountTx removes the mails to an account, whatever they were about.
func (s *Service) EraseAccountTx(ctx context.Context, tx *db.Tx, account uuid.UUID) error {
	if _, err := tx.NewRaw("DELETE FROM messages.mail WHERE account_id = ?", account).Exec(ctx); err != nil {
		return fmt.Errorf("erase mails of account: %w", err)
	}
	return nil
}

// EraseAddressTx removes the mails to an address that were about records of some kinds: of somebody whom these rooms know by no account.
func (s *Service) EraseAddressTx(ctx context.Context, tx *db.Tx, address string, kinds ...string) error {
	_, err := tx.NewRaw("DELETE FROM messages.mail WHERE address <> '' AND lower(address) = lower(?) AND about_kind IN (?)", address, bun.List(kinds)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("erase mails to an address: %w", err)
	}
	return nil
}

// wiped are the columns of a mail that say to whom and what, emptied. That there was a mail, about what and how it ended, stays.
const wiped = "UPDATE messages.mail SET address = '', params = '{}', attach = '[]', path = '/', secret = '' WHERE state <> 'queued' AND address <> '' AND "

// ForgetAboutTx wipes the address and the words of mails about records whose person is forgotten; what is still to be sent is left to Forget.
func (s *Service) ForgetAboutTx(ctx context.Context, tx *db.Tx, kind string, ids []uuid.UUID) error {
	if len(ids) == 0 {
		return nil
	}
	if _, err := tx.NewRaw(wiped+"about_kind = ? AND about_id IN (?)", kind, bun.List(ids)).Exec(ctx); err != nil {
		return fmt.Errorf("forget mails about %s: %w", kind, err)
	}
	return nil
}

// ForgetArgs is the job that forgets where old mails went.
type ForgetArgs struct{}

// Kind implements river.JobArgs.
func (ForgetArgs) Kind() string { return "messages.forget" }

func forgetArgs() river.JobArgs { return ForgetArgs{} }

// defaultKeepMails is long enough to answer who asks why no mail came (GDPR Art. 5(1)(e)).
const defaultKeepMails = 90 * 24 * time.Hour

// Forget wipes the address and the words of mails that ended so long ago. That there was a mail, about what and how it ended, stays: it
// also keeps the same notice from being sent a second time.
func (s *Service) Forget(ctx context.Context, _ ForgetArgs) error {
	keep := s.cfg.KeepMails
	if keep <= 0 {
		keep = defaultKeepMails
	}
	if _, err := s.db.NewRaw(wiped+"created_at < ?", s.db.Clock.Now().Add(-keep)).Exec(ctx); err != nil {
		return fmt.Errorf("forget old mails: %w", err)
	}
	return nil
}
