package identity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// ErrNoSession says that there is no such session, or it is somebody else's.
var ErrNoSession = errs.New(errs.NotFound, "identity.no_session")

const (
	longest       = 12 * time.Hour
	idleStaff     = 30 * time.Minute
	idleApplicant = 2 * time.Hour // filling in a form takes time, and a phone goes to sleep
	touchEvery    = time.Minute   // how exactly the time of the last visit is kept
	maxDevice     = 120
	mostGrants    = 5000 // different ones that are remembered; an office has some hundred
)

// Session is one login on one device.
type Session struct {
	bun.BaseModel `bun:"table:identity.session,alias:session"`

	ID         uuid.UUID `bun:",pk"`
	AccountID  uuid.UUID
	TokenHash  []byte
	Provider   string
	Trust      Trust
	Device     string
	CreatedAt  time.Time
	LastSeenAt time.Time
	IdleUntil  time.Time
	ExpiresAt  time.Time
	RevokedAt  *time.Time
	Current    bool `bun:",scanonly"` // whether it is the viewer's own
}

// EndsAt is when the session ends if nothing is done.
func (s *Session) EndsAt() time.Time {
	if s.IdleUntil.Before(s.ExpiresAt) {
		return s.IdleUntil
	}
	return s.ExpiresAt
}

// LoggedIn is the end of a login: a token for the cookie, and where to go.
type LoggedIn struct {
	Account Account
	Token   string
	Next    string
}

// openTx opens a session under a fresh token; a session that the browser had before ends with it, so that nobody can have
// planted one.
func (s *Service) openTx(ctx context.Context, tx *db.Tx, a *Account, provider string, b Browser) (string, error) {
	if a.DisabledAt != nil {
		return "", ErrDisabled
	}
	if b.OldToken != "" {
		if _, err := tx.NewUpdate().Model((*Session)(nil)).Set("revoked_at = ?", tx.Now).
			Where("token_hash = ? AND revoked_at IS NULL", ids.Hash(b.OldToken)).Exec(ctx); err != nil {
			return "", fmt.Errorf("end old session: %w", err)
		}
	}
	token := ids.Token()
	row := Session{
		ID: ids.New(), AccountID: a.ID, TokenHash: ids.Hash(token), Provider: provider, Trust: a.Trust, Device: device(b.UserAgent),
		CreatedAt: tx.Now, LastSeenAt: tx.Now, IdleUntil: tx.Now.Add(idle(a.Kind)), ExpiresAt: tx.Now.Add(longest),
	}
	if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
		return "", fmt.Errorf("open session: %w", err)
	}
	if _, err := tx.NewUpdate().Model(a).WherePK().Set("last_login_at = ?", tx.Now).Exec(ctx); err != nil {
		return "", fmt.Errorf("note login: %w", err)
	}
	ctx = audit.WithActor(ctx, audit.Actor{Kind: audit.ActorKind(a.Kind), ID: a.ID})
	return token, s.audit.RecordTx(ctx, tx, accountRecord(a), "account.logged_in",
		audit.Details{"session": row.ID.String(), "provider": provider, "trust": string(a.Trust)})
}

// One prepared statement for each request: session, account and grants. A session or grant that was taken away a moment ago is gone.
const whoAsks = `SELECT s.id, s.trust, s.last_seen_at, least(s.idle_until, s.expires_at), s.expires_at,
  a.id, a.kind, a.name, a.language, a.claimed_roles, a.claimed_teams, a.granted::text
FROM identity.session AS s JOIN identity.account AS a ON a.id = s.account_id
WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND s.idle_until > $2 AND a.disabled_at IS NULL`

