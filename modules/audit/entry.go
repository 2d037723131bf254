package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/errs"
)

// ErrDetails says that an entry would hold more than ids, digests and codes. It is a fault of the program.
var ErrDetails = errs.New(errs.Internal, "audit.details")

// Record is the thing an entry is about: Kind is a noun of the office ("case", "document").
type Record struct {
	Kind string
	ID   uuid.UUID
}

// Details tell more about an action: ids, digests, numbers and codes, never words of a person.
type Details map[string]string

var (
	codeLike   = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$`)
	detailLike = regexp.MustCompile(`^[A-Za-z0-9._:+/\-]{0,200}$`)
)

// check refuses what might be personal: blanks, other scripts, addresses.
func (d Details) check() error {
	for k, v := range d {
		if !codeLike.MatchString(k) || !detailLike.MatchString(v) {
			return ErrDetails.With(errs.Field{Path: k, Code: "not_a_code"})
		}
	}
	return nil
}

// Entry is one line of a record's trail.
type Entry struct {
	bun.BaseModel `bun:"table:audit.entry,alias:entry"`

	RecordKind string    `bun:",pk"`
	RecordID   uuid.UUID `bun:",pk"`
	Seq        int64     `bun:",pk"`
	At         time.Time
	ActorKind  ActorKind
	ActorID    *uuid.UUID
	Action     string
	Details    Details `bun:"type:jsonb"`
	Prev       []byte
	Hash       []byte
}

// Record is the record of the entry.
func (e *Entry) Record() Record { return Record{e.RecordKind, e.RecordID} }

// genesis stands before the first entry of each chain and before the first checkpoint.
var genesis = make([]byte, sha256.Size)

// body is the canonical form of an entry without its place in the chain: every text with its length before it, so that no
// two entries have the same bytes.
func (e *Entry) body() []byte {
	b := appendText(nil, "ankunft audit entry 1")
	b = appendText(b, e.RecordKind)
	b = append(b, e.RecordID[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(e.At.UnixMicro())) // only the bits matter
	b = appendText(b, string(e.ActorKind))
	if e.ActorID != nil {
		b = appendText(b, e.ActorID.String())
	} else {
		b = appendText(b, "")
	}
	b = appendText(b, e.Action)
	for _, k := range slices.Sorted(maps.Keys(e.Details)) {
		b = appendText(appendText(b, k), e.Details[k])
	}
	return b
}

// hashAfter is SHA-256 over the hash before, the number and the body; PostgreSQL computes the same in RecordTx.
func (e *Entry) hashAfter(prev []byte) []byte {
	h := sha256.New()
	h.Write(prev)
	_ = binary.Write(h, binary.BigEndian, e.Seq) // a hash takes everything
	h.Write(e.body())
	return h.Sum(nil)
}

// Chain gives an entry its place after the hash of the one before it, nil for the first: for programs that load whole trails at once.
// Everybody else calls RecordTx.
func (e *Entry) Chain(prev []byte) {
	if prev == nil {
		prev = genesis
	}
	e.Prev, e.Hash = prev, e.hashAfter(prev)
}

func appendText(b []byte, s string) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(s))) // texts are short, Details.check says how short
	return append(b, s...)
}

func (r Record) check() error {
	if !codeLike.MatchString(r.Kind) || r.ID == uuid.Nil {
		return fmt.Errorf("record %q: %w", r.Kind, ErrDetails)
	}
	return nil
}
