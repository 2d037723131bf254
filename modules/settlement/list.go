package settlement

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// ClaimFilter narrows a list of claims; empty is all.
type ClaimFilter struct {
	States   []ClaimState
	Missing  []Missing
	Team     string
	Payee    uuid.UUID
	From, To clock.Date // days on which they ended, both included
}

type claimKey struct {
	On clock.Date
	ID uuid.UUID
}

func withNames(q *bun.SelectQuery) *bun.SelectQuery {
	return q.Relation("Interpreter").Relation("Payee")
}

// Claim is a claim that the viewer may see.
func (s *Service) Claim(ctx context.Context, id uuid.UUID) (*Claim, error) {
	c, v := new(Claim), identity.ViewerFrom(ctx)
	action := ActionRead
	if !v.Can(ActionRead) {
		action = ActionConfirm
	}
	err := reach(withNames(s.DB.NewSelect().Model(c)).Where("c.id = ?", id), v, action).Scan(ctx)
	return c, db.NoRows(err, ErrNone, "read claim")
}

// Claims lists the claims that the viewer may see, the oldest first.
func (s *Service) Claims(ctx context.Context, f ClaimFilter, args page.Args) (page.Page[*Claim], error) {
	var after claimKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[*Claim]{}, err
	}
	list := []*Claim{}
	q := reach(withNames(s.DB.NewSelect().Model(&list)), identity.ViewerFrom(ctx), ActionRead).OrderExpr("c.ended_on, c.id").Limit(int64(args.Size()) + 1)
	if more {
		q = q.Where("(c.ended_on, c.id) > (?, ?)", after.On, after.ID)
	}
	if len(f.States) > 0 {
		q = q.Where("c.state IN (?)", bun.List(f.States))
	}
	if len(f.Missing) > 0 {
		q = q.Where("c.missing IN (?)", bun.List(f.Missing))
	}
	if f.Team != "" {
		q = q.Where("c.team = ?", f.Team)
	}
	if f.Payee != uuid.Nil {
		q = q.Where("c.payee_id = ?", f.Payee)
	}
	if !f.From.IsZero() {
		q = q.Where("c.ended_on >= ?", f.From)
	}
	if !f.To.IsZero() {
		q = q.Where("c.ended_on <= ?", f.To)
	}
	if err := q.Scan(ctx); err != nil {
		return page.Page[*Claim]{}, fmt.Errorf("list claims: %w", err)
	}
	return page.Cut(list, args.Size(), func(c *Claim) any { return claimKey{c.EndedOn, c.ID} }), nil
}

// Mine is the money of an interpreter or an agency: claims and invoices, the newest first.
type Mine struct {
	Payee    *Somebody
	Claims   []*Claim
	Invoices []*Invoice
	Token    string // the link by which they see it too
}

// Mine is that of the link in somebody's hands, or of who is logged in.
func (s *Service) Mine(ctx context.Context, token string) (*Mine, error) {
	payee, err := s.payee(ctx, s.DB, token)
	if err != nil {
		return nil, err
	}
	m := &Mine{Payee: new(Somebody), Claims: []*Claim{}, Invoices: []*Invoice{}, Token: token} // a link does not make itself new
	if token == "" {
		m.Token = s.moneyLink(payee)
	}
	if err := s.DB.NewSelect().Model(m.Payee).Where("i.id = ?", payee).Scan(ctx); err != nil {
		return nil, db.NoRows(err, ErrNone, "read own entry")
	}
	err = withNames(s.DB.NewSelect().Model(&m.Claims)).ColumnExpr("c.*").ColumnExpr("? AS billed", bun.Safe(billed)).Where("c.payee_id = ?", payee).OrderExpr("c.ended_on DESC, c.id DESC").Limit(mostAtOnce).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read own claims: %w", err)
	}
	err = withBatch(s.DB.NewSelect().Model(&m.Invoices)).Where("inv.payee_id = ?", payee).OrderExpr("inv.handed_in_at DESC, inv.id DESC").Limit(mostAtOnce).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read own invoices: %w", err)
	}
	return m, s.fill(ctx, m.Invoices)
}

// ownClaim reads a claim again whose holder is known.
func (s *Service) ownClaim(ctx context.Context, c *Claim) (*Claim, error) {
	again := new(Claim)
	err := withNames(s.DB.NewSelect().Model(again)).Where("c.id = ?", c.ID).Scan(ctx)
	return again, db.NoRows(err, ErrNone, "read claim")
}

// Permitted are the actions that the viewer may do to a claim on a day.
func (c *Claim) Permitted(v *identity.Viewer, today clock.Date) []string {
	can := []string{}
	if !v.CanInTeam(ActionConfirm, c.Team) && (c.Team != "" || !v.Can(ActionConfirm)) {
		return can
	}
	for _, deed := range []struct {
		name string
		may  bool
	}{
		{"confirmClaim", c.proposable() && c.ready()}, {"refuseClaim", c.proposable()}, {"rejectClaim", c.rejectable(today)}, {"extendClaim", c.extendable()},
	} {
		if deed.may {
			can = append(can, deed.name)
		}
	}
	return can
}

// ToBill says whether a claim waits for an invoice; it is known of those that Mine has read.
func (c *Claim) ToBill() bool { return c.State == ClaimConfirmed && !c.Billed }

// Own are the actions that its holder may do to a claim.
func (c *Claim) Own() []string {
	switch {
	case c.proposable():
		return []string{"proposeClaim"}
	case c.ToBill():
		return []string{"billClaim"}
	}
	return []string{}
}
