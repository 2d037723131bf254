package appointments

import (
	"context"
	"fmt"
	"slices"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// FreeDays is the next time of a calendar, a figure for each day from the first: DayClosed, DayFull, DayFree.
type FreeDays struct {
	From clock.Date
	Days []int
}

// Next is the n-th day with a free time, from 1; false if there are not so many.
func (f *FreeDays) Next(n int) (clock.Date, bool) {
	for i, state := range f.Days {
		if state == capacity.DayFree {
			if n--; n == 0 {
				return f.From.AddDays(i), true
			}
		}
	}
	return clock.Date{}, false
}

// What is taken as one value: to send and to read a row costs more than what is in it.
const packedDays = `(SELECT string_agg(uuid_send(d.resource_id) || date_send(d.day) || bit_send(d.taken), ''::bytea)
FROM appointments.day d WHERE d.resource_id = ANY($1) AND d.day BETWEEN $2 AND $3)`

// see reads what is taken at a site on some days, and the present plan.
func (s *Service) see(ctx context.Context, site string, from, to clock.Date) (*capacity.Plan, *capacity.Calendar, error) {
	p := s.plan.Load()
	if p == nil {
		var err error
		if p, err = s.Plan(ctx); err != nil {
			return nil, nil, err
		}
	}
	for {
		var version int
		of := p.Calendar(site, from, to)
		if err := s.DB.Pool().QueryRow(ctx, "SELECT ("+planVersion+"), "+packedDays, of.Places, from, to).Scan(&version, of); err != nil {
			return nil, nil, fmt.Errorf("read what is taken: %w", err)
		}
		if version == p.Version {
			return p, of, nil
		}
		var err error
		if p, err = s.planOf(ctx, version); err != nil {
			return nil, nil, err
		}
	}
}

// look is see with what is taken by counter and day.
func (s *Service) look(ctx context.Context, q capacity.Query, from, to clock.Date) (*capacity.Plan, capacity.Taken, error) {
	p, of, err := s.see(ctx, q.Site, from, to)
	if err != nil {
		return nil, nil, err
	}
	return p, of.Taken(), nil
}

// Check completes a query and tells what is wrong with it.
func (s *Service) Check(q *capacity.Query) (_ *capacity.Concern, faults errs.Faults) {
	c, ok := s.Rules.Concern(q.Concern)
	faults.Need(ok, "concern", "unknown")
	q.People = max(q.People, 1)
	faults.Need(q.People <= s.Rules.Limits.People, "people", "too_many")
	if q.Purpose == "" {
		q.Purpose = capacity.Booking
	}
	faults.Need(!ok || slices.Contains(c.Purposes, string(q.Purpose)), "purpose", "unknown")
	return c, faults
}

// Horizon is the first and the last day that can be looked at.
func (s *Service) Horizon() (first, last clock.Date) {
	first = clock.Today(s.DB.Clock.Now())
	return first, first.AddDays(s.Rules.HorizonDays - 1)
}

// FreeDays tells for each day of the horizon whether there is a free time.
func (s *Service) FreeDays(ctx context.Context, q capacity.Query) (*FreeDays, error) {
	c, faults := s.Check(&q)
	if err := faults.As(ErrInput); err != nil {
		return nil, err
	}
	from, to := s.Horizon()
	p, of, err := s.see(ctx, q.Site, from, to)
	if err != nil {
		return nil, err
	}
	now := s.DB.Clock.Now()
	f := &FreeDays{From: from, Days: make([]int, of.Days)}
	for i := range f.Days {
		f.Days[i] = p.Day(q, c, of, i, now)
	}
	return f, nil
}

// FreeTimes are the times of a day at which an appointment can begin, in order, as people write them: "08:20". Which counter it will be is nobody's
// business yet.
func (s *Service) FreeTimes(ctx context.Context, q capacity.Query, day clock.Date) ([]string, error) {
	c, faults := s.Check(&q)
	if err := faults.As(ErrInput); err != nil {
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
	var starts capacity.Mask
	for _, place := range p.Free(q, c, day, taken, s.DB.Clock.Now()) {
		starts = starts.Or(&place.Starts)
	}
	times := make([]string, 0, starts.Count())
	for _, cell := range starts.List() {
		times = append(times, capacity.TimeOfCell(cell))
	}
	return times, nil
}
