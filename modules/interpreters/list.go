package interpreters

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// reach keeps a read to requests of teams for which the viewer may do an action.
func reach(q *bun.SelectQuery, v *identity.Viewer, action string) *bun.SelectQuery {
	teams, all := v.TeamsFor(action)
	return q.Where("? OR r.team IN (?)", all, bun.List(append(teams, "")))
}

func whole(q *bun.SelectQuery) *bun.SelectQuery {
	return q.Relation("Offers", func(q *bun.SelectQuery) *bun.SelectQuery { return q.Relation("Interpreter").OrderExpr("o.rank") }).
		Relation("Assignments", func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.Relation("Interpreter").Where("a.state <> 'held'").OrderExpr("a.created_at")
		})
}

// Request is a request that the viewer may see, with whom it asks and who comes.
func (s *Service) Request(ctx context.Context, id uuid.UUID) (*Request, error) {
	r := new(Request)
	err := whole(reach(s.DB.NewSelect().Model(r).Where("r.id = ?", id), identity.ViewerFrom(ctx), "interpreters.read")).Scan(ctx)
	if err := db.NoRows(err, ErrNone, "read request"); err != nil {
		return nil, err
	}
	r.tie()
	return r, nil
}

// tie puts the request into what belongs to it.
func (r *Request) tie() {
	for _, a := range r.Assignments {
		a.Request = r
	}
	for _, o := range r.Offers {
		o.Request = r
	}
}

// RequestFilter narrows a list of requests; empty is all.
type RequestFilter struct {
	States   []RequestState
	Team     string
	About    *audit.Record
	From, To clock.Date // days on which they are, both included
}

type requestKey struct {
	At time.Time
	ID uuid.UUID
}

// Requests lists the requests that the viewer may see, by the time at which somebody is needed.
func (s *Service) Requests(ctx context.Context, f RequestFilter, args page.Args) (page.Page[*Request], error) {
	var after requestKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[*Request]{}, err
	}
	list := []*Request{}
	q := whole(reach(s.DB.NewSelect().Model(&list), identity.ViewerFrom(ctx), "interpreters.read")).OrderExpr("lower(r.during), r.id").Limit(int64(args.Size()) + 1)
	if more {
		q = q.Where("(lower(r.during), r.id) > (?, ?)", after.At, after.ID)
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
	if !f.From.IsZero() {
		q = q.Where("lower(r.during) >= ?", clock.Wall(f.From, 0, false))
	}
	if !f.To.IsZero() {
		q = q.Where("lower(r.during) < ?", clock.Wall(f.To, 1440, false))
	}
	if err := q.Scan(ctx); err != nil {
		return page.Page[*Request]{}, fmt.Errorf("list requests: %w", err)
	}
	for _, r := range list {
		r.tie()
	}
	return page.Cut(list, args.Size(), func(r *Request) any { return requestKey{r.During.From, r.ID} }), nil
}

// Mine is what stands open for an interpreter who has logged in: offers to answer, and bookings from two weeks ago on; older ones as long as they can be signed.
type Mine struct {
	Offers   []Shown
	Bookings []Managed
}

// Own is the entry of the interpreter who is logged in; an agency has no times of its own, and no bookings.
func (s *Service) Own(ctx context.Context) (id uuid.UUID, err error) {
	v := identity.ViewerFrom(ctx)
	if !v.LoggedIn() {
		return id, ErrNone
	}
	err = s.DB.NewRaw("SELECT id FROM linguists.interpreter_v1 WHERE account_id = ? AND kind = 'person' AND state <> 'ended'", v.AccountID).Scan(ctx, &id)
	return id, db.NoRows(err, ErrNone, "find interpreter")
}

// Mine are the viewer's, with the links that mails bring. Who is no interpreter has none.
func (s *Service) Mine(ctx context.Context) (*Mine, error) {
	v, now := identity.ViewerFrom(ctx), s.DB.Clock.Now()
	if !v.LoggedIn() {
		return nil, ErrNone
	}
	mine := &Mine{Offers: []Shown{}, Bookings: []Managed{}}
	var offers []*Offer
	err := s.DB.NewSelect().Model(&offers).Relation("Request").Relation("Interpreter").Where("o.state = 'offered' AND o.until > ?", now).
		Where("interpreter.account_id = ?", v.AccountID).OrderExpr("o.until").Limit(page.Max).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read own offers: %w", err)
	}
	for _, o := range offers {
		shown, err := s.shown(ctx, o)
		if err != nil {
			return nil, err
		}
		shown.Token = s.links().Link(toAnswer, o.ID, *o.Until)
		mine.Offers = append(mine.Offers, *shown)
	}
	var bookings []*Assignment
	err = s.DB.NewSelect().Model(&bookings).Relation("Request").Relation("Interpreter").Where("interpreter.account_id = ? AND a.state <> 'held'", v.AccountID).
		Where("lower(a.during) > ? AND (lower(a.during) > ? OR a.state = 'ended' AND a.interpreter_signed_at IS NULL)", now.AddDate(0, 0, -manageDays), now.AddDate(0, 0, -14)).OrderExpr("lower(a.during), a.id").Limit(page.Max).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read own bookings: %w", err)
	}
	for _, a := range bookings {
		mine.Bookings = append(mine.Bookings, *s.handed(a))
	}
	return mine, nil
}
