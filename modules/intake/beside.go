package intake

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
)

// Beside is what stands beside a case: since when its papers are complete, which originals the clearing desk has seen, and what it took in
// that stands on no list.
type Beside struct {
	CompleteSince *time.Time
	originals     []seen
	extras        []Extra
	documents     *documents.Service
}

type seen struct {
	Item   string    `json:"item"`
	SeenBy uuid.UUID `json:"seen_by"`
	SeenAt time.Time `json:"seen_at"`
}

// SeenOriginal is an original that a colleague has had in their hands.
type SeenOriginal struct {
	Item   string
	SeenBy cases.StaffRef
	SeenAt time.Time
}

// Of is what a case's detail was read with.
func Of(d *cases.Detail) *Beside { return cases.Find[*Beside](d.Beside) }

// Originals are those that were seen, with the names of who saw them.
func (b *Beside) Originals(d *cases.Detail) []SeenOriginal {
	list := make([]SeenOriginal, len(b.originals))
	for i, o := range b.originals {
		list[i] = SeenOriginal{o.Item, *d.Colleague(&o.SeenBy), o.SeenAt}
	}
	return list
}

// Extras are the papers that stand on no list, each with its document; without where the viewer may not read papers.
func (b *Beside) Extras(ctx context.Context, d *cases.Detail) ([]ExtraPaper, error) {
	var docs []*documents.Document
	if len(b.extras) > 0 && identity.ViewerFrom(ctx).CanInTeam("documents.read", d.Team) {
		var err error
		if docs, err = b.documents.ForSubject(ctx, cases.Record(d.ID)); err != nil {
			return nil, err
		}
	}
	return shown(b.extras, docs, d.Offer, catalogue.German), nil
}

// Permitted implements cases.Beside.
func (b *Beside) Permitted(v *identity.Viewer, d *cases.Detail) []string {
	var can []string
	if d.Pending() && v.CanInTeam("clearing.serve", d.Team) {
		can = append(can, "openClearing")
	}
	if len(b.extras) > 0 && slices.Contains(cases.Undecided, d.State) && v.CanInTeam("cases.check", d.Team) {
		can = append(can, "checkExtraPaper")
	}
	return can
}

// Colleagues implements cases.Beside.
func (b *Beside) Colleagues() []uuid.UUID {
	ids := make([]uuid.UUID, len(b.originals))
	for i, o := range b.originals {
		ids[i] = o.SeenBy
	}
	return ids
}

// Of one case, in one row.
var besideCase = `SELECT (SELECT since FROM intake.complete WHERE case_id = $1 AND revoked_at IS NULL),
 (SELECT jsonb_agg(jsonb_build_object('item', o.item, 'seen_by', o.seen_by, 'seen_at', o.seen_at) ORDER BY o.seen_at, o.item) FROM clearing.original_v1 o WHERE o.case_id = $1),
 (SELECT x.extras FROM (` + fmt.Sprintf(extrasOf, "ARRAY[$1::uuid]") + `) x)`

func (s *Service) beside(batch *pgx.Batch, id uuid.UUID) cases.Beside {
	b := &Beside{documents: s.Documents}
	batch.Queue(besideCase, id).QueryRow(func(row pgx.Row) error {
		return row.Scan(&b.CompleteSince, &b.originals, &b.extras)
	})
	return b
}

// Own is what stands beside the case of an applicant.
type Own struct {
	CompleteSince *time.Time
	Confirmations []Confirmation // of the clearing desk, the newest first
	extras        []Extra
	documents     *documents.Service
}

// Confirmation is the letter of a visit to the clearing desk.
type Confirmation struct {
	Letter uuid.UUID
	At     time.Time
}

// Extras are the papers of the applicant that stand on no list, called in a language.
func (o *Own) Extras(ctx context.Context, m *cases.MyCase, language string) ([]ExtraPaper, error) {
	if len(o.extras) == 0 {
		return []ExtraPaper{}, nil
	}
	docs, err := o.documents.ForSubject(ctx, cases.Record(m.ID))
	if err != nil {
		return nil, err
	}
	me := identity.ViewerFrom(ctx).AccountID
	docs = slices.DeleteFunc(docs, func(d *documents.Document) bool { return d.AccountID == nil || *d.AccountID != me })
	return shown(o.extras, docs, m.Offer, language), nil
}

// OfOwn is what an applicant's case was read with.
func OfOwn(m *cases.MyCase) *Own { return cases.Find[*Own](m.Beside) }

// PermittedToOwner implements cases.BesideOwn.
func (*Own) PermittedToOwner(*cases.Case) []string { return nil }

func (s *Service) besideOwn(ctx context.Context, own []*cases.Case) (map[uuid.UUID]cases.BesideOwn, error) {
	of, found := make([]uuid.UUID, len(own)), make(map[uuid.UUID]cases.BesideOwn, len(own))
	mine := make(map[uuid.UUID]*Own, len(own))
	for i, c := range own {
		of[i], mine[c.ID] = c.ID, &Own{documents: s.Documents}
		found[c.ID] = mine[c.ID]
	}
	rows, err := s.DB.Pool().Query(ctx, besideOwn, of)
	if err != nil {
		return nil, fmt.Errorf("read what stands beside own cases: %w", err)
	}
	var id uuid.UUID
	var since *time.Time
	var confirmations []Confirmation
	var extras []Extra
	_, err = pgx.ForEachRow(rows, []any{&id, &since, &confirmations, &extras}, func() error {
		o := mine[id]
		o.CompleteSince, o.Confirmations, o.extras = since, confirmations, extras
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read what stands beside own cases: %w", err)
	}
	return found, nil
}

// Of all cases of an applicant, a row each.
var besideOwn = `SELECT c.id, (SELECT since FROM intake.complete WHERE case_id = c.id AND revoked_at IS NULL),
 (SELECT jsonb_agg(jsonb_build_object('Letter', v.letter_id, 'At', v.ended_at) ORDER BY v.ended_at DESC) FROM clearing.visit_v1 v WHERE v.case_id = c.id AND v.letter_id IS NOT NULL),
 x.extras
FROM unnest($1::uuid[]) c (id) LEFT JOIN (` + fmt.Sprintf(extrasOf, "$1::uuid[]") + `) x ON x.subject_id = c.id`
