package frontdeskgql

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	appointmentsgql "github.com/ankunft/ankunft/graph/appointments"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// The types of the house's part.
type (
	// Ticket is a place in a queue, and whose appointment it is.
	Ticket struct {
		*frontdesk.Ticket
		Appointment *appointmentsgql.DayAppointment
	}
	// Hall is a site as the house sees it.
	Hall struct {
		Site                string
		Day                 clock.Date
		ClosedAt            *time.Time
		Reason              string
		Lines               []HallLine
		Waiting, Now        []Ticket
		Missed              []Ticket
		Desks               []HallDesk
		Queues              []frontdesk.Queue
		Outcomes, Permitted []string
	}
	// HallLine is a queue as it stands.
	HallLine struct {
		Queue                             string
		Waiting, LongestMinutes, Counters int
	}
	// HallDesk is a counter at which somebody sits.
	HallDesk struct {
		Counter     uuid.UUID
		Name, Clerk string
		Queues      []string
		OpenedAt    time.Time
	}
	// MyDesk is the viewer's own counter.
	MyDesk struct {
		Site    string
		Counter uuid.UUID
		Name    string
		Queues  []string
		MovedBy *string
		Now     *Ticket
		Hall    Hall
	}
	// DrawTicketFor draws one at the desk.
	DrawTicketFor struct {
		Site, Concern, Language string
		People                  *int
		Priority                *string
		Needs                   []string
		Key                     string
	}
	// OpenDesk seats the viewer at a counter.
	OpenDesk struct {
		Counter uuid.UUID
		Queues  []string
	}
	// AtDesk is the counter at which the viewer believes to sit.
	AtDesk struct{ Counter uuid.UUID }
	// MoveDesk moves who sits at a counter.
	MoveDesk struct {
		From   uuid.UUID
		To     *uuid.UUID
		Queues []string
	}
	// NoteTicket writes a note.
	NoteTicket struct {
		ID   uuid.UUID
		Note string
	}
	// TicketStep names a ticket.
	TicketStep struct{ ID uuid.UUID }
	// TicketAt names a ticket and the counter at which the viewer sees it.
	TicketAt struct{ ID, At uuid.UUID }
	// ParkTicket sends somebody away for a moment.
	ParkTicket struct {
		ID, At uuid.UUID
		Note   string
	}
	// SendTicketOn sends somebody to another queue or counter.
	SendTicketOn struct {
		ID      uuid.UUID
		At      *uuid.UUID
		Queue   *string
		Counter *uuid.UUID
		Note    string
	}
	// EndTicket ends a visit.
	EndTicket struct {
		ID, At  uuid.UUID
		Outcome string
		Note    *string
	}
	// CloseHall shuts a site for the day.
	CloseHall struct{ Site, Reason string }
	// ReopenHall takes that back.
	ReopenHall struct{ Site string }
)

// Hall is a site as the house sees it.
func (q Query) Hall(ctx context.Context, site string) (*Hall, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	return q.hall(ctx, s, site)
}

func (r Resolver) hall(ctx context.Context, s *frontdesk.Service, site string) (*Hall, error) {
	h, err := s.Hall(ctx, site)
	if err != nil {
		return nil, err
	}
	plan, err := r.Appointments.Plan(ctx)
	if err != nil {
		return nil, err
	}
	clerks := make([]uuid.UUID, len(h.Desks))
	for i, d := range h.Desks {
		clerks[i] = d.ClerkID
	}
	names, err := r.Identity.Colleagues(ctx, clerks)
	if err != nil {
		return nil, err
	}
	shown := &Hall{
		Site: h.Site, Day: h.Day, ClosedAt: h.ClosedAt, Reason: h.Reason, Queues: s.Rules.Queues, Outcomes: s.Rules.Outcomes,
		Permitted: []string{},
	}
	all, err := r.tickets(ctx, slices.Concat(h.Waiting, h.Now, h.Missed))
	if err != nil {
		return nil, err
	}
	called, missed := len(h.Waiting), len(h.Waiting)+len(h.Now)
	shown.Waiting, shown.Now, shown.Missed = all[:called], all[called:missed], all[missed:]
	for _, l := range h.Lines {
		shown.Lines = append(shown.Lines, HallLine{l.Queue, l.Waiting, int(l.Longest / time.Minute), l.Counters})
	}
	for _, d := range h.Desks {
		desk := HallDesk{Counter: d.CounterID, Clerk: names[d.ClerkID], Queues: d.Queues, OpenedAt: d.OpenedAt}
		if counter, ok := plan.Counter(d.CounterID); ok {
			desk.Name = counter.Name
		}
		shown.Desks = append(shown.Desks, desk)
	}
	v := identity.ViewerFrom(ctx)
	for action, mutation := range permits {
		if v.Can(action) {
			shown.Permitted = append(shown.Permitted, mutation)
		}
	}
	slices.Sort(shown.Permitted)
	return shown, nil
}

