package outlookgql

import (
	"context"
	"math"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/outlook"
	"github.com/ankunft/ankunft/platform/clock"
)

// The types of the office's part.
type (
	// Outlook is the load of the coming weeks.
	Outlook struct {
		Site                       string
		PastDays                   int
		Weeks                      []OutlookWeek
		Arrivals                   []outlook.Arrivals
		Queues, Counters, Concerns []OutlookName
	}
	// OutlookName is what a question can name.
	OutlookName struct{ Key, Name string }
	// OutlookWeek is a week ahead.
	OutlookWeek struct {
		Monday                                                clock.Date
		Counters, Offered, Booked, HeldBack, WalkIn, Expected int
		Phone                                                 outlook.PhoneLoad
		Concerns                                              []OutlookConcern
	}
	// OutlookPhone are the call-backs of a week.
	OutlookPhone = outlook.PhoneLoad
	// OutlookConcern is the same of one concern.
	OutlookConcern struct {
		Concern, Title                              string
		Offered, Booked, HeldBack, People, Expected int
	}
	// WhatIf asks what would be.
	WhatIf struct {
		Site             string
		More, AbsentDays *int
		Queues           []string
		Without          *uuid.UUID
		Minutes          []outlook.MinutesChange
	}
	// WhatIfAnswer compares.
	WhatIfAnswer struct {
		Days, Needed int
		Was, Then    *WhatIfOutcome
	}
	// WhatIfOutcome is how the days went.
	WhatIfOutcome struct {
		People, Called, Left, Closed, Median, P90, LongestQueue int
		Lead                                                    *int
		Lines                                                   []WhatIfLine
	}
	// WhatIfLine is the same of one queue.
	WhatIfLine struct {
		Queue                       string
		People, Closed, Median, P90 int
	}
)

// LeadTimes are those of all concerns of a site.
func (q Query) LeadTimes(ctx context.Context, site string) ([]LeadTime, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	list, err := s.LeadTimes(ctx, site)
	if err != nil {
		return nil, err
	}
	shown := make([]LeadTime, len(list))
	for i := range list {
		shown[i] = q.shown(&list[i])
	}
	return shown, nil
}

// Outlook is the load of the coming weeks.
func (q Query) Outlook(ctx context.Context, site string) (*Outlook, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	o, err := s.Outlook(ctx, site)
	if err != nil {
		return nil, err
	}
	shown := &Outlook{Site: o.Site, PastDays: o.PastDays, Arrivals: o.Arrivals, Queues: q.queues(), Concerns: q.concerns(), Counters: []OutlookName{}}
	for _, w := range o.Weeks {
		shown.Weeks = append(shown.Weeks, q.week(w))
	}
	plan, err := s.Appointments.Plan(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range plan.Resources {
		if r.Site == site && r.Kind == "counter" && r.Active {
			shown.Counters = append(shown.Counters, OutlookName{r.ID.String(), r.Name})
		}
	}
	return shown, nil
}

func (r Resolver) week(w outlook.Week) OutlookWeek {
	shown := OutlookWeek{Monday: w.Monday, Counters: w.Counters, Offered: w.Offered, Booked: w.Booked, HeldBack: w.HeldBack, WalkIn: w.WalkIn, Expected: round(w.Expected), Phone: w.Phone}
	for _, c := range w.Concerns {
		shown.Concerns = append(shown.Concerns, OutlookConcern{c.Concern, r.title(c.Concern), c.Offered, c.Booked, c.HeldBack, c.People, round(c.Expected)})
	}
	return shown
}

func round(f float64) int { return int(math.Round(f)) }

// title of a concern in German: as it is booked, else as one walks in for it.
func (r Resolver) title(key string) string {
	if title, _ := r.Outlook.Appointments.Rules.ConcernWords(catalogue.German, key); title != "" {
		return title
	}
	if r.Outlook.Halls != nil {
		return r.Outlook.Halls.ConcernText(catalogue.German, key)
	}
	return key
}

func (r Resolver) queues() []OutlookName {
	list := []OutlookName{}
	if r.Outlook.Halls != nil {
		for _, q := range r.Outlook.Halls.Queues {
			list = append(list, OutlookName{q.Key, q.Name})
		}
	}
	return list
}

func (r Resolver) concerns() []OutlookName {
	list := []OutlookName{}
	add := func(key string) {
		if !slices.ContainsFunc(list, func(n OutlookName) bool { return n.Key == key }) {
			list = append(list, OutlookName{key, r.title(key)})
		}
	}
	for _, c := range r.Outlook.Appointments.Rules.Concerns {
		add(c.Key)
	}
	if r.Outlook.Halls != nil {
		for _, c := range r.Outlook.Halls.Concerns {
			add(c.Key)
		}
	}
	return list
}

// WhatIf answers a question from the past weeks.
func (q Query) WhatIf(ctx context.Context, in WhatIf) (*WhatIfAnswer, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	question := outlook.Question{Site: in.Site, Queues: in.Queues, Without: in.Without, Minutes: in.Minutes}
	if in.More != nil {
		question.More = *in.More
	}
	if in.AbsentDays != nil {
		question.Absent = *in.AbsentDays
	}
	a, err := s.WhatIf(ctx, question)
	if err != nil {
		return nil, err
	}
	return &WhatIfAnswer{a.Days, a.Needed, q.outcome(a.Was), q.outcome(a.Then)}, nil
}

func (r Resolver) outcome(o *outlook.Outcome) *WhatIfOutcome {
	if o == nil {
		return nil
	}
	shown := &WhatIfOutcome{
		People: o.People, Called: o.Called, Left: o.Left, Closed: o.Closed, Median: minutes(o.Median), P90: minutes(o.P90), LongestQueue: o.Longest, Lead: o.Lead,
		Lines: make([]WhatIfLine, len(o.Lines)),
	}
	for i, l := range o.Lines {
		name := l.Queue
		if r.Outlook.Halls != nil {
			if q, ok := r.Outlook.Halls.Queue(l.Queue); ok {
				name = q.Name
			}
		}
		shown.Lines[i] = WhatIfLine{name, l.People, l.Closed, minutes(l.Median), minutes(l.P90)}
	}
	return shown
}

// minutes of seconds, to the nearest.
func minutes(seconds int) int { return (seconds + 30) / 60 }
