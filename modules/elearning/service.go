package elearning

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "elearning", FS: migrations}

var (
	// ErrNone says that there is no such thing, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "elearning.none")
	// ErrOff says that this city plays no packages: it has no address for them.
	ErrOff = errs.New(errs.NotFound, "elearning.off")
	// ErrOver says that a ticket is of no use any more: its time is over, a newer attempt was begun, or the person is out.
	ErrOver = errs.New(errs.NotFound, "elearning.over")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "elearning.input")
	// ErrConflict says that somebody else was faster, or the same person in another window.
	ErrConflict = errs.New(errs.Conflict, "elearning.conflict")
	// ErrIncomplete says which pieces of an upload are missing.
	ErrIncomplete = errs.New(errs.Conflict, "elearning.incomplete")
	// ErrTooMuch says that a package lays down more than it may.
	ErrTooMuch = errs.New(errs.Limited, "elearning.too_much")
	// ErrNotTheirs says that a statement is about somebody else, or another attempt.
	ErrNotTheirs = errs.New(errs.Forbidden, "elearning.not_theirs")
)

// The actions that the module asks for.
const (
	ActionOwn  = "training.own"
	ActionKeep = "training.keep"
)

// Deps is what the module stands on.
type Deps struct {
	DB      *db.DB
	Audit   *audit.Service
	Courses *courses.Service
	Store   documents.Store
	// Scanner looks for viruses. Nil: the city has configured none, and each package says so.
	Scanner documents.Scanner
	// ContentURL is the origin on which packages are played, without a slash at its end. "": the city plays none.
	ContentURL string
	// TempDir is for archives while they are looked at; "": the system's.
	TempDir string
	Log     *slog.Logger
}

// Service keeps packages and who plays them.
type Service struct {
	Deps

	unpacking chan struct{}
}

// New makes the Service.
func New(d Deps) *Service { return &Service{d, make(chan struct{}, 1)} }

func recordOf(kind string) func(uuid.UUID) audit.Record {
	return func(id uuid.UUID) audit.Record { return audit.Record{Kind: kind, ID: id} }
}

// How the things of this module are called in the trail.
var (
	PackageRecord = recordOf("learning_package")
	AttemptRecord = recordOf("learning_attempt")
)

func (s *Service) record(ctx context.Context, tx *db.Tx, rec audit.Record, action string, d audit.Details) error {
	if err := s.Audit.RecordTx(ctx, tx, rec, rec.Kind+"."+action, d); err != nil {
		return fmt.Errorf("record %s: %w", rec.Kind, err)
	}
	return nil
}

func field(path, code string) errs.Field { return errs.Field{Path: path, Code: code} }

// lockTx makes those wait who do the same with the same thing, until tx ends.
func lockTx(ctx context.Context, tx *db.Tx, what string) error {
	if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "elearning:"+what).Exec(ctx); err != nil {
		return fmt.Errorf("wait for others: %w", err)
	}
	return nil
}

const (
	ticketLasts = 12 * time.Hour
	// lookAgain is how long a finished attempt can be looked at again; after that the course begins anew, and counts again.
	lookAgain = 30 * 24 * time.Hour
	// forgetAfter is when an attempt is forgotten that nobody has touched. What was completed stands in the person's training file.
	forgetAfter = 365 * 24 * time.Hour
	// abandonAfter is when an upload without a sign of life is given up.
	abandonAfter = 48 * time.Hour
)
