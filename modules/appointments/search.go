package appointments

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// What a day has to offer.
const (
	DayClosed = 0 // nothing is given
	DayFull   = 1 // all is taken, or not yet released
	DayFree   = 2
)

// FreeDays is the next time of a calendar, a figure for each day from the first: DayClosed, DayFull, DayFree.
type FreeDays struct {
	From clock.Date
	Days []int
}

// Next is the n-th day with a free time, from 1; false if there are not so many.
func (f *FreeDays) Next(n int) (clock.Date, bool) {
	for i, state := range f.Days {
		if state == DayFree {
			if n--; n == 0 {
				return f.From.AddDays(i), true
			}
		}
	}
	return clock.Date{}, false
}

const readDays = "SELECT resource_id, day, taken FROM appointments.day WHERE resource_id = ANY($1) AND day BETWEEN $2 AND $3"

// taken reads what is taken at the counters that a query is about, together with the version of the plan.
func (s *Service) taken(ctx context.Context, p *Plan, q Query, from, to clock.Date) (map[takenKey]Mask, int, error) {
	var counters []uuid.UUID
	for _, r := range p.Resources {
		if r.Site == q.Site && r.Active && (r.Kind == "counter" || r.Kind == "phone") {
			counters = append(counters, r.ID)
		}
	}
	var version int
	taken := make(map[takenKey]Mask, len(counters)*(from.DaysUntil(to)+1))
	batch := &pgx.Batch{}
	batch.Queue(planVersion).QueryRow(func(row pgx.Row) error { return row.Scan(&version) })
	batch.Queue(readDays, counters, from, to).Query(func(rows pgx.Rows) error {
		var k takenKey
		var m Mask
		_, err := pgx.ForEachRow(rows, []any{&k.resource, &k.day, &m}, func() error {
			taken[k] = m
			return nil
		})
		return err
	})
	if err := s.DB.Pool().SendBatch(ctx, batch).Close(); err != nil {
		return nil, 0, fmt.Errorf("read what is taken: %w", err)
	}
	return taken, version, nil
}

// look reads the present plan and what is taken under it.
func (s *Service) look(ctx context.Context, q Query, from, to clock.Date) (*Plan, map[takenKey]Mask, error) {
	p := s.plan.Load()
	if p == nil {
		var err error
		if p, err = s.Plan(ctx); err != nil {
			return nil, nil, err
		}
	}
	for {
		taken, version, err := s.taken(ctx, p, q, from, to)
		if err != nil || version == p.Version {
			return p, taken, err
		}
		if p, err = s.planOf(ctx, version); err != nil {
			return nil, nil, err
		}
	}
}

// check completes a query and tells what is wrong with it.
func (s *Service) check(q *Query) (*Concern, error) {
	var faults errs.Faults
	c, ok := s.Rules.Concern(q.Concern)
	faults.Need(ok, "concern", "unknown")
	q.People = max(q.People, 1)
	faults.Need(q.People <= s.Rules.Limits.People, "people", "too_many")
	if q.Purpose == "" {
		q.Purpose = Booking
	}
	return c, faults.As(ErrInput)
}

// Horizon is the first and the last day that can be looked at.
func (s *Service) Horizon() (first, last clock.Date) {
	first = clock.Today(s.DB.Clock.Now())
	return first, first.AddDays(s.Rules.HorizonDays - 1)
}

// FreeDays tells for each day of the horizon whether there is a free time.
func (s *Service) FreeDays(ctx context.Context, q Query) (*FreeDays, error) {
	c, err := s.check(&q)
	if err != nil {
		return nil, err
	}
	from, to := s.Horizon()
	p, taken, err := s.look(ctx, q, from, to)
	if err != nil {
		return nil, err
	}
	now := s.DB.Clock.Now()
	f := &FreeDays{From: from, Days: make([]int, from.DaysUntil(to)+1)}
	for i := range f.Days {
		f.Days[i] = p.day(q, c, from.AddDays(i), taken, now)
	}
	return f, nil
}

func (p *Plan) day(q Query, c *Concern, day clock.Date, taken map[takenKey]Mask, now time.Time) int {
	if len(p.free(q, c, day, taken, now)) > 0 {
		return DayFree
	}
	for _, o := range p.openings(q.Site, day) {
		if o.stretch.Purpose == q.Purpose && o.stretch.takes(c.Key) {
			return DayFull
		}
	}
	return DayClosed
}

// FreeTimes are the times of a day at which an appointment can begin, in order, as people write them: "08:20". Which counter it will be is nobody's
// business yet.
func (s *Service) FreeTimes(ctx context.Context, q Query, day clock.Date) ([]string, error) {
	c, err := s.check(&q)
	if err != nil {
		return nil, err
	}
	first, last := s.Horizon()
	if day.Before(first) || last.Before(day) {
		return []string{}, nil
	}
	p, taken, err := s.look(ctx, q, day, day)
	if err != nil {
		return nil, err
	}
	var starts Mask
	for _, place := range p.free(q, c, day, taken, s.DB.Clock.Now()) {
		starts = starts.Or(&place.starts)
	}
	times := make([]string, 0, starts.Count())
	for _, cell := range starts.List() {
		times = append(times, timeOfCell(cell))
	}
	return times, nil
}

func timeOfCell(cell int) string {
	return fmt.Sprintf("%02d:%02d", cell*cellMinutes/60, cell*cellMinutes%60)
}

// nearTo sorts cells by how far they are from one.
func nearTo(cells []int, cell int) []int {
	slices.SortFunc(cells, func(a, b int) int { return cmp.Compare(max(a-cell, cell-a), max(b-cell, cell-b)) })
	return cells
}

// nearest are free times near a day and a time of day: of the day itself first, then of the next days. They are what the loser of a race is offered.
func (p *Plan) nearest(q Query, c *Concern, day clock.Date, cell int, taken map[takenKey]Mask, now time.Time) []string {
	const most = 5
	var found []string
	for n := 0; n <= 7 && len(found) < most; n++ {
		var starts Mask
		on := day.AddDays(n)
		for _, place := range p.free(q, c, on, taken, now) {
			starts = starts.Or(&place.starts)
		}
		for _, near := range nearTo(starts.List(), cell) {
			if len(found) < most {
				found = append(found, on.String()+"T"+timeOfCell(near))
			}
		}
	}
	return found
}
