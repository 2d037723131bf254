package applications

import (
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/identity"
)

// SealState is what a screen shows of the seal of a case's sitting. Valid says that content, digest and audit trail agree: then the
// content is, byte by byte, what was signed.
type SealState struct {
	SHA256   []byte
	SignedAt time.Time
	Trust    identity.Trust
	Method   string
	Valid    bool
}

const sealOfCase = `SELECT s.sha256, s.signed_at, s.trust, s.method, coalesce(s.sha256 = sha256(s.content) AND encode(s.sha256, 'hex') =
 (SELECT e.details->>'digest' FROM audit.entry_v1 e WHERE e.record_kind = 'sitting' AND e.record_id = s.sitting_id AND e.action = 'sitting.submitted'
  ORDER BY e.seq DESC LIMIT 1), false)
FROM applications.application a JOIN applications.seal s ON s.sitting_id = a.sitting_id WHERE a.case_id = $1`

// QueueSeal reads and checks the seal behind a case as one prepared statement of somebody's batch.
func QueueSeal(b *pgx.Batch, caseID uuid.UUID, into *SealState) {
	b.Queue(sealOfCase, caseID).QueryRow(func(row pgx.Row) error {
		return row.Scan(&into.SHA256, &into.SignedAt, &into.Trust, &into.Method, &into.Valid)
	})
}

// Answers are those of one application as they were handed in: only what counts, none that a branch of the form hides.
type Answers struct {
	Who    string // principal, member
	Values map[string]any
}

// QueueAnswers reads the answers behind a case as one prepared statement of somebody's batch.
func QueueAnswers(b *pgx.Batch, caseID uuid.UUID, into *Answers) {
	b.Queue("SELECT who, answers FROM applications.application WHERE case_id = $1", caseID).QueryRow(func(row pgx.Row) error {
		return row.Scan(&into.Who, &into.Values)
	})
}
