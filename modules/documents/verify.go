package documents

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// Check is the result of the office's look at a document.
type Check struct {
	Version    int // of the document that was looked at
	Accepted   bool
	Reason     string     // code of the reason, when not accepted
	Remark     string     // for the applicant, optional, when not accepted
	ValidUntil clock.Date // it counts up to and including this day; zero: without an end
}

// VerifyTx writes down that the actor (audit.ActorFrom) accepted or rejected a document, and seals it. ErrNotReady while a file
// of it cannot be seen, ErrConflict when it changed since it was looked at. A later look may come to another result. The
// caller has checked the rights.
func (s *Service) VerifyTx(ctx context.Context, tx *db.Tx, document uuid.UUID, check Check) (*Document, error) {
	doc := new(Document)
	err := tx.NewSelect().Model(doc).Where("id = ?", document).For("UPDATE").Scan(ctx)
	if err != nil {
		return nil, db.NoRows(err, ErrNotFound, "verify document")
	}
	if err := tx.NewSelect().Model(&doc.Files).Where("document_id = ?", document).OrderExpr("position, id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("verify document: %w", err)
	}
	if doc.Version != check.Version {
		return nil, ErrConflict
	}
	if !check.Accepted && check.Reason == "" {
		return nil, ErrInvalid.With(errs.Field{Path: "reason", Code: "required"})
	}
	if state := doc.State(); check.Accepted && state != DocumentReady && state != DocumentUnscanned || state == DocumentEmpty {
		return nil, ErrNotReady
	}
	doc.Verification, doc.Rejection, doc.Remark, doc.ValidUntil = Accepted, nil, nil, check.ValidUntil
	action := "document.accepted"
	if !check.Accepted {
		doc.Verification, doc.Rejection, doc.Remark, doc.ValidUntil = Rejected, &check.Reason, textOrNil(check.Remark), clock.Date{}
		action = "document.rejected"
	}
	by := audit.ActorFrom(ctx).ID
	doc.VerifiedAt, doc.VerifiedBy, doc.UpdatedAt, doc.Version = &tx.Now, idOrNil(by), tx.Now, doc.Version+1
	if doc.SealedAt == nil {
		doc.SealedAt = &tx.Now
	}
	_, err = tx.NewUpdate().Model(doc).WherePK().
		Column("verification", "rejection", "remark", "valid_until", "verified_at", "verified_by", "updated_at", "version", "sealed_at").Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("verify document: %w", err)
	}
	tx.Notify(topic(doc.SubjectKind, doc.SubjectID))
	details := audit.Details{"item": doc.Item}
	if doc.Rejection != nil {
		details["reason"] = *doc.Rejection
	}
	if !doc.ValidUntil.IsZero() {
		details["valid_until"] = doc.ValidUntil.String()
	}
	return doc, s.trail.RecordTx(ctx, tx, doc.Record(), action, details)
}

// Reusable lists the newest accepted document of a person for each of the items that counts on the given day. The caller
// passes a person only when it is certain that the one who asks is that person: else the list would reveal what they own.
func (s *Service) Reusable(ctx context.Context, person uuid.UUID, items []string, on clock.Date) ([]*Document, error) {
	if person == uuid.Nil || len(items) == 0 {
		return nil, nil
	}
	var docs []*Document
	err := s.db.NewSelect().Model(&docs).DistinctOn("document.item").Relation("Files", inOrder).
		Where("document.person_id = ? AND document.item IN (?) AND document.verification = ?", person, bun.List(items), Accepted).
		Where("document.valid_until IS NULL OR document.valid_until >= ?", on).
		OrderExpr("document.item, document.verified_at DESC, document.id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list reusable documents: %w", err)
	}
	for _, doc := range docs {
		doc.Reused = true
	}
	return docs, nil
}

// ReuseTx lets a document of Reusable serve another subject of the same person; again is harmless.
func (s *Service) ReuseTx(ctx context.Context, tx *db.Tx, document, person uuid.UUID, to audit.Record) error {
	counts, err := tx.NewSelect().Model((*Document)(nil)).
		Where("id = ? AND person_id = ? AND verification = ?", document, person, Accepted).
		Where("valid_until IS NULL OR valid_until >= ?", clock.Today(tx.Now)).Exists(ctx)
	if err != nil {
		return fmt.Errorf("reuse document: %w", err)
	}
	if !counts {
		return ErrNotReusable
	}
	_, err = tx.NewRaw(`INSERT INTO documents.reuse (document_id, subject_kind, subject_id, at) VALUES (?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, document, to.Kind, to.ID, tx.Now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("reuse document: %w", err)
	}
	tx.Notify(topic(SubjectKind(to.Kind), to.ID))
	return nil
}

// ReleaseTx ends a reuse: the person gives in a newer paper instead. One that is none is no error.
func (s *Service) ReleaseTx(ctx context.Context, tx *db.Tx, document uuid.UUID, from audit.Record) error {
	_, err := tx.NewRaw(`DELETE FROM documents.reuse WHERE document_id = ? AND subject_kind = ? AND subject_id = ?`,
		document, from.Kind, from.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("release document: %w", err)
	}
	tx.Notify(topic(SubjectKind(from.Kind), from.ID))
	return nil
}
