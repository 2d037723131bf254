package applications

import (
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/identity"
)

// Signed is the application behind a case as it was handed in, with the signature under it.
type Signed struct {
	Who      string         // principal, member
	Answers  map[string]any // only what counts, nothing that a branch of the form hides
	SHA256   []byte
	SignedAt time.Time
	Trust    identity.Trust
	Method   string
	Valid    bool // content, digest and audit trail agree: the content is, byte by byte, what was signed
}

const signed = `SELECT a.who, a.answers, s.sha256, s.signed_at, s.trust, s.method, coalesce(s.sha256 = sha256(s.content) AND encode(s.sha256, 'hex') =
 (SELECT e.details->>'digest' FROM audit.entry_v1 e WHERE e.record_kind = 'sitting' AND e.record_id = s.sitting_id AND e.action = 'sitting.submitted'
  ORDER BY e.seq DESC LIMIT 1), false)
FROM applications.application a JOIN applications.seal s ON s.sitting_id = a.sitting_id WHERE a.case_id = $1`

// QueueSigned reads and checks the application behind a case as one prepared statement of somebody's batch.
func QueueSigned(b *pgx.Batch, caseID uuid.UUID, into *Signed) {
	b.Queue(signed, caseID).QueryRow(func(row pgx.Row) error {
		return row.Scan(&into.Who, &into.Answers, &into.SHA256, &into.SignedAt, &into.Trust, &into.Method, &into.Valid)
	})
}
