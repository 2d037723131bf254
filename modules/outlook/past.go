package outlook

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
)

// appointmentQueue is where the front desk puts those who have an appointment.
const appointmentQueue = "appointments"

// visitRow is a ticket of the past, with the counter of its appointment.
type visitRow struct {
	Day       clock.Date
	Queue     string
	Concern   string
	Priority  bool
	State     string
	Booked    bool
	Own       *uuid.UUID
	CounterID *uuid.UUID
	DrawnAt   time.Time
	DueAt     time.Time
	CalledAt  *time.Time
	EndedAt   *time.Time
}

const visitsOf = `SELECT t.day, t.queue, t.concern, t.priority, t.state, t.appointment_id IS NOT NULL AS booked, a.counter_id AS own, t.counter_id,
  t.drawn_at, coalesce(a.starts_at, t.due_at) AS due_at, t.called_at, t.ended_at
FROM frontdesk.ticket_v1 t LEFT JOIN appointments.appointment_v1 a ON a.id = t.appointment_id
WHERE t.site = ? AND t.day >= ? AND t.day < ? ORDER BY t.day, t.drawn_at, t.id`

// past are the days of a site's hall in the last weeks on which somebody was called; today is not over and does not count.
func (s *Service) past(ctx context.Context, plan *capacity.Plan, site string) ([]Day, error) {
	var rows []visitRow
	if err := s.DB.NewRaw(visitsOf, site, s.today().AddDays(-7*weeks), s.today()).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read past days: %w", err)
	}
	draw := s.measured(rows)
	var days []Day
	for len(rows) > 0 {
		n := slices.IndexFunc(rows, func(r visitRow) bool { return r.Day != rows[0].Day })
		if n < 0 {
			n = len(rows)
		}
		if d := dayOf(plan, site, rows[:n], draw); len(d.Posts) > 0 {
			days = append(days, d)
		}
		rows = rows[n:]
	}
	return days, nil
}

// Longest and shortest that a visit can have taken: what lies outside was not ended when it was over.
const (
	shortestVisit = 30
	longestVisit  = 3 * 3600
)

func (r *visitRow) took() (int, bool) {
	if r.CalledAt == nil || r.EndedAt == nil || r.State != "done" && r.State != "missed" {
		return 0, false
	}
	took := int(r.EndedAt.Sub(*r.CalledAt) / time.Second)
	return max(took, shortestVisit), took <= longestVisit
}

// measured draws how long somebody would have taken who was never served: as long as one of those who were, for the same concern. The seed is
// fixed: the same days give the same draw.
func (s *Service) measured(rows []visitRow) func(*visitRow) int {
	known := map[string][]int{}
	for i := range rows {
		if took, ok := rows[i].took(); ok && rows[i].State == "done" {
			known[rows[i].Concern] = append(known[rows[i].Concern], took)
		}
	}
	dice := rand.New(rand.NewPCG(7, 19)) // the same each time
	return func(r *visitRow) int {
		if took, ok := r.took(); ok {
			return took
		}
		if list := known[r.Concern]; len(list) > 0 {
			return list[dice.IntN(len(list))]
		}
		if s.Halls != nil {
			if c, ok := s.Halls.Concern(r.Concern); ok && !r.Booked {
				return c.Minutes * 60
			}
		}
		if c, ok := s.Appointments.Rules.Concern(r.Concern); ok {
			return c.Minutes * 60
		}
		return 600
	}
}

// dayOf makes a day of its tickets. Counters are those that called somebody, from the queues they called, in the hours of the plan and as long as they
// really went on.
func dayOf(plan *capacity.Plan, site string, rows []visitRow, draw func(*visitRow) int) Day {
	d := Day{Day: rows[0].Day}
	posts := map[uuid.UUID]*Post{}
	for i := range rows {
		r := &rows[i]
		v := Visit{
			Comes: second(r.DrawnAt, d.Day), Due: second(r.DrawnAt, d.Day), Queue: r.Queue, Concern: r.Concern, Booked: r.Booked, Priority: r.Priority, Service: draw(r),
		}
		if r.Booked {
			v.Due = second(r.DueAt, d.Day)
		}
		if r.State == "left" && r.EndedAt != nil {
			v.Patience = max(1, second(*r.EndedAt, d.Day)-v.since())
		}
		if r.CalledAt != nil && r.CounterID != nil {
			p := posts[*r.CounterID]
			if p == nil {
				p = &Post{Counter: *r.CounterID}
				posts[*r.CounterID] = p
			}
			if !slices.Contains(p.Queues, r.Queue) {
				p.Queues = append(p.Queues, r.Queue)
			}
			from := second(*r.CalledAt, d.Day)
			p.Open = append(p.Open, Span{from, from + v.Service})
		}
		d.Visits = append(d.Visits, v)
	}
	d.staff(plan, site, posts)
	d.bind(rows)
	return d
}

// staff gives the counters their hours.
func (d *Day) staff(plan *capacity.Plan, site string, posts map[uuid.UUID]*Post) {
	planned := map[uuid.UUID][]Span{}
	for _, o := range plan.Openings(site, d.Day) {
		planned[o.Stretch.CounterID] = append(planned[o.Stretch.CounterID], spans(&o.All)...)
	}
	for id, p := range posts {
		called := joined(p.Open)
		if p.Open = joined(append(called, planned[id]...)); len(planned[id]) == 0 { // somebody sat there though the plan does not say so
			p.Open = []Span{{called[0].From, called[len(called)-1].To}}
		}
		d.Posts = append(d.Posts, *p)
	}
	slices.SortFunc(d.Posts, func(a, b Post) int { return slices.Compare(a.Counter[:], b.Counter[:]) })
}

// bind keeps who has an appointment at the counter of it, if that was there on the day.
func (d *Day) bind(rows []visitRow) {
	for i := range rows {
		own := cmp.Or(value(rows[i].Own), value(rows[i].CounterID))
		if rows[i].Booked && slices.ContainsFunc(d.Posts, func(p Post) bool { return p.Counter == own }) {
			d.Visits[i].Own = own
		}
	}
}

func value(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

// second of a day in the city's wall time.
func second(t time.Time, day clock.Date) int {
	local := t.In(clock.Berlin)
	return day.DaysUntil(clock.DateOf(local))*86400 + local.Hour()*3600 + local.Minute()*60 + local.Second()
}
