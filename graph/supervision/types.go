package supervisiongql

import (
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/supervision"
	"github.com/ankunft/ankunft/platform/clock"
)

// The types of this part. None joins a member of staff to a session for anybody but those who may know.
type (
	// DayPart is a part of a day.
	DayPart string
	// SupervisionOffer is a session as a member of staff sees it.
	SupervisionOffer struct {
		ID                       uuid.UUID
		Kind                     supervision.Kind
		Title, Supervisor, Place string
		From, To                 time.Time
		State                    supervision.State
		Mine, Free               bool
		Members, Permitted       []string
	}
	// Absence is when the viewer is away.
	Absence struct {
		ID   uuid.UUID
		Day  clock.Date
		Part DayPart
	}
	// SupervisionSession is a session as accounting sees it.
	SupervisionSession struct {
		ID                uuid.UUID
		Kind              supervision.Kind
		Title, Supervisor string
		From, To          time.Time
		State             supervision.State
		Cents             int64
		Version           int
		Permitted         []string
	}
	// SupervisionUsage is a closed half-year.
	SupervisionUsage struct {
		From   clock.Date
		People *int
	}
	// LedSupervision is a session as its supervisor sees it.
	LedSupervision struct {
		ID           uuid.UUID
		Kind         supervision.Kind
		Title, Place string
		From, To     time.Time
		State        supervision.State
		Members      []string
		Notes        string
		Cents        int64
		Version      int
		Permitted    []string
	}
	// BookSupervision takes a place.
	BookSupervision struct{ ID uuid.UUID }
	// LeaveSupervision gives it back.
	LeaveSupervision struct{ ID uuid.UUID }
	// ClosePrivateSupervision puts an offer away.
	ClosePrivateSupervision struct{ ID string }
	// EnterAbsence enters that the viewer is away.
	EnterAbsence struct {
		Day  clock.Date
		Part DayPart
	}
	// RemoveAbsence takes that back.
	RemoveAbsence struct{ ID uuid.UUID }
	// KeepSupervisor makes a supervisor known, or changes them.
	KeepSupervisor struct {
		ID          *uuid.UUID
		Version     *int
		Name, Email string
		Ended       *bool
	}
	// PlanSupervision plans a series.
	PlanSupervision struct {
		Kind                 supervision.Kind
		Title                string
		Supervisor           uuid.UUID
		Place                string
		Places               *int
		Cents                int64
		Day                  clock.Date
		FromMinute, ToMinute int
		EveryWeeks           *int
		Sessions             int
	}
	// CancelSupervision calls a session off.
	CancelSupervision struct {
		ID      uuid.UUID
		Version int
	}
	// NoteSupervision keeps notes.
	NoteSupervision struct {
		ID         uuid.UUID
		Was, Notes string
	}
	// HoldSupervision says that a session was held.
	HoldSupervision struct {
		ID      uuid.UUID
		Version int
		Cents   int64
	}
)
