package idp

import (
	"cmp"
	"crypto/ecdsa"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"golang.org/x/text/language"
)

// request is a login under way.
type request struct {
	id        string
	asked     oidc.AuthRequest
	locales   []string
	createdAt time.Time

	done     bool
	person   Person
	authTime time.Time
}

func (r request) GetID() string                      { return r.id }
func (r request) GetACR() string                     { return r.person.ACR }
func (r request) GetAMR() []string                   { return []string{"pwd"} }
func (r request) GetAudience() []string              { return []string{r.asked.ClientID} }
func (r request) GetAuthTime() time.Time             { return r.authTime }
func (r request) GetClientID() string                { return r.asked.ClientID }
func (r request) GetNonce() string                   { return r.asked.Nonce }
func (r request) GetRedirectURI() string             { return r.asked.RedirectURI }
func (r request) GetResponseType() oidc.ResponseType { return r.asked.ResponseType }
func (r request) GetResponseMode() oidc.ResponseMode { return r.asked.ResponseMode }
func (r request) GetScopes() []string                { return r.asked.Scopes }
func (r request) GetState() string                   { return r.asked.State }
func (r request) GetSubject() string                 { return r.person.subject() }
func (r request) Done() bool                         { return r.done }

func (r request) GetCodeChallenge() *oidc.CodeChallenge {
	if r.asked.CodeChallenge == "" {
		return nil
	}
	return &oidc.CodeChallenge{Challenge: r.asked.CodeChallenge, Method: r.asked.CodeChallengeMethod}
}

func (p Person) subject() string { return cmp.Or(p.Subject, p.Username) }

// tell writes down what the scopes allow to know.
func (p Person) tell(info *oidc.UserInfo, scopes []string) {
	info.Subject = p.subject()
	if slices.Contains(scopes, oidc.ScopeEmail) && p.Email != "" {
		info.Email, info.EmailVerified = p.Email, true
	}
	if !slices.Contains(scopes, oidc.ScopeProfile) {
		return
	}
	info.Name, info.GivenName, info.FamilyName, info.Birthdate, info.PreferredUsername = p.Name, p.GivenName, p.FamilyName, p.BirthDate, p.Username
	if tag, err := language.Parse(p.Locale); err == nil {
		info.Locale = oidc.NewLocale(tag)
	}
	if len(p.Roles) > 0 {
		info.AppendClaims("roles", p.Roles)
	}
	if len(p.Teams) > 0 {
		info.AppendClaims("teams", p.Teams)
	}
}

type signingKey struct {
	id  string
	key *ecdsa.PrivateKey
}

func (k signingKey) ID() string                                  { return k.id }
func (k signingKey) Key() any                                    { return k.key }
func (k signingKey) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.ES256 }

type publicKey struct{ signingKey }

func (k publicKey) Key() any                           { return &k.key.PublicKey }
func (k publicKey) Algorithm() jose.SignatureAlgorithm { return jose.ES256 }
func (k publicKey) Use() string                        { return "sig" }
