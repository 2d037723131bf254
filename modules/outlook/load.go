package outlook

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
)

// Outlook is the load of a site's coming weeks.
type Outlook struct {
	Site     string
	PastDays int // on which somebody came, in the past weeks: what the expected arrivals stand on
	Weeks    []Week
	Arrivals []Arrivals
}

// Week is a week ahead, in minutes of appointments with a visit (ordinary, and what cannot wait).
type Week struct {
	Monday   clock.Date
	Counters int // at which appointments are given
	Offered  int
	Booked   int
	HeldBack int     // of what is offered: not yet released
	WalkIn   int     // minutes of open hours, of all counters together
	Expected float64 // arrivals, with appointment and without
	Phone    PhoneLoad
	Concerns []ConcernLoad
}

// PhoneLoad are the call-backs of a week, in minutes on all lines.
type PhoneLoad struct {
	Lines    int // on which call-backs are given
	Offered  int
	Booked   int
	HeldBack int // of what is offered: not yet released
	Calls    int
}

// ConcernLoad is the same of one concern. Counters take several concerns: what is offered to one is offered to others too.
type ConcernLoad struct {
	Concern  string
	Offered  int
	Booked   int
	HeldBack int
	People   int // appointments
	Expected float64
}

// Arrivals are how many came on the mean in an hour of a weekday.
type Arrivals struct {
	Weekday int
	Hour    int
	WalkIns float64
	Booked  float64
}

// visitPurposes are those for which somebody comes to a counter at a time.
var visitPurposes = []capacity.Purpose{capacity.Booking, capacity.EmergencyCounter}

// phonePurposes are those for which the office calls back.
var phonePurposes = []capacity.Purpose{capacity.Phone}

// Outlook is the load of the coming weeks, this one from today.
func (s *Service) Outlook(ctx context.Context, site string) (*Outlook, error) {
	plan, err := s.at(ctx, site)
	if err != nil {
		return nil, err
	}
	profile, err := s.profile(ctx, site)
	if err != nil {
		return nil, err
	}
	booked, err := s.bookings(ctx, site)
	if err != nil {
		return nil, err
	}
	o := &Outlook{Site: site, PastDays: profile.days(), Arrivals: profile.arrivals()}
	today, now := s.today(), s.DB.Clock.Now()
	monday := today.AddDays(1 - weekday(today))
	for n := range weeks {
		w := s.week(plan, site, monday.AddDays(7*n), today, now)
		if n == 0 && w.Offered+w.WalkIn == 0 {
			continue // nothing more in what is left of this one
		}
		w.fill(booked, profile, plan, site, today)
		o.Weeks = append(o.Weeks, *w)
	}
	return o, nil
}

// week is what the plan gives: offered and held back, in all and for each concern.
func (s *Service) week(plan *capacity.Plan, site string, monday, today clock.Date, now time.Time) *Week {
	w := &Week{Monday: monday}
	counters, lines := map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	rules := s.Appointments.Rules
	for i := range rules.Concerns {
		w.Concerns = append(w.Concerns, ConcernLoad{Concern: rules.Concerns[i].Key})
	}
	if s.Halls != nil {
		for _, c := range s.Halls.Concerns { // for which one walks in
			w.of(c.Key)
		}
	}
	for n := range 7 {
		day := monday.AddDays(n)
		if day.Before(today) {
			continue
		}
		all, free, calls, freeCalls := capacity.Taken{}, capacity.Taken{}, capacity.Taken{}, capacity.Taken{}
		for _, o := range plan.Openings(site, day) {
			minutes := o.All.Count() * capacity.CellMinutes
			if o.Stretch.Purpose == capacity.WalkIn {
				w.WalkIn += minutes
			}
			at := capacity.CounterDay{Counter: o.Stretch.CounterID, Day: day}
			switch {
			case slices.Contains(visitPurposes, o.Stretch.Purpose):
				counters[o.Stretch.CounterID] = true
				add(all, at, o.All)
			case slices.Contains(phonePurposes, o.Stretch.Purpose):
				lines[o.Stretch.CounterID] = true
				add(calls, at, o.All)
			}
		}
		for i := range rules.Concerns {
			offered, given := s.given(plan, site, day, &rules.Concerns[i], visitPurposes, now)
			c := &w.Concerns[i]
			c.Offered += count(offered)
			c.HeldBack += count(offered) - count(given)
			for at, m := range given {
				add(free, at, m)
			}
			_, given = s.given(plan, site, day, &rules.Concerns[i], phonePurposes, now)
			for at, m := range given {
				add(freeCalls, at, m)
			}
		}
		w.Offered += count(all)
		w.HeldBack += count(all) - count(free)
		w.Phone.Offered += count(calls)
		w.Phone.HeldBack += count(calls) - count(freeCalls)
	}
	w.Counters, w.Phone.Lines = len(counters), len(lines)
	return w
}

