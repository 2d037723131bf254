package elearning

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

const (
	// LargestPackage is how many bytes an archive may have.
	LargestPackage = 200 << 20
	partSize       = 8 << 20
	signedFor      = time.Hour
	archiveType    = "application/zip"
)

// BeginUpload announces a package.
type BeginUpload struct {
	Course uuid.UUID
	Name   string // as the sender's device calls it
	Size   int    // bytes
}

// Upload is an upload under way.
type Upload struct {
	Package  *Package
	Received []int // pieces that have arrived
	Resumed  bool  // it goes on with one that was broken off
}

// PartSize is the size of each piece but the last, in bytes.
func (u *Upload) PartSize() int { return u.Package.PartSize }

// PartCount is how many pieces there are.
func (u *Upload) PartCount() int { return u.Package.partCount() }

func (in *BeginUpload) check() error {
	in.Name = cut(in.Name, longestName)
	var f errs.Faults
	f.Need(in.Name != "", "name", "required")
	f.Need(in.Size > 0, "size", "required")
	if in.Size > LargestPackage {
		f = append(f, errs.Field{Path: "size", Code: "too_large", Params: map[string]string{"max": strconv.Itoa(LargestPackage)}})
	}
	return f.As(ErrInput)
}

// toPlay is ErrInput for a course that cannot be played: it has ended, is not online, or lies at an address.
func (s *Service) toPlay(ctx context.Context, id uuid.UUID) error {
	_, err := s.Courses.ToPlay(ctx, s.DB, id)
	if errors.Is(err, courses.ErrNone) {
		return ErrInput.With(field("course", "not_to_play"))
	}
	return err
}

// BeginUpload begins an upload, or goes on with one of the viewer's that was broken off: same course, name and size.
func (s *Service) BeginUpload(ctx context.Context, in BeginUpload) (*Upload, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	if err := s.toPlay(ctx, in.Course); err != nil {
		return nil, err
	}
	by := identity.ViewerFrom(ctx).AccountID
	u := &Upload{Received: []int{}}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := lockTx(ctx, tx, "upload:"+by.String()); err != nil {
			return err
		}
		var open []*Package
		err := tx.NewSelect().Model(&open).Where("p.course_id = ? AND p.imported_by = ? AND p.state = ? AND p.ended_at IS NULL AND p.name = ? AND p.size = ?", in.Course, by, Uploading, in.Name, in.Size).
			OrderExpr("p.imported_at DESC").Limit(1).Scan(ctx)
		if err != nil {
			return fmt.Errorf("look for broken upload: %w", err)
		}
		if len(open) > 0 {
			u.Package, u.Resumed = open[0], true
			return nil
		}
		u.Package = newPackage(in.Course, by, in.Name, in.Size, tx.Now)
		return s.announceTx(ctx, tx, u.Package)
	})
	if err != nil {
		return nil, err
	}
	if err := s.ensureParts(ctx, u.Package); err != nil {
		return nil, err
	}
	parts, err := s.Store.ListParts(ctx, u.Package.key(), *u.Package.UploadID)
	if err != nil && !errors.Is(err, documents.ErrNoObject) {
		return nil, fmt.Errorf("list pieces: %w", err)
	}
	for _, p := range parts {
		if p.Number <= u.PartCount() && int(p.Size) == u.Package.partLength(p.Number) {
			u.Received = append(u.Received, p.Number)
		}
	}
	return u, nil
}

func (s *Service) announceTx(ctx context.Context, tx *db.Tx, p *Package) error {
	if _, err := tx.NewInsert().Model(p).Exec(ctx); err != nil {
		return fmt.Errorf("announce package: %w", err)
	}
	return s.record(ctx, tx, PackageRecord(p.ID), "begun", map[string]string{"course": p.CourseID.String(), "bytes": strconv.Itoa(p.Size)})
}

// ensureParts opens the upload at the store, outside any transaction; a crash in between is made good by the next call.
func (s *Service) ensureParts(ctx context.Context, p *Package) error {
	if p.UploadID != nil {
		return nil
	}
	id, err := s.Store.BeginParts(ctx, p.key(), archiveType)
	if err != nil {
		return fmt.Errorf("begin upload: %w", err)
	}
	err = s.DB.NewUpdate().Model(p).Set("upload_id = coalesce(upload_id, ?)", id).WherePK().Returning("upload_id").Scan(ctx)
	if err != nil {
		return db.NoRows(err, ErrNone, "begin upload")
	}
	if *p.UploadID != id { // another request was faster
		return s.Store.AbortParts(ctx, p.key(), id)
	}
	return nil
}

