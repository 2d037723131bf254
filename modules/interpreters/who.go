package interpreters

import (
	"log/slog"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/clock"
)

// Span is a time from one moment to another, the other not included.
type Span = clock.Span

// Who is what asking and booking know of somebody in the directory.
type Who struct {
	bun.BaseModel `bun:"table:linguists.interpreter_v1,alias:i"`

	ID            uuid.UUID `bun:",pk"`
	Kind          linguists.InterpreterKind
	AgencyID      *uuid.UUID
	Name          string
	Email         string
	Phone         string
	Language      string // in which we write to them, BCP 47
	TravelMinutes int    // one way
	AccountID     *uuid.UUID
	State         linguists.InterpreterState
}

// String tells nothing personal.
func (w Who) String() string { return "interpreter " + w.ID.String() }

// LogValue implements slog.LogValuer: the id only.
func (w Who) LogValue() slog.Value { return slog.StringValue(w.ID.String()) }
