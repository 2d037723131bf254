package appointments

import (
	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
)

// BookedEvent tells that an appointment is certain.
type BookedEvent struct{ AppointmentID uuid.UUID }

// EventName implements events.Event.
func (BookedEvent) EventName() string { return "appointments.booked" }

// MovedEvent tells that an appointment has another time or counter.
type MovedEvent struct{ AppointmentID uuid.UUID }

// EventName implements events.Event.
func (MovedEvent) EventName() string { return "appointments.moved" }

// FreedEvent tells that a time was given back on a day at a site: by cancelling, moving, or because nobody confirmed.
type FreedEvent struct {
	AppointmentID uuid.UUID
	Site          string
	Day           clock.Date
}

// EventName implements events.Event.
func (FreedEvent) EventName() string { return "appointments.freed" }

// RetiredEvent tells that a house is no more, and why.
type RetiredEvent struct{ Site, Reason string }

// EventName implements events.Event.
func (RetiredEvent) EventName() string { return "appointments.site_retired" }