// SignParts yields where the browser PUTs pieces, at most 100 at a time.
func (s *Service) SignParts(ctx context.Context, id uuid.UUID, numbers []int) ([]documents.UploadPart, error) {
	p, err := s.Package(ctx, id)
	if err != nil {
		return nil, err
	}
	if p.State != Uploading || p.EndedAt != nil {
		return nil, ErrConflict
	}
	if len(numbers) == 0 || len(numbers) > 100 {
		return nil, ErrInput.With(field("numbers", "out_of_range"))
	}
	if err := s.ensureParts(ctx, p); err != nil {
		return nil, err
	}
	now := s.DB.Clock.Now()
	parts := make([]documents.UploadPart, 0, len(numbers))
	for i, n := range numbers {
		if n < 1 || n > p.partCount() {
			return nil, ErrInput.With(field(fmt.Sprintf("numbers.%d", i), "out_of_range"))
		}
		size := p.partLength(n)
		url, err := s.Store.SignPart(ctx, p.key(), *p.UploadID, n, int64(size), signedFor)
		if err != nil {
			return nil, fmt.Errorf("sign piece: %w", err)
		}
		parts = append(parts, documents.UploadPart{Number: n, Size: size, URL: url, ExpiresAt: now.Add(signedFor)})
	}
	if _, err := s.DB.NewUpdate().Model(p).Set("touched_at = ?", now).WherePK().Exec(ctx); err != nil {
		return nil, fmt.Errorf("sign pieces: %w", err)
	}
	return parts, nil
}

// CompleteUpload joins the pieces and has the package looked at. Called again it returns the package as it is.
func (s *Service) CompleteUpload(ctx context.Context, id uuid.UUID) (*Package, error) {
	p, err := s.Package(ctx, id)
	if err != nil || p.State != Uploading {
		return p, err
	}
	if p.EndedAt != nil {
		return nil, ErrConflict
	}
	if err := s.join(ctx, p); err != nil {
		return nil, err
	}
	if err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.scanTx(ctx, tx, p) }); err != nil {
		return nil, err
	}
	return s.Package(ctx, id)
}

// scanTx has a package looked at that has arrived, once.
func (s *Service) scanTx(ctx context.Context, tx *db.Tx, p *Package) error {
	res, err := tx.NewUpdate().Model(p).Set("state = ?", Scanning).Set("upload_id = NULL").Set("touched_at = ?", tx.Now).WherePK().
		Where("state = ? AND ended_at IS NULL", Uploading).Exec(ctx)
	if err := db.One(res, err, ErrConflict, "receive package"); err != nil {
		return errs.Ignore(err, ErrConflict) // another request was faster
	}
	return tx.Enqueue(ctx, UnpackArgs{p.ID}, nil)
}

// join makes one object of the pieces; one that is there already, because an earlier call came so far, is as good.
func (s *Service) join(ctx context.Context, p *Package) error {
	if p.UploadID == nil {
		return missing(p, nil)
	}
	parts, err := s.Store.ListParts(ctx, p.key(), *p.UploadID)
	if errors.Is(err, documents.ErrNoObject) {
		info, err := s.Store.Stat(ctx, p.key())
		if errors.Is(err, documents.ErrNoObject) || err == nil && info.Size != int64(p.Size) {
			return missing(p, nil)
		}
		return err
	}
	if err != nil {
		return fmt.Errorf("list pieces: %w", err)
	}
	if err := missing(p, parts); err != nil {
		return err
	}
	if err := s.Store.CompleteParts(ctx, p.key(), *p.UploadID, parts); err != nil {
		if info, statErr := s.Store.Stat(ctx, p.key()); statErr == nil && info.Size == int64(p.Size) {
			return nil // two requests joined at once
		}
		return fmt.Errorf("join pieces: %w", err)
	}
	return nil
}

// missing is nil when all pieces are there in their right sizes and nothing else is.
func missing(p *Package, parts []documents.Part) error {
	there := map[int]bool{}
	f := errs.Faults{}
	for _, part := range parts {
		f.Need(part.Number <= p.partCount(), fmt.Sprintf("parts.%d", part.Number), "not_expected")
		there[part.Number] = int(part.Size) == p.partLength(part.Number)
	}
	for n := 1; n <= p.partCount(); n++ {
		f.Need(there[n], fmt.Sprintf("parts.%d", n), "missing")
	}
	return f.As(ErrIncomplete)
}

// Import takes a package that is at hand: from a program, not a browser.
func (s *Service) Import(ctx context.Context, in BeginUpload, body io.Reader) (*Package, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	if err := s.toPlay(ctx, in.Course); err != nil {
		return nil, err
	}
	p := newPackage(in.Course, identity.ViewerFrom(ctx).AccountID, in.Name, in.Size, s.DB.Clock.Now())
	if err := s.Store.Put(ctx, p.key(), body, int64(p.Size), archiveType); err != nil {
		return nil, fmt.Errorf("keep package: %w", err)
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := s.announceTx(ctx, tx, p); err != nil {
			return err
		}
		return s.scanTx(ctx, tx, p)
	})
	if err != nil {
		return nil, errors.Join(err, s.Store.Delete(context.WithoutCancel(ctx), p.key()))
	}
	return s.Package(ctx, p.ID)
}
