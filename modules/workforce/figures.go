package workforce

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// Month is how posts stood on the first of a month, in hundredths.
type Month struct {
	Day     clock.Date
	Planned int
	Filled  int
}

// Vacant is what was not filled.
func (m Month) Vacant() int { return max(0, m.Planned-m.Filled) }

// Figures is how posts were filled in the last year. Who may not know who fills a post is told of no group of fewer than seven people, nor of two groups whose difference would be one: months of
// teams that are large enough, and what goes on of the whole house alone.
type Figures struct {
	Months     []Month // those that can be told
	DaysToFill *int    // the middle one of those that were filled in the last twelve months; nil: none was, or too few
	Filled     *int    // how many were; nil: too few
	PerMille   *int    // of those who fill posts, how many went in the last twelve months; nil where they are too few to say so of nobody alone
}

const (
	shownMonths = 13
	fewest      = 7 // people
)

// Each team on each first day; told where the viewer may know who fills its posts, or where they are enough. Those that are too few are told together, where together they are enough.
const monthly = `WITH d AS (SELECT (?0::date + make_interval(months => m))::date AS day FROM generate_series(0, ?1) AS m),
planned AS (SELECT d.day, t.team, sum(t.share) AS share FROM d JOIN workforce.term AS t ON t.during @> d.day AND (?2 OR t.team IN (?3)) GROUP BY d.day, t.team),
there AS (SELECT d.day, t.team, f.person_id, f.share FROM d JOIN workforce.term AS t ON t.during @> d.day AND (?2 OR t.team IN (?3)) JOIN workforce.filling AS f ON f.post_id = t.post_id AND f.during @> d.day),
stood AS (SELECT p.day, p.team, p.share AS planned, coalesce(sum(t.share), 0) AS filled, ?4 OR p.team IN (?5) OR count(DISTINCT t.person_id) >= ?6 AS told
  FROM planned AS p LEFT JOIN there AS t USING (day, team) GROUP BY p.day, p.team, p.share)
SELECT s.day, s.team, s.planned, s.filled, s.told,
  (SELECT count(DISTINCT t.person_id) FROM there AS t JOIN stood AS k USING (day, team) WHERE t.day = s.day AND NOT k.told) >= ?6 AS together
FROM stood AS s ORDER BY s.day, s.team`

type stood struct {
	Month    `bun:",extend"`
	Team     string
	Told     bool
	Together bool
}

// Each filling that ended a vacancy: of the days from the end of the one before, or from the post's first day, the middle.
const filling = `SELECT count(*) AS n, coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY days), 0) AS days FROM (
  SELECT f.from_on - coalesce((SELECT max(b.until_on) + 1 FROM workforce.filling AS b WHERE b.post_id = f.post_id AND b.until_on < f.from_on),
    (SELECT min(o.from_on) FROM workforce.term AS o WHERE o.post_id = f.post_id)) AS days
  FROM workforce.filling AS f JOIN workforce.term AS t ON t.post_id = f.post_id AND t.during @> f.from_on AND (?2 OR t.team IN (?3)) AND (?4 = '' OR t.team = ?4)
  WHERE f.from_on > ?0 AND f.from_on <= ?1) AS x`

// Who fills a post, and who went from the office for good.
const going = `SELECT count(DISTINCT f.person_id) FILTER (WHERE f.during @> ?0::date) AS was, count(DISTINCT f.person_id) FILTER (WHERE f.during @> ?1::date) AS are,
  count(DISTINCT f.person_id) FILTER (WHERE f.until_on >= ?0 AND f.until_on < ?1
    AND NOT EXISTS (SELECT FROM workforce.filling AS n WHERE n.person_id = f.person_id AND n.kind = 'regular' AND n.during @> ?1::date)) AS went
FROM workforce.filling AS f JOIN workforce.term AS t ON t.post_id = f.post_id AND t.during && f.during AND (?2 OR t.team IN (?3)) AND (?4 = '' OR t.team = ?4)
WHERE f.kind = 'regular'`

