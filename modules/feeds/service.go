package feeds

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "feeds", FS: migrations}

var (
	// ErrInput says that there is no such kind of feed.
	ErrInput = errs.New(errs.Invalid, "feeds.input")
	// ErrNone says that nobody has this address (any more).
	ErrNone = errs.New(errs.NotFound, "feeds.none")
)

// Scope is what a feed tells of.
type Scope string

// The scopes.
const (
	Own  Scope = "own"  // about the clerk's own cases, or where the plan puts the clerk
	Team Scope = "team" // about the cases that the clerk may read
	// Interpreting is what an interpreter is booked for, and their duty.
	Interpreting Scope = "interpreting"
)

// Scopes are those of clerks, in the order in which they are shown.
var Scopes = []Scope{Own, Team}

// needs is the action without which there is no such feed.
var needs = map[Scope]string{Own: "appointments.read", Team: "cases.read"}

// Deps is what the module stands on.
type Deps struct {
	DB           *db.DB
	Audit        *audit.Service
	Identity     *identity.Service
	Appointments *appointments.Service
	// Place is a house in words, for who comes there.
	Place   func(ctx context.Context, site string) string
	BaseURL string // of the office, for links into its apps
}

// Service makes feeds and writes what stands in them.
type Service struct{ Deps }

// New makes the Service.
func New(d Deps) *Service { return &Service{d} }

// Feed is an address that was made; of the secret in it only a hash is kept.
type Feed struct {
	bun.BaseModel `bun:"table:feeds.feed,alias:feed"`

	AccountID uuid.UUID `bun:",pk"`
	Scope     Scope     `bun:",pk"`
	TokenHash []byte
	CreatedAt time.Time
	UsedAt    *time.Time // the last time that a program read it, to the minute
}

// Mine are the feeds of the viewer.
func (s *Service) Mine(ctx context.Context) ([]Feed, error) {
	list := []Feed{}
	err := s.DB.NewSelect().Model(&list).Where("account_id = ?", identity.ViewerFrom(ctx).AccountID).OrderExpr("scope").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read feeds: %w", err)
	}
	return list, nil
}

// Renew makes the viewer's feed of a scope and returns its secret, once; an address of before is dead from then on.
func (s *Service) Renew(ctx context.Context, scope Scope) (string, error) {
	v := identity.ViewerFrom(ctx)
	if may, err := s.may(ctx, v, scope); err != nil || !may {
		return "", cmp.Or(err, error(ErrInput.With(errs.Field{Path: "scope", Code: "unknown"})))
	}
	token := ids.Token()
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		row := Feed{AccountID: v.AccountID, Scope: scope, TokenHash: ids.Hash(token), CreatedAt: tx.Now}
		_, err := tx.NewInsert().Model(&row).On("CONFLICT (account_id, scope) DO UPDATE").
			Set("token_hash = excluded.token_hash, created_at = excluded.created_at, used_at = NULL").Exec(ctx)
		if err != nil {
			return fmt.Errorf("keep feed: %w", err)
		}
		return s.Audit.RecordTx(ctx, tx, record(v.AccountID), "feed.made", audit.Details{"scope": string(scope)})
	})
	return token, err
}

// may says whether the viewer can have a feed of a scope.
func (s *Service) may(ctx context.Context, v *identity.Viewer, scope Scope) (bool, error) {
	if scope != Interpreting {
		action, ok := needs[scope]
		return ok && v.Can(action), nil
	}
	if !v.LoggedIn() {
		return false, nil
	}
	_, _, err := s.interpreter(ctx, v.AccountID)
	return err == nil, errs.Ignore(err, ErrNone)
}

// Revoke ends the viewer's feed of a scope; to end it twice is no fault.
func (s *Service) Revoke(ctx context.Context, scope Scope) error {
	v := identity.ViewerFrom(ctx)
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		res, err := tx.NewDelete().Model((*Feed)(nil)).Where("account_id = ? AND scope = ?", v.AccountID, scope).Exec(ctx)
		if err != nil {
			return fmt.Errorf("end feed: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return s.Audit.RecordTx(ctx, tx, record(v.AccountID), "feed.revoked", audit.Details{"scope": string(scope)})
	})
}

func record(account uuid.UUID) audit.Record { return audit.Record{Kind: "account", ID: account} }
