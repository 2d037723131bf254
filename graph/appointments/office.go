package appointmentsgql

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// Matter is whom a case is about, what they come for, and its days; zero where it has none.
type Matter struct {
	appointments.Party
	Service           string
	Team              string
	PersonID          uuid.UUID
	Decided, TitleEnd clock.Date
}

// Cases tells who the person of a case is and what they come for; not found if the viewer may not do the action to it.
type Cases interface {
	Matter(ctx context.Context, caseID uuid.UUID, action string) (*Matter, error)
	// Family are the other open cases of its sitting. Of a case that the viewer may not read they tell no id and no name.
	Family(ctx context.Context, caseID uuid.UUID) ([]FamilyCase, error)
	// Readable are those of the cases that the viewer may read.
	Readable(ctx context.Context, cases []uuid.UUID) (map[uuid.UUID]bool, error)
	// Owed are the papers that those of the cases still lack which are not decided yet. It asks nobody's rights: whoever holds the link to an appointment
	// about a case hears what to bring.
	Owed(ctx context.Context, cases []uuid.UUID) ([]OwedPaper, error)
}

// OwedPaper is a paper that a case still lacks.
type OwedPaper struct {
	Service        string
	ServiceVersion int
	Item           string
	Required       bool
	GivenNames     string // of the case's person
}

// The types of the office's part.
type (
	// DayAppointment is an appointment as the office sees it.
	DayAppointment struct {
		ID                                    uuid.UUID
		Number, State, Purpose, Site, Counter string
		SiteName                              string
		Day                                   clock.Date
		Time                                  string
		Minutes                               int
		Concern, ConcernKey                   string
		People                                int
		Name, Phone, Language                 string
		Needs                                 []string
		Urgency                               string
		Case                                  *uuid.UUID
		Together                              []uuid.UUID
		Reason                                string
		Permitted                             []string
	}
	// CaseAppointments is what is booked about a case.
	CaseAppointments struct {
		Items       []DayAppointment
		Invitations []CaseInvitation
		Family      []FamilyCase
		Concern     *string
		Permitted   []string
	}
	// FamilyCase is a case of the same sitting.
	FamilyCase struct {
		Case         *uuid.UUID
		Number, Role string
		Name         *string
		Permitted    bool
	}
	// CaseInvitation is a link that was sent.
	CaseInvitation struct {
		ID        uuid.UUID
		Concern   string
		People    int
		Together  []uuid.UUID
		CreatedAt time.Time
		Until     time.Time
		Booked    bool
	}
	// InviteToAppointment sends a link.
	InviteToAppointment struct {
		Case         uuid.UUID
		Concern, Key string
		People       int
		Together     []uuid.UUID
	}
	// BookForCase books at once.
	BookForCase struct {
		Case                      uuid.UUID
		Site, Concern, Start, Key string
		People                    int
		Together                  []uuid.UUID
		Interpreter               *BookInterpreter
	}
	// BookForVisitor books for somebody without a case.
	BookForVisitor struct {
		Site, Concern, Purpose, Start, Key, Name, Language string
		People                                             int
		Email, Phone                                       *string
	}
	// MoveAppointmentFor moves in the office's name.
	MoveAppointmentFor struct {
		ID         uuid.UUID
		Site       *string
		Start, Key string
	}
	// CancelAppointmentFor cancels in the office's name.
	CancelAppointmentFor struct {
		ID     uuid.UUID
		Reason string
	}
	// ConcludeAppointment says whether it took place.
	ConcludeAppointment struct {
		ID        uuid.UUID
		TookPlace bool
	}
)

// AppointmentDay is the day of a site.
func (q Query) AppointmentDay(ctx context.Context, site string, day clock.Date) ([]DayAppointment, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	list, err := s.Day(ctx, site, day)
	if err != nil {
		return nil, err
	}
	return q.shown(ctx, list...)
}

