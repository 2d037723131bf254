package identity

import (
	"context"

	"github.com/ankunft/ankunft/platform/errs"
)

// ErrProviderUnavailable says that the identity provider could not be reached: try again later.
var ErrProviderUnavailable = errs.New(errs.Unavailable, "identity.provider_unavailable")

// ErrLoginRefused says that the provider's answer does not prove who someone is: code used or forged,
// wrong nonce, expired token, missing subject.
var ErrLoginRefused = errs.New(errs.Unauthenticated, "identity.login_refused")

// Provider is an outside identity provider (OpenID Connect).
type Provider interface {
	// Name is the stable key of the provider in configuration and addresses: "staff", "applicants".
	Name() string
	// AuthURL is where the browser goes to log in. state, nonce and pkceVerifier are fresh secrets that the caller keeps.
	AuthURL(ctx context.Context, state, nonce, pkceVerifier string) (string, error)
	// Exchange trades the code that came back for verified claims; ErrLoginRefused or ErrProviderUnavailable otherwise.
	Exchange(ctx context.Context, code, nonce, pkceVerifier string) (Claims, error)
	// LogoutURL is where the browser goes to end the session at the provider as well, coming back to returnTo;
	// empty when the provider has no such place.
	LogoutURL(ctx context.Context, returnTo string) (string, error)
}

// Claims are what a provider vouches for.
type Claims struct {
	Issuer, Subject                        string // together they name the account for good
	Email                                  string
	EmailVerified                          bool
	Name, GivenName, FamilyName, BirthDate string // BirthDate as YYYY-MM-DD, or with 0000 for an unknown year
	Trust                                  Trust
	Roles, Teams                           []string
	Locale                                 string // BCP 47
}

// Trust is how sure we may be of who someone is, after the levels of the eIDAS regulation
// (Regulation (EU) No 910/2014, art. 8), with "email" below them: the person can read a mailbox, no more.
type Trust string

// The levels of trust, rising.
const (
	TrustEmail       Trust = "email"
	TrustBasic       Trust = "basic"
	TrustSubstantial Trust = "substantial"
	TrustHigh        Trust = "high"
)

var trustRank = map[Trust]int{TrustEmail: 1, TrustBasic: 2, TrustSubstantial: 3, TrustHigh: 4}

// Known tells whether t is one of the levels.
func (t Trust) Known() bool { return trustRank[t] > 0 }

// AtLeast tells whether t suffices where least is required. An unknown level suffices for nothing, and nothing suffices for it.
func (t Trust) AtLeast(least Trust) bool {
	return t.Known() && least.Known() && trustRank[t] >= trustRank[least]
}
