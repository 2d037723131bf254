package appointmentsgql

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// The types of the plan.
type (
	// AppointmentPlan is the plan as it holds now.
	AppointmentPlan struct {
		Version    int
		Sites      []PlanSite
		People     []PlanPerson
		Concerns   []BookingConcern
		MostPeople int
		Closures   []PlanClosure
		Permitted  []string
	}
	// PlanSite is a house with what is in it.
	PlanSite struct {
		Key, Name, Street, Place, Hint string
		Active                         bool
		Resources                      []PlanResource
	}
	// PlanPerson is a member of staff who sits at counters, or could.
	PlanPerson struct {
		ID                     uuid.UUID
		Name                   string
		Planned, Active, Staff bool
		Away                   []clock.Span
	}
	// PlanResource is a counter, a room or a line.
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
		Seat    []SeatPart
		Retire  []uuid.UUID
		Restore []uuid.UUID

		RetireSites, RestoreSites []string
		AddSites, RenameSites     []SitePart
		AddResources              []ResourcePart
		RenameResources           []RenamePart
	}
	// SitePart is a house as it shall be called.
	SitePart struct {
		Key, Name, Street, Place string
		Hint                     *string
	}
	// ResourcePart adds a counter, a line or a room.
	ResourcePart struct{ Site, Kind, Key, Name string }
	// RenamePart gives one another name.
	RenamePart struct {
		ID   uuid.UUID
		Name string
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
	// SeatPart says who sits at a stretch.
	SeatPart struct {
		Stretch uuid.UUID
		Person  *uuid.UUID
		From    clock.Date
	}
	// PlanChange is what a change touches, and the plan after it.
	PlanChange struct {
		Touched []TouchedAppointment
		Plan    AppointmentPlan
	}
	// TouchedAppointment is an appointment that a change takes away.
	TouchedAppointment struct {
		Appointment      DayAppointment
		MoveTo, MoveSite *string
	}
)

// AppointmentPlan is the plan as it holds now.
func (q Query) AppointmentPlan(ctx context.Context) (*AppointmentPlan, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	return q.planOf(ctx, s)
}

func (r Resolver) planOf(ctx context.Context, s *appointments.Service) (*AppointmentPlan, error) {
	p, err := s.Plan(ctx)
	if err != nil {
		return nil, err
	}
	shown := &AppointmentPlan{Version: p.Version, MostPeople: s.Rules.Limits.People, Closures: []PlanClosure{}, Permitted: []string{}}
	for _, site := range p.Sites {
		shown.Sites = append(shown.Sites, PlanSite{site.Key, site.Name, site.Street, site.Place, site.Hint, site.Active, resourcesOf(p, site.Key)})
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
	if shown.People, err = r.peopleOf(ctx, p, len(shown.Permitted) > 0); err != nil || len(shown.Permitted) == 0 {
		return shown, err
	}
	return shown, r.awayOf(ctx, shown.People)
}

// awayDays is for how long ahead who plans sees that somebody is away.
const awayDays = 28

// awayOf notes when those who stand in the plan are away, as far as that matters to who plans.
func (r Resolver) awayOf(ctx context.Context, people []PlanPerson) error {
	if r.Away == nil {
		return nil
	}
	accounts := []uuid.UUID{}
	for _, p := range people {
		if p.Planned {
			accounts = append(accounts, p.ID)
		}
	}
	today := clock.Today(r.Appointments.DB.Clock.Now())
	away, err := r.Away(ctx, accounts, clock.Span{From: today.Time(clock.Berlin), To: today.AddDays(awayDays).Time(clock.Berlin)})
	for i := range people {
		people[i].Away = append(people[i].Away, away[people[i].ID]...)
	}
	return err
}

// seated is the action that whoever sits at a counter may do.
const seated = "appointments.book"

// peopleOf are those who stand in a plan, and for whoever changes it all who could, with who has left.
func (r Resolver) peopleOf(ctx context.Context, p *capacity.Plan, changes bool) ([]PlanPerson, error) {
	list, planned := []PlanPerson{}, []uuid.UUID{}
	for _, who := range p.Resources {
		if who.Kind == "person" {
			planned = append(planned, who.ID)
			list = append(list, PlanPerson{ID: who.ID, Name: who.Name, Planned: true, Active: who.Active, Staff: !changes, Away: []clock.Span{}})
		}
	}
	names, err := r.Identity.Colleagues(ctx, planned)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].Name = cmp.Or(names[list[i].ID], list[i].Name)
	}
	if changes {
		action := seated
		staff, err := r.Identity.Staff(ctx, identity.StaffFilter{Action: &action})
		if err != nil {
			return nil, err
		}
		for _, m := range staff {
			if at := slices.Index(planned, m.ID); at >= 0 {
				list[at].Staff = true
			} else {
				list = append(list, PlanPerson{ID: m.ID, Name: m.Name, Active: true, Staff: true, Away: []clock.Span{}})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b PlanPerson) int { return cmp.Compare(a.Name, b.Name) })
	return list, nil
}