// permits are the mutations that a hall names to those who may.
var permits = map[string]string{"frontdesk.serve": "openDesk", "frontdesk.close": "closeHall", "frontdesk.move": "moveDesk"}

// tickets are places with whose appointments they are, read all at once.
func (r Resolver) tickets(ctx context.Context, list []*frontdesk.Ticket) ([]Ticket, error) {
	var ids []uuid.UUID
	for _, t := range list {
		if t.AppointmentID != nil {
			ids = append(ids, *t.AppointmentID)
		}
	}
	booked, err := r.Booked.ByIDs(ctx, ids)
	if err != nil {
		return nil, err
	}
	shown := make([]Ticket, len(list))
	for i, t := range list {
		shown[i] = Ticket{Ticket: t}
		if t.AppointmentID != nil {
			shown[i].Appointment = booked[*t.AppointmentID]
		}
	}
	return shown, nil
}

// one is a ticket that a step has brought here; nil stays nil.
func (r Resolver) one(ctx context.Context, t *frontdesk.Ticket, err error) (*Ticket, error) {
	if err != nil || t == nil {
		return nil, err
	}
	shown, err := r.tickets(ctx, []*frontdesk.Ticket{t})
	if err != nil {
		return nil, err
	}
	return &shown[0], nil
}

// MyDesk is the viewer's own counter.
func (q Query) MyDesk(ctx context.Context) (*MyDesk, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	d, err := s.DeskOf(ctx, identity.ViewerFrom(ctx).AccountID)
	if errors.Is(err, frontdesk.ErrNoDesk) {
		return nil, nil // sits nowhere
	}
	if err != nil {
		return nil, err
	}
	return q.desk(ctx, s, d)
}

func (r Resolver) desk(ctx context.Context, s *frontdesk.Service, d *frontdesk.Desk) (*MyDesk, error) {
	h, err := r.hall(ctx, s, d.Site)
	if err != nil {
		return nil, err
	}
	mine := &MyDesk{Site: d.Site, Counter: d.CounterID, Queues: d.Queues, Hall: *h}
	for _, desk := range h.Desks {
		if desk.Counter == d.CounterID {
			mine.Name = desk.Name
		}
	}
	for i, t := range h.Now {
		if t.CounterID != nil && *t.CounterID == d.CounterID {
			mine.Now = &h.Now[i]
		}
	}
	if d.MovedBy != nil {
		names, err := r.Identity.Colleagues(ctx, []uuid.UUID{*d.MovedBy})
		if err != nil {
			return nil, err
		}
		by := names[*d.MovedBy]
		mine.MovedBy = &by
	}
	return mine, nil
}

// DrawTicketFor draws a ticket at the desk.
func (m Mutation) DrawTicketFor(ctx context.Context, in DrawTicketFor) (*Ticket, error) {
	return m.step(ctx, func(s *frontdesk.Service) (*frontdesk.Ticket, error) {
		return s.Draw(ctx, frontdesk.DrawIn{
			Site: in.Site, Concern: in.Concern, Language: in.Language, People: number(in.People), Priority: text(in.Priority), Needs: in.Needs, By: "desk", Key: in.Key,
		})
	})
}

// OpenDesk seats the viewer at a counter.
func (m Mutation) OpenDesk(ctx context.Context, in OpenDesk) (*MyDesk, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	d, err := s.OpenDesk(ctx, in.Counter, in.Queues, identity.ViewerFrom(ctx).AccountID)
	if err != nil {
		return nil, err
	}
	return m.desk(ctx, s, d)
}

