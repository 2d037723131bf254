package training

import (
	"context"
	"embed"
	"fmt"
	"log/slog"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "training", FS: migrations}

var (
	// ErrNone says that there is no such thing, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "training.none")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "training.input")
	// ErrConflict says that somebody else was faster: read again.
	ErrConflict = errs.New(errs.Conflict, "training.conflict")
	// ErrKnown says that the key is taken.
	ErrKnown = errs.New(errs.Conflict, "training.known")
)

// Deps is what the module stands on.
type Deps struct {
	DB        *db.DB
	Audit     *audit.Service
	Messages  *messages.Service
	Identity  *identity.Service
	Documents *documents.Service
	Teams     []string // keys of the city's teams
	Services  []string // keys of what the office decides about
	Blockable []string // actions that ask CheckTx before they are done
	First     *First   // what the city begins with
	// ReasonDays after its end it is forgotten why somebody was free of something; 0: 180. PaperDays after they were rejected or withdrawn certificates are forgotten; 0: 90.
	ReasonDays, PaperDays int
	Log                   *slog.Logger
}

// Service keeps what staff learn.
type Service struct{ Deps }

// New makes the Service.
func New(d Deps) *Service { return &Service{d} }

func (s *Service) today() clock.Date { return clock.Today(s.DB.Clock.Now()) }

func recordOf(kind string) func(uuid.UUID) audit.Record {
	return func(id uuid.UUID) audit.Record { return audit.Record{Kind: kind, ID: id} }
}

// How the things of this module are called in the trail. What is about somebody stands in the trail of their file, whose id is that of their account.
var (
	TrainingOf    = recordOf("training")
	RequirementOf = recordOf("training_requirement")
	FileOf        = recordOf("training_file")
)

func (s *Service) record(ctx context.Context, tx *db.Tx, rec audit.Record, action string, d audit.Details) error {
	if err := s.Audit.RecordTx(ctx, tx, rec, rec.Kind+"."+action, d); err != nil {
		return fmt.Errorf("record %s: %w", rec.Kind, err)
	}
	return nil
}

// actor is the account that acts; the zero id where nobody does.
func actor(ctx context.Context) uuid.UUID { return audit.ActorFrom(ctx).ID }

// sensible bounds days, so that whatever a form is made to send can be reckoned with.
func sensible(day clock.Date) bool { return day.Year >= 1970 && day.Year <= 2200 }

// orNone is what went wrong, or that there is no such thing.
func orNone(err error) error {
	if err != nil {
		return err
	}
	return ErrNone
}

// or is what was said, or what holds where nothing was.
func or[T any](said *T, otherwise T) T {
	if said == nil {
		return otherwise
	}
	return *said
}
