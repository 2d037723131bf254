package intake

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/identity"
)

// Beside is what stands beside a case: since when its papers are complete, and which originals the clearing desk has seen.
type Beside struct {
	CompleteSince *time.Time
	originals     []seen
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

// Permitted implements cases.Beside.
func (b *Beside) Permitted(v *identity.Viewer, d *cases.Detail) []string {
	if d.Pending() && v.CanInTeam("clearing.serve", d.Team) {
		return []string{"openClearing"}
	}
	return nil
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
const besideCase = `SELECT (SELECT since FROM intake.complete WHERE case_id = $1 AND revoked_at IS NULL),
 (SELECT jsonb_agg(jsonb_build_object('item', o.item, 'seen_by', o.seen_by, 'seen_at', o.seen_at) ORDER BY o.seen_at, o.item) FROM clearing.original_v1 o WHERE o.case_id = $1)`

func beside(batch *pgx.Batch, id uuid.UUID) cases.Beside {
	b := new(Beside)
	batch.Queue(besideCase, id).QueryRow(func(row pgx.Row) error {
		var originals []byte
		if err := row.Scan(&b.CompleteSince, &originals); err != nil || originals == nil {
			return err
		}
		return json.Unmarshal(originals, &b.originals)
	})
	return b
}

// Own is what stands beside the case of an applicant.
type Own struct{ CompleteSince *time.Time }

// OfOwn is what an applicant's case was read with.
func OfOwn(m *cases.MyCase) *Own { return cases.Find[*Own](m.Beside) }

// PermittedToOwner implements cases.BesideOwn.
func (*Own) PermittedToOwner(*cases.Case) []string { return nil }

func (s *Service) besideOwn(ctx context.Context, own []*cases.Case) (map[uuid.UUID]cases.BesideOwn, error) {
	of, found := make([]uuid.UUID, len(own)), make(map[uuid.UUID]cases.BesideOwn, len(own))
	mine := make(map[uuid.UUID]*Own, len(own))
	for i, c := range own {
		of[i], mine[c.ID] = c.ID, &Own{}
		found[c.ID] = mine[c.ID]
	}
	var rows []struct {
		CaseID uuid.UUID
		Since  time.Time
	}
	err := s.DB.NewSelect().TableExpr("intake.complete").Column("case_id", "since").Where("case_id IN (?) AND revoked_at IS NULL", bun.List(of)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read what is complete: %w", err)
	}
	for _, r := range rows {
		mine[r.CaseID].CompleteSince = &r.Since
	}
	return found, nil
}
