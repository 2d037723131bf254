// Package partnersgql is the part of the schema about external people who work with the office.
package partnersgql

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/page"
)

// Resolver resolves the part of partners; it is Query and Mutation.
type Resolver struct {
	Partners *partners.Service // nil where the city has none: nobody is there
	Identity *identity.Service
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// service is nothing where the city has no partners.
func (r Resolver) service() (*partners.Service, error) {
	if r.Partners == nil {
		return nil, partners.ErrNone
	}
	return r.Partners, nil
}

// do does what is asked and shows what came of it, where the city has partners.
func do[In, Out, Shown any](
	ctx context.Context, r Resolver, in In, what func(*partners.Service, context.Context, In) (Out, error), show func(context.Context, Out) (Shown, error),
) (shown Shown, err error) {
	s, err := r.service()
	if err != nil {
		return shown, err
	}
	out, err := what(s, ctx, in)
	if err != nil {
		return shown, err
	}
	return show(ctx, out)
}

// asked is what is asked without an input.
func asked[Out any](what func(*partners.Service, context.Context) (Out, error)) func(*partners.Service, context.Context, struct{}) (Out, error) {
	return func(s *partners.Service, ctx context.Context, _ struct{}) (Out, error) { return what(s, ctx) }
}

// none is no input.
var none struct{}

// each shows a list.
func each[In, Out any](show func(context.Context, In) (*Out, error)) func(context.Context, []In) ([]Out, error) {
	return func(ctx context.Context, list []In) ([]Out, error) {
		shown := make([]Out, len(list))
		for i, v := range list {
			one, err := show(ctx, v)
			if err != nil {
				return nil, err
			}
			shown[i] = *one
		}
		return shown, nil
	}
}

// PartnerTasks lists the city's tasks.
func (q Query) PartnerTasks(_ context.Context, language string) ([]PartnerTask, error) {
	list := []PartnerTask{}
	if q.Partners == nil {
		return list, nil
	}
	for _, t := range q.Partners.Rules.Tasks {
		list = append(list, PartnerTask{Key: t.Key, Name: t.In(language), Sees: t.Sees})
	}
	return list, nil
}

// PartnerOrganisations lists partners with their people.
func (q Query) PartnerOrganisations(ctx context.Context, ended *bool) ([]PartnerOrganisation, error) {
	return do(ctx, q.Resolver, ended != nil && *ended, (*partners.Service).Organisations, each(q.organisation))
}

// PartnerShifts lists shifts for who plans.
func (q Query) PartnerShifts(ctx context.Context, from clock.Date, days int) ([]PartnerShift, error) {
	return do(ctx, q.Resolver, days, func(s *partners.Service, ctx context.Context, days int) ([]*partners.Shift, error) {
		return s.Duty(ctx, from, days)
	}, each(q.shift))
}

// PartnerBriefings lists what is to be read.
func (q Query) PartnerBriefings(ctx context.Context) ([]Briefing, error) {
	return do(ctx, q.Resolver, none, asked((*partners.Service).Briefings), each(q.briefing))
}

// Incidents lists what happened.
func (q Query) Incidents(ctx context.Context, filter *partners.IncidentFilter, first *int, after *string) (*IncidentPage, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	if filter == nil {
		filter = &partners.IncidentFilter{}
	}
	args := page.Args{}
	if first != nil {
		args.First = *first
	}
	if after != nil {
		args.After = *after
	}
	p, err := s.Incidents(ctx, *filter, args)
	if err != nil {
		return nil, err
	}
	list, err := each(q.incident)(ctx, p.Items)
	if err != nil {
		return nil, err
	}
	shown := &IncidentPage{Items: list}
	if p.Next != "" {
		shown.Next = &p.Next
	}
	return shown, nil
}

// Incident reads one.
func (q Query) Incident(ctx context.Context, id uuid.UUID) (*Incident, error) {
	return do(ctx, q.Resolver, id, (*partners.Service).Incident, q.incident)
}

// AmPartner says whether the viewer is somebody with a task today.
func (q Query) AmPartner(ctx context.Context) (bool, error) {
	if q.Partners == nil {
		return false, nil
	}
	_, _, err := q.Partners.Mine(ctx)
	return err == nil, errs.Ignore(err, partners.ErrNone)
}

// MyPartner is the viewer as somebody with a task today.
func (q Query) MyPartner(ctx context.Context) (*OwnPartner, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	m, sees, err := s.Mine(ctx)
	if err != nil {
		return nil, err
	}
	return q.own(ctx, m, sees)
}

// MyPartnerShifts are the own ones.
func (q Query) MyPartnerShifts(ctx context.Context) ([]PartnerShift, error) {
	return do(ctx, q.Resolver, none, asked((*partners.Service).MyShifts), each(q.shift))
}

// MyPartnerCalendar are the own shifts as a file.
func (q Query) MyPartnerCalendar(ctx context.Context) (string, error) {
	return do(ctx, q.Resolver, none, asked((*partners.Service).MyCalendar), same[string])
}

// MyBriefings are those that the viewer must read.
func (q Query) MyBriefings(ctx context.Context) ([]partners.OwnBriefing, error) {
	return do(ctx, q.Resolver, none, asked((*partners.Service).MyBriefings), same[[]partners.OwnBriefing])
}

// MyVisitors are those of the house of the present shift.
func (q Query) MyVisitors(ctx context.Context) (*VisitorList, error) {
	return do(ctx, q.Resolver, none, asked((*partners.Service).MyVisitors), q.visitors)
}

// MyIncidents are the own reports.
func (q Query) MyIncidents(ctx context.Context) ([]OwnIncident, error) {
	return do(ctx, q.Resolver, none, asked((*partners.Service).MyIncidents), each(q.ownIncident))
}

func same[T any](_ context.Context, v T) (T, error) { return v, nil }

// VisitorList is who comes today to the house in which the viewer is on duty.
type VisitorList struct {
	Site, SiteName string
	Until          time.Time
	Visitors       []partners.Visitor
}

func (r Resolver) visitors(ctx context.Context, v *partners.VisitorList) (*VisitorList, error) {
	if v == nil {
		return nil, nil // nobody is on duty
	}
	name, err := r.siteName(ctx, v.Shift.Site)
	return &VisitorList{Site: v.Shift.Site, SiteName: name, Until: v.Shift.EndsAt, Visitors: v.List}, err
}