// Figures tells how posts were planned and filled, of the teams that the viewer reaches, or one of them.
func (s *Service) Figures(ctx context.Context, team string) (*Figures, error) {
	v, today := identity.ViewerFrom(ctx), s.today()
	teams, all := v.TeamsFor(ActionRead)
	named, every := v.TeamsFor(ActionNames)
	first := clock.Date{Year: today.Year, Month: today.Month, Day: 1}.AddMonths(1 - shownMonths)
	f := &Figures{Months: []Month{}}
	list, err := s.stood(ctx, first, shownMonths-1)
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		if team != "" && team != m.Team || !m.Told && (team != "" || !m.Together) {
			continue
		}
		if n := len(f.Months); n > 0 && f.Months[n-1].Day == m.Day {
			f.Months[n-1].Planned += m.Planned
			f.Months[n-1].Filled += m.Filled
		} else {
			f.Months = append(f.Months, m.Month)
		}
	}
	least := fewest
	switch {
	case every || team != "" && slices.Contains(named, team) || !all && !slices.ContainsFunc(teams, func(t string) bool { return !slices.Contains(named, t) }):
		least = 1
	case team != "":
		return f, nil
	}
	return f, s.goings(ctx, f, least, today, all, bun.List(append(teams, "")), team)
}

// goings reckons who came and who went.
func (s *Service) goings(ctx context.Context, f *Figures, least int, today clock.Date, all bool, mine any, team string) error {
	since := today.AddYears(-1)
	var took struct{ N, Days int }
	if err := s.DB.NewRaw(filling, since, today, all, mine, team).Scan(ctx, &took); err != nil {
		return fmt.Errorf("reckon days to fill: %w", err)
	}
	if took.N >= least {
		f.DaysToFill, f.Filled = &took.Days, &took.N
	}
	var people struct{ Was, Are, Went int }
	if err := s.DB.NewRaw(going, since, today, all, mine, team).Scan(ctx, &people); err != nil {
		return fmt.Errorf("reckon who went: %w", err)
	}
	if min(people.Was, people.Are) >= fewest {
		rate := 2000 * people.Went / (people.Was + people.Are)
		f.PerMille = &rate
	}
	return nil
}

func (s *Service) stood(ctx context.Context, first clock.Date, more int) ([]stood, error) {
	v := identity.ViewerFrom(ctx)
	teams, all := v.TeamsFor(ActionRead)
	named, every := v.TeamsFor(ActionNames)
	var list []stood
	if err := s.DB.NewRaw(monthly, first, more, all, bun.List(append(teams, "")), every, bun.List(append(named, "")), fewest).Scan(ctx, &list); err != nil {
		return nil, fmt.Errorf("reckon how posts stood: %w", err)
	}
	return list, nil
}

// Sum is how the posts of a team stand today.
type Sum struct {
	Team        string // "": all that are too small, together
	Planned     int
	Filled      int
	VacantSince clock.Date // the first of those days since which one of its posts is not filled; zero: all are
}

// Sums tells how the posts of teams stand today: of those that the viewer may be told of, and of the others together.
func (s *Service) Sums(ctx context.Context) ([]Sum, error) {
	list, err := s.stood(ctx, s.today(), 0)
	if err != nil {
		return nil, err
	}
	vacant, err := s.vacant(ctx)
	if err != nil {
		return nil, err
	}
	sums, rest := []Sum{}, Sum{}
	for _, m := range list {
		switch {
		case m.Told:
			sums = append(sums, Sum{m.Team, m.Planned, m.Filled, vacant[m.Team]})
		case m.Together:
			rest = Sum{"", rest.Planned + m.Planned, rest.Filled + m.Filled, sooner(rest.VacantSince, vacant[m.Team])}
		}
	}
	if rest.Planned > 0 {
		sums = append(sums, rest)
	}
	return sums, nil
}

// vacant is since when a team has a post that is not filled.
func (s *Service) vacant(ctx context.Context) (map[string]clock.Date, error) {
	st, err := readState(ctx, s.DB.NewSelect)
	if err != nil {
		return nil, err
	}
	since := map[string]clock.Date{}
	for _, p := range st.posts {
		if is := p.current(s.today()); is != nil {
			since[is.Team] = sooner(since[is.Team], vacantSince(p.terms, p.fillings, s.today()))
		}
	}
	return since, nil
}

// sooner is the first of two days that are there.
func sooner(a, b clock.Date) clock.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
