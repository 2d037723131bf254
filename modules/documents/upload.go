package documents

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// signedFor is how long the address of a piece can be used: long enough for a piece on a slow line.
const signedFor = time.Hour

// BeginUpload announces a file.
type BeginUpload struct {
	SubjectKind SubjectKind
	SubjectID   uuid.UUID
	Item        string
	Name        string  // as the person's device calls it
	Type        string  // as the browser says; "" when it does not know
	Size        int     // bytes
	Sha256      *string // in hexadecimal, if the browser has it
}

// Upload is an upload under way.
type Upload struct {
	File     *File
	Document *Document
	Received []int // pieces that have arrived
	Resumed  bool  // it goes on with one that was broken off
}

// PartSize is the size of each piece but the last, in bytes.
func (u *Upload) PartSize() int { return u.File.PartSize }

// PartCount is how many pieces there are.
func (u *Upload) PartCount() int { return u.File.PartCount() }

// UploadPart is where the browser PUTs one piece.
type UploadPart struct {
	Number    int
	Size      int // exactly so many bytes
	URL       string
	ExpiresAt time.Time
}

func (in *BeginUpload) check(cfg Config) error {
	var faults []errs.Field
	fault := func(path, code string, params map[string]string) {
		faults = append(faults, errs.Field{Path: path, Code: code, Params: params})
	}
	in.Name = CleanName(in.Name)
	in.Type = declaredType(in.Type, in.Name)
	if in.Type == "" {
		fault("type", string(WrongType), nil)
	}
	switch {
	case in.Size < 1:
		fault("size", string(Empty), nil)
	case in.Size > cfg.MaxSize:
		fault("size", string(TooLarge), map[string]string{"max": strconv.Itoa(cfg.MaxSize)})
	}
	if in.Item == "" || len(in.Item) > 100 {
		fault("item", "required", nil)
	}
	if in.Sha256 != nil {
		if sum, err := hex.DecodeString(*in.Sha256); err != nil || len(sum) != 32 {
			fault("sha256", "not_a_digest", nil)
		}
	}
	if len(faults) > 0 {
		return ErrInvalid.With(faults...)
	}
	return nil
}

// BeginUpload begins an upload, or goes on with one that the account broke off: same subject, item, name and size.
// What can be refused by its announcement is refused here, with all faults at once (ErrInvalid); ErrTooManyFiles when the
// document or the day is full.
func (s *Service) BeginUpload(ctx context.Context, account uuid.UUID, in BeginUpload) (*Upload, error) {
	if err := in.check(s.cfg); err != nil {
		return nil, err
	}
	person, err := s.mayAdd(ctx, account, in.SubjectKind, in.SubjectID, in.Item)
	if err != nil {
		return nil, err
	}
	var file *File
	resumed := false
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		// Two devices of one person announce at once: one after the other, so that both see the same limits and files.
		if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "documents:"+account.String()).Exec(ctx); err != nil {
			return fmt.Errorf("begin upload: %w", err)
		}
		if err := stillOpenTx(ctx, tx, in.SubjectKind, in.SubjectID); err != nil {
			return err
		}
		if file, err = brokenOff(ctx, tx, account, in); err != nil || file != nil {
			resumed = file != nil
			return err
		}
		file, err = s.announceTx(ctx, tx, account, person, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.ensureParts(ctx, file); err != nil {
		return nil, err
	}
	upload, err := s.uploadOf(ctx, account, file)
	if err != nil {
		return nil, err
	}
	upload.Resumed = resumed
	return upload, nil
}

func brokenOff(ctx context.Context, tx bun.IDB, account uuid.UUID, in BeginUpload) (*File, error) {
	var found []*File
	err := tx.NewSelect().Model(&found).Join("JOIN documents.document AS d ON d.id = file.document_id").
		Where("file.account_id = ? AND file.state = ? AND file.name = ? AND file.size = ?", account, Uploading, in.Name, in.Size).
		Where("d.subject_kind = ? AND d.subject_id = ? AND d.item = ?", in.SubjectKind, in.SubjectID, in.Item).
		OrderExpr("file.created_at DESC").Limit(1).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for broken upload: %w", err)
	}
	if len(found) == 0 {
		return nil, nil // none was broken off
	}
	return found[0], nil
}

