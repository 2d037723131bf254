package clearing

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// What can be wrong at the desk.
var (
	// ErrNotFound says that there is no such visit, case or link for this viewer.
	ErrNotFound = errs.New(errs.NotFound, "clearing.not_found")
	// ErrInput says what is missing or wrong in the input.
	ErrInput = errs.New(errs.Invalid, "clearing.input")
	// ErrState says that the visit is over.
	ErrState = errs.New(errs.Conflict, "clearing.state")
	// ErrUnderWay says that a paper is still being sent: wait, or give it up.
	ErrUnderWay = errs.New(errs.Conflict, "clearing.under_way")
	// ErrRefused says that a file cannot be taken: remove it, or take the paper in again.
	ErrRefused = errs.New(errs.Conflict, "clearing.refused")
)

// VisitState is how far a visit is.
type VisitState string

// The states.
const (
	Open  VisitState = "open"
	Ended VisitState = "ended"
)

// Visit is somebody at the desk.
type Visit struct {
	bun.BaseModel `bun:"table:clearing.visit,alias:v"`

	ID             uuid.UUID `bun:",pk"`
	TicketID       *uuid.UUID
	CaseID         *uuid.UUID // nil: they have none yet
	Service        string
	ServiceVersion int
	Language       string         // of the person, BCP 47
	Name           string         // of somebody without a case, as the confirmation writes it
	Answers        map[string]any `bun:"type:jsonb"`
	State          VisitState
	ClerkID        uuid.UUID
	OpenedAt       time.Time
	EndedAt        *time.Time
	LetterID       *uuid.UUID
	KeptUntil      clock.Date `bun:",nullzero"`
	TakenOverAt    *time.Time
	Version        int

	Matter     *Matter     `bun:"-"` // nil without a case
	Checklist  []Item      `bun:"-"`
	TicketHere bool        `bun:"-"` // the visit's clerk has its ticket at the counter, and it ends with the visit
	Originals  []*Original `bun:"rel:has-many,join:id=visit_id"`
	Extras     []*Extra    `bun:"rel:has-many,join:id=visit_id"` // beside the list
}

// Original is one that was seen at the desk.
type Original struct {
	bun.BaseModel `bun:"table:clearing.original,alias:original"`

	VisitID uuid.UUID `bun:",pk"`
	Item    string    `bun:",pk"`
	SeenBy  uuid.UUID
	SeenAt  time.Time
}

// VisitEnded tells that a visit is over. Whoever keeps cases takes its papers over.
type VisitEnded struct {
	VisitID uuid.UUID
	CaseID  *uuid.UUID
}

// EventName implements events.Event.
func (VisitEnded) EventName() string { return "clearing.ended" }

// Record names a visit for the trail and its papers.
func Record(id uuid.UUID) audit.Record { return audit.Record{Kind: "visit", ID: id} }
