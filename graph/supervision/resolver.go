// Package supervisiongql is the part of the schema about supervision.
package supervisiongql

import (
	"context"
	"time"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/supervision"
)

// Resolver resolves the part; it is Query and Mutation.
type Resolver struct {
	Supervision *supervision.Service // nil where the city offers none: nothing is found
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

func (r Resolver) service() (*supervision.Service, error) {
	if r.Supervision == nil {
		return nil, supervision.ErrNone
	}
	return r.Supervision, nil
}

// listed shows what the service lists; nothing where there is no service.
func listed[In, Out any](ctx context.Context, r Resolver, list func(*supervision.Service, context.Context) ([]In, error), show func(*supervision.Service, In) Out) ([]Out, error) {
	if r.Supervision == nil {
		return []Out{}, nil
	}
	found, err := list(r.Supervision, ctx)
	if err != nil {
		return nil, err
	}
	shown := make([]Out, len(found))
	for i, v := range found {
		shown[i] = show(r.Supervision, v)
	}
	return shown, nil
}

// SupervisionOffers are what the viewer can book or has booked.
func (q Query) SupervisionOffers(ctx context.Context) ([]SupervisionOffer, error) {
	return listed(ctx, q.Resolver, (*supervision.Service).Offers, offer)
}

// PrivateSupervision are offers to the viewer alone.
func (q Query) PrivateSupervision(ctx context.Context) ([]supervision.Private, error) {
	return listed(ctx, q.Resolver, (*supervision.Service).Privates, func(_ *supervision.Service, p supervision.Private) supervision.Private { return p })
}

// MyAbsences are when the viewer is away.
func (q Query) MyAbsences(ctx context.Context) ([]Absence, error) {
	return listed(ctx, q.Resolver, (*supervision.Service).Aways, func(_ *supervision.Service, a supervision.Away) Absence { return Absence{a.ID, a.Day, DayPart(a.Part)} })
}

// Supervisors are who leads supervision.
func (q Query) Supervisors(ctx context.Context) ([]supervision.Supervisor, error) {
	return listed(ctx, q.Resolver, (*supervision.Service).Supervisors, func(_ *supervision.Service, p *supervision.Supervisor) supervision.Supervisor { return *p })
}

// SupervisionSessions are those of a year, for accounting.
func (q Query) SupervisionSessions(ctx context.Context, year int) ([]SupervisionSession, error) {
	return listed(ctx, q.Resolver, func(s *supervision.Service, ctx context.Context) ([]*supervision.Session, error) {
		return s.Sessions(ctx, year)
	}, func(s *supervision.Service, e *supervision.Session) SupervisionSession {
		shown := session(s, e)
		if !identity.ViewerFrom(ctx).Can(supervision.ActionKeep) {
			shown.Permitted = []string{}
		}
		return shown
	})
}

// SupervisionUsage are closed half-years.
func (q Query) SupervisionUsage(ctx context.Context) ([]SupervisionUsage, error) {
	return listed(ctx, q.Resolver, (*supervision.Service).Usage, func(_ *supervision.Service, h supervision.HalfYear) SupervisionUsage {
		return SupervisionUsage{h.HalfYear, h.People}
	})
}

// AmSupervisor says whether the viewer leads supervision.
func (q Query) AmSupervisor(ctx context.Context) (bool, error) {
	if q.Supervision == nil {
		return false, nil
	}
	return q.Supervision.AmSupervisor(ctx)
}

// LedSupervision are the viewer's own sessions as a supervisor.
func (q Query) LedSupervision(ctx context.Context) ([]LedSupervision, error) {
	if _, err := q.service(); err != nil {
		return nil, err
	}
	return listed(ctx, q.Resolver, (*supervision.Service).Led, led)
}

func offer(s *supervision.Service, o supervision.Offered) SupervisionOffer {
	shown := SupervisionOffer{
		ID: o.ID, Kind: o.Series.Kind, Title: o.Series.Title, Supervisor: o.Series.Supervisor.Name, Place: o.Series.Place, From: o.StartsAt, To: o.EndsAt, State: o.State,
		Mine: o.Mine, Free: o.Free, Members: o.Members, Permitted: []string{},
	}
	switch {
	case o.State != supervision.Planned || !now(s).Before(o.StartsAt):
	case o.Mine:
		shown.Permitted = append(shown.Permitted, "leaveSupervision")
	case o.Free:
		shown.Permitted = append(shown.Permitted, "bookSupervision")
	}
	return shown
}

func now(s *supervision.Service) time.Time { return s.DB.Clock.Now() }

func cents(e *supervision.Session) int64 {
	if e.Cents != nil {
		return *e.Cents
	}
	return e.Series.Cents
}

func session(s *supervision.Service, e *supervision.Session) SupervisionSession {
	shown := SupervisionSession{
		ID: e.ID, Kind: e.Series.Kind, Title: e.Series.Title, Supervisor: e.Series.Supervisor.Name, From: e.StartsAt, To: e.EndsAt, State: e.State, Cents: cents(e), Version: e.Version,
		Permitted: []string{},
	}
	if e.State == supervision.Planned && now(s).Before(e.StartsAt) {
		shown.Permitted = append(shown.Permitted, "cancelSupervision")
	}
	return shown
}

func led(s *supervision.Service, l supervision.Led) LedSupervision {
	shown := LedSupervision{
		ID: l.ID, Kind: l.Series.Kind, Title: l.Series.Title, Place: l.Series.Place, From: l.StartsAt, To: l.EndsAt, State: l.State, Members: l.Members, Notes: l.Notes, Cents: cents(l.Session),
		Version: l.Version, Permitted: []string{},
	}
	switch begun := !now(s).Before(l.StartsAt); {
	case l.State == supervision.Planned && !begun:
		shown.Permitted = append(shown.Permitted, "cancelLedSupervision")
	case l.State == supervision.Planned, l.State == supervision.Held && !l.Settled(now(s)):
		shown.Permitted = append(shown.Permitted, "holdSupervision")
	}
	return shown
}
