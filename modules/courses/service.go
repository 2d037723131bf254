package courses

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"unicode"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "courses", FS: migrations}

var (
	// ErrNone says that there is no such thing, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "courses.none")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "courses.input")
	// ErrConflict says that somebody else was faster: read again.
	ErrConflict = errs.New(errs.Conflict, "courses.conflict")
	// ErrTwice says that somebody is enrolled already, or waits.
	ErrTwice = errs.New(errs.Conflict, "courses.twice")
	// ErrOver says that it is too late: the session has begun or ended, is called off or finished.
	ErrOver = errs.New(errs.Conflict, "courses.over")
	// ErrLate says that one can no longer cancel by oneself: the office can.
	ErrLate = errs.New(errs.Conflict, "courses.late")
	// ErrOwn says that nobody approves a place of their own, nor notes that they themself were there.
	ErrOwn = errs.New(errs.Forbidden, "courses.own")
	// ErrByWord says that somebody's own word does not suffice: a proof must be handed in.
	ErrByWord = errs.New(errs.Forbidden, "courses.by_word")
	// ErrCode says that the code is not the one in the room.
	ErrCode = errs.New(errs.Invalid, "courses.code")
)

// The actions that the module asks for.
const (
	ActionOwn     = "training.own"
	ActionKeep    = "training.keep"
	ActionApprove = "training.approve"
	ActionFigures = "training.figures"
)

// Purpose is that of the budgets out of which places are paid.
const Purpose = "training"

// Deps is what the module stands on.
type Deps struct {
	DB       *db.DB
	Audit    *audit.Service
	Messages *messages.Service
	Identity *identity.Service
	Training *training.Service
	// Budgets pay for places. Nil: nobody counts the money.
	Budgets *budgets.Service
	// Secret makes the codes that are shown in the room.
	Secret []byte
	// Office is who invites, as people call it; Domain is that of its mails.
	Office, Domain string
	// KeepMonths is how long it is kept who did not take part after all. 0: 24.
	KeepMonths int
	Log        *slog.Logger
}

// Service keeps the catalogue and who takes part.
type Service struct{ Deps }

// New makes the Service.
func New(d Deps) *Service { return &Service{Deps: d} }

func recordOf(kind string) func(uuid.UUID) audit.Record {
	return func(id uuid.UUID) audit.Record { return audit.Record{Kind: kind, ID: id} }
}

// How the things of this module are called in the trail.
var (
	ProviderRecord  = recordOf("course_provider")
	CourseRecord    = recordOf("course")
	SessionRecord   = recordOf("course_session")
	EnrolmentRecord = recordOf("enrolment")
)

func (s *Service) record(ctx context.Context, tx *db.Tx, rec audit.Record, action string, d audit.Details) error {
	if err := s.Audit.RecordTx(ctx, tx, rec, rec.Kind+"."+action, d); err != nil {
		return fmt.Errorf("record %s: %w", rec.Kind, err)
	}
	return nil
}

func insert(ctx context.Context, tx *db.Tx, model any, doing string) error {
	if _, err := tx.NewInsert().Model(model).Exec(ctx); err != nil {
		return db.MapConstraints(fmt.Errorf("%s: %w", doing, err), map[string]error{
			"enrolment_once": ErrTwice, "provider_name": ErrInput.With(field("name", "taken")), "day_once": ErrInput.With(field("days", "overlap")),
		})
	}
	return nil
}

func update(ctx context.Context, tx *db.Tx, model any, doing string) error {
	if _, err := tx.NewUpdate().Model(model).WherePK().Exec(ctx); err != nil {
		return db.MapConstraints(fmt.Errorf("%s: %w", doing, err), map[string]error{
			"provider_name": ErrInput.With(field("name", "taken")), "enrolment_not_by_oneself": ErrOwn,
		})
	}
	return nil
}

// lockTx reads a row to be changed.
func lockTx(ctx context.Context, tx *db.Tx, model any, id uuid.UUID) error {
	return db.NoRows(tx.NewSelect().Model(model).Where("?TableAlias.id = ?", id).For("UPDATE OF ?TableAlias").Scan(ctx), ErrNone, "lock")
}

func field(path, code string) errs.Field { return errs.Field{Path: path, Code: code} }

// form collects the texts of an input and what is wrong with them.
type form struct{ errs.Faults }

func (f *form) line(text *string, most int, path string, needed bool) string {
	if text == nil {
		f.Need(!needed, path, "required")
		return ""
	}
	found := strings.TrimSpace(strings.ReplaceAll(*text, "\r\n", "\n"))
	f.Need(!needed || found != "", path, "required")
	f.Fits(found, most, path)
	f.Need(!strings.ContainsFunc(found, func(r rune) bool {
		return r == unicode.ReplacementChar || unicode.IsControl(r) && r != '\n'
	}), path, "forbidden_characters")
	return found
}

// link reads an address that a browser may open; "" stays.
func (f *form) link(text *string, path string, needed bool) string {
	found := f.line(text, 500, path, needed)
	if found != "" {
		u, err := url.Parse(found)
		f.Need(err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil, path, "format")
	}
	return found
}

func said[T any](v *T) (value T) {
	if v != nil {
		value = *v
	}
	return value
}

// teamOf is the team of a member of staff, the first by name; "" who is bound to none.
func (s *Service) teamOf(ctx context.Context, q bun.IDB, account uuid.UUID) (team string, err error) {
	err = q.NewRaw("SELECT coalesce(min(team), '') FROM identity.staff_right_v1 WHERE account_id = ? AND team NOT IN ('', '*')", account).Scan(ctx, &team)
	if err != nil {
		return "", fmt.Errorf("find team: %w", err)
	}
	return team, nil
}
