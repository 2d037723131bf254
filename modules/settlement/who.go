package settlement

import (
	"log/slog"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/linguists"
)

// Somebody is what settling knows of an entry of the directory.
type Somebody struct {
	bun.BaseModel `bun:"table:linguists.interpreter_v1,alias:i"`

	ID       uuid.UUID `bun:",pk"`
	Name     string
	Email    string
	Language string
	Tax      linguists.Tax `bun:"type:jsonb"`
}

// String tells nothing personal.
func (w Somebody) String() string { return "interpreter " + w.ID.String() }

// GoString tells nothing personal, not even to %#v.
func (w Somebody) GoString() string { return w.String() }

// LogValue implements slog.LogValuer: the id only.
func (w Somebody) LogValue() slog.Value { return slog.StringValue(w.ID.String()) }
