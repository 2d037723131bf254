package partners

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"slices"
	"time"

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
var Migrations = db.Migrations{Schema: "partners", FS: migrations}

var (
	// ErrNone says that there is no such thing, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "partners.none")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "partners.input")
	// ErrConflict says that somebody else was faster: read again.
	ErrConflict = errs.New(errs.Conflict, "partners.conflict")
	// ErrKnown says that the name or the mailbox is kept already.
	ErrKnown = errs.New(errs.Conflict, "partners.known")
	// ErrShift says that somebody is on duty at that time.
	ErrShift = errs.New(errs.Conflict, "partners.shift_overlaps")
)

// Deps is what the module stands on.
type Deps struct {
	DB       *db.DB
	Audit    *audit.Service
	Messages *messages.Service
	Identity *identity.Service
	Rules    *Rules
	// Sites are the houses of the city: name and address by key.
	Sites func(ctx context.Context) ([]Site, error)
	// Today lists who comes to a house today, in the order of their times, without why. Nil: nobody knows.
	Today func(ctx context.Context, site string) ([]Visitor, error)
	// Sees says whether the viewer may see a record that lies above and that an incident touches. Nil: nobody sees any.
	Sees func(ctx context.Context, rec audit.Record) error
	// Texts are the office's words by language, namespace and key.
	Texts func(language, namespace, key string, params map[string]string) string
	// Languages are those in which the office writes mails.
	Languages []string
	// Domain is that of the office's mails, for the ids of calendar entries.
	Domain string
	Log    *slog.Logger
}

// Site is a house.
type Site struct{ Key, Name, Address string }

// Service keeps external people and what they do.
type Service struct{ Deps }

// New makes the Service.
func New(d Deps) *Service { return &Service{d} }

func (s *Service) today() clock.Date { return clock.Today(s.DB.Clock.Now()) }

// records of the trail.
func recordOf(kind string) func(uuid.UUID) audit.Record {
	return func(id uuid.UUID) audit.Record { return audit.Record{Kind: kind, ID: id} }
}

// How the things of this module are called in the trail.
var (
	OrganisationRecord = recordOf("partner")
	MemberRecord       = recordOf("partner_member")
	ShiftRecord        = recordOf("partner_shift")
	BriefingRecord     = recordOf("briefing")
	IncidentRecord     = recordOf("incident")
)

func (s *Service) record(ctx context.Context, tx *db.Tx, rec audit.Record, action string, d audit.Details) error {
	if err := s.Audit.RecordTx(ctx, tx, rec, rec.Kind+"."+action, d); err != nil {
		return fmt.Errorf("record %s: %w", rec.Kind, err)
	}
	return nil
}

// site finds a house of the city.
func (s *Service) site(ctx context.Context, key string) (Site, bool, error) {
	list, err := s.Sites(ctx)
	if err != nil {
		return Site{}, false, err
	}
	if i := slices.IndexFunc(list, func(h Site) bool { return h.Key == key }); i >= 0 {
		return list[i], true, nil
	}
	return Site{}, false, nil
}

// actor is the account that acts; the zero id where nobody does.
func actor(ctx context.Context) uuid.UUID { return audit.ActorFrom(ctx).ID }

// sensible bounds days, so that whatever a form is made to send can be reckoned with.
func sensible(day clock.Date) bool { return day.Year >= 2000 && day.Year <= 2200 }

func sensibleTime(t time.Time) bool { return sensible(clock.DateOf(t)) }
