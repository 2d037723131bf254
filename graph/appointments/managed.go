package appointmentsgql

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// The inputs and what they are answered with.
type (
	// HoldAppointment chooses a time.
	HoldAppointment struct {
		Site, Concern string
		People        int
		Start         string
		Language      *string
		Key           string
		Work          *string
		Urgent        json.RawMessage
		Phone         *bool
	}
	// HeldAppointment is a time that waits for its person's name.
	HeldAppointment struct {
		Token   string
		Until   time.Time
		Day     clock.Date
		Time    string
		Minutes int
		Number  string
	}
	// ReleaseAppointment gives a held time back.
	ReleaseAppointment struct{ Token string }
	// RequestAppointment says whose time it is.
	RequestAppointment struct {
		Token, Name, Email string
		Phone              *string
		Needs              []string
		Interpreter        *InterpreterWish
	}
	// RequestedAppointment waits for the click in the mail.
	RequestedAppointment struct {
		Email string
		Until time.Time
		Day   clock.Date
		Time  string
	}
	// ConfirmAppointment is the link in the mail.
	ConfirmAppointment struct{ Token string }
	// MoveAppointment takes another time.
	MoveAppointment struct{ Token, Start, Key string }
	// CancelAppointment gives it back.
	CancelAppointment struct {
		Token  string
		Reason *string
	}
	// ManagedAppointment is an appointment in the hands of its person.
	ManagedAppointment struct {
		Token     string
		CheckIn   *string
		Number    string
		State     string
		Purpose   string
		Day       clock.Date
		Time      string
		Minutes   int
		People    int
		Site      BookingSite
		Calendar  string
		Permitted []string

		id      uuid.UUID
		concern string
		cases   []uuid.UUID // that it is about
		r       Resolver
	}
	// BringPaper is a paper to bring.
	BringPaper struct {
		Title, Why, Form string
		Required         bool
		Whose            *string
	}
)

