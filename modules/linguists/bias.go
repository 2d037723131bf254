package linguists

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Bias says that an interpreter is tied to a party and does not interpret for them (VwVfG §§20, 21 by analogy).
type Bias struct {
	bun.BaseModel `bun:"table:linguists.bias,alias:bias"`

	InterpreterID uuid.UUID `bun:",pk"`
	SubjectKind   string    `bun:",pk"`
	SubjectID     uuid.UUID `bun:",pk"`
	ToldBy        string    // interpreter, office or client
	NotedAt       time.Time
}
