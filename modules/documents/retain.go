package documents

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// AdoptTx hands the documents of an application over to the case that was opened from it, and seals them: what was given in
// stays. Uploads still under way arrive later, with their own time of receipt. person is uuid.Nil while it is not certain.
// Where only some are named the others stay where they are.
func (s *Service) AdoptTx(ctx context.Context, tx *db.Tx, from, to audit.Record, person uuid.UUID, only ...uuid.UUID) error {
	if err := closeSubjectTx(ctx, tx, from, to); err != nil {
		return err
	}
	_, err := tx.NewRaw(`DELETE FROM documents.document AS d WHERE subject_kind = ? AND subject_id = ?
		AND NOT EXISTS (SELECT FROM documents.file AS f WHERE f.document_id = d.id)`, from.Kind, from.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("adopt documents: %w", err)
	}
	move := tx.NewUpdate().Model((*Document)(nil))
	if len(only) > 0 {
		move = move.Where("id IN (?)", bun.List(only))
	}
	_, err = move.Set("subject_kind = ?", to.Kind).Set("subject_id = ?", to.ID).
		Set("sealed_at = coalesce(sealed_at, ?)", tx.Now).Set("person_id = coalesce(?, person_id)", idOrNil(person)).
		Set("version = version + 1").Set("updated_at = ?", tx.Now).
		Where("subject_kind = ? AND subject_id = ?", from.Kind, from.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("adopt documents: %w", err)
	}
	_, err = tx.NewRaw(`INSERT INTO documents.reuse (document_id, subject_kind, subject_id, at)
		SELECT document_id, ?, ?, at FROM documents.reuse WHERE subject_kind = ? AND subject_id = ? ON CONFLICT DO NOTHING`,
		to.Kind, to.ID, from.Kind, from.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("adopt reused documents: %w", err)
	}
	tx.Notify(topic(SubjectKind(to.Kind), to.ID))
	return s.retellTx(ctx, tx, to)
}

// closeSubjectTx lets nobody announce a file for a subject any more. An announcement under way is waited for, and adopted with the rest.
func closeSubjectTx(ctx context.Context, tx *db.Tx, from, to audit.Record) error {
	if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended(?, 1))", subjectLock(from.Kind, from.ID)).Exec(ctx); err != nil {
		return fmt.Errorf("adopt documents: %w", err)
	}
	if from == to { // handed in for good, but open for what is asked for later
		return nil
	}
	_, err := tx.NewRaw("INSERT INTO documents.adopted VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", from.Kind, from.ID, to.Kind, to.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("adopt documents: %w", err)
	}
	return nil
}

// stillOpenTx is ErrSealed for a subject whose papers were handed over since its owner was asked, and keeps them from it until tx ends.
func stillOpenTx(ctx context.Context, tx *db.Tx, kind SubjectKind, id uuid.UUID) error {
	if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock_shared(hashtextextended(?, 1))", subjectLock(string(kind), id)).Exec(ctx); err != nil {
		return fmt.Errorf("begin upload: %w", err)
	}
	gone, err := tx.NewSelect().TableExpr("documents.adopted").Where("from_id = ? AND from_kind = ?", id, kind).Exists(ctx)
	if err != nil {
		return fmt.Errorf("begin upload: %w", err)
	}
	if gone {
		return ErrSealed
	}
	return nil
}

func subjectLock(kind string, id uuid.UUID) string { return "documents:" + kind + ":" + id.String() }

// retellTx tells the case of files that were refused before it adopted them: an inspection may have ended between the check
// of the submit and this moment, and its event named the application.
func (s *Service) retellTx(ctx context.Context, tx *db.Tx, rec audit.Record) error {
	var docs []*Document
	err := tx.NewSelect().Model(&docs).Relation("Files", func(q *bun.SelectQuery) *bun.SelectQuery {
		return inOrder(q).Where("file.state = ?", Refused)
	}).Where("document.subject_kind = ? AND document.subject_id = ?", rec.Kind, rec.ID).Scan(ctx)
	if err != nil {
		return fmt.Errorf("look for refused files: %w", err)
	}
	for _, doc := range docs {
		for _, f := range doc.Files {
			if err := tx.Emit(ctx, FileRefused{doc.ID, f.ID, doc.SubjectKind, doc.SubjectID, doc.Item, *f.Refusal}); err != nil {
				return err
			}
		}
	}
	return nil
}

