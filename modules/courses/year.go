package courses

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// fewest is the smallest group of which something is shown: of fewer, everybody would know who is meant.
const fewest = 5

// CourseYear is what a course gave in a year.
type CourseYear struct {
	Title    string
	Sessions int
	Places   int
	People   int // who attended; 0 where Few
	Cents    int64
	Few      bool // fewer than five people: neither they nor their money is shown
}

// TeamYear is what a team learned in a year.
type TeamYear struct {
	Team   string
	Staff  int // who belongs to it today
	People int // who attended something
	Times  int // how often
	Cents  int64
	Few    bool
}

// Year is what a year of training cost and covered. Groups of fewer than five are not shown, nor is what would tell them by a difference: where all hidden groups together
// are fewer than five, the next smallest is hidden with them.
type Year struct {
	Year    int
	People  int // who attended something, of Staff
	Staff   int
	Times   int
	Cents   int64
	Few     bool
	Courses []CourseYear
	Teams   []TeamYear
}

// What was attended and paid in a year: of sessions, and of online courses that were confirmed. Who missed a session is paid for too.
const taken = `WITH taken AS (
  SELECT s.course_id, s.id AS session_id, e.account_id, e.team, e.state = 'attended' AS there, e.cents FROM courses.enrolment e JOIN courses.session s ON s.id = e.session_id
  WHERE e.state IN ('attended', 'missed') AND s.ends_at >= ?0 AND s.ends_at < ?1
  UNION ALL SELECT f.course_id, NULL, f.account_id, f.team, true, 0 FROM courses.confirmation f WHERE f.confirmed_on >= ?2 AND f.confirmed_on < ?3
), staff AS (SELECT account_id, coalesce(min(team) FILTER (WHERE team NOT IN ('', '*')), '') AS team FROM identity.staff_right_v1 GROUP BY 1) `

// Year is the report of a year, for who may see figures.
func (s *Service) Year(ctx context.Context, year int) (*Year, error) {
	if year < 2000 || year > 2200 {
		return nil, ErrInput.With(field("year", "out_of_range"))
	}
	if !identity.ViewerFrom(ctx).Can(ActionFigures) {
		return nil, ErrNone
	}
	first, next := clock.Date{Year: year, Month: 1, Day: 1}, clock.Date{Year: year + 1, Month: 1, Day: 1}
	y := &Year{Year: year, Courses: []CourseYear{}, Teams: []TeamYear{}}
	for _, part := range []struct {
		query string
		into  []any
	}{
		{`SELECT count(DISTINCT account_id) FILTER (WHERE there) AS people, count(*) FILTER (WHERE there) AS times, coalesce(sum(cents), 0)::bigint AS cents, (SELECT count(*) FROM staff) AS staff
FROM taken`, []any{&y.People, &y.Times, &y.Cents, &y.Staff}},
		{`SELECT c.title, count(DISTINCT t.session_id) AS sessions, coalesce((SELECT sum(s.places) FROM courses.session s WHERE s.id = ANY(array_agg(t.session_id))), 0)::int AS places,
count(DISTINCT t.account_id) FILTER (WHERE t.there) AS people, coalesce(sum(t.cents), 0)::bigint AS cents FROM taken t JOIN courses.course c ON c.id = t.course_id GROUP BY c.id, c.title
ORDER BY c.title, c.id`, []any{&y.Courses}},
		{`SELECT n.team, (SELECT count(*) FROM staff f WHERE f.team = n.team) AS staff, count(DISTINCT t.account_id) FILTER (WHERE t.there) AS people, count(*) FILTER (WHERE t.there) AS times,
coalesce(sum(t.cents), 0)::bigint AS cents FROM (SELECT team FROM staff UNION SELECT team FROM taken) n LEFT JOIN taken t ON t.team = n.team GROUP BY n.team ORDER BY n.team = '', n.team`, []any{&y.Teams}},
	} {
		err := s.DB.NewRaw(taken+part.query, first.Time(clock.Berlin), next.Time(clock.Berlin), first, next).Scan(ctx, part.into...)
		if err != nil {
			return nil, fmt.Errorf("report a year: %w", err)
		}
	}
	y.hide()
	return y, nil
}

// hide takes out what would tell of a few.
func (y *Year) hide() {
	for _, i := range small(y.Courses, func(c CourseYear) int { return c.People }) {
		c := &y.Courses[i]
		c.People, c.Cents, c.Few = 0, 0, true
	}
	for _, i := range small(y.Teams, func(t TeamYear) int { return t.People }) {
		t := &y.Teams[i]
		t.Staff, t.People, t.Times, t.Cents, t.Few = 0, 0, 0, 0, true
	}
	if y.People < fewest {
		y.People, y.Times, y.Cents, y.Few = 0, 0, 0, true
	}
}

// small are the places of the groups that are not shown: those below five, and the next smallest as long as all hidden ones together could be told by a difference.
func small[T any](list []T, people func(T) int) []int {
	order := make([]int, len(list))
	for i := range list {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(people(list[a]), people(list[b])) })
	hidden, sum := 0, 0
	for _, i := range order {
		n := people(list[i])
		if n >= fewest && (hidden == 0 || sum >= fewest) {
			break
		}
		hidden, sum = hidden+1, sum+n
	}
	return order[:hidden]
}

// CSV is the year as a file, for the staff council.
func (s *Service) CSV(ctx context.Context, year int) ([]byte, error) {
	y, err := s.Year(ctx, year)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	rows := [][]string{{"year", "kind", "name", "sessions", "places", "staff", "people", "times", "cost"}}
	line := func(kind, name string, sessions, places, staff int, few bool, people, times int, cents int64) {
		row := []string{strconv.Itoa(year), kind, harmless(name), count(sessions), count(places), count(staff), strconv.Itoa(people), count(times), fmt.Sprintf("%d,%02d", cents/100, cents%100)}
		if few {
			row[6], row[7], row[8] = "<"+strconv.Itoa(fewest), "", ""
		}
		rows = append(rows, row)
	}
	line("all", "", 0, 0, y.Staff, y.Few, y.People, y.Times, y.Cents)
	for _, c := range y.Courses {
		line("course", c.Title, c.Sessions, c.Places, 0, c.Few, c.People, 0, c.Cents)
	}
	for _, t := range y.Teams {
		line("team", t.Team, 0, 0, t.Staff, t.Few, t.People, t.Times, t.Cents)
	}
	_ = w.WriteAll(rows) // a buffer takes everything
	return out.Bytes(), nil
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// harmless keeps spreadsheets from reckoning with a name.
func harmless(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text != "" && strings.ContainsRune("=+-@", rune(text[0])) {
		return "'" + text
	}
	return text
}
