package frontdesk

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/ankunft/ankunft/platform/clock"
)

func pgArray(list []string) any { return pgdialect.Array(list) }

func isNone(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// Line is a queue as it stands now.
type Line struct {
	Queue    string
	Waiting  int
	Longest  time.Duration // the longest wait of those who still wait
	Counters int           // that call from it
}

// Wait is how long somebody will wait: the middle of what the day's own visits say, and the span in which four of five lie.
type Wait struct {
	Minutes int
	From    int
	To      int
	Sample  int // of visits; below the least it rests on the city's figures
}

// Hall is a site on the day.
type Hall struct {
	Site     string
	Day      clock.Date
	ClosedAt *time.Time
	Reason   string
	Lines    []Line
	Waiting  []*Ticket // in the order in which they came; staff only
	Now      []*Ticket // called or served
	Missed   []*Ticket // called and not come, the latest first: who comes after all is called again by hand
	Desks    []Desk
}

const (
	leastSample = 5
	mostMissed  = 30
)

// knows refuses a site that the city does not have, or no more.
func (s *Service) knows(ctx context.Context, site string) error {
	plan, err := s.Appointments.Plan(ctx)
	if err != nil {
		return err
	}
	if _, ok := plan.Site(site); !ok {
		return ErrNoSite
	}
	return nil
}

// knew refuses a site that the city never had: in a house that is no more somebody may still sit.
func (s *Service) knew(ctx context.Context, site string) error {
	plan, err := s.Appointments.Plan(ctx)
	if err != nil {
		return err
	}
	if _, ok := plan.House(site); !ok {
		return ErrNoSite
	}
	return nil
}

// Hall reads a site as it is now.
func (s *Service) Hall(ctx context.Context, site string) (*Hall, error) {
	if err := s.knew(ctx, site); err != nil {
		return nil, err
	}
	h := &Hall{Site: site, Day: s.today()}
	row := struct {
		ClosedAt *time.Time
		Reason   string
	}{}
	if err := s.DB.NewSelect().TableExpr("frontdesk.hall").Column("closed_at", "reason").Where("site = ? AND day = ?", site, h.Day).Limit(1).
		Scan(ctx, &row); err != nil && !isNone(err) {
		return nil, fmt.Errorf("read hall: %w", err)
	}
	h.ClosedAt, h.Reason = row.ClosedAt, row.Reason
	var open []*Ticket
	err := s.DB.NewSelect().Model(&open).Where("site = ? AND day = ? AND state IN ('waiting', 'parked', 'called', 'serving')", site, h.Day).
		OrderExpr("priority DESC, due_at, id").Limit(2000).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read tickets: %w", err)
	}
	if err := s.DB.NewSelect().Model(&h.Missed).Where("site = ? AND day = ? AND state = 'missed'", site, h.Day).OrderExpr("ended_at DESC").Limit(mostMissed).
		Scan(ctx); err != nil {
		return nil, fmt.Errorf("read who has not come: %w", err)
	}
	if err := s.DB.NewSelect().Model(&h.Desks).Where("site = ?", site).OrderExpr("opened_at").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read counters: %w", err)
	}
	for _, t := range open {
		if t.State == Waiting || t.State == Parked {
			h.Waiting = append(h.Waiting, t)
		} else {
			h.Now = append(h.Now, t)
		}
	}
	h.count(s.Rules.Queues, s.DB.Clock.Now())
	return h, nil
}

// count tells of each queue how it stands.
func (h *Hall) count(queues []Queue, now time.Time) {
	for _, q := range queues {
		line := Line{Queue: q.Key}
		for _, t := range h.Waiting {
			if t.Queue == q.Key && t.State == Waiting {
				line.Waiting++
				line.Longest = max(line.Longest, now.Sub(t.DrawnAt))
			}
		}
		for _, d := range h.Desks {
			if slices.Contains(d.Queues, q.Key) {
				line.Counters++
			}
		}
		h.Lines = append(h.Lines, line)
	}
}

// Shown is what the display of a hall shows: numbers and counters, the latest call first. No name, no concern.
type Shown struct {
	Number   string
	Counter  string
	CalledAt time.Time
	Language string // in which it is called besides German
	Awaited  bool   // still on the way to the counter
}

const longestShown = 15 * time.Minute

// Display is what is called now.
func (s *Service) Display(ctx context.Context, site string) ([]Shown, error) {
	shown := []Shown{}
	err := s.DB.NewSelect().TableExpr("frontdesk.ticket").Column("number", "counter", "called_at", "language").ColumnExpr("state = 'called' AS awaited").
		Where("site = ? AND day = ? AND state IN ('called', 'serving') AND called_at > ?", site, s.today(), s.DB.Clock.Now().Add(-longestShown)).
		OrderExpr("called_at DESC, number").Limit(12).Scan(ctx, &shown)
	if err != nil {
		return nil, fmt.Errorf("read display: %w", err)
	}
	return shown, nil
}