// MergePersonTx follows a merge of two persons into one.
func (s *Service) MergePersonTx(ctx context.Context, tx *db.Tx, from, into uuid.UUID) error {
	_, err := tx.NewUpdate().Model((*Document)(nil)).Set("person_id = ?", into).Where("person_id = ?", from).Exec(ctx)
	if err != nil {
		return fmt.Errorf("merge person's documents: %w", err)
	}
	return nil
}

// RetainTx sets the end of retention of all that hangs on a subject. After that day Sweep deletes it, unless the paper
// serves another subject: then it goes over to that one and waits for its end.
func (s *Service) RetainTx(ctx context.Context, tx *db.Tx, rec audit.Record, until clock.Date) error {
	_, err := tx.NewUpdate().Model((*Document)(nil)).Set("delete_after = ?", until).
		Where("subject_kind = ? AND subject_id = ?", rec.Kind, rec.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("set end of retention: %w", err)
	}
	return nil
}

// EraseSubjectTx removes the documents that hang on a subject, and has their bytes deleted after the commit: a draft was
// deleted, or a person is erased. A paper that serves another subject goes over to that one.
func (s *Service) EraseSubjectTx(ctx context.Context, tx *db.Tx, rec audit.Record) error {
	for _, q := range []string{
		"DELETE FROM documents.reuse WHERE subject_kind = ? AND subject_id = ?", "DELETE FROM documents.adopted WHERE to_kind = ? AND to_id = ?",
	} {
		if _, err := tx.NewRaw(q, rec.Kind, rec.ID).Exec(ctx); err != nil {
			return fmt.Errorf("erase documents: %w", err)
		}
	}
	var all []uuid.UUID
	err := tx.NewSelect().Model((*Document)(nil)).Column("id").
		Where("subject_kind = ? AND subject_id = ?", rec.Kind, rec.ID).OrderExpr("id").For("UPDATE").Scan(ctx, &all)
	if err != nil {
		return fmt.Errorf("erase documents: %w", err)
	}
	for _, id := range all {
		if err := s.eraseTx(ctx, tx, id); err != nil {
			return err
		}
	}
	tx.Notify(topic(SubjectKind(rec.Kind), rec.ID))
	return nil
}

func (s *Service) eraseTx(ctx context.Context, tx *db.Tx, document uuid.UUID) error {
	moved, err := handOverTx(ctx, tx, document)
	if err != nil || moved {
		return err
	}
	var files []*File
	if err := tx.NewSelect().Model(&files).Where("document_id = ?", document).Scan(ctx); err != nil {
		return fmt.Errorf("erase document: %w", err)
	}
	if _, err := tx.NewDelete().Model((*Document)(nil)).Where("id = ?", document).Exec(ctx); err != nil {
		return fmt.Errorf("erase document: %w", err)
	}
	for _, f := range files {
		if err := tx.Enqueue(ctx, discardOf(f), nil); err != nil {
			return err
		}
	}
	return s.trail.RecordTx(ctx, tx, audit.Record{Kind: "document", ID: document}, "document.erased", nil)
}

// handOverTx lets the oldest subject that a document serves beside its own inherit it.
func handOverTx(ctx context.Context, tx *db.Tx, document uuid.UUID) (bool, error) {
	var heir struct {
		SubjectKind SubjectKind
		SubjectID   uuid.UUID
	}
	err := tx.NewRaw(`DELETE FROM documents.reuse WHERE (document_id, subject_kind, subject_id) =
		(SELECT document_id, subject_kind, subject_id FROM documents.reuse WHERE document_id = ? AND subject_kind = 'case' ORDER BY at LIMIT 1)
		RETURNING subject_kind, subject_id`, document).Scan(ctx, &heir)
	if err = db.NoRows(err, ErrNotFound, "hand document over"); errors.Is(err, ErrNotFound) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	_, err = tx.NewUpdate().Model((*Document)(nil)).Set("subject_kind = ?", heir.SubjectKind).Set("subject_id = ?", heir.SubjectID).
		Set("delete_after = NULL").Where("id = ?", document).Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("hand document over: %w", err)
	}
	return true, nil
}
