package identity

import (
	"context"
	"crypto/subtle"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// ErrNoProvider says that nobody logs in there.
var ErrNoProvider = errs.New(errs.NotFound, "identity.no_provider")

// loginTime is how long somebody may take at the provider.
const loginTime = 15 * time.Minute

// Browser is what is known of the browser that logs in.
type Browser struct {
	UserAgent string
	OldToken  string // of the session it had before; ended by the login
	LoginKey  string // the secret that Begin gave to the browser
}

// Begun is a login that has been begun.
type Begun struct {
	URL      string // where the browser goes
	LoginKey string // the browser keeps it until it comes back, so that nobody can slip it an answer
}

type storedLogin struct {
	bun.BaseModel `bun:"table:identity.login,alias:login"`

	StateHash   []byte `bun:",pk"`
	BrowserHash []byte
	Provider    string
	Nonce       string
	Verifier    string
	Next        string
	ExpiresAt   time.Time
}

// Begin starts a login at a provider. next is where the person wants to go afterwards; only paths of this office count.
func (s *Service) Begin(ctx context.Context, provider, next string) (Begun, error) {
	door, err := s.door(provider)
	if err != nil {
		return Begun{}, err
	}
	if err := s.Allow(ctx, "login", NetworkFrom(ctx), loginsPerNetwork); err != nil {
		return Begun{}, err
	}
	state, browser := ids.Token(), ids.Token()
	row := storedLogin{
		StateHash: ids.Hash(state), BrowserHash: ids.Hash(browser), Provider: provider, Nonce: ids.Token(), Verifier: ids.Token(),
		Next: LocalPath(next), ExpiresAt: s.db.Clock.Now().Add(loginTime),
	}
	where, err := door.Provider.AuthURL(ctx, state, row.Nonce, row.Verifier)
	if err != nil {
		return Begun{}, err
	}
	if _, err := s.db.NewInsert().Model(&row).Exec(ctx); err != nil {
		return Begun{}, fmt.Errorf("begin login: %w", err)
	}
	return Begun{where, browser}, nil
}

// Complete takes the provider's answer. A state counts once, for the provider it was made for and the browser that began.
func (s *Service) Complete(ctx context.Context, provider, state, code string, b Browser) (LoggedIn, error) {
	door, err := s.door(provider)
	if err != nil {
		return LoggedIn{}, err
	}
	var row storedLogin
	err = s.db.NewDelete().Model(&row).Where("state_hash = ?", ids.Hash(state)).Returning("*").Scan(ctx)
	if err := db.NoRows(err, ErrLoginRefused, "take login"); err != nil {
		return LoggedIn{}, err
	}
	if row.Provider != provider || !s.db.Clock.Now().Before(row.ExpiresAt) ||
		subtle.ConstantTimeCompare(row.BrowserHash, ids.Hash(b.LoginKey)) != 1 || code == "" {
		return LoggedIn{}, ErrLoginRefused
	}
	claims, err := door.Provider.Exchange(ctx, code, row.Nonce, row.Verifier)
	if err != nil {
		return LoggedIn{}, err
	}
	if claims.Issuer == EmailIssuer { // no provider speaks for mailboxes
		return LoggedIn{}, ErrLoginRefused
	}
	if door.MostTrust != "" && !door.MostTrust.AtLeast(claims.Trust) {
		claims.Trust = door.MostTrust
	}
	in := LoggedIn{Next: row.Next}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if in.Account, err = s.knowTx(ctx, tx, door.Kind, claims); err != nil {
			return err
		}
		in.Token, err = s.openTx(ctx, tx, &in.Account, provider, b)
		return err
	})
	return in, err
}

// LoginWay is one way to log in.
type LoginWay struct {
	Name string
	Kind AccountKind
}

// LoginWays are all ways to log in.
type LoginWays struct {
	Providers []LoginWay
	EmailLink bool
}

// LoginWays tells how one may log in here.
func (s *Service) LoginWays() LoginWays {
	ways := LoginWays{Providers: []LoginWay{}, EmailLink: !s.cfg.NoEmailLink}
	for _, d := range s.doors {
		ways.Providers = append(ways.Providers, LoginWay{d.Provider.Name(), d.Kind})
	}
	return ways
}

func (s *Service) door(provider string) (Door, error) {
	for _, d := range s.doors {
		if d.Provider.Name() == provider {
			return d, nil
		}
	}
	return Door{}, ErrNoProvider
}

// LocalPath keeps a wish to go somewhere within this office: anything but a plain path of ours becomes "/".
func LocalPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" || len(next) > 500 ||
		!strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.HasPrefix(u.Path, "//") ||
		strings.ContainsFunc(next, func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f || r > '~' }) || strings.Contains(u.Path, "\\") {
		return "/"
	}
	return next
}
