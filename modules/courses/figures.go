package courses

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// fewest is the smallest group of which something is shown: of fewer, everybody would know who is meant.
const fewest = 5

// Of what figures are.
const (
	ofAll    = "all"
	ofCourse = "course"
	ofTeam   = "team"
)

// Figures are what a closed half-year cost and covered: all of it, a course or a team. People, Times and Cents are nil where they would tell of a few.
type Figures struct {
	bun.BaseModel `bun:"table:courses.figures,alias:g"`

	HalfYear clock.Date `bun:",pk"` // its first day
	Kind     string     `bun:",pk"`
	Key      string     `bun:",pk"` // the course's id, the team's key
	Name     string
	Sessions int
	Places   int
	Staff    int    // who belonged to it when it was written; of a course all
	People   *int   // who attended something
	Times    *int   // how often
	Cents    *int64 // also of those who missed it
}

// closeHalves writes the figures of each half-year that has been over for a day, once. What belongs to it does not change any more: a session is of the half-year in which its list
// was closed.
func (s *Service) closeHalves(ctx context.Context) error {
	var first *time.Time
	err := s.DB.NewRaw("SELECT least((SELECT min(finished_at) FROM courses.session), (SELECT min(confirmed_on) FROM courses.confirmation))").Scan(ctx, &first)
	if err != nil {
		return fmt.Errorf("find the first half-year: %w", err)
	}
	if first == nil {
		return nil
	}
	open := halfYear(clock.Today(s.DB.Clock.Now()).AddDays(-1))
	for half := halfYear(clock.Today(*first)); half.Before(open); half = half.AddMonths(6) {
		if err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return closeTx(ctx, tx, half) }); err != nil {
			return err
		}
	}
	return nil
}

// halfYear is the first day of the half-year of a day.
func halfYear(day clock.Date) clock.Date {
	if day.Month < time.July {
		return clock.Date{Year: day.Year, Month: time.January, Day: 1}
	}
	return clock.Date{Year: day.Year, Month: time.July, Day: 1}
}

// part is what somebody took part in, or missed.
type part struct {
	CourseID  uuid.UUID
	Title     string
	SessionID *uuid.UUID // nil: a course by oneself
	Places    int
	AccountID uuid.UUID
	Team      string
	There     bool
	Cents     int64
}

const parts = `SELECT s.course_id, c.title, s.id AS session_id, s.places, e.account_id, e.team, e.state = 'attended' AS there, e.cents
FROM courses.enrolment e JOIN courses.session s ON s.id = e.session_id JOIN courses.course c ON c.id = s.course_id
WHERE e.state IN ('attended', 'missed') AND s.finished_at >= ?0 AND s.finished_at < ?1
UNION ALL SELECT f.course_id, c.title, NULL, 0, f.account_id, f.team, true, 0 FROM courses.confirmation f JOIN courses.course c ON c.id = f.course_id WHERE f.confirmed_on >= ?2 AND f.confirmed_on < ?3`

func closeTx(ctx context.Context, tx *db.Tx, half clock.Date) error {
	if _, err := tx.NewRaw("LOCK TABLE courses.figures IN SHARE ROW EXCLUSIVE MODE").Exec(ctx); err != nil {
		return fmt.Errorf("keep others from writing figures: %w", err)
	}
	known, err := tx.NewSelect().Model((*Figures)(nil)).Where("g.half_year = ?", half).Exists(ctx)
	if err != nil || known {
		return err
	}
	var found []part
	next := half.AddMonths(6)
	if err := tx.NewRaw(parts, half.Time(clock.Berlin), next.Time(clock.Berlin), half, next).Scan(ctx, &found); err != nil {
		return fmt.Errorf("read who took part: %w", err)
	}
	staff := map[string]int{}
	var teams []struct {
		Team string
		N    int
	}
	err = tx.NewRaw(`SELECT team, count(*) AS n FROM (SELECT coalesce(min(team) FILTER (WHERE team NOT IN ('', '*')), '') AS team FROM identity.staff_right_v1 GROUP BY account_id) x
GROUP BY team`).Scan(ctx, &teams)
	if err != nil {
		return fmt.Errorf("count staff: %w", err)
	}
	for _, t := range teams {
		staff[t.Team] = t.N
	}
	list := reckon(half, found, staff)
	return insert(ctx, tx, &list, "keep figures")
}

// group is a tally with the people behind it.
type group struct {
	Figures

	times    int
	cents    int64
	people   map[uuid.UUID]bool
	sessions map[uuid.UUID]bool
	hidden   bool
}

func (g *group) add(p part) {
	if p.SessionID != nil && g.Kind != ofTeam && !g.sessions[*p.SessionID] { // teams go to sessions of all
		g.sessions[*p.SessionID] = true
		g.Sessions, g.Places = g.Sessions+1, g.Places+p.Places
	}
	if g.cents += p.Cents; p.There {
		g.people[p.AccountID] = true
		g.times++
	}
}

// tells says that a group tells of a few: that they took part, or that they alone did not.
func tells(people, staff int) bool {
	rest := staff - people
	return people < fewest || rest > 0 && rest < fewest
}

// reckon makes the figures of a half-year, without what would tell of a few.
func reckon(half clock.Date, found []part, staff map[string]int) []Figures {
	whole := 0
	for _, n := range staff {
		whole += n
	}
	of := map[string]map[string]*group{ofAll: {}, ofCourse: {}, ofTeam: {}}
	in := func(kind, key, name string, staff int) *group {
		if of[kind][key] == nil {
			of[kind][key] = &group{Figures: Figures{HalfYear: half, Kind: kind, Key: key, Name: name, Staff: staff}, people: map[uuid.UUID]bool{}, sessions: map[uuid.UUID]bool{}}
		}
		return of[kind][key]
	}
	in(ofAll, "", "", whole)
	for team, n := range staff {
		in(ofTeam, team, team, n)
	}
	for _, p := range found {
		in(ofAll, "", "", whole).add(p)
		in(ofCourse, p.CourseID.String(), p.Title, whole).add(p)
		in(ofTeam, p.Team, p.Team, staff[p.Team]).add(p)
	}
	var list []Figures
	for _, kind := range of {
		groups := slices.Collect(maps.Values(kind))
		hide(groups, whole)
		for _, g := range groups {
			list = append(list, g.shown())
		}
	}
	return list
}

// hide takes out the groups that tell of a few, and the next smallest as long as all that are taken out, which the total gives away, are a single one or tell of a few together.
// Somebody who is in two of them is one.
func hide(groups []*group, staff int) {
	for _, g := range groups {
		g.hidden = tells(len(g.people), g.Staff)
	}
	slices.SortFunc(groups, func(a, b *group) int {
		if a.hidden != b.hidden {
			return map[bool]int{true: -1, false: 1}[a.hidden]
		}
		return cmp.Or(cmp.Compare(len(a.people), len(b.people)), cmp.Compare(a.Key, b.Key))
	})
	people, theirs := map[uuid.UUID]bool{}, 0
	for i, g := range groups {
		if !g.hidden && i != 1 && (i == 0 || !tells(len(people), theirs)) {
			return
		}
		g.hidden = true
		maps.Copy(people, g.people)
		if theirs += g.Staff; g.Kind == ofCourse { // everybody may take part in each
			theirs = staff
		}
	}
}

// shown are the figures as they are written.
func (g *group) shown() Figures {
	if n := len(g.people); !g.hidden {
		g.People, g.Times, g.Cents = &n, &g.times, &g.cents
	}
	return g.Figures
}
