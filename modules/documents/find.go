package documents

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
)

func inOrder(q *bun.SelectQuery) *bun.SelectQuery { return q.OrderExpr("file.position, file.id") }

// Get finds a document with its files. The caller has checked the rights.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (*Document, error) {
	doc := new(Document)
	err := s.db.NewSelect().Model(doc).Relation("Files", inOrder).Where("document.id = ?", id).Scan(ctx)
	return doc, db.NoRows(err, ErrNotFound, "get document")
}

// Own finds a document that the account gave in; anybody else's is ErrNotFound.
func (s *Service) Own(ctx context.Context, account, id uuid.UUID) (*Document, error) {
	doc := new(Document)
	err := s.db.NewSelect().Model(doc).Relation("Files", inOrder).
		Where("document.id = ? AND document.account_id = ?", id, account).Scan(ctx)
	if err != nil {
		return nil, db.NoRows(err, ErrNotFound, "get own document")
	}
	return doc, nil
}

func (s *Service) ownFile(ctx context.Context, account, id uuid.UUID) (*File, error) {
	f := new(File)
	err := s.db.NewSelect().Model(f).Where("id = ? AND account_id = ?", id, account).Scan(ctx)
	if err != nil {
		return nil, db.NoRows(err, ErrNotFound, "get own file")
	}
	return f, nil
}

// Read finds a document for the member of staff behind ctx: one of a case that they may read, or that serves such a case.
func (s *Service) Read(ctx context.Context, id uuid.UUID) (*Document, error) {
	doc, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return doc, s.mayRead(ctx, doc)
}

func (s *Service) mayRead(ctx context.Context, doc *Document) error {
	var served []struct {
		SubjectKind SubjectKind
		SubjectID   uuid.UUID
	}
	err := s.db.NewSelect().TableExpr("documents.reuse").Column("subject_kind", "subject_id").
		Where("document_id = ?", doc.ID).Scan(ctx, &served)
	if err != nil {
		return fmt.Errorf("read document: %w", err)
	}
	err = s.askSubject(ctx, doc.SubjectKind, doc.SubjectID)
	for i := 0; i < len(served) && err != nil; i++ {
		err = s.askSubject(ctx, served[i].SubjectKind, served[i].SubjectID)
	}
	return err
}

func (s *Service) askSubject(ctx context.Context, kind SubjectKind, id uuid.UUID) error {
	subject, ok := s.subjects[kind]
	if !ok {
		return ErrNotFound
	}
	return subject.MayRead(ctx, id)
}

// ForSubject lists the documents that hang on a record, were given in for it, or serve it again, by item and age. Documents
// without files are left out. The caller has checked the rights.
func (s *Service) ForSubject(ctx context.Context, rec audit.Record) ([]*Document, error) {
	bySubject, err := s.ForSubjects(ctx, rec.Kind, []uuid.UUID{rec.ID})
	return bySubject[rec.ID], err
}

type ofSubject struct {
	SubjectID, DocumentID uuid.UUID
	Reused                bool
}

// ReadSubject is ForSubject for a member of staff who sees the subject; ErrNotFound for others.
func (s *Service) ReadSubject(ctx context.Context, rec audit.Record) ([]*Document, error) {
	if err := s.askSubject(ctx, SubjectKind(rec.Kind), rec.ID); err != nil {
		return nil, err
	}
	return s.ForSubject(ctx, rec)
}

// ForSubjects is ForSubject for many records of one kind, in three statements however many they are.
func (s *Service) ForSubjects(ctx context.Context, kind string, subjects []uuid.UUID) (map[uuid.UUID][]*Document, error) {
	found := map[uuid.UUID][]*Document{}
	if len(subjects) == 0 {
		return found, nil
	}
	var links []ofSubject
	err := s.db.NewRaw(`
		SELECT subject_id, id AS document_id, false AS reused FROM documents.document WHERE subject_kind = ?0 AND subject_id IN (?1)
		UNION SELECT origin_id, id, false FROM documents.document WHERE origin_kind = ?0 AND origin_id IN (?1) AND origin_id <> subject_id
		UNION SELECT subject_id, document_id, true FROM documents.reuse WHERE subject_kind = ?0 AND subject_id IN (?1)`,
		kind, bun.List(subjects)).Scan(ctx, &links)
	if err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	if len(links) == 0 {
		return found, nil
	}
	linked := make([]uuid.UUID, len(links))
	for i, l := range links {
		linked[i] = l.DocumentID
	}
	var docs []*Document
	err = s.db.NewSelect().Model(&docs).Relation("Files", inOrder).Where("document.id IN (?)", bun.List(linked)).
		OrderExpr("document.item, document.created_at, document.id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	for _, doc := range docs {
		for _, l := range links {
			if l.DocumentID == doc.ID && len(doc.Files) > 0 {
				one := *doc
				one.Reused = l.Reused
				found[l.SubjectID] = append(found[l.SubjectID], &one)
			}
		}
	}
	return found, nil
}

// sameContent finds an earlier visible file with the same bytes from the same account or person.
func sameContent(ctx context.Context, tx bun.IDB, file uuid.UUID, sha256 string, account, person *uuid.UUID) (*uuid.UUID, error) {
	var found []uuid.UUID
	err := tx.NewSelect().TableExpr("documents.file AS f").Join("JOIN documents.document AS d ON d.id = f.document_id").
		ColumnExpr("f.id").Where("f.sha256 = lower(?) AND f.id <> ? AND f.state IN (?, ?)", sha256, file, Ready, Unscanned).
		Where("d.account_id = ? OR d.person_id = ?", account, person).
		OrderExpr("f.created_at").Limit(1).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("look for same content: %w", err)
	}
	if len(found) == 0 {
		return nil, nil // there is none
	}
	return &found[0], nil
}
