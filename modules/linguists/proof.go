package linguists

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// ProofKind is what was proved or signed.
type ProofKind string

// The kinds of proof.
const (
	Certificate    ProofKind = "certificate"
	Oath           ProofKind = "oath"
	Secrecy        ProofKind = "secrecy"         // signed: Verpflichtungsgesetz §1
	DataProtection ProofKind = "data_protection" // signed: GDPR Art. 28, 32
)

// ProofKinds are all of them.
var ProofKinds = []ProofKind{Certificate, Oath, Secrecy, DataProtection}

// Proof is a certificate, an oath or a declaration that was signed.
type Proof struct {
	bun.BaseModel `bun:"table:linguists.proof,alias:proof"`

	ID            uuid.UUID `bun:",pk"`
	InterpreterID uuid.UUID
	Kind          ProofKind
	Name          string
	IssuedOn      clock.Date
	ValidUntil    clock.Date // the last day; zero: without end
	NotedBy       uuid.UUID
	NotedAt       time.Time
}

// holds says whether a proof is valid on a day.
func (p *Proof) holds(day clock.Date) bool {
	return !day.Before(p.IssuedOn) && (p.ValidUntil.IsZero() || !p.ValidUntil.Before(day))
}

// NoteProof notes what somebody has proved or signed.
type NoteProof struct {
	Interpreter uuid.UUID
	Kind        ProofKind
	Name        *string
	IssuedOn    clock.Date
	ValidUntil  clock.Date
}

// NoteProof adds a proof; one that is renewed is another, and the old one stays until it ends.
func (s *Service) NoteProof(ctx context.Context, in NoteProof) (*Interpreter, error) {
	p := &Proof{ID: ids.New(), InterpreterID: in.Interpreter, Kind: in.Kind, Name: trimmed(in.Name), IssuedOn: in.IssuedOn, ValidUntil: in.ValidUntil}
	if err := p.check(s.today()).As(ErrInput); err != nil {
		return nil, err
	}
	return s.change(ctx, in.Interpreter, func(ctx context.Context, tx *db.Tx) error { return s.noteTx(ctx, tx, p) })
}

func (p *Proof) check(today clock.Date) (f errs.Faults) {
	f.Need(slices.Contains(ProofKinds, p.Kind), "kind", "unknown")
	f.Fits(p.Name, longestName, "name")
	f.Need(plain(p.Name), "name", "forbidden_characters")
	f.Need(!p.IssuedOn.IsZero(), "issuedOn", "required")
	f.Need(!today.Before(p.IssuedOn), "issuedOn", "too_late")
	f.Need(p.ValidUntil.IsZero() || !p.ValidUntil.Before(p.IssuedOn), "validUntil", "too_early")
	return f
}

func (s *Service) noteTx(ctx context.Context, tx *db.Tx, p *Proof) error {
	p.NotedBy, p.NotedAt = audit.ActorFrom(ctx).ID, tx.Now
	if _, err := tx.NewInsert().Model(p).Exec(ctx); err != nil {
		return fmt.Errorf("note proof: %w", err)
	}
	return s.record(ctx, tx, p.InterpreterID, "interpreter.proof_noted", audit.Details{"proof": p.ID.String(), "kind": string(p.Kind)})
}

// DropProof takes back a proof that was noted by mistake.
type DropProof struct{ Interpreter, Proof uuid.UUID }

// DropProof takes it out of the directory; that it was there stays in the trail.
func (s *Service) DropProof(ctx context.Context, in DropProof) (*Interpreter, error) {
	return s.change(ctx, in.Interpreter, func(ctx context.Context, tx *db.Tx) error {
		var p Proof
		res, err := tx.NewDelete().Model(&p).Where("id = ? AND interpreter_id = ?", in.Proof, in.Interpreter).Returning("kind").Exec(ctx)
		if err := db.One(res, err, ErrNone, "drop proof"); err != nil {
			return err
		}
		return s.record(ctx, tx, in.Interpreter, "interpreter.proof_dropped", audit.Details{"proof": in.Proof.String(), "kind": string(p.Kind)})
	})
}

// change does something to an entry that exists, and reads it anew.
func (s *Service) change(ctx context.Context, id uuid.UUID, do func(ctx context.Context, tx *db.Tx) error) (*Interpreter, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := getTx(ctx, tx, id); err != nil {
			return err
		}
		return do(ctx, tx)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, id)
}