func text(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// HoldAppointment keeps a time.
func (m Mutation) HoldAppointment(ctx context.Context, in HoldAppointment) (*HeldAppointment, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	answers, err := urgent(in.Urgent)
	if err != nil {
		return nil, err
	}
	h, err := s.Hold(ctx, appointments.HoldIn{
		Site: in.Site, Concern: in.Concern, People: in.People, Start: in.Start, Language: text(in.Language), Key: in.Key, Work: text(in.Work),
		Urgent: answers, Phone: in.Phone != nil && *in.Phone,
	}, identity.NetworkFrom(ctx))
	if err != nil {
		return nil, err
	}
	a := h.Appointment
	return &HeldAppointment{Token: h.Token, Until: *a.HeldUntil, Day: a.Day(), Time: a.Time(), Minutes: a.Minutes(), Number: a.Number}, nil
}

// ReleaseAppointment gives a held time back.
func (m Mutation) ReleaseAppointment(ctx context.Context, in ReleaseAppointment) (bool, error) {
	s, err := m.service()
	if err != nil {
		return false, err
	}
	err = s.Release(ctx, in.Token)
	return err == nil, err
}

// RequestAppointment says whose it is.
func (m Mutation) RequestAppointment(ctx context.Context, in RequestAppointment) (*RequestedAppointment, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	a, err := s.Request(ctx, in.Token, appointments.Guest{Name: in.Name, Email: in.Email, Phone: text(in.Phone), Needs: in.Needs}, m.wish(in.Interpreter)...)
	if err != nil {
		return nil, err
	}
	return &RequestedAppointment{a.Email, *a.HeldUntil, a.Day(), a.Time()}, nil
}

// ConfirmAppointment books by the link in the mail.
func (m Mutation) ConfirmAppointment(ctx context.Context, in ConfirmAppointment) (*ManagedAppointment, error) {
	return m.managed(ctx, func(s *appointments.Service) (*appointments.Managed, error) { return s.Confirm(ctx, in.Token) })
}

// MoveAppointment takes another time.
func (m Mutation) MoveAppointment(ctx context.Context, in MoveAppointment) (*ManagedAppointment, error) {
	return m.managed(ctx, func(s *appointments.Service) (*appointments.Managed, error) {
		return s.Move(ctx, in.Token, in.Start, in.Key, identity.NetworkFrom(ctx))
	})
}

// CancelAppointment gives it back.
func (m Mutation) CancelAppointment(ctx context.Context, in CancelAppointment) (*ManagedAppointment, error) {
	return m.managed(ctx, func(s *appointments.Service) (*appointments.Managed, error) {
		return s.Cancel(ctx, in.Token, text(in.Reason))
	})
}

// ManagedAppointment is the appointment of a link.
func (q Query) ManagedAppointment(ctx context.Context, token string) (*ManagedAppointment, error) {
	return q.managed(ctx, func(s *appointments.Service) (*appointments.Managed, error) { return s.Look(ctx, token) })
}

func (r Resolver) managed(ctx context.Context, do func(*appointments.Service) (*appointments.Managed, error)) (*ManagedAppointment, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	m, err := do(s)
	if err != nil {
		return nil, err
	}
	return r.shownTo(ctx, s, m)
}

// shownTo is an appointment in the hands of its person.
func (r Resolver) shownTo(ctx context.Context, s *appointments.Service, m *appointments.Managed) (*ManagedAppointment, error) {
	plan, err := s.Plan(ctx)
	if err != nil {
		return nil, err
	}
	a := m.Appointment
	shown := &ManagedAppointment{
		Token: m.Token, Number: a.Number, State: string(a.State), Purpose: string(a.Purpose), Day: a.Day(), Time: a.Time(), Minutes: a.Minutes(), People: a.People,
		Site: BookingSite{Key: a.Site}, Calendar: string(s.Calendar(ctx, a)), Permitted: []string{}, id: a.ID, concern: a.Concern, r: r,
	}
	if a.AboutID != nil {
		shown.cases = append([]uuid.UUID{*a.AboutID}, a.Together...)
	}
	if site, ok := plan.House(a.Site); ok {
		shown.Site = siteOf(site)
	}
	if a.State == appointments.Booked && s.DB.Clock.Now().Before(a.StartsAt) {
		shown.CheckIn, shown.Permitted = &m.CheckIn, []string{"moveAppointment", "cancelAppointment", "waitForEarlier"}
	}
	return shown, nil
}

// Concern is what the appointment is for.
func (m *ManagedAppointment) Concern(language *string) BookingConcern {
	c, ok := m.r.Appointments.Rules.Concern(m.concern)
	if !ok {
		return BookingConcern{Key: m.concern, Title: m.concern, Purposes: []string{}, Services: []string{}}
	}
	return concernOf(m.r.Appointments.Rules, c, speak(language))
}

// Waiting says whether its person waits for an earlier time.
func (m *ManagedAppointment) Waiting(ctx context.Context) (bool, error) {
	return m.r.Appointments.IsWaiting(ctx, m.id)
}

// Papers are what to bring: what the cases still lack that it is about; else the checklist of the concern's services as far as it is the same for everybody.
// Rules that hang on answers ask for their paper.
func (m *ManagedAppointment) Papers(ctx context.Context, language *string) ([]BringPaper, error) {
	if len(m.cases) > 0 {
		return m.owed(ctx, speak(language))
	}
	papers := []BringPaper{}
	for _, key := range m.Concern(language).Services {
		offer, err := m.r.Catalogue.Offer(ctx, key)
		if err != nil {
			return nil, err
		}
		items := offer.Checklist(catalogue.Facts{Form: catalogue.Principal, Today: m.Day, Answers: map[string]any{}})
		for _, item := range offer.Localize(speak(language), items) {
			papers = append(papers, BringPaper{Title: item.Title, Why: item.Why, Form: item.FormText, Required: item.Required})
		}
	}
	return papers, nil
}

// owed is what the cases still lack. Of several it says whose paper it is.
func (m *ManagedAppointment) owed(ctx context.Context, language string) ([]BringPaper, error) {
	owed, err := m.r.Cases.Owed(ctx, m.cases)
	if err != nil {
		return nil, err
	}
	papers := make([]BringPaper, len(owed))
	for i, o := range owed {
		offer, err := m.r.Catalogue.OfferVersion(ctx, o.Service, o.ServiceVersion)
		if err != nil {
			return nil, err
		}
		item := offer.Localize(language, []catalogue.Item{{Key: o.Item, Form: offer.FormOf(o.Item)}})[0]
		papers[i] = BringPaper{Title: item.Title, Why: item.Why, Form: item.FormText, Required: o.Required}
		if len(m.cases) > 1 {
			papers[i].Whose = &o.GivenNames
		}
	}
	return papers, nil
}
