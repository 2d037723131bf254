package swaps

import (
	"context"
	"embed"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "swaps", FS: migrations}

var (
	// ErrNone says that there is no such swap or link, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "swaps.none")
	// ErrOver says that a booking cannot be given away (any more), or that nobody seeks anybody for it any more.
	ErrOver = errs.New(errs.Conflict, "swaps.over")
	// ErrTaken says that a colleague was faster, or that whoever wants it is taken at that time.
	ErrTaken = errs.New(errs.Conflict, "swaps.taken")
	// ErrNobody says that no colleague can, or that they were asked often enough.
	ErrNobody = errs.New(errs.Conflict, "swaps.nobody")
)

// Deps is what the module stands on.
type Deps struct {
	DB           *db.DB
	Audit        *audit.Service
	Messages     *messages.Service
	Interpreters *interpreters.Service
	// Team is who of a team is told; nil: nobody is.
	Team func(ctx context.Context, team string) ([]messages.Addressee, error)
	// Secret signs the links of mails.
	Secret []byte
}

// Service finds colleagues for a booking.
type Service struct{ Deps }

// New makes the Service.
func New(d Deps) *Service { return &Service{d} }

// State is how far a swap is.
type State string

// The states.
const (
	Open      State = "open"
	Taken     State = "taken"
	Declined  State = "declined"  // by all who were asked
	Withdrawn State = "withdrawn" // by who sought
	Undone    State = "undone"    // by the office
)

// Swap is a booking for which whoever has it seeks a colleague.
type Swap struct {
	bun.BaseModel `bun:"table:swaps.swap,alias:w"`

	ID              uuid.UUID `bun:",pk"`
	RequestID       uuid.UUID
	AssignmentID    uuid.UUID
	InterpreterID   uuid.UUID // who seeks
	State           State
	Until           time.Time // when it begins
	OfferedAt       time.Time
	TakenBy         *uuid.UUID
	TakenAt         *time.Time
	NewAssignmentID *uuid.UUID
	UndoneBy        *uuid.UUID
	UndoneAt        *time.Time
}

// AskedState is how somebody answered.
type AskedState string

// The states.
const (
	Waiting    AskedState = "asked"
	Accepted   AskedState = "accepted"
	DeclinedBy AskedState = "declined"
)

// Asked is a colleague who is asked.
type Asked struct {
	bun.BaseModel `bun:"table:swaps.asked,alias:k"`

	ID            uuid.UUID `bun:",pk"`
	SwapID        uuid.UUID
	InterpreterID uuid.UUID
	State         AskedState
	Cents         int64 // what they would be paid
	AnsweredAt    *time.Time
}

const toTake byte = 's'

func (s *Service) links() seal.Seal {
	return seal.Seal{Key: s.Secret, Purpose: "swaps.link", Bytes: 16, Forged: ErrNone, Over: ErrOver}
}

func (s *Service) link(asked uuid.UUID, until time.Time) string {
	return s.links().Link(toTake, asked, until)
}

func (s *Service) opened(token string) (uuid.UUID, error) {
	return s.links().OpenLink(toTake, token, s.DB.Clock.Now())
}

// tellTx writes into the trail of the request, and hints the screens that show it.
func (s *Service) tellTx(ctx context.Context, tx *db.Tx, w *Swap, action string) error {
	tx.Notify(interpreters.Topic)
	tx.Notify(interpreters.OwnTopic(w.InterpreterID))
	return s.Audit.RecordTx(ctx, tx, interpreters.RequestRecord(w.RequestID), "interpreting.swap_"+action, audit.Details{"assignment": w.AssignmentID.String(), "swap": w.ID.String()})
}

func (w *Swap) saveTx(ctx context.Context, tx *db.Tx) error {
	_, err := tx.NewUpdate().Model(w).Column("state", "taken_by", "taken_at", "new_assignment_id", "undone_by", "undone_at").WherePK().Exec(ctx)
	if err != nil {
		return fmt.Errorf("change swap: %w", err)
	}
	return nil
}

// EraseInterpreterTx forgets what somebody was asked and said; that bookings changed hands stays, as a figure.
func (s *Service) EraseInterpreterTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	if _, err := tx.NewRaw("DELETE FROM swaps.asked WHERE interpreter_id = ?", id).Exec(ctx); err != nil {
		return fmt.Errorf("erase what somebody was asked: %w", err)
	}
	return nil
}
