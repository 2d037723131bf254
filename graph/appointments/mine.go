package appointmentsgql

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
)

type (
	// MyAppointments is what somebody has and may still choose about their case.
	MyAppointments struct {
		Items       []ManagedAppointment
		Invitations []MyInvitation
	}
	// MyInvitation is an invitation that was not used yet. Its token is that of the link in the mail.
	MyInvitation struct {
		Token  string
		People int
		Until  time.Time

		concern string
		r       Resolver
	}
)

// Concern is what one is invited to.
func (i *MyInvitation) Concern(language *string) BookingConcern {
	return (&ManagedAppointment{concern: i.concern, r: i.r}).Concern(language)
}

// MyCaseAppointments is what is ahead about one's own case. Whose case it is says its account, so that nobody needs the mail with the link.
func (q Query) MyCaseAppointments(ctx context.Context, caseArg uuid.UUID) (*MyAppointments, error) {
	mine := &MyAppointments{Items: []ManagedAppointment{}, Invitations: []MyInvitation{}}
	s := q.Appointments
	if s == nil {
		return mine, nil // a city without appointments
	}
	if _, err := q.Cases.Matter(ctx, caseArg, "cases.read"); err != nil {
		return nil, err
	}
	list, err := s.About(ctx, caseRecord(caseArg))
	if err != nil {
		return nil, err
	}
	now := s.DB.Clock.Now()
	for _, a := range slices.Backward(list) { // the next one first
		if a.State != appointments.Booked || !now.Before(a.EndsAt) {
			continue
		}
		shown, err := q.shownTo(ctx, s, s.Managed(a))
		if err != nil {
			return nil, err
		}
		mine.Items = append(mine.Items, *shown)
	}
	invitations, err := q.Invitations.About(ctx, caseRecord(caseArg))
	if err != nil {
		return nil, err
	}
	for _, i := range invitations {
		if i.WithdrawnAt == nil && !i.Used && now.Before(i.Until) {
			mine.Invitations = append(mine.Invitations, MyInvitation{q.Invitations.Token(i), i.People, i.Until, i.Concern, q.Resolver})
		}
	}
	return mine, nil
}
