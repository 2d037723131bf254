package frontdesk

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/clock"
)

// State is where a ticket stands.
type State string

// The states.
const (
	Waiting State = "waiting"
	Called  State = "called"  // on the display
	Serving State = "serving" // at the counter
	Parked  State = "parked"  // comes back in a moment: fetches a copy, fills something in
	Done    State = "done"
	Missed  State = "missed" // called and not come
	Left    State = "left"   // given back by the person
	Closed  State = "closed" // the site was shut
)

// Ticket is a place in a queue. It knows no name.
type Ticket struct {
	bun.BaseModel `bun:"table:frontdesk.ticket,alias:t"`

	ID            uuid.UUID `bun:",pk"`
	Site          string
	Day           clock.Date
	Number        string
	Queue         string
	Concern       string
	Language      string
	People        int
	Needs         []string `bun:",array"`
	Priority      bool
	State         State
	DueAt         time.Time
	AppointmentID *uuid.UUID
	DrawnAt       time.Time
	DrawnBy       string // kiosk, phone, desk, appointment
	ForCounter    *uuid.UUID
	CounterID     *uuid.UUID
	Counter       string
	ClerkID       *uuid.UUID
	Calls         int
	CalledAt      *time.Time
	ServedAt      *time.Time
	EndedAt       *time.Time
	Outcome       string
	Note          string
	Key           []byte
	Version       int

	Tongue string `bun:"-"` // told while it is drawn: of the interpreter who is needed
}

// Desk is a counter at which somebody sits.
type Desk struct {
	bun.BaseModel `bun:"table:frontdesk.desk,alias:d"`

	CounterID uuid.UUID `bun:",pk"`
	Site      string
	ClerkID   uuid.UUID
	Queues    []string `bun:",array"`
	OpenedAt  time.Time
	MovedBy   *uuid.UUID // who put the clerk here, if it was not the clerk
}

// Topic is told whenever something changes in a site's hall.
func Topic(site string) string { return "frontdesk." + site }
