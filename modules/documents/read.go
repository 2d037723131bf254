package documents

import (
	"context"
	"fmt"
	"io"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
)

// Viewer is who wants to see a file: an applicant sees their own, staff what Subject.MayRead allows.
type Viewer struct {
	Account uuid.UUID
	Staff   bool
}

// Picture is something to send to a browser. Open may be called once, or not at all when the browser has it already.
type Picture struct {
	Type string
	Name string // for a download: cleaned, with the ending of its true type
	ETag string // changes when the bytes do
	Size int    // bytes; 0 when not known beforehand
	Open func(ctx context.Context) (io.ReadCloser, error)
}

// Page is the picture of page n (from 1) of a file. A member of staff who looks at it has opened the document, which is
// recorded here, so that no way of asking for pages gets round it (audit.Service counts again within minutes as the same).
func (s *Service) Page(ctx context.Context, who Viewer, file uuid.UUID, n int) (*Picture, error) {
	f, doc, err := s.visible(ctx, who, file)
	if err != nil {
		return nil, err
	}
	if n < 1 || n > f.PageCount {
		return nil, ErrNotFound
	}
	if who.Staff {
		if err := s.trail.Opened(ctx, doc.Record(), "work"); err != nil {
			return nil, err
		}
	}
	return s.picture(f, f.pageKey(n), fmt.Sprintf("p%d", n)), nil
}

// Thumb is a small picture of the first page. Nothing can be read on it, so it does not count as opening the document.
func (s *Service) Thumb(ctx context.Context, who Viewer, file uuid.UUID) (*Picture, error) {
	f, _, err := s.visible(ctx, who, file)
	if err != nil {
		return nil, err
	}
	return s.picture(f, f.thumbKey(), "t"), nil
}

// Original is the file as it was sent, for staff alone and recorded each time: it may hold what a picture does not show.
func (s *Service) Original(ctx context.Context, who Viewer, file uuid.UUID) (*Picture, error) {
	if !who.Staff {
		return nil, ErrNotFound
	}
	f, doc, err := s.visible(ctx, who, file)
	if err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return s.trail.RecordTx(ctx, tx, doc.Record(), "document.original_downloaded",
			audit.Details{"file": f.ID.String(), "sha256": f.SHA256})
	})
	if err != nil {
		return nil, err
	}
	p := s.picture(f, f.originalKey(), "o")
	p.Type, p.Size, p.Name = f.Type, f.Size, withEnding(f.Name, f.Type)
	return p, nil
}

// visible finds a file that can be looked at, for those who may; for everybody else, and before, it is not there.
func (s *Service) visible(ctx context.Context, who Viewer, file uuid.UUID) (*File, *Document, error) {
	f, doc := new(File), new(Document)
	q := s.db.NewSelect().Model(f).Where("id = ? AND state IN (?, ?)", file, Ready, Unscanned)
	if !who.Staff {
		q = q.Where("account_id = ?", who.Account)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, nil, db.NoRows(err, ErrNotFound, "find file")
	}
	if !who.Staff {
		return f, nil, nil
	}
	if err := s.db.NewSelect().Model(doc).Where("id = ?", f.DocumentID).Scan(ctx); err != nil {
		return nil, nil, db.NoRows(err, ErrNotFound, "find document")
	}
	return f, doc, s.mayRead(ctx, doc)
}

func (s *Service) picture(f *File, key, what string) *Picture {
	return &Picture{
		Type: "image/jpeg", ETag: `"` + f.SHA256[:16] + "-" + what + `"`,
		Open: func(ctx context.Context) (io.ReadCloser, error) { return s.ports.Store.Get(ctx, key) },
	}
}

// withEnding gives a download the ending of what it is, whatever its name says: "passport.exe" that is a picture stays one.
func withEnding(name, kind string) string {
	if typeByEnding[endingOf(name)] == kind {
		return name
	}
	for _, ending := range []string{".jpg", ".png", ".heic", ".pdf"} {
		if typeByEnding[ending] == kind {
			return name + ending
		}
	}
	return name + ".bin"
}
