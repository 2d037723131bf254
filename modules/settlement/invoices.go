package settlement

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// billedIn keeps a read to invoices that bill something of a team for which the viewer may do an action.
func billedIn(q *bun.SelectQuery, v *identity.Viewer, action string) *bun.SelectQuery {
	teams, all := v.TeamsFor(action)
	if !v.Can(action) {
		return q.Where("false")
	}
	return q.Where(`EXISTS (SELECT FROM settlement.billed l JOIN settlement.claim c ON c.id = l.claim_id WHERE l.invoice_id = inv.id AND (? OR c.team IN (?)))`,
		all, bun.List(append(teams, "")))
}

func withBatch(q *bun.SelectQuery) *bun.SelectQuery {
	return q.Relation("Payee").ColumnExpr("inv.*").
		ColumnExpr("coalesce((SELECT b.number FROM settlement.payment p JOIN settlement.batch b ON b.id = p.batch_id WHERE p.invoice_id = inv.id), 0) AS batch")
}

// Invoice is one that the viewer may see, with what it bills.
func (s *Service) Invoice(ctx context.Context, id uuid.UUID) (*Invoice, error) {
	inv, v := new(Invoice), identity.ViewerFrom(ctx)
	err := billedIn(withBatch(s.DB.NewSelect().Model(inv)).Where("inv.id = ?", id), v, ActionAudit).Scan(ctx)
	if err := db.NoRows(err, ErrNone, "read invoice"); err != nil {
		return nil, err
	}
	return inv, s.fill(ctx, []*Invoice{inv})
}

// whole is an invoice whose holder is known.
func (s *Service) whole(ctx context.Context, id uuid.UUID) (*Invoice, error) {
	inv := new(Invoice)
	if err := withBatch(s.DB.NewSelect().Model(inv)).Where("inv.id = ?", id).Scan(ctx); err != nil {
		return nil, db.NoRows(err, ErrNone, "read invoice")
	}
	return inv, s.fill(ctx, []*Invoice{inv})
}

// fill reads what invoices bill, in one statement for all, and compares anew those that wait: what they bill may have been confirmed meanwhile.
func (s *Service) fill(ctx context.Context, list []*Invoice) error {
	if len(list) == 0 {
		return nil
	}
	of := map[uuid.UUID]*Invoice{}
	wanted := make([]uuid.UUID, len(list))
	for i, inv := range list {
		inv.Claims, of[inv.ID], wanted[i] = []*Claim{}, inv, inv.ID
	}
	var rows []struct {
		Claim `bun:",extend"`

		BilledBy uuid.UUID
	}
	err := s.DB.NewSelect().TableExpr("settlement.billed AS l").Join("JOIN settlement.claim AS c ON c.id = l.claim_id").ColumnExpr("c.*, l.invoice_id AS billed_by").
		Where("l.invoice_id IN (?)", bun.List(wanted)).OrderExpr("c.ended_on, c.id").Scan(ctx, &rows)
	if err != nil {
		return fmt.Errorf("read what invoices bill: %w", err)
	}
	for i := range rows {
		inv := of[rows[i].BilledBy]
		inv.Claims = append(inv.Claims, &rows[i].Claim)
	}
	for _, inv := range list {
		if inv.State != InvoiceReceived {
			continue
		}
		if inv.Faults, err = s.compare(ctx, s.DB, inv, inv.Claims); err != nil {
			return err
		}
	}
	return nil
}

// InvoiceFilter narrows a list of invoices; empty is all.
type InvoiceFilter struct {
	States []InvoiceState
	Payee  uuid.UUID
}

type invoiceKey struct {
	At time.Time
	ID uuid.UUID
}

// Invoices lists those that the viewer may see, the newest first.
func (s *Service) Invoices(ctx context.Context, f InvoiceFilter, args page.Args) (page.Page[*Invoice], error) {
	var after invoiceKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[*Invoice]{}, err
	}
	v, list := identity.ViewerFrom(ctx), []*Invoice{}
	q := billedIn(withBatch(s.DB.NewSelect().Model(&list)), v, ActionAudit).OrderExpr("inv.handed_in_at DESC, inv.id DESC").Limit(int64(args.Size()) + 1)
	if more {
		q = q.Where("(inv.handed_in_at, inv.id) < (?, ?)", after.At, after.ID)
	}
	if len(f.States) > 0 {
		q = q.Where("inv.state IN (?)", bun.List(f.States))
	}
	if f.Payee != uuid.Nil {
		q = q.Where("inv.payee_id = ?", f.Payee)
	}
	if err := q.Scan(ctx); err != nil {
		return page.Page[*Invoice]{}, fmt.Errorf("list invoices: %w", err)
	}
	cut := page.Cut(list, args.Size(), func(i *Invoice) any { return invoiceKey{i.HandedInAt, i.ID} })
	return cut, s.fill(ctx, cut.Items)
}

// Permitted are the actions that the viewer may do to an invoice that they see.
func (i *Invoice) Permitted(v *identity.Viewer) []string {
	can, keeps := []string{}, i.may(v, ActionKeep)
	if keeps && (i.State == InvoiceReceived || i.State == InvoiceAccepted) {
		can = append(can, "returnInvoice")
	}
	if keeps && i.State == InvoiceReceived && len(i.Faults) == 0 {
		can = append(can, "acceptInvoice")
	}
	if i.State == InvoiceExported && i.may(v, ActionExport) {
		can = append(can, "markPaid")
	}
	return can
}

// may says whether the viewer may do an action in a team of which the invoice bills something, as billedIn does.
func (i *Invoice) may(v *identity.Viewer, action string) bool {
	return slices.ContainsFunc(i.Claims, func(c *Claim) bool { return v.CanInTeam(action, c.Team) || c.Team == "" && v.Can(action) })
}
