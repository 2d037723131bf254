package onboarding

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"strings"
	"unicode"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"golang.org/x/text/unicode/norm"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "onboarding", FS: migrations}

var (
	// ErrNone says that there is no such thing, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "onboarding.none")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "onboarding.input")
	// ErrConflict says that somebody else was faster: read again.
	ErrConflict = errs.New(errs.Conflict, "onboarding.conflict")
	// ErrUnderWay says that somebody has a plan already.
	ErrUnderWay = errs.New(errs.Conflict, "onboarding.under_way")
	// ErrNotYet says that a step that opens what was to be done is not signed off yet; its field names the step.
	ErrNotYet = errs.New(errs.Forbidden, "onboarding.not_yet")
)

// What a viewer must be allowed to do.
const (
	ActionOwn  = "onboarding.own"
	ActionKeep = "onboarding.keep"
)

// Deps is what the module stands on.
type Deps struct {
	DB       *db.DB
	Audit    *audit.Service
	Messages *messages.Service
	Identity *identity.Service
	Training *training.Service
	Log      *slog.Logger
}

// Service leads newcomers.
type Service struct{ Deps }

// New makes the Service.
func New(d Deps) *Service { return &Service{d} }

func (s *Service) today() clock.Date { return clock.Today(s.DB.Clock.Now()) }

// How the things of this module are called in the trail.
var (
	PlanRecord    = func(id uuid.UUID) audit.Record { return audit.Record{Kind: "onboarding_plan", ID: id} }
	JourneyRecord = func(id uuid.UUID) audit.Record { return audit.Record{Kind: "onboarding", ID: id} }
)

func (s *Service) record(ctx context.Context, tx *db.Tx, rec audit.Record, action string, d audit.Details) error {
	if err := s.Audit.RecordTx(ctx, tx, rec, rec.Kind+"."+action, d); err != nil {
		return fmt.Errorf("record onboarding: %w", err)
	}
	return nil
}

var constraints = map[string]error{"journey_once": ErrUnderWay}

func field(path, code string) errs.Field { return errs.Field{Path: path, Code: code} }

// tidy is a text as it is kept: trimmed and composed.
func tidy(text string) string {
	return norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")))
}

// words checks a text of an input; a line has no ends of lines.
func words(f *errs.Faults, text string, most int, path string, needed, line bool) {
	f.Need(!needed || text != "", path, "required")
	f.Fits(text, most, path)
	f.Need(!strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && (line || r != '\n' && r != '\t') || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar
	}), path, "forbidden_characters")
}

// kept narrows a read to newcomers (account in column) whom the viewer may lead: those of their teams.
func kept(ctx context.Context, q *bun.SelectQuery, column string) *bun.SelectQuery {
	teams, all := identity.ViewerFrom(ctx).TeamsFor(ActionKeep)
	if all {
		return q
	}
	return q.Where("EXISTS (SELECT FROM identity.staff_right_v1 w WHERE w.account_id = ? AND w.team IN (?))", bun.Ident(column), bun.List(append(teams, " ")))
}
