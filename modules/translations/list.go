package translations

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// reach keeps a read to orders of teams for which the viewer may do an action.
func reach(q *bun.SelectQuery, v *identity.Viewer, action string) *bun.SelectQuery {
	teams, all := v.TeamsFor(action)
	return q.Where("? OR r.team IN (?)", all, bun.List(append(teams, "")))
}

func whole(q *bun.SelectQuery) *bun.SelectQuery {
	return q.Relation("Interpreter").Relation("Sheets", func(q *bun.SelectQuery) *bun.SelectQuery { return q.OrderExpr("sheet.position") }).Relation("Offers", func(q *bun.SelectQuery) *bun.SelectQuery { return q.Relation("Interpreter").OrderExpr("o.rank") })
}

// Get is an order that the viewer may see, with whom it asks.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (*Order, error) {
	o := new(Order)
	err := whole(reach(s.DB.NewSelect().Model(o).Where("r.id = ?", id), identity.ViewerFrom(ctx), ActionRead)).Scan(ctx)
	return o, db.NoRows(err, ErrNone, "read order")
}

// Delivery is what came for an order that the viewer may see, once it was handed in; nil: nothing, or not for who may not read papers.
func (s *Service) Delivery(ctx context.Context, o *Order) (*documents.Document, error) {
	if o.TranslationID == nil || !identity.ViewerFrom(ctx).CanInTeam("documents.read", o.Team) {
		return nil, nil // null
	}
	return s.Documents.Get(ctx, *o.TranslationID)
}

// Filter narrows a list of orders; empty is all.
type Filter struct {
	States  []OrderState
	Team    string
	About   *audit.Record
	Overdue bool // only those on which somebody works longer than was said
}

type listKey struct {
	Due clock.Date
	ID  uuid.UUID
}

// List lists orders of the viewer's teams, the first that is due first.
func (s *Service) List(ctx context.Context, f Filter, args page.Args) (page.Page[*Order], error) {
	var after listKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[*Order]{}, err
	}
	list := []*Order{}
	q := whole(reach(s.DB.NewSelect().Model(&list), identity.ViewerFrom(ctx), ActionRead)).OrderExpr("r.due_on, r.id").Limit(int64(args.Size()) + 1)
	if more {
		q = q.Where("(r.due_on, r.id) > (?, ?)", after.Due, after.ID)
	}
	if len(f.States) > 0 {
		q = q.Where("r.state IN (?)", bun.List(f.States))
	}
	if f.Team != "" {
		q = q.Where("r.team = ?", f.Team)
	}
	if f.About != nil {
		q = q.Where("r.about_kind = ? AND r.about_id = ?", f.About.Kind, f.About.ID)
	}
	if f.Overdue {
		q = q.Where("r.state = ? AND r.due_on < ?", Given, s.today())
	}
	if err := q.Scan(ctx); err != nil {
		return page.Page[*Order]{}, fmt.Errorf("list orders: %w", err)
	}
	return page.Cut(list, args.Size(), func(o *Order) any { return listKey{o.DueOn, o.ID} }), nil
}

// Mine are the orders that the viewer is asked for or works on, and what they have delivered and the office has not seen, with the links that mails bring. Of the papers there is
// nothing in it. Who translates for nobody has none.
func (s *Service) Mine(ctx context.Context) ([]*Shown, error) {
	v := identity.ViewerFrom(ctx)
	if !v.LoggedIn() {
		return nil, ErrNone
	}
	var offers []*Offer
	err := s.DB.NewSelect().Model(&offers).Relation("Interpreter").Relation("Order").Where("interpreter.account_id = ?", v.AccountID).
		Where("o.state = 'offered' AND o.until > ? OR o.state = 'accepted' AND o.order_id IN (SELECT id FROM translations.orders WHERE state IN ('given', 'delivered'))", s.DB.Clock.Now()).
		OrderExpr("o.state DESC, o.until, o.id").Limit(page.Max).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read own orders: %w", err)
	}
	mine := make([]*Shown, len(offers))
	for i, of := range offers {
		mine[i] = &Shown{Offer: of, Order: of.Order, Token: s.Link(of.Order, of)}
	}
	return mine, nil
}

// Permitted are the mutations that the viewer may do to an order as it stands.
func (o *Order) Permitted(v *identity.Viewer) []string {
	list := []string{}
	if !v.CanInTeam(ActionOrder, o.Team) {
		return list
	}
	switch o.State {
	case Open, Given, Unfilled:
		list = append(list, "cancelTranslation")
	case Delivered:
		if v.CanInTeam("documents.read", o.Team) {
			list = append(list, "acceptTranslationDelivery", "sendTranslationBack")
		}
	case Accepted, Cancelled:
	}
	return list
}
