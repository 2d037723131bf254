package qualifications

import (
	"context"
	"embed"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "qualifications", FS: migrations}

// The actions of this module.
const (
	ActionOwn  = "qualifications.own"
	ActionRead = "qualifications.read"
	ActionKeep = "qualifications.keep"
)

var (
	// ErrNone says that there is no such entry, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "qualifications.none")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "qualifications.input")
	// ErrConflict says that somebody else was faster: read again.
	ErrConflict = errs.New(errs.Conflict, "qualifications.conflict")
	// ErrKnown says that this person has stated it before.
	ErrKnown = errs.New(errs.Conflict, "qualifications.known")
	// ErrOwn says that nobody certifies what they hold themselves.
	ErrOwn = errs.New(errs.Forbidden, "qualifications.own")
	// ErrNotHeld says that somebody lacks the qualification which a service asks for; its field names it.
	ErrNotHeld = errs.New(errs.Forbidden, "qualifications.not_held")
)

// Qualification is something that the city knows by a key: a service may ask for it.
type Qualification struct{ Key, Title string }

// Deps is what the module stands on.
type Deps struct {
	DB       *db.DB
	Audit    *audit.Service
	Messages *messages.Service
	Identity *identity.Service
	// Known are the qualifications of the city.
	Known []Qualification
	// Seats tells who sits at a counter of a house today, or will. Nil: the office has no counters.
	Seats func(ctx context.Context, site string) ([]Seat, error)
	// Asks tells what a record that lies above asks of who works on it; ErrNone where there is none, or not for the viewer. Nil: nothing asks for anything.
	Asks func(ctx context.Context, about audit.Record) (*Asked, error)
}

// Service keeps what staff can.
type Service struct{ Deps }

// New makes the Service.
func New(d Deps) *Service { return &Service{d} }

// Record names an entry in the trail.
func Record(id uuid.UUID) audit.Record { return audit.Record{Kind: "qualification", ID: id} }

// FileOf names what somebody can in the trail, where it was read.
func FileOf(account uuid.UUID) audit.Record {
	return audit.Record{Kind: "qualification_file", ID: account}
}

func (s *Service) today() clock.Date { return clock.Today(s.DB.Clock.Now()) }

// Title is what the city calls a qualification; its key where it has none of that key any more.
func (s *Service) Title(key string) string {
	for _, q := range s.Known {
		if q.Key == key {
			return q.Title
		}
	}
	return key
}

func (s *Service) record(ctx context.Context, tx *db.Tx, h *Held, action string) error {
	err := s.Audit.RecordTx(ctx, tx, Record(h.ID), "qualification."+action, audit.Details{"account": h.AccountID.String(), "kind": string(h.Kind), "version": fmt.Sprint(h.Version)})
	if err != nil {
		return fmt.Errorf("record qualification: %w", err)
	}
	return nil
}
