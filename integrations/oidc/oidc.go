package oidc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	gooidc "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Plugin lets people log in.
var Plugin = plugin.Plugin{
	Kind: "oidc", Port: "identity.Provider", Check: plugin.Checker[Config](),
	Open: func(_ context.Context, raw []byte, deps plugin.Deps) (any, error) {
		var config Config
		if err := plugin.Decode(raw, &config); err != nil {
			return nil, err
		}
		return New(config, deps.Clock)
	},
}

// Provider is an identity.Provider that speaks OpenID Connect: authorization code with PKCE (S256) and nonce.
type Provider struct {
	config Config
	secret string
	clk    clock.Clock
	http   *http.Client

	mu    sync.Mutex
	found *discovered
}

// discovered is what the provider tells of itself; it is asked at the first use, so that the office starts without it.
type discovered struct {
	provider *gooidc.Provider
	verifier *gooidc.IDTokenVerifier
	oauth    oauth2.Config
	logout   string
}

var _ identity.Provider = (*Provider)(nil)

// New returns a provider; it reaches out at its first use only.
func New(config Config, clk clock.Clock) (*Provider, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	secret, err := config.ClientSecret.Reveal()
	if err != nil {
		return nil, err
	}
	client := &http.Client{Timeout: config.timeout(), Transport: limited{http.DefaultTransport}}
	return &Provider{config: config, secret: secret, clk: clk, http: client}, nil
}

// Name implements identity.Provider.
func (p *Provider) Name() string { return p.config.Name }

// AuthURL implements identity.Provider.
func (p *Provider) AuthURL(ctx context.Context, state, nonce, pkceVerifier string) (string, error) {
	d, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	opts := []oauth2.AuthCodeOption{gooidc.Nonce(nonce), oauth2.S256ChallengeOption(pkceVerifier)}
	if len(p.config.ACRValues) > 0 {
		opts = append(opts, oauth2.SetAuthURLParam("acr_values", strings.Join(p.config.ACRValues, " ")))
	}
	return d.oauth.AuthCodeURL(state, opts...), nil
}

// Exchange implements identity.Provider.
func (p *Provider) Exchange(ctx context.Context, code, nonce, pkceVerifier string) (identity.Claims, error) {
	if code == "" || nonce == "" || pkceVerifier == "" {
		return identity.Claims{}, identity.ErrLoginRefused
	}
	d, err := p.discover(ctx)
	if err != nil {
		return identity.Claims{}, err
	}
	ctx = gooidc.ClientContext(ctx, p.http)
	token, err := d.oauth.Exchange(ctx, code, oauth2.VerifierOption(pkceVerifier))
	if err != nil {
		return identity.Claims{}, mapTokenError(err)
	}
	raw, _ := token.Extra("id_token").(string)
	idToken, err := d.verifier.Verify(ctx, raw)
	if err != nil {
		return identity.Claims{}, mapVerifyError(err)
	}
	if idToken.Nonce != nonce {
		return identity.Claims{}, identity.ErrLoginRefused.Because(errors.New("the nonce is of another login"))
	}
	if idToken.AccessTokenHash != "" {
		if err := idToken.VerifyAccessToken(token.AccessToken); err != nil {
			return identity.Claims{}, identity.ErrLoginRefused.Because(err)
		}
	}
	if idToken.Subject == "" {
		return identity.Claims{}, identity.ErrLoginRefused.Because(errors.New("the token names nobody"))
	}
	var told claims
	if err := idToken.Claims(&told); err != nil {
		return identity.Claims{}, identity.ErrLoginRefused.Because(fmt.Errorf("read claims: %w", err))
	}
	if p.config.lacks(told) && d.provider.UserInfoEndpoint() != "" {
		if err := d.addUserInfo(ctx, token, idToken.Subject, told); err != nil {
			return identity.Claims{}, err
		}
	}
	return p.config.read(idToken.Issuer, idToken.Subject, told), nil
}

