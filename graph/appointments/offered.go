package appointmentsgql

import (
	"context"
	"time"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/platform/clock"
)

// The types of invitations and of earlier times.
type (
	// InvitedAppointment is what a link invites to.
	InvitedAppointment struct {
		People int
		Until  time.Time
		Booked *ManagedAppointment

		concern string
		r       Resolver
	}
	// OfferedAppointment is an earlier time that is kept.
	OfferedAppointment struct {
		OwnDay, Day   clock.Date
		OwnTime, Time string
		Site          BookingSite
		Until         time.Time
	}
	// BookInvited chooses a time by an invitation.
	BookInvited struct{ Token, Site, Start, Key string }
	// WaitForEarlier puts somebody on the list, or takes them off.
	WaitForEarlier struct {
		Token string
		Wait  bool
	}
	// AnswerOffer takes an offered time, or gives it on.
	AnswerOffer struct{ Token string }
)

// AppointmentInvitation is what a link invites to.
func (q Query) AppointmentInvitation(ctx context.Context, token string) (*InvitedAppointment, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	in, err := q.Invitations.Look(ctx, token)
	if err != nil {
		return nil, err
	}
	shown := &InvitedAppointment{People: in.Invitation.People, Until: in.Invitation.Until, concern: in.Invitation.Concern, r: q.Resolver}
	if in.Booked != nil {
		shown.Booked, err = q.shownTo(ctx, s, in.Booked)
	}
	return shown, err
}

// Concern is what one is invited to.
func (i *InvitedAppointment) Concern(language *string) BookingConcern {
	return (&ManagedAppointment{concern: i.concern, r: i.r}).Concern(language)
}

// AppointmentOffered is the earlier time that a link offers.
func (q Query) AppointmentOffered(ctx context.Context, token string) (*OfferedAppointment, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	o, err := s.LookOffer(ctx, token)
	if err != nil {
		return nil, err
	}
	plan, err := s.Plan(ctx)
	if err != nil {
		return nil, err
	}
	shown := &OfferedAppointment{OwnDay: o.Own.Day(), OwnTime: o.Own.Time(), Day: o.Offer.Day(), Time: o.Offer.Time(), Until: *o.Offer.HeldUntil}
	if site, ok := plan.House(o.Offer.Site); ok {
		shown.Site = siteOf(site)
	}
	return shown, nil
}

// BookInvited books by an invitation.
func (m Mutation) BookInvited(ctx context.Context, in BookInvited) (*ManagedAppointment, error) {
	return m.managed(ctx, func(*appointments.Service) (*appointments.Managed, error) {
		return m.Invitations.Book(ctx, in.Token, in.Site, in.Start, in.Key)
	})
}

// WaitForEarlier puts the person of an appointment on the list, or takes them off.
func (m Mutation) WaitForEarlier(ctx context.Context, in WaitForEarlier) (*ManagedAppointment, error) {
	return m.managed(ctx, func(s *appointments.Service) (*appointments.Managed, error) { return s.Wait(ctx, in.Token, in.Wait) })
}

// AcceptOffer takes an offered time.
func (m Mutation) AcceptOffer(ctx context.Context, in AnswerOffer) (*ManagedAppointment, error) {
	return m.managed(ctx, func(s *appointments.Service) (*appointments.Managed, error) { return s.Accept(ctx, in.Token) })
}

// DeclineOffer gives it on to the next.
func (m Mutation) DeclineOffer(ctx context.Context, in AnswerOffer) (bool, error) {
	s, err := m.service()
	if err != nil {
		return false, err
	}
	err = s.Decline(ctx, in.Token)
	return err == nil, err
}
