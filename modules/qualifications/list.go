package qualifications

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/page"
)

// Filter narrows the list of colleagues. Empty is all who have stated anything.
type Filter struct {
	Kind      *Kind
	Key       *string
	Text      *string // a part of the name
	Uncertain *bool   // only who has stated something that nobody has certified
}

// Colleague is a member of staff with what they can.
type Colleague struct {
	ID   uuid.UUID
	Name string
	Held []*Held
}

type listKey struct {
	Name string
	ID   uuid.UUID
}

// List lists colleagues whom the viewer reaches, by name, with all that they have stated; that the page was read stands in the trail.
func (s *Service) List(ctx context.Context, f Filter, args page.Args) (page.Page[*Colleague], error) {
	var after listKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[*Colleague]{}, err
	}
	rows := []*Colleague{}
	held := narrow(reach(s.DB.NewSelect().TableExpr("qualifications.held AS held").ColumnExpr("1").Where("held.account_id = a.id AND held.ended_at IS NULL"),
		identity.ViewerFrom(ctx), ActionRead), f)
	q := s.DB.NewSelect().TableExpr("identity.account_v1 AS a").Column("a.id", "a.name").Where("EXISTS (?)", held).OrderExpr("a.name, a.id").Limit(int64(args.Size()) + 1)
	if more {
		q = q.Where("(a.name, a.id) > (?, ?)", after.Name, after.ID)
	}
	if f.Text != nil {
		q = q.Where("a.name ILIKE ?", "%"+strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(strings.TrimSpace(*f.Text))+"%")
	}
	if err := q.Scan(ctx, &rows); err != nil {
		return page.Page[*Colleague]{}, fmt.Errorf("list colleagues: %w", err)
	}
	cut := page.Cut(rows, args.Size(), func(c *Colleague) any { return listKey{c.Name, c.ID} })
	people := make([]audit.Record, len(cut.Items))
	for i, c := range cut.Items {
		people[i] = FileOf(c.ID)
	}
	if err := s.Audit.OpenedPage(ctx, "qualifications", people); err != nil {
		return page.Page[*Colleague]{}, err
	}
	return cut, s.fill(ctx, cut.Items)
}

func narrow(q *bun.SelectQuery, f Filter) *bun.SelectQuery {
	if f.Kind != nil {
		q = q.Where("held.kind = ?", *f.Kind)
	}
	if f.Key != nil {
		q = q.Where("held.key = ?", *f.Key)
	}
	if f.Uncertain != nil && *f.Uncertain {
		q = q.Where("held.certified_at IS NULL")
	}
	return q
}

// fill gives colleagues what they have stated.
func (s *Service) fill(ctx context.Context, list []*Colleague) error {
	by := map[uuid.UUID]*Colleague{}
	accounts := make([]uuid.UUID, len(list))
	for i, c := range list {
		accounts[i], by[c.ID], c.Held = c.ID, c, []*Held{}
	}
	held, err := s.of(ctx, accounts...)
	for _, h := range held {
		by[h.AccountID].Held = append(by[h.AccountID].Held, h)
	}
	return err
}