// addUserInfo asks for what the ID token left out; what the token says counts more.
func (d *discovered) addUserInfo(ctx context.Context, token *oauth2.Token, subject string, told claims) error {
	info, err := d.provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return identity.ErrProviderUnavailable.Because(fmt.Errorf("ask for user info: %w", err))
	}
	if info.Subject != subject { // OpenID Connect Core 5.3.2: else it may be about somebody else
		return identity.ErrLoginRefused.Because(errors.New("the user info is about somebody else"))
	}
	var more claims
	if err := info.Claims(&more); err != nil {
		return identity.ErrLoginRefused.Because(fmt.Errorf("read user info: %w", err))
	}
	for name, value := range more {
		if _, known := told[name]; !known {
			told[name] = value
		}
	}
	return nil
}

// LogoutURL implements identity.Provider.
func (p *Provider) LogoutURL(ctx context.Context, returnTo string) (string, error) {
	d, err := p.discover(ctx)
	if err != nil || d.logout == "" {
		return "", err
	}
	u, err := url.Parse(d.logout)
	if err != nil {
		return "", identity.ErrProviderUnavailable.Because(fmt.Errorf("read address of logout: %w", err))
	}
	q := u.Query()
	q.Set("client_id", p.config.ClientID)
	q.Set("post_logout_redirect_uri", returnTo)
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// Probe tells whether the provider answers now; for readiness.
func (p *Provider) Probe(ctx context.Context) error {
	_, err := gooidc.NewProvider(gooidc.ClientContext(ctx, p.http), p.config.Issuer)
	return err
}

func (p *Provider) discover(ctx context.Context) (*discovered, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	provider, err := gooidc.NewProvider(gooidc.ClientContext(ctx, p.http), p.config.Issuer)
	if err != nil {
		return nil, identity.ErrProviderUnavailable.Because(fmt.Errorf("discover: %w", err))
	}
	var more struct {
		EndSession  string   `json:"end_session_endpoint"`
		AuthMethods []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := provider.Claims(&more); err != nil {
		return nil, identity.ErrProviderUnavailable.Because(fmt.Errorf("read discovery: %w", err))
	}
	endpoint := provider.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInHeader // said, not tried out: a try costs the code
	if p.secret == "" || (!slices.Contains(more.AuthMethods, "client_secret_basic") && slices.Contains(more.AuthMethods, "client_secret_post")) {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	p.found = &discovered{
		provider: provider,
		verifier: provider.Verifier(&gooidc.Config{ClientID: p.config.ClientID, Now: p.now}),
		oauth:    oauth2.Config{ClientID: p.config.ClientID, ClientSecret: p.secret, Endpoint: endpoint, RedirectURL: p.config.RedirectURL, Scopes: p.config.scopes()},
		logout:   more.EndSession,
	}
	return p.found, nil
}

// mapTokenError tells a refused code from a provider that is away or does not know the office.
func mapTokenError(err error) error {
	var answer *oauth2.RetrieveError
	if !errors.As(err, &answer) || answer.Response == nil {
		return identity.ErrProviderUnavailable.Because(fmt.Errorf("exchange code: %w", err))
	}
	cause := fmt.Errorf("exchange code: status %d, %s", answer.Response.StatusCode, answer.ErrorCode) // not its text: it may tell the code
	switch {
	case answer.ErrorCode == "invalid_client" || answer.ErrorCode == "unauthorized_client":
		return identity.ErrProviderUnavailable.Because(cause)
	case answer.Response.StatusCode >= http.StatusInternalServerError || answer.Response.StatusCode == http.StatusTooManyRequests:
		return identity.ErrProviderUnavailable.Because(cause)
	default:
		return identity.ErrLoginRefused.Because(cause)
	}
}

// mapVerifyError tells a bad token from keys that cannot be fetched.
func mapVerifyError(err error) error {
	var network *url.Error
	if errors.As(err, &network) {
		return identity.ErrProviderUnavailable.Because(fmt.Errorf("verify token: %w", err))
	}
	return identity.ErrLoginRefused.Because(fmt.Errorf("verify token: %w", err))
}

// limited keeps a provider from filling our memory.
type limited struct{ next http.RoundTripper }

const maxAnswer = 1 << 20 // bytes

// RoundTrip implements http.RoundTripper.
func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := l.next.RoundTrip(r)
	if err == nil {
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(resp.Body, maxAnswer), resp.Body}
	}
	return resp, err
}