func (s *Service) announceTx(ctx context.Context, tx *db.Tx, account, person uuid.UUID, in BeginUpload) (*File, error) {
	if err := s.withinDayTx(ctx, tx, account, in.SubjectKind); err != nil {
		return nil, err
	}
	doc, err := openDocumentTx(ctx, tx, account, person, in)
	if err != nil {
		return nil, err
	}
	var held struct{ Files, Last int }
	err = tx.NewSelect().Model((*File)(nil)).ColumnExpr("count(*) AS files, coalesce(max(position), 0) AS last").
		Where("document_id = ?", doc.ID).Scan(ctx, &held)
	if err != nil {
		return nil, fmt.Errorf("count files of document: %w", err)
	}
	if held.Files >= s.cfg.MaxFilesPerDocument {
		return nil, ErrTooManyFiles.With(errs.Field{Path: "file", Code: "per_document", Params: map[string]string{"max": strconv.Itoa(s.cfg.MaxFilesPerDocument)}})
	}
	file := &File{
		ID: ids.New(), DocumentID: doc.ID, AccountID: &account, Position: held.Last + 1, Name: in.Name, Type: in.Type, Size: in.Size,
		State: Uploading, PartSize: s.cfg.PartSize, CreatedAt: tx.Now, TouchedAt: tx.Now,
	}
	if in.Sha256 != nil {
		if file.DuplicateOf, err = sameContent(ctx, tx, file.ID, *in.Sha256, &account, idOrNil(person)); err != nil {
			return nil, err
		}
	}
	if _, err := tx.NewInsert().Model(file).Exec(ctx); err != nil {
		return nil, fmt.Errorf("announce file: %w", err)
	}
	tx.Notify(topic(doc.SubjectKind, doc.SubjectID))
	return file, nil
}

// withinDayTx bounds what one account sends in a day. A desk that takes papers in sends those of many people.
func (s *Service) withinDayTx(ctx context.Context, tx *db.Tx, account uuid.UUID, kind SubjectKind) error {
	if kind == SubjectVisit {
		return nil
	}
	today, err := tx.NewSelect().Model((*File)(nil)).
		Where("account_id = ? AND created_at > ?", account, tx.Now.Add(-24*time.Hour)).Count(ctx)
	if err != nil {
		return fmt.Errorf("count files of the day: %w", err)
	}
	if int(today) >= s.cfg.MaxFilesPerDay {
		return ErrTooManyFiles.With(errs.Field{Path: "file", Code: "per_day", Params: map[string]string{"max": strconv.Itoa(s.cfg.MaxFilesPerDay)}})
	}
	return nil
}

// openDocumentTx finds or makes the open document for an item, and locks it.
func openDocumentTx(ctx context.Context, tx *db.Tx, account, person uuid.UUID, in BeginUpload) (*Document, error) {
	doc := &Document{
		ID: ids.New(), AccountID: &account, PersonID: idOrNil(person), SubjectKind: in.SubjectKind, SubjectID: in.SubjectID,
		OriginKind: in.SubjectKind, OriginID: in.SubjectID, Item: in.Item, Verification: Pending, Version: 1,
		CreatedAt: tx.Now, UpdatedAt: tx.Now,
	}
	_, err := tx.NewInsert().Model(doc).
		On("CONFLICT (subject_kind, subject_id, item) WHERE verification = 'pending' AND sealed_at IS NULL DO UPDATE").
		Set("version = document.version + 1, updated_at = EXCLUDED.updated_at").Returning("*").Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("open document: %w", err)
	}
	return doc, nil
}

