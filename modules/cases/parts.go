package cases

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/documents"
)

// Part is something of a Detail that is read only when it is asked for: with the rest in one round trip by whoever knows beforehand,
// later by whoever does not.
type Part int

// The parts.
const (
	WithApplication Part = iota // the answers as they were signed, and the signature
	WithDocuments
	partCount
)

// parts is what was read of them.
type parts struct {
	have        [partCount]bool
	application applications.Signed
	translated  map[string]string // read with the case
	documents   []*documents.Document
}

// queue adds the statement of a part to a batch.
func (p *parts) queue(b *pgx.Batch, id uuid.UUID, part Part) {
	if p.have[part] {
		return
	}
	p.have[part] = true
	switch part {
	case WithApplication:
		applications.QueueSigned(b, id, &p.application)
	case WithDocuments:
		documents.QueueForSubject(b, Record(id), &p.documents)
	case partCount:
	}
}

// need reads a part unless it is there.
func (s *Service) need(ctx context.Context, p *parts, id uuid.UUID, part Part) error {
	if p.have[part] {
		return nil
	}
	b := &pgx.Batch{}
	p.queue(b, id, part)
	err := s.db.Pool().SendBatch(ctx, b).Close()
	if err == nil {
		return nil
	}
	p.have[part] = false
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrNotFound
	}
	return fmt.Errorf("read more of case: %w", err)
}