// seats makes those known who are put on a counter: nobody but staff, and only under the name that they have.
func (r Resolver) seats(ctx context.Context, in *ChangePlan, c *appointments.Change) error {
	chosen := map[uuid.UUID]string{}
	for i, p := range in.Seat {
		c.Seat = append(c.Seat, capacity.Seat{StretchID: p.Stretch, PersonID: p.Person, From: p.From})
		if p.Person != nil {
			chosen[*p.Person] = fmt.Sprintf("seat[%d].person", i)
		}
	}
	for i, p := range in.Open {
		if p.Person != nil {
			chosen[*p.Person] = fmt.Sprintf("open[%d].person", i)
		}
	}
	if len(chosen) == 0 {
		return nil
	}
	action := seated
	staff, err := r.Identity.Staff(ctx, identity.StaffFilter{Action: &action})
	if err != nil {
		return err
	}
	for _, m := range staff {
		if _, ok := chosen[m.ID]; ok {
			c.People = append(c.People, capacity.Person(m.ID, m.Name))
			delete(chosen, m.ID)
		}
	}
	var faults errs.Faults
	for _, path := range slices.Sorted(maps.Values(chosen)) {
		faults.Need(false, path, "unknown")
	}
	return faults.As(appointments.ErrInput)
}

func resourcesOf(p *capacity.Plan, site string) []PlanResource {
	list := []PlanResource{}
	for _, r := range p.Resources {
		if r.Site != site || r.Kind == "person" {
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
	change := in.change()
	if err := m.seats(ctx, &in, &change); err != nil {
		return nil, err
	}
	touched, err := s.ChangePlan(ctx, change, appointments.How(in.How), in.Seen, text(in.Reason), identity.ViewerFrom(ctx).AccountID)
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
	plan, err := m.planOf(ctx, s)
	if err != nil {
		return nil, err
	}
	done := &PlanChange{Touched: make([]TouchedAppointment, len(touched)), Plan: *plan}
	for i, t := range touched {
		done.Touched[i].Appointment = shown[i]
		if t.MoveTo != nil {
			to := t.MoveTo.In(clock.Berlin).Format("2006-01-02T15:04")
			done.Touched[i].MoveTo = &to
			if t.MoveSite != shown[i].Site {
				done.Touched[i].MoveSite = &touched[i].MoveSite
			}
		}
	}
	return done, nil
}

func (in *ChangePlan) change() appointments.Change {
	c := appointments.Change{
		Reopen: in.Reopen, Retire: in.Retire, Restore: in.Restore, RetireSites: in.RetireSites, RestoreSites: in.RestoreSites,
		AddSites: housesOf(in.AddSites), RenameSites: housesOf(in.RenameSites),
	}
	for _, p := range in.AddResources {
		c.AddResources = append(c.AddResources, capacity.Resource{Site: p.Site, Kind: p.Kind, Key: p.Key, Name: p.Name})
	}
	for _, p := range in.RenameResources {
		c.RenameResources = append(c.RenameResources, capacity.Renamed{ID: p.ID, Name: p.Name})
	}
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

func housesOf(parts []SitePart) []capacity.Site {
	list := make([]capacity.Site, len(parts))
	for i, p := range parts {
		list[i] = capacity.Site{Key: p.Key, Name: p.Name, Street: p.Street, Place: p.Place, Hint: text(p.Hint)}
	}
	return list
}
