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
	WithLinked // other cases of the sitting
	WithOthers // other open cases of the person: perhaps the same matter
	partCount
)

// parts is what was read of them.
type parts struct {
	have        [partCount]bool
	application applications.Signed
	translated  map[string]string // read with the case
	documents   []*documents.Document
	linked      []LinkedCase
	others      []LinkedCase
}

const beside = `SELECT o.id, o.number, trim(p.given_names || ' ' || p.family_name), o.role, o.state
FROM cases.case c JOIN cases.case o ON %s JOIN persons.person_v1 p ON p.id = o.person_id WHERE c.id = $1 ORDER BY o.number LIMIT 40`

var (
	linkedCases = fmt.Sprintf(beside, "o.sitting_id = c.sitting_id AND o.id <> c.id")
	otherCases  = fmt.Sprintf(beside, "o.person_id = c.person_id AND o.sitting_id <> c.sitting_id AND o.closed_at IS NULL")
)

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
	case WithLinked:
		b.Queue(linkedCases, id).Query(collect(&p.linked, pgx.RowToStructByPos[LinkedCase]))
	case WithOthers:
		b.Queue(otherCases, id).Query(collect(&p.others, pgx.RowToStructByPos[LinkedCase]))
	case partCount:
	}
}

// need reads a part unless it is there.
func (s *Service) need(ctx context.Context, p *parts, id uuid.UUID, part Part) error {
	b := &pgx.Batch{}
	if p.queue(b, id, part); b.Len() == 0 {
		return nil
	}
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

// Linked are the other cases of the sitting.
func (s *Service) Linked(ctx context.Context, d *Detail) ([]LinkedCase, error) {
	err := s.need(ctx, d.more, d.ID, WithLinked)
	return d.more.linked, err
}

// Others are other open cases of the same person: perhaps the same matter.
func (s *Service) Others(ctx context.Context, d *Detail) ([]LinkedCase, error) {
	err := s.need(ctx, d.more, d.ID, WithOthers)
	return d.more.others, err
}
