package workforce

import (
	"context"
	"fmt"

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

// Figures is how posts were filled in the last year.
type Figures struct {
	Months     []Month
	DaysToFill *int // the middle one of those that were filled in the last twelve months; nil: none was
	Filled     int  // how many were
	PerMille   *int // of those who fill posts, how many went in the last twelve months; nil where they are too few to say so of nobody alone
}

const (
	shownMonths = 13
	fewest      = 7 // people
)

const monthly = `SELECT d.day, coalesce(sum(t.share), 0) AS planned,
  coalesce(sum((SELECT coalesce(sum(f.share), 0) FROM workforce.filling AS f WHERE f.post_id = t.post_id AND f.during @> d.day)), 0) AS filled
FROM (SELECT (?0::date + make_interval(months => m))::date AS day FROM generate_series(0, ?1) AS m) AS d
LEFT JOIN workforce.term AS t ON t.during @> d.day AND (?2 OR t.team IN (?3)) AND (?4 = '' OR t.team = ?4)
GROUP BY d.day ORDER BY d.day`

// Each filling that ended a vacancy: of the days from the end of the one before, or from the post's first day, the middle.
const filling = `SELECT count(*) AS n, coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY days), 0) AS days FROM (
  SELECT f.from_on - coalesce((SELECT max(b.until_on) + 1 FROM workforce.filling AS b WHERE b.post_id = f.post_id AND b.until_on < f.from_on),
    (SELECT min(o.from_on) FROM workforce.term AS o WHERE o.post_id = f.post_id)) AS days
  FROM workforce.filling AS f JOIN workforce.term AS t ON t.post_id = f.post_id AND t.during @> f.from_on AND (?2 OR t.team IN (?3)) AND (?4 = '' OR t.team = ?4)
  WHERE f.from_on > ?0 AND f.from_on <= ?1) AS x`

// Who fills a post, and who went from the office for good.
const going = `SELECT count(DISTINCT f.person) FILTER (WHERE f.during @> ?0::date) AS was, count(DISTINCT f.person) FILTER (WHERE f.during @> ?1::date) AS are,
  count(DISTINCT f.person) FILTER (WHERE f.until_on >= ?0 AND f.until_on < ?1
    AND NOT EXISTS (SELECT FROM workforce.filling AS n WHERE n.person = f.person AND n.kind = 'regular' AND n.during @> ?1::date)) AS went
FROM workforce.filling AS f JOIN workforce.term AS t ON t.post_id = f.post_id AND t.during && f.during AND (?2 OR t.team IN (?3)) AND (?4 = '' OR t.team = ?4)
WHERE f.kind = 'regular'`

// Figures tells how posts were planned and filled, of the teams that the viewer reaches, or one of them.
func (s *Service) Figures(ctx context.Context, team string) (*Figures, error) {
	teams, all := identity.ViewerFrom(ctx).TeamsFor(ActionRead)
	mine := bun.List(append(teams, ""))
	today := s.today()
	first := clock.Date{Year: today.Year, Month: today.Month, Day: 1}.AddMonths(1 - shownMonths)
	f := &Figures{Months: []Month{}}
	if err := s.DB.NewRaw(monthly, first, shownMonths-1, all, mine, team).Scan(ctx, &f.Months); err != nil {
		return nil, fmt.Errorf("reckon months: %w", err)
	}
	since := today.AddYears(-1)
	var took struct{ N, Days int }
	if err := s.DB.NewRaw(filling, since, today, all, mine, team).Scan(ctx, &took); err != nil {
		return nil, fmt.Errorf("reckon days to fill: %w", err)
	}
	if f.Filled = took.N; took.N > 0 {
		f.DaysToFill = &took.Days
	}
	var people struct{ Was, Are, Went int }
	if err := s.DB.NewRaw(going, since, today, all, mine, team).Scan(ctx, &people); err != nil {
		return nil, fmt.Errorf("reckon who went: %w", err)
	}
	if min(people.Was, people.Are) >= fewest {
		rate := 2000 * people.Went / (people.Was + people.Are)
		f.PerMille = &rate
	}
	return f, nil
}