// ensureParts opens the upload at the store, outside any transaction; a crash in between is made good by the next call.
func (s *Service) ensureParts(ctx context.Context, f *File) error {
	if f.UploadID != nil {
		return nil
	}
	id, err := s.ports.Store.BeginParts(ctx, f.originalKey(), f.Type)
	if err != nil {
		return fmt.Errorf("begin upload: %w", err)
	}
	err = s.db.NewUpdate().Model(f).Set("upload_id = coalesce(upload_id, ?)", id).WherePK().Returning("upload_id").Scan(ctx)
	if err != nil {
		return db.NoRows(err, ErrNotFound, "begin upload")
	}
	if *f.UploadID != id { // another request was faster
		return s.ports.Store.AbortParts(ctx, f.originalKey(), id)
	}
	return nil
}

func (s *Service) uploadOf(ctx context.Context, account uuid.UUID, f *File) (*Upload, error) {
	doc, err := s.Own(ctx, account, f.DocumentID)
	if err != nil {
		return nil, err
	}
	u := &Upload{File: f, Document: doc, Received: []int{}}
	if f.UploadID == nil {
		return u, nil
	}
	parts, err := s.ports.Store.ListParts(ctx, f.originalKey(), *f.UploadID)
	if err != nil && !errors.Is(err, ErrNoObject) {
		return nil, fmt.Errorf("list pieces: %w", err)
	}
	for _, p := range parts {
		if p.Number <= f.PartCount() && int(p.Size) == f.partLength(p.Number) {
			u.Received = append(u.Received, p.Number)
		}
	}
	return u, nil
}

// OpenUploads lists the account's uploads to a subject that were broken off, for going on from any device.
func (s *Service) OpenUploads(ctx context.Context, account uuid.UUID, kind SubjectKind, subject uuid.UUID) ([]*Upload, error) {
	var files []*File
	err := s.db.NewSelect().Model(&files).Join("JOIN documents.document AS d ON d.id = file.document_id").
		Where("file.account_id = ? AND file.state = ?", account, Uploading).
		Where("d.subject_kind = ? AND d.subject_id = ?", kind, subject).OrderExpr("file.created_at").Limit(100).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list uploads: %w", err)
	}
	uploads := make([]*Upload, 0, len(files))
	for _, f := range files {
		u, err := s.uploadOf(ctx, account, f)
		if err != nil {
			return nil, err
		}
		u.Resumed = true
		uploads = append(uploads, u)
	}
	return uploads, nil
}

// SignParts yields where the browser PUTs pieces, at most 100 at a time. A file that is not uploading is ErrConflict.
func (s *Service) SignParts(ctx context.Context, account, file uuid.UUID, numbers []int) ([]UploadPart, error) {
	f, err := s.ownFile(ctx, account, file)
	if err != nil {
		return nil, err
	}
	if f.State != Uploading {
		return nil, ErrConflict
	}
	if len(numbers) == 0 || len(numbers) > 100 {
		return nil, ErrInvalid.With(errs.Field{Path: "numbers", Code: "out_of_range"})
	}
	if err := s.ensureParts(ctx, f); err != nil {
		return nil, err
	}
	now := s.db.Clock.Now()
	parts := make([]UploadPart, 0, len(numbers))
	for i, n := range numbers {
		if n < 1 || n > f.PartCount() {
			return nil, ErrInvalid.With(errs.Field{Path: fmt.Sprintf("numbers.%d", i), Code: "out_of_range"})
		}
		size := f.partLength(n)
		url, err := s.ports.Store.SignPart(ctx, f.originalKey(), *f.UploadID, n, int64(size), signedFor)
		if err != nil {
			return nil, fmt.Errorf("sign piece: %w", err)
		}
		parts = append(parts, UploadPart{Number: n, Size: size, URL: url, ExpiresAt: now.Add(signedFor)})
	}
	_, err = s.db.NewUpdate().Model(f).Set("touched_at = ?", now).WherePK().Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("sign pieces: %w", err)
	}
	return parts, nil
}
