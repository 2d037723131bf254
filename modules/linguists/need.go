package linguists

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Need is what somebody needs of an interpreter. It stands on a record that lies above: a person, an appointment, a ticket, a case.
type Need struct {
	bun.BaseModel `bun:"table:linguists.need,alias:need"`

	SubjectKind  string    `bun:",pk"`
	SubjectID    uuid.UUID `bun:",pk"`
	EnoughGerman bool      // nobody is needed
	Language     string    // ISO 639-3; "" only with enough German
	Dialect      string
	Form         Form   // spoken or signed
	Gender       Gender // a wish
	ToldBy       string // person or office
	Version      int
	NotedAt      time.Time
}