// Who is before a ticket, how many counters call from its queue, and how long the day's last visits in it took, in minutes: what a phone reads at each hint.
const before = `SELECT
  (SELECT count(*) FROM frontdesk.ticket o WHERE o.site = t.site AND o.day = t.day AND o.state = 'waiting'
    AND (t.for_counter IS NULL AND o.for_counter IS NULL AND o.queue = t.queue OR o.for_counter = t.for_counter)
    AND (o.priority > t.priority OR o.priority = t.priority AND (o.due_at, o.id) < (t.due_at, t.id))) AS ahead,
  (SELECT count(*) FROM frontdesk.desk d WHERE d.site = t.site AND t.queue = ANY(d.queues)) AS counters,
  ARRAY(SELECT (extract(epoch FROM v.ended_at - v.called_at) / 60)::float8 FROM frontdesk.ticket v
    WHERE v.site = t.site AND v.day = t.day AND v.queue = t.queue AND v.state = 'done' AND v.called_at IS NOT NULL ORDER BY v.ended_at DESC LIMIT 30) AS took
FROM frontdesk.ticket t WHERE t.id = ?`

// Ahead is how many are before a ticket in its queue, and how long it will wait.
func (s *Service) Ahead(ctx context.Context, t *Ticket) (int, Wait, error) {
	if t.State != Waiting {
		return 0, Wait{}, nil
	}
	var row struct {
		Ahead, Counters int
		Took            []float64 `bun:",array"`
	}
	if err := s.DB.NewRaw(before, t.ID).Scan(ctx, &row); err != nil {
		return 0, Wait{}, fmt.Errorf("count who is before: %w", err)
	}
	return row.Ahead, s.wait(t, row.Ahead, max(row.Counters, 1), row.Took), nil
}

// wait estimates from how long the day's visits in this queue took: n before it, shared by the counters that call from it. The span is that of four visits
// of five; half and double the city's own figure, where the day has seen fewer than leastSample.
func (s *Service) wait(t *Ticket, n, counters int, took []float64) Wait {
	low, middle, high := s.quantiles(took, t)
	share := float64(n+1) / float64(counters)
	w := Wait{Minutes: ceil(middle * share), From: ceil(low * share), To: ceil(high * share), Sample: len(took)}
	if t.AppointmentID != nil {
		if until := int(t.DueAt.Sub(s.DB.Clock.Now()) / time.Minute); until > w.Minutes {
			w.Minutes, w.From, w.To = until, until, max(until, w.To)
		}
	}
	return w
}

func (s *Service) quantiles(took []float64, t *Ticket) (low, middle, high float64) {
	if len(took) >= leastSample {
		slices.Sort(took)
		at := func(q float64) float64 { return took[int(q*float64(len(took)-1))] }
		return at(0.1), at(0.5), at(0.9)
	}
	minutes := 10.0
	if c, ok := s.Rules.Concern(t.Concern); ok {
		minutes = float64(c.Minutes)
	}
	return minutes / 2, minutes, minutes * 2
}

func ceil(f float64) int {
	n := int(f)
	if f > float64(n) {
		n++
	}
	return n
}

// ByNumber finds today's ticket of a number.
func (s *Service) ByNumber(ctx context.Context, site, number string) (uuid.UUID, error) {
	var id uuid.UUID
	err := s.DB.NewSelect().TableExpr("frontdesk.ticket").Column("id").Where("site = ? AND day = ? AND number = ?", site, s.today(), number).Scan(ctx, &id)
	if isNone(err) {
		return id, ErrNone
	}
	return id, err
}

// Open is until when tickets are drawn at a site, nil if none are now, and why it was closed today. A house that is no more is not open.
func (s *Service) Open(ctx context.Context, site string) (until *time.Time, closed *string, err error) {
	plan, err := s.Appointments.Plan(ctx)
	if err != nil {
		return nil, nil, err
	}
	if _, ok := plan.House(site); !ok {
		return nil, nil, ErrNoSite
	}
	var reasons []string
	err = s.DB.NewSelect().TableExpr("frontdesk.hall").Column("reason").Where("site = ? AND day = ? AND closed_at IS NOT NULL", site, s.today()).Scan(ctx, &reasons)
	if err != nil {
		return nil, nil, fmt.Errorf("read hall: %w", err)
	}
	if len(reasons) > 0 {
		return nil, &reasons[0], nil
	}
	now := s.DB.Clock.Now()
	ends := plan.WalkInUntil(site, now)
	last := ends.Add(-minutes(s.Rules.LastTicketMinutes))
	if ends.IsZero() || !now.Before(last) {
		return nil, nil, nil
	}
	return &last, nil, nil
}