// shown are appointments as the viewer may see them.
func (r Resolver) shown(ctx context.Context, list ...*appointments.Appointment) ([]DayAppointment, error) {
	plan, err := r.Appointments.Plan(ctx)
	if err != nil {
		return nil, err
	}
	var about []uuid.UUID
	for _, a := range list {
		if a.AboutID != nil {
			about = append(append(about, *a.AboutID), a.Together...)
		}
	}
	readable := map[uuid.UUID]bool{}
	if len(about) > 0 {
		if readable, err = r.Cases.Readable(ctx, about); err != nil {
			return nil, err
		}
	}
	v, now := identity.ViewerFrom(ctx), r.Appointments.DB.Clock.Now()
	shown := make([]DayAppointment, len(list))
	for i, a := range list {
		d := DayAppointment{
			ID: a.ID, ConcernKey: a.Concern, Number: a.Number, State: string(a.State), Purpose: string(a.Purpose), Site: a.Site, Day: a.Day(), Time: a.Time(), Minutes: a.Minutes(),
			People: a.People, Name: a.Name, Phone: a.Phone, Language: a.Language, Needs: a.Needs, Reason: a.Reason, Permitted: []string{},
			Together: readableOf(a.Together, readable),
			Urgency:  r.Appointments.Rules.RankText(catalogue.German, a.Urgency),
		}
		d.Concern, _ = r.Appointments.Rules.ConcernWords(catalogue.German, a.Concern)
		if counter, ok := plan.Counter(a.CounterID); ok {
			d.Counter = counter.Name
		}
		if site, ok := plan.House(a.Site); ok && len(plan.Sites) > 1 {
			d.SiteName = site.Name
		}
		if a.AboutID != nil && readable[*a.AboutID] {
			d.Case = a.AboutID
		}
		if a.State == appointments.Booked && now.Before(a.StartsAt) && v.Can("appointments.book") {
			d.Permitted = []string{"moveAppointmentFor", "cancelAppointmentFor"}
		}
		if a.Unconcluded(now) && v.Can("appointments.book") {
			d.Permitted = []string{"concludeAppointment"}
		}
		if a.Correctable(now) && v.Can("appointments.book") {
			d.Permitted = []string{"correctAppointment"}
		}
		shown[i] = d
	}
	return shown, nil
}

func readableOf(cases []uuid.UUID, readable map[uuid.UUID]bool) []uuid.UUID {
	return slices.DeleteFunc(append([]uuid.UUID{}, cases...), func(id uuid.UUID) bool { return !readable[id] })
}

// OfficeFreeDays is FreeDays without the rate of the public.
func (q Query) OfficeFreeDays(ctx context.Context, search FreeSearch) (*FreeDays, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	return freeDays(ctx, s, search)
}

// OfficeFreeTimes is FreeTimes without the rate of the public.
func (q Query) OfficeFreeTimes(ctx context.Context, search FreeSearch, day clock.Date) ([]string, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	return s.FreeTimes(ctx, search.query(), day)
}

func caseRecord(id uuid.UUID) audit.Record { return audit.Record{Kind: "case", ID: id} }

// CaseAppointments is what is booked about a case.
func (q Query) CaseAppointments(ctx context.Context, caseArg uuid.UUID) (*CaseAppointments, error) {
	return q.about(ctx, caseArg, "cases.read")
}

// about is what is booked about a case that the viewer may do the action to.
func (r Resolver) about(ctx context.Context, id uuid.UUID, action string) (*CaseAppointments, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	matter, err := r.Cases.Matter(ctx, id, action)
	if err != nil {
		return nil, err
	}
	list, err := s.About(ctx, caseRecord(id))
	if err != nil {
		return nil, err
	}
	invitations, err := r.Invitations.About(ctx, caseRecord(id))
	if err != nil {
		return nil, err
	}
	c := &CaseAppointments{Invitations: make([]CaseInvitation, len(invitations)), Permitted: []string{}}
	if c.Items, err = r.shown(ctx, list...); err != nil {
		return nil, err
	}
	if c.Family, err = r.Cases.Family(ctx, id); err != nil {
		return nil, err
	}
	readable := map[uuid.UUID]bool{}
	for _, f := range c.Family {
		if f.Case != nil {
			readable[*f.Case] = true
		}
	}
	for i, in := range invitations {
		title, _ := s.Rules.ConcernWords(catalogue.German, in.Concern)
		c.Invitations[i] = CaseInvitation{in.ID, title, in.People, readableOf(in.Together, readable), in.CreatedAt, in.Until, in.Used}
	}
	if concern, ok := s.Rules.ConcernOf(matter.Service); ok {
		c.Concern = &concern.Key
	}
	if identity.ViewerFrom(ctx).Can("appointments.book") {
		c.Permitted = []string{"inviteToAppointment", "bookForCase"}
		if len(s.Rules.SeriesOf(matter.Service)) > 0 {
			c.Permitted = append(c.Permitted, "bookSeries")
		}
	}
	return c, nil
}

