package idp

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"maps"
	"net/url"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

const (
	loginLifetime = time.Hour        // from the address of the login to its code being used
	tokenLifetime = 10 * time.Minute // of an access token, which is good for the user info only
)

var (
	errUnknown     = errors.New("unknown or expired")
	errUnsupported = errors.New("not supported by the demo")
)

// storage keeps one realm in memory: whoever is about to log in when the demo ends starts again.
type storage struct {
	clk     clock.Clock
	key     signingKey
	clients map[string]*client
	people  map[string]Person

	mu       sync.Mutex
	requests map[string]request
	codes    map[string]string // code → id of the request
	tokens   map[string]token
}

type token struct {
	username, clientID string
	scopes             []string
	expires            time.Time
}

var (
	_ op.Storage                   = (*storage)(nil)
	_ op.CanSetUserinfoFromRequest = (*storage)(nil)
)

func newStorage(realm Realm, path string, clk clock.Clock) (*storage, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	s := &storage{
		clk: clk, key: signingKey{id: ids.New().String(), key: key}, clients: map[string]*client{}, people: map[string]Person{},
		requests: map[string]request{}, codes: map[string]string{}, tokens: map[string]token{},
	}
	for _, c := range realm.Clients {
		s.clients[c.ID] = &client{Client: c, loginPath: path + "/login?request="}
	}
	for _, p := range realm.People {
		s.people[p.Username] = p
	}
	return s, nil
}

func (s *storage) person(username string) (Person, bool) {
	p, ok := s.people[username]
	return p, ok
}

// logIn notes who has logged in; false when the request is unknown or over.
func (s *storage) logIn(id string, p Person) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.prune()
	r, ok := s.requests[id]
	if !ok || r.done {
		return false
	}
	r.person, r.done, r.authTime = p, true, s.clk.Now()
	s.requests[id] = r
	return true
}

func (s *storage) locales(id string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests[id].locales
}

// CreateAuthRequest implements op.Storage.
func (s *storage) CreateAuthRequest(_ context.Context, asked *oidc.AuthRequest, _ string) (op.AuthRequest, error) {
	if len(asked.Prompt) == 1 && asked.Prompt[0] == oidc.PromptNone {
		return nil, oidc.ErrLoginRequired() // nobody stays logged in here
	}
	r := request{id: ids.Token(), asked: *asked, createdAt: s.clk.Now()}
	for _, locale := range asked.UILocales {
		r.locales = append(r.locales, locale.String())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.prune()
	s.requests[r.id] = r
	return r, nil
}

// prune forgets what is over.
func (s *storage) prune() {
	now := s.clk.Now()
	maps.DeleteFunc(s.requests, func(_ string, r request) bool { return now.After(r.createdAt.Add(loginLifetime)) })
	maps.DeleteFunc(s.codes, func(_, id string) bool { _, ok := s.requests[id]; return !ok })
	maps.DeleteFunc(s.tokens, func(_ string, t token) bool { return now.After(t.expires) })
}

// AuthRequestByID implements op.Storage.
func (s *storage) AuthRequestByID(_ context.Context, id string) (op.AuthRequest, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.prune()
	r, ok := s.requests[id]
	if !ok {
		return nil, errUnknown
	}
	return r, nil
}

// AuthRequestByCode implements op.Storage.
func (s *storage) AuthRequestByCode(ctx context.Context, code string) (op.AuthRequest, error) {
	s.mu.Lock()
	id := s.codes[code]
	s.mu.Unlock()
	return s.AuthRequestByID(ctx, id)
}

// SaveAuthCode implements op.Storage.
func (s *storage) SaveAuthCode(_ context.Context, id, code string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes[code] = id
	return nil
}

// DeleteAuthRequest implements op.Storage.
func (s *storage) DeleteAuthRequest(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.requests, id)
	maps.DeleteFunc(s.codes, func(_, of string) bool { return of == id })
	return nil
}

// CreateAccessToken implements op.Storage.
func (s *storage) CreateAccessToken(_ context.Context, asked op.TokenRequest) (string, time.Time, error) {
	r, ok := asked.(request)
	if !ok {
		return "", time.Time{}, errUnsupported
	}
	id, t := ids.Token(), token{username: r.person.Username, clientID: r.asked.ClientID, scopes: r.asked.Scopes, expires: s.clk.Now().Add(tokenLifetime)}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens[id] = t
	return id, t.expires, nil
}

// SetUserinfoFromRequest implements op.CanSetUserinfoFromRequest: what the ID token tells.
func (s *storage) SetUserinfoFromRequest(_ context.Context, info *oidc.UserInfo, asked op.IDTokenRequest, scopes []string) error {
	r, ok := asked.(request)
	if !ok {
		return errUnsupported
	}
	r.person.tell(info, scopes)
	return nil
}

