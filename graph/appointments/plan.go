package appointmentsgql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// The types of the plan.
type (
	// AppointmentPlan is the plan as it holds now.
	AppointmentPlan struct {
		Version    int
		Sites      []PlanSite
		Concerns   []BookingConcern
		MostPeople int
		Closures   []PlanClosure
		Permitted  []string
	}
	// PlanSite is a house with what is in it.
	PlanSite struct {
		Key, Name, Street, Place, Hint string
		Resources                      []PlanResource
	}
	// PlanResource is a counter, a room, a line or a person.
	PlanResource struct {
		ID              uuid.UUID
		Kind, Key, Name string
		Active          bool
		Stretches       []PlanStretch
	}
	// PlanStretch is a part of each such weekday.
	PlanStretch struct {
		ID                            uuid.UUID
		Purpose                       string
		Weekday, FromMinute, ToMinute int
		Concerns                      []string
		Team                          string
		Person, Room                  *uuid.UUID
		ValidFrom, ValidTo            clock.Date
	}
	// PlanClosure is when nothing is given.
	PlanClosure struct {
		ID                   uuid.UUID
		Site                 *string
		Resource             *uuid.UUID
		FirstDay, LastDay    clock.Date
		FromMinute, ToMinute int
		Reason               string
	}
	// ChangePlan is a change of it.
	ChangePlan struct {
		How     string
		Seen    []uuid.UUID
		Reason  *string
		Close   []ClosePart
		Reopen  []uuid.UUID
		Open    []OpenPart
		End     []EndPart
		Retire  []uuid.UUID
		Restore []uuid.UUID
	}
	// ClosePart shuts.
	ClosePart struct {
		Site                 *string
		Resource             *uuid.UUID
		FirstDay, LastDay    clock.Date
		FromMinute, ToMinute *int
	}
	// OpenPart adds a stretch.
	OpenPart struct {
		Counter                       uuid.UUID
		Purpose                       string
		Weekday, FromMinute, ToMinute int
		Concerns                      []string
		Team                          *string
		Person, Room                  *uuid.UUID
		ValidFrom, ValidTo            clock.Date
	}
	// EndPart ends one.
	EndPart struct {
		Stretch uuid.UUID
		LastDay clock.Date
	}
	// PlanChange is what a change touches, and the plan after it.
	PlanChange struct {
		Touched []TouchedAppointment
		Plan    AppointmentPlan
	}
	// TouchedAppointment is an appointment that a change takes away.
	TouchedAppointment struct {
		Appointment DayAppointment
		MoveTo      *string
	}
)

// AppointmentPlan is the plan as it holds now.
func (q Query) AppointmentPlan(ctx context.Context) (*AppointmentPlan, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	return planOf(ctx, s)
}

func planOf(ctx context.Context, s *appointments.Service) (*AppointmentPlan, error) {
	p, err := s.Plan(ctx)
	if err != nil {
		return nil, err
	}
	shown := &AppointmentPlan{Version: p.Version, MostPeople: s.Rules.Limits.People, Closures: []PlanClosure{}, Permitted: []string{}}
	for _, site := range p.Sites {
		shown.Sites = append(shown.Sites, PlanSite{site.Key, site.Name, site.Street, site.Place, site.Hint, resourcesOf(p, site.Key)})
	}
	for i := range s.Rules.Concerns {
		shown.Concerns = append(shown.Concerns, concernOf(s.Rules, &s.Rules.Concerns[i], catalogue.German))
	}
	for _, c := range p.Closures {
		shown.Closures = append(shown.Closures, PlanClosure{c.ID, c.Site, c.ResourceID, c.FirstDay, c.LastDay, c.FromMinute, c.ToMinute, c.Reason})
	}
	if identity.ViewerFrom(ctx).Can("appointments.plan") {
		shown.Permitted = []string{"changePlan"}
	}
	return shown, nil
}

func resourcesOf(p *capacity.Plan, site string) []PlanResource {
	list := []PlanResource{}
	for _, r := range p.Resources {
		if r.Site != site {
			continue
		}
		shown := PlanResource{ID: r.ID, Kind: r.Kind, Key: r.Key, Name: r.Name, Active: r.Active, Stretches: []PlanStretch{}}
		for _, st := range p.Stretches {
			if st.CounterID == r.ID {
				shown.Stretches = append(shown.Stretches, PlanStretch{
					st.ID, string(st.Purpose), st.Weekday, st.FromMinute, st.ToMinute, st.Concerns, st.Team, st.PersonID, st.RoomID, st.ValidFrom, st.ValidTo,
				})
			}
		}
		list = append(list, shown)
	}
	return list
}

// ChangePlan changes the plan, or tells what a change would touch.
func (m Mutation) ChangePlan(ctx context.Context, in ChangePlan) (*PlanChange, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	touched, err := s.ChangePlan(ctx, in.change(), appointments.How(in.How), in.Seen, text(in.Reason), identity.ViewerFrom(ctx).AccountID)
	if err != nil {
		return nil, err
	}
	list := make([]*appointments.Appointment, len(touched))
	for i := range touched {
		list[i] = touched[i].Appointment
	}
	shown, err := m.shown(ctx, list...)
	if err != nil {
		return nil, err
	}
	plan, err := planOf(ctx, s)
	if err != nil {
		return nil, err
	}
	change := &PlanChange{Touched: make([]TouchedAppointment, len(touched)), Plan: *plan}
	for i, t := range touched {
		change.Touched[i].Appointment = shown[i]
		if t.MoveTo != nil {
			to := t.MoveTo.In(clock.Berlin).Format("2006-01-02T15:04")
			change.Touched[i].MoveTo = &to
		}
	}
	return change, nil
}

func (in *ChangePlan) change() appointments.Change {
	c := appointments.Change{Reopen: in.Reopen, Retire: in.Retire, Restore: in.Restore}
	for _, p := range in.Close {
		closure := capacity.Closure{Site: p.Site, ResourceID: p.Resource, FirstDay: p.FirstDay, LastDay: p.LastDay, ToMinute: 24 * 60}
		if p.FromMinute != nil {
			closure.FromMinute = *p.FromMinute
		}
		if p.ToMinute != nil {
			closure.ToMinute = *p.ToMinute
		}
		c.Close = append(c.Close, closure)
	}
	for _, p := range in.Open {
		c.Open = append(c.Open, capacity.Stretch{
			CounterID: p.Counter, Purpose: capacity.Purpose(p.Purpose), Weekday: p.Weekday, FromMinute: p.FromMinute, ToMinute: p.ToMinute, Concerns: p.Concerns,
			Team: text(p.Team), PersonID: p.Person, RoomID: p.Room, ValidFrom: p.ValidFrom, ValidTo: p.ValidTo,
		})
	}
	for _, p := range in.End {
		c.End = append(c.End, capacity.StretchEnd{StretchID: p.Stretch, LastDay: p.LastDay})
	}
	return c
}