// InviteToAppointment sends a link to the person of a case.
func (m Mutation) InviteToAppointment(ctx context.Context, in InviteToAppointment) (*CaseAppointments, error) {
	if _, err := m.service(); err != nil {
		return nil, err
	}
	party, err := m.party(ctx, in.Case, in.Together)
	if err != nil {
		return nil, err
	}
	if _, err := m.Invitations.Invite(ctx, party.Party, in.Concern, max(in.People, 1+len(in.Together)), in.Key, identity.ViewerFrom(ctx).AccountID); err != nil {
		return nil, err
	}
	return m.about(ctx, in.Case, "cases.read")
}

// BookForCase books the next appointment of a case.
func (m Mutation) BookForCase(ctx context.Context, in BookForCase) (*CaseAppointments, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	party, err := m.party(ctx, in.Case, in.Together)
	if err != nil {
		return nil, err
	}
	q := capacity.Query{Site: in.Site, Concern: in.Concern, People: max(in.People, 1+len(in.Together)), Purpose: capacity.Booking}
	along, err := m.along(ctx, party, in.Interpreter)
	if err != nil {
		return nil, err
	}
	if _, err := s.BookFor(ctx, party.Party, q, in.Start, in.Key, identity.ViewerFrom(ctx).AccountID, along...); err != nil {
		return nil, err
	}
	return m.about(ctx, in.Case, "cases.read")
}

// BookForVisitor books for somebody without a case.
func (m Mutation) BookForVisitor(ctx context.Context, in BookForVisitor) (*DayAppointment, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	who := appointments.Guest{Name: in.Name, Email: text(in.Email), Phone: text(in.Phone)}
	q := capacity.Query{Site: in.Site, Concern: in.Concern, People: in.People, Purpose: capacity.Purpose(in.Purpose)}
	a, err := s.BookVisitor(ctx, who, in.Language, q, in.Start, in.Key, identity.ViewerFrom(ctx).AccountID)
	return m.one(ctx, a, err)
}

// MoveAppointmentFor moves in the office's name.
func (m Mutation) MoveAppointmentFor(ctx context.Context, in MoveAppointmentFor) (*DayAppointment, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	a, err := s.MoveFor(ctx, in.ID, text(in.Site), in.Start, in.Key, identity.ViewerFrom(ctx).AccountID)
	return m.one(ctx, a, err)
}

// CancelAppointmentFor cancels in the office's name.
func (m Mutation) CancelAppointmentFor(ctx context.Context, in CancelAppointmentFor) (*DayAppointment, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	a, err := s.CancelFor(ctx, in.ID, in.Reason)
	return m.one(ctx, a, err)
}

// ConcludeAppointment says whether it took place.
func (m Mutation) ConcludeAppointment(ctx context.Context, in ConcludeAppointment) (*DayAppointment, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	a, err := s.Conclude(ctx, in.ID, in.TookPlace)
	return m.one(ctx, a, err)
}

// CorrectAppointment says that it was the other way round.
func (m Mutation) CorrectAppointment(ctx context.Context, in ConcludeAppointment) (*DayAppointment, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	a, err := s.Correct(ctx, in.ID, in.TookPlace)
	return m.one(ctx, a, err)
}

// ByIDs are appointments as the viewer may see them, for edges that lead here: all of a list at once.
func (r Resolver) ByIDs(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*DayAppointment, error) {
	if len(ids) == 0 {
		return nil, nil // nobody has one
	}
	list, err := r.Appointments.Several(ctx, ids)
	if err != nil {
		return nil, err
	}
	shown, err := r.shown(ctx, list...)
	if err != nil {
		return nil, err
	}
	found := make(map[uuid.UUID]*DayAppointment, len(shown))
	for i := range shown {
		found[shown[i].ID] = &shown[i]
	}
	return found, nil
}

func (r Resolver) one(ctx context.Context, a *appointments.Appointment, err error) (*DayAppointment, error) {
	if err != nil {
		return nil, err
	}
	shown, err := r.shown(ctx, a)
	if err != nil {
		return nil, err
	}
	return &shown[0], nil
}
