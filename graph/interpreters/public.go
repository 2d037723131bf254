// Package interpretersgql is the part of the schema about who can interpret, who is asked and who comes.
package interpretersgql

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
)

// Resolver resolves the part; it is Query and Mutation.
type Resolver struct {
	Interpreters *interpreters.Service // nil where the city works without interpreters: nothing is found
	Duty         *duty.Service         // nil likewise
	Parties      Parties               // nil where nothing lies above: what a request is about is taken as it is named
}

// Parties tells who is behind what a request is about.
type Parties interface {
	// Party is the person behind an appointment, a ticket or a case; nil where nobody is on file. Not found where there is no such record, or not for the viewer.
	Party(ctx context.Context, about audit.Record) (*audit.Record, error)
}

// concerned makes sure that the viewer may see what interpreting is wanted for, and names its person: who is tied to them is not asked.
func (r Resolver) concerned(ctx context.Context, w *interpreters.Wanted) error {
	if r.Parties == nil {
		return nil
	}
	for _, rec := range []*audit.Record{w.Subject, w.About} {
		if rec == nil {
			continue
		}
		party, err := r.Parties.Party(ctx, *rec)
		if err != nil {
			return err
		}
		if party != nil {
			w.Subject = party
		}
	}
	return nil
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// What interpreters are shown.
type (
	// InterpretingOffer is what is asked of an interpreter. It has no place for a client.
	InterpretingOffer struct {
		State                           string
		Taken                           bool
		Language, LanguageName, Dialect string
		Form                            linguists.Form
		Mode                            linguists.Mode
		Place, Topic                    string
		From, To                        time.Time
		Urgent                          bool
		Cents                           int64
		Until                           *time.Time
		Token                           string
		People                          []InterpretingPerson
		Booking                         string
		Permitted                       []string
	}
	// InterpretingPerson is one of an agency.
	InterpretingPerson struct {
		ID   uuid.UUID
		Name string
	}
	// InterpretingBooking is a booking in the hands of whose it is.
	InterpretingBooking struct {
		Token, State                        string
		Language, LanguageName, Dialect     string
		Form                                linguists.Form
		Mode                                linguists.Mode
		Place, Topic                        string
		From, To                            time.Time
		Cents                               int64
		Client                              string
		CancelledBy                         *string
		ArrivedAt, StartedAt, EndedAt       *time.Time
		AloneAt                             *time.Time
		OfficeSignedAt, InterpreterSignedAt *time.Time
		Permitted                           []string
	}
	// MyInterpreting is what is open for who is logged in.
	MyInterpreting struct {
		Offers   []InterpretingOffer
		Bookings []InterpretingBooking
	}
	// AcceptInterpreting takes an offer.
	AcceptInterpreting struct {
		Token  string
		Person *uuid.UUID
	}
	// DeclineInterpreting gives it on.
	DeclineInterpreting struct{ Token, Reason string }
	// CancelInterpreting calls a booking off.
	CancelInterpreting struct {
		Token, Reason string
		Tied          bool
	}
	// SignInterpreting signs its times.
	SignInterpreting struct{ Token string }
	// ReportClientMissing says that the client did not come.
	ReportClientMissing struct{ Token string }
)

func (r Resolver) service() (*interpreters.Service, error) {
	if r.Interpreters == nil {
		return nil, interpreters.ErrNone
	}
	return r.Interpreters, nil
}

// linked is the service for who has a link, unless the network asks too fast.
func (r Resolver) linked(ctx context.Context) (*interpreters.Service, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	return s, s.MayAnswer(identity.NetworkFrom(ctx))
}

func offer(s *interpreters.Shown, token string) *InterpretingOffer {
	o, r := s.Offer, s.Offer.Request
	shown := &InterpretingOffer{
		State: string(o.State), Taken: o.State == interpreters.OfferWithdrawn && r.State == interpreters.RequestFilled, Language: r.Language,
		LanguageName: linguists.LanguageName(r.Language, s.Language), Dialect: r.Dialect, Form: r.Form, Mode: r.Mode, Topic: r.Subject,
		From: r.During.From, To: r.During.To, Urgent: r.Urgent, Cents: o.Cents, Until: o.Until, Token: token, People: make([]InterpretingPerson, len(s.People)), Booking: s.Token,
		Permitted: []string{},
	}
	if r.Mode == linguists.OnSite {
		shown.Place = r.Place // by phone and video it is the number under which the client is met: of the booking alone
	}
	for i, p := range s.People {
		shown.People[i] = InterpretingPerson{p.ID, p.Name}
	}
	if o.State == interpreters.OfferMade {
		shown.Booking, shown.Permitted = "", []string{"acceptInterpreting", "declineInterpreting"}
	}
	return shown
}

// Booking is how a booking is shown to whose it is.
func Booking(m *interpreters.Managed) *InterpretingBooking {
	a, r := m.Assignment, m.Assignment.Request
	return &InterpretingBooking{
		Token: m.Token, State: string(a.State), Language: r.Language, LanguageName: linguists.LanguageName(r.Language, a.Interpreter.Language), Dialect: r.Dialect,
		Form: r.Form, Mode: r.Mode, Place: r.Place, Topic: r.Subject, From: a.During.From, To: a.During.To, Cents: a.Cents, Client: m.Client, CancelledBy: a.CancelledBy, ArrivedAt: a.ArrivedAt,
		StartedAt: a.StartedAt, EndedAt: a.EndedAt, AloneAt: a.AloneAt, OfficeSignedAt: a.OfficeSignedAt, InterpreterSignedAt: a.InterpreterSignedAt, Permitted: m.Permitted,
	}
}

// InterpretingOffer is what a link asks.
func (q Query) InterpretingOffer(ctx context.Context, token string) (*InterpretingOffer, error) {
	s, err := q.linked(ctx)
	if err != nil {
		return nil, err
	}
	shown, err := s.Look(ctx, token)
	if err != nil {
		return nil, err
	}
	return offer(shown, token), nil
}

func (r Resolver) booked(ctx context.Context, do func(*interpreters.Service) (*interpreters.Managed, error)) (*InterpretingBooking, error) {
	s, err := r.linked(ctx)
	if err != nil {
		return nil, err
	}
	m, err := do(s)
	if err != nil {
		return nil, err
	}
	return Booking(m), nil
}

// InterpretingBooking is the booking of a link.
func (q Query) InterpretingBooking(ctx context.Context, token string) (*InterpretingBooking, error) {
	return q.booked(ctx, func(s *interpreters.Service) (*interpreters.Managed, error) { return s.Manage(ctx, token) })
}

// MyInterpreting is what is open for who is logged in.
func (q Query) MyInterpreting(ctx context.Context) (*MyInterpreting, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	mine, err := s.Mine(ctx)
	if err != nil {
		return nil, err
	}
	shown := &MyInterpreting{Offers: make([]InterpretingOffer, len(mine.Offers)), Bookings: make([]InterpretingBooking, len(mine.Bookings))}
	for i := range mine.Offers {
		shown.Offers[i] = *offer(&mine.Offers[i], mine.Offers[i].Token)
	}
	for i := range mine.Bookings {
		shown.Bookings[i] = *Booking(&mine.Bookings[i])
	}
	return shown, nil
}

// AcceptInterpreting takes an offer.
func (m Mutation) AcceptInterpreting(ctx context.Context, in AcceptInterpreting) (*InterpretingBooking, error) {
	return m.booked(ctx, func(s *interpreters.Service) (*interpreters.Managed, error) { return s.Take(ctx, in.Token, in.Person) })
}

// DeclineInterpreting gives it on to the next.
func (m Mutation) DeclineInterpreting(ctx context.Context, in DeclineInterpreting) (bool, error) {
	s, err := m.linked(ctx)
	if err != nil {
		return false, err
	}
	err = s.Decline(ctx, in.Token, in.Reason)
	return err == nil, err
}

// CancelInterpreting calls a booking off.
func (m Mutation) CancelInterpreting(ctx context.Context, in CancelInterpreting) (*InterpretingBooking, error) {
	return m.booked(ctx, func(s *interpreters.Service) (*interpreters.Managed, error) {
		return s.CallOff(ctx, in.Token, in.Reason, in.Tied)
	})
}

// SignInterpreting signs its times.
func (m Mutation) SignInterpreting(ctx context.Context, in SignInterpreting) (*InterpretingBooking, error) {
	return m.booked(ctx, func(s *interpreters.Service) (*interpreters.Managed, error) { return s.SignByLink(ctx, in.Token) })
}

// ReportClientMissing says that the client did not come.
func (m Mutation) ReportClientMissing(ctx context.Context, in ReportClientMissing) (*InterpretingBooking, error) {
	return m.booked(ctx, func(s *interpreters.Service) (*interpreters.Managed, error) { return s.TellAlone(ctx, in.Token) })
}
