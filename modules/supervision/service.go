package supervision

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"unicode"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

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
var Migrations = db.Migrations{Schema: "supervision", FS: migrations}

var (
	// ErrNone says that there is no such thing, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "supervision.none")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "supervision.input")
	// ErrConflict says that somebody else was faster: read again.
	ErrConflict = errs.New(errs.Conflict, "supervision.conflict")
	// ErrFull says that no place is free.
	ErrFull = errs.New(errs.Conflict, "supervision.full")
	// ErrOverlap says that the viewer takes part in another session at that time.
	ErrOverlap = errs.New(errs.Conflict, "supervision.overlap")
	// ErrBegun says that a session has begun, or has not begun yet, or was called off.
	ErrBegun = errs.New(errs.Conflict, "supervision.begun")
	// ErrKnown says that a mailbox is that of another supervisor.
	ErrKnown = errs.New(errs.Conflict, "supervision.known")
)

// What a viewer must be allowed to do.
const (
	ActionOwn      = "supervision.own"
	ActionKeep     = "supervision.keep"
	ActionAccounts = "supervision.accounts"
	ActionFigures  = "supervision.figures"
)

// KeySize is how many bytes the key of this module has.
const KeySize = 32

// Deps is what the module stands on.
type Deps struct {
	DB       *db.DB
	Audit    *audit.Service
	Messages *messages.Service
	Identity *identity.Service
	Rules    *Rules
	// Key seals who takes part and what is noted. It lies outside the database, and opens nothing else.
	Key []byte
	Log *slog.Logger
}

// Service keeps supervision.
type Service struct {
	Deps

	vault *vault
}

// New makes the Service.
func New(d Deps) (*Service, error) {
	v, err := newVault(d.Key)
	if err != nil {
		return nil, err
	}
	return &Service{d, v}, nil
}

func (s *Service) today() clock.Date { return clock.Today(s.DB.Clock.Now()) }

func recordOf(kind string) func(uuid.UUID) audit.Record {
	return func(id uuid.UUID) audit.Record { return audit.Record{Kind: kind, ID: id} }
}

// How the things of this module are called in the trail. None is a booking.
var (
	SupervisorRecord = recordOf("supervisor")
	SeriesRecord     = recordOf("supervision_series")
	SessionRecord    = recordOf("supervision_session")
)

func (s *Service) record(ctx context.Context, tx *db.Tx, rec audit.Record, action string, d audit.Details) error {
	if err := s.Audit.RecordTx(ctx, tx, rec, rec.Kind+"."+action, d); err != nil {
		return fmt.Errorf("record %s: %w", rec.Kind, err)
	}
	return nil
}

var constraints = map[string]error{"supervisor_email": ErrKnown, "session_once": ErrOverlap}

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

// lockTx reads a row to be changed and compares its version with the one that was read.
func lockTx(ctx context.Context, tx *db.Tx, model any, id uuid.UUID, read int, version *int) error {
	if err := db.NoRows(tx.NewSelect().Model(model).Where("?TableAlias.id = ?", id).For("UPDATE").Scan(ctx), ErrNone, "lock"); err != nil {
		return err
	}
	if read != *version {
		return ErrConflict
	}
	return nil
}

// ownSupervisor is the viewer as a supervisor from outside, joined by the mailbox that they have shown to be theirs; ErrNone for everybody else.
func (s *Service) ownSupervisor(ctx context.Context) (*Supervisor, error) {
	v := identity.ViewerFrom(ctx)
	if !v.LoggedIn() || v.Kind == identity.KindStaff {
		return nil, ErrNone
	}
	p, err := s.joined(ctx, v.AccountID)
	if err == nil || !errors.Is(err, ErrNone) {
		return p, err
	}
	a, err := s.Identity.Account(ctx, v.AccountID)
	if errors.Is(err, identity.ErrNoAccount) || err == nil && (!a.EmailVerified || a.Email == "") {
		return nil, ErrNone
	}
	if err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		p = new(Supervisor)
		err := tx.NewRaw("UPDATE supervision.supervisor SET account_id = ? WHERE lower(email) = lower(?) AND account_id IS NULL AND NOT ended RETURNING *", v.AccountID, a.Email).Scan(ctx, p)
		if err := db.NoRows(err, ErrNone, "join account"); err != nil {
			return err
		}
		return s.record(ctx, tx, SupervisorRecord(p.ID), "account_joined", audit.Details{"account": v.AccountID.String()})
	})
	if errors.Is(err, ErrNone) {
		return s.joined(ctx, v.AccountID) // by another request of theirs, at the same time
	}
	return p, err
}

// joined finds a supervisor who still works for the house by their account.
func (s *Service) joined(ctx context.Context, account uuid.UUID) (*Supervisor, error) {
	p := new(Supervisor)
	return p, db.NoRows(s.DB.NewSelect().Model(p).Where("p.account_id = ? AND NOT p.ended", account).Scan(ctx), ErrNone, "find supervisor")
}

// names are those of accounts of staff, sorted: an order would tell who booked first.
func (s *Service) names(ctx context.Context, accounts []uuid.UUID) ([]string, error) {
	list := make([]string, 0, len(accounts))
	known, err := s.Identity.Colleagues(ctx, accounts)
	if err != nil {
		return nil, err
	}
	for _, id := range accounts {
		list = append(list, known[id])
	}
	slices.Sort(list)
	return list, nil
}
