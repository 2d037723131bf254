package outlook

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// Answer compares the past weeks as they were with the same weeks as they would have been.
type Answer struct {
	Days   int // that are known and compare
	Needed int
	Was    *Outcome // nil: too few days
	Then   *Outcome
}

// Bounds of what can be asked.
const (
	mostCounters = 10
	mostMinutes  = 60
	mostDays     = 28
)

// leadAfter is in how many days the lead time is told: by then a change has worked.
const leadAfter = 28

// WhatIf answers a question; below MinDays it tells only how few days are known.
func (s *Service) WhatIf(ctx context.Context, q Question) (*Answer, error) {
	plan, err := s.at(ctx, q.Site)
	if err != nil {
		return nil, err
	}
	if err := s.checkQuestion(plan, &q); err != nil {
		return nil, err
	}
	days, err := s.past(ctx, plan, q.Site)
	if err != nil {
		return nil, err
	}
	was, then := q.Changed(days)
	a := &Answer{Days: len(was), Needed: MinDays}
	if len(was) < MinDays {
		return a, nil
	}
	asIs, changed := Simulate(was), Simulate(then)
	if asIs.Lead, changed.Lead, err = s.leads(ctx, plan, &q); err != nil {
		return nil, err
	}
	a.Was, a.Then = &asIs, &changed
	return a, nil
}

func (s *Service) checkQuestion(plan *capacity.Plan, q *Question) error {
	var faults errs.Faults
	faults.Need(q.More >= 0 && q.More <= mostCounters, "more", "too_many")
	faults.Need(q.Absent >= 0 && q.Absent <= mostDays, "absent", "too_many")
	for _, queue := range q.Queues {
		known := queue == appointmentQueue
		if s.Halls != nil && !known {
			_, known = s.Halls.Queue(queue)
		}
		faults.Need(known, "queues", "unknown")
	}
	if q.Without != nil {
		r, ok := plan.Counter(*q.Without)
		faults.Need(ok && r.Site == q.Site && r.Kind == "counter", "without", "unknown")
	}
	faults.Need(len(q.Minutes) <= 50, "minutes", "too_many")
	for _, m := range q.Minutes {
		faults.Need(m.Minutes >= -mostMinutes && m.Minutes <= mostMinutes, "minutes", "too_many")
		_, known := s.Appointments.Rules.Concern(m.Concern)
		if s.Halls != nil && !known {
			_, known = s.Halls.Concern(m.Concern)
		}
		faults.Need(known, "minutes", "unknown")
	}
	return faults.As(ErrInput)
}

// asked is how much one concern was asked for in the past weeks.
type asked struct {
	Concern string
	Visits  int
	Minutes int
}

// leads are the lead times of ordinary appointments in four weeks, as it is and as it would be; nil where none are given.
func (s *Service) leads(ctx context.Context, plan *capacity.Plan, q *Question) (was, then *int, err error) {
	var demand []asked
	err = s.DB.NewRaw(`SELECT concern, count(*) AS visits, coalesce(sum(extract(epoch FROM ends_at - starts_at) / 60), 0)::int AS minutes
FROM appointments.appointment_v1 WHERE site = ? AND created_at >= ? AND purpose = 'booking' AND state IN ('booked', 'arrived', 'done', 'missed') GROUP BY concern`,
		q.Site, s.today().AddDays(-7*weeks).Time(clock.Berlin)).Scan(ctx, &demand)
	if err != nil {
		return nil, nil, fmt.Errorf("read what was asked for: %w", err)
	}
	now, changed, err := s.agendas(ctx, plan, q)
	if err != nil {
		return nil, nil, err
	}
	visits, before, after := 0, 0, 0
	for _, d := range demand {
		visits += d.Visits
		before += d.Minutes
		after += max(d.Visits*capacity.CellMinutes, d.Minutes+d.Visits*q.minutes(d.Concern))
	}
	if visits == 0 {
		return nil, nil, nil
	}
	return LeadAfter(now, float64(before)/(7*weeks), before/visits, leadAfter), LeadAfter(changed, float64(after)/(7*weeks), after/visits, leadAfter), nil
}

func (q *Question) minutes(concern string) (n int) {
	for _, m := range q.Minutes {
		if m.Concern == concern {
			n += m.Minutes
		}
	}
	return n
}

// agendas are the coming days at the counters for appointments, as they are and as they would be.
func (s *Service) agendas(ctx context.Context, plan *capacity.Plan, q *Question) (now, changed []AgendaDay, err error) {
	first, last := s.Appointments.Horizon()
	booked, err := s.bookedPerDay(ctx, q.Site)
	if err != nil {
		return nil, nil, err
	}
	absent := 0
	for day := first; !last.AddDays(leadAfter).Before(day); day = day.AddDays(1) {
		a := AgendaDay{Booked: booked[day]}
		counters, theirs := map[uuid.UUID]bool{}, 0
		for _, o := range plan.Openings(q.Site, day) {
			if o.Stretch.Purpose != capacity.Booking {
				continue
			}
			minutes := o.All.Count() * capacity.CellMinutes
			a.Offered += minutes
			counters[o.Stretch.CounterID] = true
			if q.Without != nil && o.Stretch.CounterID == *q.Without {
				theirs += minutes
			}
		}
		now = append(now, a)
		if theirs > 0 {
			if absent++; q.Absent == 0 || absent <= q.Absent {
				a.Offered -= theirs
			}
		}
		if len(counters) > 0 && (len(q.Queues) == 0 || slices.Contains(q.Queues, appointmentQueue)) {
			a.Offered += q.More * a.Offered / len(counters)
		}
		changed = append(changed, a)
	}
	return now, changed, nil
}

// bookedPerDay are the minutes of ordinary appointments ahead.
func (s *Service) bookedPerDay(ctx context.Context, site string) (map[clock.Date]int, error) {
	var rows []struct {
		StartsAt time.Time
		EndsAt   time.Time
	}
	err := s.DB.NewRaw(`SELECT starts_at, ends_at FROM appointments.appointment_v1 WHERE site = ? AND starts_at >= ? AND purpose = 'booking'
AND state IN ('held', 'pending', 'booked', 'arrived')`, site, s.today().Time(clock.Berlin)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read what is booked: %w", err)
	}
	per := map[clock.Date]int{}
	for _, r := range rows {
		per[clock.DateOf(r.StartsAt.In(clock.Berlin))] += int(r.EndsAt.Sub(r.StartsAt) / time.Minute)
	}
	return per, nil
}
