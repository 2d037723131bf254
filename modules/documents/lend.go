package documents

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/db"
)

// Lend is a file of a document as it was sent, for somebody outside to whom a room above shows it: that room has checked why, and records that it was fetched. A
// file that cannot be seen is ErrNotFound.
func (s *Service) Lend(ctx context.Context, document, file uuid.UUID) (*Picture, error) {
	f := new(File)
	err := s.db.NewSelect().Model(f).Where("id = ? AND document_id = ? AND state IN (?, ?)", file, document, Ready, Unscanned).Scan(ctx)
	if err := db.NoRows(err, ErrNotFound, "find file"); err != nil {
		return nil, err
	}
	p := s.picture(f, f.originalKey(), "o")
	p.Type, p.Size, p.Name = f.Type, f.Size, withEnding(f.Name, f.Type)
	return p, nil
}