// SetUserinfoFromToken implements op.Storage: what the user info endpoint tells.
func (s *storage) SetUserinfoFromToken(_ context.Context, info *oidc.UserInfo, tokenID, _, _ string) error {
	s.mu.Lock()
	t, ok := s.tokens[tokenID]
	s.mu.Unlock()
	if !ok || s.clk.Now().After(t.expires) {
		return errUnknown
	}
	s.people[t.username].tell(info, t.scopes)
	return nil
}

// GetClientByClientID implements op.Storage.
func (s *storage) GetClientByClientID(_ context.Context, id string) (op.Client, error) {
	c, ok := s.clients[id]
	if !ok {
		return nil, oidc.ErrInvalidClient()
	}
	return c, nil
}

// AuthorizeClientIDSecret implements op.Storage.
func (s *storage) AuthorizeClientIDSecret(_ context.Context, id, secret string) error {
	c, ok := s.clients[id]
	if !ok || c.Secret != secret {
		return oidc.ErrInvalidClient()
	}
	return nil
}

// TerminateSession implements op.Storage.
func (s *storage) TerminateSession(_ context.Context, subject, clientID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.tokens, func(_ string, t token) bool {
		return t.clientID == clientID && s.people[t.username].subject() == subject
	})
	return nil
}

// SigningKey implements op.Storage.
func (s *storage) SigningKey(context.Context) (op.SigningKey, error) { return s.key, nil }

// SignatureAlgorithms implements op.Storage.
func (s *storage) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{s.key.SignatureAlgorithm()}, nil
}

// KeySet implements op.Storage.
func (s *storage) KeySet(context.Context) ([]op.Key, error) {
	return []op.Key{publicKey{s.key}}, nil
}

// Health implements op.Storage.
func (s *storage) Health(context.Context) error { return nil }

// What follows op.Storage asks for, and the demo has no use for.

func (s *storage) CreateAccessAndRefreshTokens(context.Context, op.TokenRequest, string) (string, string, time.Time, error) {
	return "", "", time.Time{}, errUnsupported
}

func (s *storage) TokenRequestByRefreshToken(context.Context, string) (op.RefreshTokenRequest, error) {
	return nil, op.ErrInvalidRefreshToken
}

func (s *storage) RevokeToken(context.Context, string, string, string) *oidc.Error { return nil }

func (s *storage) GetRefreshTokenInfo(context.Context, string, string) (string, string, error) {
	return "", "", op.ErrInvalidRefreshToken
}

func (s *storage) SetUserinfoFromScopes(context.Context, *oidc.UserInfo, string, string, []string) error {
	return nil
}

func (s *storage) SetIntrospectionFromToken(context.Context, *oidc.IntrospectionResponse, string, string, string) error {
	return errUnsupported
}

func (s *storage) GetPrivateClaimsFromScopes(context.Context, string, string, []string) (map[string]any, error) {
	return nil, nil
}

func (s *storage) GetKeyByIDAndClientID(context.Context, string, string) (*jose.JSONWebKey, error) {
	return nil, errUnsupported
}

func (s *storage) ValidateJWTProfileScopes(context.Context, string, []string) ([]string, error) {
	return nil, errUnsupported
}

// client is a Client as the library wants it.
type client struct {
	Client
	loginPath string
}

func (c *client) GetID() string                       { return c.ID }
func (c *client) RedirectURIs() []string              { return c.Client.RedirectURIs }
func (c *client) PostLogoutRedirectURIs() []string    { return c.LogoutURIs }
func (c *client) ApplicationType() op.ApplicationType { return op.ApplicationTypeWeb }
func (c *client) AuthMethod() oidc.AuthMethod         { return oidc.AuthMethodBasic }
func (c *client) ResponseTypes() []oidc.ResponseType {
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}
func (c *client) GrantTypes() []oidc.GrantType         { return []oidc.GrantType{oidc.GrantTypeCode} }
func (c *client) LoginURL(id string) string            { return c.loginPath + url.QueryEscape(id) }
func (c *client) AccessTokenType() op.AccessTokenType  { return op.AccessTokenTypeBearer }
func (c *client) IDTokenLifetime() time.Duration       { return loginLifetime }
func (c *client) DevMode() bool                        { return true } // plain http on one's own machine
func (c *client) IsScopeAllowed(string) bool           { return false }
func (c *client) IDTokenUserinfoClaimsAssertion() bool { return c.ClaimsInIDToken }
func (c *client) ClockSkew() time.Duration             { return 0 }

//nolint:staticcheck // the library's spelling
func (c *client) RestrictAdditionalIdTokenScopes() func([]string) []string { return same }

func (c *client) RestrictAdditionalAccessTokenScopes() func([]string) []string { return same }

func same(scopes []string) []string { return scopes }
