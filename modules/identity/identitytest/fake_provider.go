// Package identitytest holds what tests of other packages need of identity: an identity provider in memory and the suite
// that every provider has to pass.
package identitytest

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"sync"
	"testing"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/ids"
)

// FakeProvider is an identity.Provider without a network. A test plays the browser: it takes the AuthURL and calls LogIn.
type FakeProvider struct {
	name string

	mu    sync.Mutex
	down  bool
	codes map[string]pending
}

type pending struct {
	nonce, challenge string
	claims           identity.Claims
}

var _ identity.Provider = (*FakeProvider)(nil)

// NewFakeProvider returns a provider of that name.
func NewFakeProvider(name string) *FakeProvider {
	return &FakeProvider{name: name, codes: map[string]pending{}}
}

// Down makes every exchange fail with identity.ErrProviderUnavailable until it is called with false.
func (p *FakeProvider) Down(down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = down
}

// LogIn is what a person does at authURL; it returns what the provider would send back with the browser.
func (p *FakeProvider) LogIn(tb testing.TB, authURL string, claims identity.Claims) (code, state string) {
	tb.Helper()
	u, err := url.Parse(authURL)
	if err != nil {
		tb.Fatalf("read address of login: %v", err)
	}
	q := u.Query()
	claims.Issuer = p.issuer()
	code = ids.Token()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.codes[code] = pending{nonce: q.Get("nonce"), challenge: q.Get("code_challenge"), claims: claims}
	return code, q.Get("state")
}

// Name implements identity.Provider.
func (p *FakeProvider) Name() string { return p.name }

func (p *FakeProvider) issuer() string { return "https://" + p.name + ".idp.example" }

// AuthURL implements identity.Provider.
func (p *FakeProvider) AuthURL(_ context.Context, state, nonce, pkceVerifier string) (string, error) {
	q := url.Values{"state": {state}, "nonce": {nonce}, "code_challenge": {challenge(pkceVerifier)}, "code_challenge_method": {"S256"}}
	return p.issuer() + "/authorize?" + q.Encode(), nil
}

// Exchange implements identity.Provider.
func (p *FakeProvider) Exchange(_ context.Context, code, nonce, pkceVerifier string) (identity.Claims, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.down {
		return identity.Claims{}, identity.ErrProviderUnavailable
	}
	held, ok := p.codes[code]
	delete(p.codes, code)
	if !ok || held.nonce != nonce || held.challenge != challenge(pkceVerifier) {
		return identity.Claims{}, identity.ErrLoginRefused
	}
	return held.claims, nil
}

// LogoutURL implements identity.Provider.
func (p *FakeProvider) LogoutURL(_ context.Context, returnTo string) (string, error) {
	return p.issuer() + "/logout?" + url.Values{"post_logout_redirect_uri": {returnTo}}.Encode(), nil
}

func challenge(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
