package cases

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
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
	others      []OtherCase
	viewer      *identity.Viewer
}

// Cases beside a case. Of a case of a team whose cases the viewer may not read (%s) they tell no more than docs/decisions/0085 says.
const (
	linkedCases = `SELECT CASE WHEN p.id IS NOT NULL THEN o.id END, o.number, trim(p.given_names || ' ' || p.family_name), o.role, o.state
FROM cases.case c JOIN cases.case o ON o.sitting_id = c.sitting_id AND o.id <> c.id
LEFT JOIN persons.person_v1 p ON p.id = o.person_id AND %s WHERE c.id = $1 ORDER BY o.number LIMIT 40`
	otherCases = `SELECT r.id, r.number, r.state, o.service, o.team, o.service_version
FROM cases.case c JOIN cases.case o ON o.person_id = c.person_id AND o.sitting_id <> c.sitting_id AND o.closed_at IS NULL
LEFT JOIN cases.case r ON r.id = o.id AND %s WHERE c.id = $1 ORDER BY o.number LIMIT 40`
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
		q := db.Numbered{Args: []any{id}}
		b.Queue(fmt.Sprintf(linkedCases, within(&q, "o", p.viewer, "cases.read")), q.Args...).Query(db.Collect(&p.linked, pgx.RowToStructByPos[LinkedCase]))
	case WithOthers:
		q := db.Numbered{Args: []any{id}}
		b.Queue(fmt.Sprintf(otherCases, within(&q, "r", p.viewer, "cases.read")), q.Args...).Query(db.Collect(&p.others, pgx.RowToStructByPos[OtherCase]))
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

// Others are other open cases of the same person: perhaps the same matter, in any case one to speak about (VwVfG §24).
func (s *Service) Others(ctx context.Context, d *Detail) ([]OtherCase, error) {
	err := s.need(ctx, d.more, d.ID, WithOthers)
	for i := range d.more.others {
		o := &d.more.others[i]
		offer, err := s.catalogue.OfferVersion(ctx, o.Service, o.ServiceVersion)
		if err != nil {
			return nil, fmt.Errorf("find service of other case: %w", err)
		}
		team, _ := s.catalogue.City().FindTeam(o.Team)
		o.ServiceTitle, o.TeamName = offer.Name(catalogue.German), team.Name
	}
	return d.more.others, err
}
