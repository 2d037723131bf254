package documents

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// CompleteUpload joins the pieces and puts the file into quarantine, where its inspection begins. Called again, also after
// an answer that was lost, it returns the file as it is. ErrIncomplete names the pieces that are missing.
func (s *Service) CompleteUpload(ctx context.Context, account, file uuid.UUID) (*File, error) {
	f, err := s.ownFile(ctx, account, file)
	if err != nil {
		return nil, err
	}
	if f.State != Uploading {
		return f, nil
	}
	if err := s.join(ctx, f); err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		res, err := tx.NewUpdate().Model(f).Set("state = ?", Received).Set("received_at = ?", tx.Now).Set("upload_id = NULL").
			WherePK().Where("state = ?", Uploading).Exec(ctx)
		if db.One(res, err, errAlready, "receive file") != nil {
			return db.One(res, err, errAlready, "receive file")
		}
		doc := new(Document)
		err = tx.NewUpdate().Model(doc).Set("version = version + 1").Set("updated_at = ?", tx.Now).
			Where("id = ?", f.DocumentID).Returning("*").Scan(ctx)
		if err != nil {
			return fmt.Errorf("receive file: %w", err)
		}
		tx.Notify(topic(doc.SubjectKind, doc.SubjectID))
		return tx.Enqueue(ctx, InspectArgs{FileID: f.ID}, nil)
	})
	if err != nil && !errors.Is(err, errAlready) {
		return nil, err
	}
	return s.ownFile(ctx, account, file)
}

// errAlready: another request completed the same upload meanwhile.
var errAlready = errs.New(errs.Conflict, "documents.already_received")

// join makes one object of the pieces; one that is already there, because an earlier call came so far, is as good.
func (s *Service) join(ctx context.Context, f *File) error {
	if f.UploadID == nil {
		return incomplete(f, nil)
	}
	parts, err := s.ports.Store.ListParts(ctx, f.originalKey(), *f.UploadID)
	if errors.Is(err, ErrNoObject) {
		info, err := s.ports.Store.Stat(ctx, f.originalKey())
		if errors.Is(err, ErrNoObject) || (err == nil && info.Size != int64(f.Size)) {
			return incomplete(f, nil)
		}
		return err
	}
	if err != nil {
		return fmt.Errorf("list pieces: %w", err)
	}
	if err := incomplete(f, parts); err != nil {
		return err
	}
	if err := s.ports.Store.CompleteParts(ctx, f.originalKey(), *f.UploadID, parts); err != nil {
		if info, statErr := s.ports.Store.Stat(ctx, f.originalKey()); statErr == nil && info.Size == int64(f.Size) {
			return nil // two requests joined at once
		}
		return fmt.Errorf("join pieces: %w", err)
	}
	return nil
}

// incomplete is nil when all pieces are there in their right sizes and nothing else is.
func incomplete(f *File, parts []Part) error {
	there := map[int]bool{}
	for _, p := range parts {
		if p.Number > f.PartCount() {
			return ErrIncomplete.With(errs.Field{Path: fmt.Sprintf("parts.%d", p.Number), Code: "not_expected"})
		}
		there[p.Number] = int(p.Size) == f.partLength(p.Number)
	}
	var missing []errs.Field
	for n := 1; n <= f.PartCount(); n++ {
		if !there[n] {
			missing = append(missing, errs.Field{Path: fmt.Sprintf("parts.%d", n), Code: "missing"})
		}
	}
	if len(missing) > 0 {
		return ErrIncomplete.With(missing...)
	}
	return nil
}

// CancelUpload gives up an upload and returns what is left of the document. One that is already whole is ErrConflict.
func (s *Service) CancelUpload(ctx context.Context, account, file uuid.UUID) (*Document, error) {
	f, err := s.ownFile(ctx, account, file)
	if err != nil {
		return nil, err
	}
	if f.State != Uploading {
		return nil, ErrConflict
	}
	if err := s.dropUpload(ctx, f); err != nil {
		return nil, err
	}
	return s.Own(ctx, account, f.DocumentID)
}

// dropUpload removes an upload unless it has become whole meanwhile; the store forgets its pieces by a job.
func (s *Service) dropUpload(ctx context.Context, f *File) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		res, err := tx.NewDelete().Model(f).WherePK().Where("state = ?", Uploading).Exec(ctx)
		if err := db.One(res, err, ErrConflict, "drop upload"); err != nil {
			return err
		}
		doc, err := renumberTx(ctx, tx, f.DocumentID)
		if err != nil {
			return err
		}
		tx.Notify(topic(doc.SubjectKind, doc.SubjectID))
		return tx.Enqueue(ctx, discardOf(f), nil)
	})
}
