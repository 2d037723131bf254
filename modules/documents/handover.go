package documents

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
)

// Owner is whose papers they become. Account is uuid.Nil where the person has none any more, Person while it is not certain who it is.
type Owner struct{ Account, Person uuid.UUID }

// HandOverTx hands papers that somebody gave in for another person over to that person's own record: a case, where they are sealed as all
// that was given in, or a draft, where their owner may still change them. Afterwards they are the owner's as if they had sent them. Nothing can
// be added to the record they came from; again is harmless.
func (s *Service) HandOverTx(ctx context.Context, tx *db.Tx, from, to audit.Record, owner Owner) error {
	if err := closeSubjectTx(ctx, tx, from, to); err != nil {
		return err
	}
	if err := s.ownTx(ctx, tx, from, owner); err != nil {
		return err
	}
	if to.Kind == string(SubjectCase) {
		return s.AdoptTx(ctx, tx, from, to, owner.Person)
	}
	_, err := tx.NewUpdate().Model((*Document)(nil)).Set("subject_kind = ?", to.Kind).Set("subject_id = ?", to.ID).
		Set("sealed_at = CASE WHEN verification = ? THEN NULL ELSE sealed_at END", Pending).
		Set("version = version + 1").Set("updated_at = ?", tx.Now).Where("subject_kind = ? AND subject_id = ?", from.Kind, from.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("hand over documents: %w", err)
	}
	tx.Notify(topic(SubjectKind(to.Kind), to.ID))
	return s.retellTx(ctx, tx, to)
}

// ownTx writes down whose the papers of a record are: documents before their files, as who inspects them does.
func (s *Service) ownTx(ctx context.Context, tx *db.Tx, of audit.Record, owner Owner) error {
	account := idOrNil(owner.Account)
	_, err := tx.NewUpdate().Model((*Document)(nil)).Set("account_id = ?", account).Where("subject_kind = ? AND subject_id = ?", of.Kind, of.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("say whose documents they are: %w", err)
	}
	_, err = tx.NewRaw(`UPDATE documents.file AS f SET account_id = ? FROM documents.document d
		WHERE d.id = f.document_id AND d.subject_kind = ? AND d.subject_id = ?`, account, of.Kind, of.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("say whose files they are: %w", err)
	}
	return nil
}
