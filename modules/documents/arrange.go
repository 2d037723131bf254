package documents

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// RemoveFile takes a file out of an open document and has its bytes deleted. ErrSealed once the document was given in.
func (s *Service) RemoveFile(ctx context.Context, account, file uuid.UUID) (*Document, error) {
	f, err := s.ownFile(ctx, account, file)
	if err != nil {
		return nil, err
	}
	if _, err := s.changeable(ctx, account, f.DocumentID); err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := lockOpenTx(ctx, tx, f.DocumentID); err != nil {
			return err
		}
		res, err := tx.NewDelete().Model(f).WherePK().Returning("*").Exec(ctx)
		if err := db.One(res, err, ErrNotFound, "remove file"); err != nil {
			return err
		}
		doc, err := renumberTx(ctx, tx, f.DocumentID)
		if err != nil {
			return err
		}
		tx.Notify(topic(doc.SubjectKind, doc.SubjectID))
		return tx.Enqueue(ctx, discardOf(f), nil)
	})
	if err != nil {
		return nil, err
	}
	return s.Own(ctx, account, f.DocumentID)
}

// ArrangeFiles puts the files of an open document into another order. order names each of them once; ErrConflict when the
// document is no longer of that version.
func (s *Service) ArrangeFiles(ctx context.Context, account, document uuid.UUID, version int, order []uuid.UUID) (*Document, error) {
	if _, err := s.changeable(ctx, account, document); err != nil {
		return nil, err
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := lockOpenTx(ctx, tx, document); err != nil {
			return err
		}
		var held []uuid.UUID
		err := tx.NewSelect().Model((*File)(nil)).Column("id").Where("document_id = ?", document).OrderExpr("id").Scan(ctx, &held)
		if err != nil {
			return fmt.Errorf("arrange files: %w", err)
		}
		sorted := slices.SortedFunc(slices.Values(order), func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
		if !slices.Equal(held, sorted) {
			return ErrInvalid.With(errs.Field{Path: "files", Code: "not_the_same"})
		}
		doc := new(Document)
		err = tx.NewUpdate().Model(doc).Set("version = version + 1").Set("updated_at = ?", tx.Now).
			Where("id = ? AND version = ?", document, version).Returning("*").Scan(ctx)
		if err != nil {
			return db.NoRows(err, ErrConflict, "arrange files")
		}
		for i, id := range order {
			if _, err := tx.NewUpdate().Model((*File)(nil)).Set("position = ?", i+1).Where("id = ?", id).Exec(ctx); err != nil {
				return fmt.Errorf("arrange files: %w", err)
			}
		}
		tx.Notify(topic(doc.SubjectKind, doc.SubjectID))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.Own(ctx, account, document)
}

// changeable asks the subject whether the account may still change the document.
func (s *Service) changeable(ctx context.Context, account, document uuid.UUID) (*Document, error) {
	doc, err := s.Own(ctx, account, document)
	if err != nil {
		return nil, err
	}
	if !doc.Open() {
		return nil, ErrSealed
	}
	_, err = s.mayAdd(ctx, account, doc.SubjectKind, doc.SubjectID, doc.Item)
	return doc, err
}

// lockOpenTx holds the document against a submit that runs at the same time.
func lockOpenTx(ctx context.Context, tx *db.Tx, document uuid.UUID) error {
	doc := new(Document)
	err := tx.NewSelect().Model(doc).Where("id = ?", document).For("UPDATE").Scan(ctx)
	if err != nil {
		return db.NoRows(err, ErrNotFound, "lock document")
	}
	if !doc.Open() {
		return ErrSealed
	}
	return nil
}

// renumberTx closes the gap that a removed file left.
func renumberTx(ctx context.Context, tx *db.Tx, document uuid.UUID) (*Document, error) {
	_, err := tx.NewRaw(`UPDATE documents.file AS f SET position = n.position
		FROM (SELECT id, row_number() OVER (ORDER BY position, id) AS position FROM documents.file WHERE document_id = ?0) AS n
		WHERE f.id = n.id AND f.position <> n.position`, document).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("renumber files: %w", err)
	}
	doc := new(Document)
	err = tx.NewUpdate().Model(doc).Set("version = version + 1").Set("updated_at = ?", tx.Now).
		Where("id = ?", document).Returning("*").Scan(ctx)
	return doc, db.NoRows(err, ErrNotFound, "renumber files")
}