// CloseDesk ends the viewer's sitting.
func (m Mutation) CloseDesk(ctx context.Context, in AtDesk) (bool, error) {
	s, err := m.service()
	if err != nil {
		return false, err
	}
	err = s.CloseDesk(ctx, in.Counter, identity.ViewerFrom(ctx).AccountID)
	return err == nil, err
}

// MoveDesk moves who sits at a counter to another, or from it.
func (m Mutation) MoveDesk(ctx context.Context, in MoveDesk) (*Hall, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	plan, err := m.Appointments.Plan(ctx)
	if err != nil {
		return nil, err
	}
	from, ok := plan.Counter(in.From)
	if !ok {
		return nil, frontdesk.ErrNoDesk
	}
	if err := s.MoveDesk(ctx, in.From, in.To, in.Queues, identity.ViewerFrom(ctx).AccountID); err != nil {
		return nil, err
	}
	return m.hall(ctx, s, from.Site)
}

// CallNext calls the next.
func (m Mutation) CallNext(ctx context.Context, in AtDesk) (*Ticket, error) {
	return m.step(ctx, func(s *frontdesk.Service) (*frontdesk.Ticket, error) {
		return s.Next(ctx, in.Counter, identity.ViewerFrom(ctx).AccountID)
	})
}

// CallTicket calls a certain one.
func (m Mutation) CallTicket(ctx context.Context, in TicketStep) (*Ticket, error) {
	return m.step(ctx, func(s *frontdesk.Service) (*frontdesk.Ticket, error) {
		return s.Call(ctx, in.ID, identity.ViewerFrom(ctx).AccountID)
	})
}

// ServeTicket says that the person has come.
func (m Mutation) ServeTicket(ctx context.Context, in TicketAt) (*Ticket, error) {
	return m.step(ctx, func(s *frontdesk.Service) (*frontdesk.Ticket, error) { return s.Serve(ctx, in.ID, in.At) })
}

// NoteTicket writes down what the next colleague should know.
func (m Mutation) NoteTicket(ctx context.Context, in NoteTicket) (*Ticket, error) {
	return m.step(ctx, func(s *frontdesk.Service) (*frontdesk.Ticket, error) { return s.Note(ctx, in.ID, in.Note) })
}

// ParkTicket sends somebody away for a moment.
func (m Mutation) ParkTicket(ctx context.Context, in ParkTicket) (*Ticket, error) {
	return m.step(ctx, func(s *frontdesk.Service) (*frontdesk.Ticket, error) { return s.Park(ctx, in.ID, in.At, in.Note) })
}

// SendTicketOn sends somebody to another queue or counter.
func (m Mutation) SendTicketOn(ctx context.Context, in SendTicketOn) (*Ticket, error) {
	return m.step(ctx, func(s *frontdesk.Service) (*frontdesk.Ticket, error) {
		return s.SendOn(ctx, in.ID, in.At, text(in.Queue), in.Counter, in.Note)
	})
}

// MissTicket says that nobody has come.
func (m Mutation) MissTicket(ctx context.Context, in TicketAt) (*Ticket, error) {
	return m.step(ctx, func(s *frontdesk.Service) (*frontdesk.Ticket, error) { return s.Miss(ctx, in.ID, in.At) })
}

// EndTicket ends a visit.
func (m Mutation) EndTicket(ctx context.Context, in EndTicket) (*Ticket, error) {
	return m.step(ctx, func(s *frontdesk.Service) (*frontdesk.Ticket, error) {
		return s.End(ctx, in.ID, in.At, in.Outcome, text(in.Note))
	})
}

func (r Resolver) step(ctx context.Context, do func(*frontdesk.Service) (*frontdesk.Ticket, error)) (*Ticket, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	t, err := do(s)
	return r.one(ctx, t, err)
}

// CloseHall shuts a site for the rest of the day.
func (m Mutation) CloseHall(ctx context.Context, in CloseHall) (int, error) {
	s, err := m.service()
	if err != nil {
		return 0, err
	}
	return s.CloseToday(ctx, in.Site, in.Reason)
}

// ReopenHall takes back that a site was shut.
func (m Mutation) ReopenHall(ctx context.Context, in ReopenHall) (*Hall, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	if err := s.Reopen(ctx, in.Site); err != nil {
		return nil, err
	}
	return m.hall(ctx, s, in.Site)
}