// Viewer finds who holds a session's token; the public if nobody does (any more).
func (s *Service) Viewer(ctx context.Context, token string) (*Viewer, error) {
	if token == "" || len(token) > 100 {
		return &Viewer{}, nil
	}
	now := s.db.Clock.Now()
	var row struct {
		SessionID, AccountID          uuid.UUID
		Trust, Kind, Name, Language   string
		LastSeenAt, EndsAt, ExpiresAt time.Time
		ClaimedRoles, ClaimedTeams    []string
		Granted                       string
	}
	err := s.db.Pool().QueryRow(ctx, whoAsks, ids.Hash(token), now).Scan(&row.SessionID, &row.Trust, &row.LastSeenAt, &row.EndsAt, &row.ExpiresAt,
		&row.AccountID, &row.Kind, &row.Name, &row.Language, &row.ClaimedRoles, &row.ClaimedTeams, &row.Granted)
	if errors.Is(err, pgx.ErrNoRows) {
		return &Viewer{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read session: %w", err)
	}
	kind := AccountKind(row.Kind)
	v := &Viewer{AccountID: row.AccountID, Kind: kind}
	if kind == KindStaff {
		grants, err := s.read(row.Granted)
		if err != nil {
			return nil, err
		}
		v = StaffViewer(row.AccountID, effective(s.cfg.Grants, row.ClaimedRoles, row.ClaimedTeams, grants)...)
	}
	v.SessionID, v.Name, v.Language, v.Trust, v.EndsAt = row.SessionID, row.Name, row.Language, Trust(row.Trust), row.EndsAt
	if now.Sub(row.LastSeenAt) >= touchEvery {
		v.EndsAt = now.Add(idle(kind))
		if row.ExpiresAt.Before(v.EndsAt) {
			v.EndsAt = row.ExpiresAt
		}
		if err := s.touch(ctx, row.SessionID, now, idle(kind)); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// read reads the grants of an account as the session's statement brings them. The same text means the same grants: what was read once
// is remembered.
func (s *Service) read(granted string) ([]Grant, error) {
	if known, ok := s.grants.Load(granted); ok {
		return known.([]Grant), nil //nolint:errcheck // nothing else is stored
	}
	var grants []Grant
	if err := json.Unmarshal([]byte(granted), &grants); err != nil {
		return nil, fmt.Errorf("read grants: %w", err)
	}
	if s.remembered.Add(1) > mostGrants {
		s.grants.Clear()
		s.remembered.Store(0)
	}
	s.grants.Store(granted, grants)
	return grants, nil
}

func (s *Service) touch(ctx context.Context, session uuid.UUID, now time.Time, idle time.Duration) error {
	_, err := s.db.NewUpdate().Model((*Session)(nil)).Set("last_seen_at = ?, idle_until = ?", now, now.Add(idle)).
		Where("id = ? AND last_seen_at < ?", session, now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note visit: %w", err)
	}
	return nil
}

// MySessions lists the viewer's own sessions that are still open, newest first.
func (s *Service) MySessions(ctx context.Context) ([]Session, error) {
	v, rows := ViewerFrom(ctx), []Session{}
	now := s.db.Clock.Now()
	err := s.db.NewSelect().Model(&rows).ColumnExpr("session.*, session.id = ? AS current", v.SessionID).
		Where("account_id = ? AND revoked_at IS NULL AND expires_at > ? AND idle_until > ?", v.AccountID, now, now).
		OrderExpr("id DESC").Limit(100).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	return rows, nil
}

// RevokeSession names an own session to end.
type RevokeSession struct{ ID uuid.UUID }

// RevokeSession ends one of the viewer's own sessions at once; somebody else's is not found.
func (s *Service) RevokeSession(ctx context.Context, in RevokeSession) (Session, error) {
	v := ViewerFrom(ctx)
	var row Session
	err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := tx.NewUpdate().Model(&row).Set("revoked_at = ?", tx.Now).
			Where("id = ? AND account_id = ? AND revoked_at IS NULL", in.ID, v.AccountID).Returning("*").Scan(ctx)
		if err := db.NoRows(err, ErrNoSession, "revoke session"); err != nil {
			return err
		}
		row.Current = row.ID == v.SessionID
		return s.audit.RecordTx(ctx, tx, audit.Record{Kind: "account", ID: v.AccountID}, "account.session_revoked",
			audit.Details{"session": row.ID.String()})
	})
	return row, err
}

// LogOut ends the viewer's session and says where the browser goes to end that at the provider too; "" if nowhere.
func (s *Service) LogOut(ctx context.Context) (string, error) {
	v := ViewerFrom(ctx)
	if !v.LoggedIn() {
		return "", nil
	}
	row, err := s.RevokeSession(ctx, RevokeSession{v.SessionID})
	if err != nil && !errors.Is(err, ErrNoSession) {
		return "", err
	}
	for _, d := range s.doors {
		if d.Provider.Name() == row.Provider {
			return d.Provider.LogoutURL(ctx, s.cfg.BaseURL+"/")
		}
	}
	return "", nil
}

func idle(k AccountKind) time.Duration {
	if k == KindApplicant {
		return idleApplicant
	}
	return idleStaff
}

// device is what a browser says of itself, shortened to what its owner recognises.
func device(userAgent string) string {
	ua := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, userAgent)
	return ua[:min(len(ua), maxDevice)]
}