// given is what a day has for a concern and for these purposes, and what of it is released.
func (s *Service) given(plan *capacity.Plan, site string, day clock.Date, c *capacity.Concern, purposes []capacity.Purpose, now time.Time) (offered, released capacity.Taken) {
	offered, released = capacity.Taken{}, capacity.Taken{}
	for _, purpose := range purposes {
		if !slices.Contains(c.Purposes, string(purpose)) {
			continue
		}
		for _, o := range plan.Openings(site, day) {
			if o.Stretch.Purpose == purpose && o.Stretch.Gives(c) {
				add(offered, capacity.CounterDay{Counter: o.Stretch.CounterID, Day: day}, o.All)
			}
		}
		q := capacity.Query{Site: site, Concern: c.Key, People: 1, Purpose: purpose}
		for _, b := range plan.Bookable(q, c, day, now) {
			at := capacity.CounterDay{Counter: b.Counter, Day: day}
			there := offered[at]
			add(released, at, b.Open.And(&there))
		}
	}
	return offered, released
}

func add(to capacity.Taken, at capacity.CounterDay, m capacity.Mask) {
	had := to[at]
	to[at] = had.Or(&m)
}

// count is how many minutes they are.
func count(of capacity.Taken) (minutes int) {
	for _, m := range of {
		minutes += m.Count() * capacity.CellMinutes
	}
	return minutes
}

// booking is an appointment ahead.
type booking struct {
	Concern  string
	Purpose  capacity.Purpose
	StartsAt time.Time
	EndsAt   time.Time
}

func (s *Service) bookings(ctx context.Context, site string) ([]booking, error) {
	var list []booking
	err := s.DB.NewRaw(`SELECT concern, purpose, starts_at, ends_at FROM appointments.appointment_v1 WHERE site = ? AND starts_at >= ? AND starts_at < ?
AND state IN ('held', 'pending', 'booked', 'arrived', 'done', 'missed')`,
		site, s.today().Time(clock.Berlin), s.today().AddDays(7*weeks).Time(clock.Berlin)).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("read what is booked: %w", err)
	}
	return list, nil
}

// of is the load of a concern.
func (w *Week) of(concern string) *ConcernLoad {
	i := slices.IndexFunc(w.Concerns, func(c ConcernLoad) bool { return c.Concern == concern })
	if i < 0 {
		w.Concerns = append(w.Concerns, ConcernLoad{Concern: concern})
		i = len(w.Concerns) - 1
	}
	return &w.Concerns[i]
}

// fill adds what is booked and who will come.
func (w *Week) fill(booked []booking, p *profile, plan *capacity.Plan, site string, today clock.Date) {
	for _, b := range booked {
		if day := clock.DateOf(b.StartsAt.In(clock.Berlin)); day.Before(w.Monday) || !day.Before(w.Monday.AddDays(7)) {
			continue
		}
		minutes := int(b.EndsAt.Sub(b.StartsAt) / time.Minute)
		if slices.Contains(phonePurposes, b.Purpose) {
			w.Phone.Booked += minutes
			w.Phone.Calls++
			continue
		}
		c := w.of(b.Concern)
		c.Booked += minutes
		c.People++
		w.Booked += minutes
	}
	for n := range 7 {
		day := w.Monday.AddDays(n)
		if day.Before(today) {
			continue
		}
		for concern, expected := range p.expected(plan, site, day) {
			w.of(concern).Expected += expected
			w.Expected += expected
		}
	}
}
