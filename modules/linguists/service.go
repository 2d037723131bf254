package linguists

import (
	"context"
	"embed"
	"fmt"
	"log/slog"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "linguists", FS: migrations}

var (
	// ErrNone says that there is no such entry, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "linguists.none")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "linguists.input")
	// ErrConflict says that somebody else was faster: read again.
	ErrConflict = errs.New(errs.Conflict, "linguists.conflict")
	// ErrKnown says that somebody with this address is in the directory.
	ErrKnown = errs.New(errs.Conflict, "linguists.known")
)

// Deps is what the module stands on.
type Deps struct {
	DB       *db.DB
	Audit    *audit.Service
	Messages *messages.Service
	Identity *identity.Service
	Tariffs  *remuneration.Tariffs
	// Behind are a record that lies above and those behind it, the first of them that on which the need and the ties stand: of an appointment its person, its
	// case, itself. ErrNone where there is no such record, or not for the viewer. Nil: nobody sees any.
	Behind func(ctx context.Context, rec audit.Record) ([]audit.Record, error)
	// Required are the proofs without which, valid on the day, nobody is asked.
	Required []ProofKind
	// Languages are those in which the office writes mails.
	Languages []string
	Log       *slog.Logger
}

// Service keeps the directory.
type Service struct{ Deps }

// New makes the Service.
func New(d Deps) *Service { return &Service{d} }

// Record names an interpreter in the trail.
func Record(id uuid.UUID) audit.Record { return audit.Record{Kind: "interpreter", ID: id} }

func (s *Service) today() clock.Date { return clock.Today(s.DB.Clock.Now()) }

// behind are a record and those behind it, the one on which needs and ties stand first; ErrNone unless the viewer may see it.
func (s *Service) behind(ctx context.Context, rec audit.Record) ([]audit.Record, error) {
	if s.Behind == nil {
		return nil, ErrNone
	}
	return s.Deps.Behind(ctx, rec)
}

// record writes into the trail of an interpreter.
func (s *Service) record(ctx context.Context, tx *db.Tx, id uuid.UUID, action string, d audit.Details) error {
	if err := s.Audit.RecordTx(ctx, tx, Record(id), action, d); err != nil {
		return fmt.Errorf("record interpreter: %w", err)
	}
	return nil
}
