package workforce

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/page"
)

// PostFilter narrows the list of posts. Empty is all that are.
type PostFilter struct {
	Team   *string
	Text   *string // a part of number or title
	Vacant *bool   // not filled to its share
}

// PostRow is a post as it stands today.
type PostRow struct {
	ID      uuid.UUID
	Number  string
	Version int
	Facts
	FromOn  clock.Date // since when it is as it is
	UntilOn clock.Date
	Filled  int // hundredths

	VacantSince clock.Date `bun:"-"` // zero: filled
	Terms       []*Term    `bun:"-"`
	Fillings    []*Filling `bun:"-"`
	Adverts     []*Advert  `bun:"-"`
}

type listKey struct {
	Number string
	ID     uuid.UUID
}

// filledOn is how much of a post (p) is filled on a day.
const filledOn = "(SELECT coalesce(sum(f.share), 0) FROM workforce.filling AS f WHERE f.post_id = p.id AND f.during @> ?::date)"

// List lists the posts of today by number, each with its history.
func (s *Service) List(ctx context.Context, f PostFilter, args page.Args) (page.Page[*PostRow], error) {
	var after listKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[*PostRow]{}, err
	}
	q := s.rows(ctx).OrderExpr("p.number, p.id").Limit(int64(args.Size()) + 1)
	if more {
		q = q.Where("(p.number, p.id) > (?, ?)", after.Number, after.ID)
	}
	if f.Team != nil {
		q = q.Where("t.team = ?", *f.Team)
	}
	if f.Text != nil {
		like := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(strings.TrimSpace(*f.Text)) + "%"
		q = q.Where("(p.number ILIKE ? OR t.title ILIKE ?)", like, like)
	}
	if f.Vacant != nil && *f.Vacant {
		q = q.Where("t.from_on <= ? AND "+filledOn+" < t.share", s.today(), s.today())
	}
	rows := []*PostRow{}
	if err := q.Scan(ctx, &rows); err != nil {
		return page.Page[*PostRow]{}, fmt.Errorf("list posts: %w", err)
	}
	cut := page.Cut(rows, args.Size(), func(p *PostRow) any { return listKey{p.Number, p.ID} })
	if err := s.fill(ctx, cut.Items); err != nil {
		return cut, err
	}
	return cut, s.opened(ctx, cut.Items)
}

// opened notes that it was read who fills posts.
func (s *Service) opened(ctx context.Context, rows []*PostRow) error {
	named := []audit.Record{}
	for _, r := range rows {
		if slices.ContainsFunc(r.Fillings, func(f *Filling) bool { return f.Name != "" }) {
			named = append(named, Record(r.ID))
		}
	}
	return s.Audit.OpenedPage(ctx, "posts", named)
}

// rows reads posts as they stand today, or will be first, of teams in which the viewer may know who fills them: a post is often one person, named or not.
func (s *Service) rows(ctx context.Context) *bun.SelectQuery {
	today := s.today()
	q := s.DB.NewSelect().TableExpr("workforce.post AS p").ColumnExpr("p.id, p.number, p.version, t.title, t.grade, t.share, t.team, t.from_on, t.until_on").
		ColumnExpr(filledOn+" AS filled", today).
		Join("JOIN LATERAL (SELECT * FROM workforce.term AS x WHERE x.post_id = p.id AND (x.until_on IS NULL OR x.until_on >= ?) ORDER BY x.from_on LIMIT 1) AS t ON TRUE", today)
	return reach(q, identity.ViewerFrom(ctx), ActionNames)
}

// Get reads one post.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (*PostRow, error) {
	var rows []*PostRow
	if err := s.rows(ctx).Where("p.id = ?", id).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read post: %w", err)
	}
	if len(rows) == 0 {
		return nil, ErrNone
	}
	return rows[0], s.fill(ctx, rows)
}

// fill gives posts their history. Who fills one is named to who may know: in the team to which it belonged then.
func (s *Service) fill(ctx context.Context, rows []*PostRow) error {
	if len(rows) == 0 {
		return nil
	}
	by, all := map[uuid.UUID]*PostRow{}, []uuid.UUID{}
	for _, r := range rows {
		by[r.ID], all = r, append(all, r.ID)
		r.Terms, r.Fillings, r.Adverts = []*Term{}, []*Filling{}, []*Advert{}
	}
	v := identity.ViewerFrom(ctx)
	var terms []*Term
	if err := reach(s.DB.NewSelect().Model(&terms).Where("t.post_id IN (?)", bun.List(all)), v, ActionNames).OrderExpr("t.from_on").Scan(ctx); err != nil {
		return fmt.Errorf("read what posts were: %w", err)
	}
	teams, every := v.TeamsFor(ActionNames)
	named := "(? OR EXISTS (SELECT FROM workforce.term AS t WHERE t.post_id = f.post_id AND t.during && f.during AND t.team IN (?)))"
	mine := bun.List(append(teams, ""))
	var fillings []*Filling
	err := s.DB.NewSelect().Model(&fillings).ColumnExpr("f.id, f.post_id, f.kind, f.share, f.from_on, f.until_on").Join("JOIN workforce.person AS who ON who.id = f.person_id").
		ColumnExpr("CASE WHEN "+named+" THEN who.name ELSE '' END AS name", every, mine).ColumnExpr("CASE WHEN "+named+" THEN f.beyond ELSE '' END AS beyond", every, mine).
		Where("f.post_id IN (?)", bun.List(all)).OrderExpr("f.from_on, f.id").Scan(ctx)
	if err != nil {
		return fmt.Errorf("read who fills posts: %w", err)
	}
	var adverts []*Advert
	if err := s.DB.NewSelect().Model(&adverts).Where("post_id IN (?)", bun.List(all)).OrderExpr("from_on").Scan(ctx); err != nil {
		return fmt.Errorf("read when posts were advertised: %w", err)
	}
	for _, t := range terms {
		by[t.PostID].Terms = append(by[t.PostID].Terms, t)
	}
	for _, f := range fillings {
		by[f.PostID].Fillings = append(by[f.PostID].Fillings, f)
	}
	for _, a := range adverts {
		by[a.PostID].Adverts = append(by[a.PostID].Adverts, a)
	}
	for _, r := range rows {
		r.VacantSince = vacantSince(r.Terms, r.Fillings, s.today())
	}
	return nil
}

// vacantSince is the first day of those until today on which a post was not filled to its share; zero where it is.
func vacantSince(terms []*Term, fillings []*Filling, today clock.Date) clock.Date {
	var days []clock.Date
	for _, t := range terms {
		days = append(days, t.FromOn)
	}
	for _, f := range fillings {
		days = append(days, f.FromOn)
		if !f.UntilOn.IsZero() {
			days = append(days, f.UntilOn.AddDays(1))
		}
	}
	days = append(days, today)
	slices.SortFunc(days, func(a, b clock.Date) int { return cmp.Compare(0, a.DaysUntil(b)) })
	var since clock.Date
	for _, day := range days {
		if today.Before(day) {
			break
		}
		switch open := shareOn(terms, day) - filledShare(fillings, day); {
		case open <= 0:
			since = clock.Date{}
		case since.IsZero():
			since = day
		}
	}
	return since
}

func shareOn(terms []*Term, day clock.Date) int {
	for _, t := range terms {
		if covers(t.FromOn, t.UntilOn, day) {
			return t.Share
		}
	}
	return 0
}

func filledShare(fillings []*Filling, day clock.Date) (sum int) {
	for _, f := range fillings {
		if covers(f.FromOn, f.UntilOn, day) {
			sum += f.Share
		}
	}
	return sum
}
