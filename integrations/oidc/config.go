// Package oidc lets people log in at an identity provider that speaks OpenID Connect.
package oidc

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"time"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Config describes one provider and what its claims mean here.
type Config struct {
	Name         string        `yaml:"name"`         // key in addresses: "staff", "applicants"
	Issuer       string        `yaml:"issuer"`       // exactly as the provider names itself; https except on one's own machine
	ClientID     string        `yaml:"clientID"`     // what the provider knows the office by
	ClientSecret plugin.Secret `yaml:"clientSecret"` // "env:NAME"; empty for a public client
	RedirectURL  string        `yaml:"redirectURL"`  // where the provider sends people back; registered there
	Scopes       []string      `yaml:"scopes"`       // empty: openid, profile, email
	ACRValues    []string      `yaml:"acrValues"`    // levels to ask for, best first; empty: the provider's choice

	Claims ClaimNames        `yaml:"claims"`
	Roles  map[string]string `yaml:"roles"` // claim's value → role here; values that are not listed count for nothing. Empty: values are roles as they are
	Teams  map[string]string `yaml:"teams"` // likewise

	Trust        map[string]identity.Trust `yaml:"trust"`        // level as the provider names it → level of trust
	DefaultTrust identity.Trust            `yaml:"defaultTrust"` // when the provider names no level or an unknown one; empty: "email"

	ClockSkewSeconds int `yaml:"clockSkewSeconds"` // how far the clocks may differ; 0 means 60
	TimeoutSeconds   int `yaml:"timeoutSeconds"`   // for one request to the provider; 0 means 10
}

// ClaimNames say where in a token something stands: the name of a claim, or a path with dots ("realm_access.roles").
type ClaimNames struct {
	Email      string `yaml:"email"`      // empty: "email"
	Name       string `yaml:"name"`       // empty: "name"
	GivenName  string `yaml:"givenName"`  // empty: "given_name"
	FamilyName string `yaml:"familyName"` // empty: "family_name"
	BirthDate  string `yaml:"birthDate"`  // empty: "birthdate"
	Locale     string `yaml:"locale"`     // empty: "locale"
	Trust      string `yaml:"trust"`      // empty: "acr"
	Roles      string `yaml:"roles"`      // empty: the provider gives no roles
	Teams      string `yaml:"teams"`      // empty: the provider gives no teams
}

const (
	defaultSkew    = time.Minute
	maxSkew        = 5 * time.Minute
	defaultTimeout = 10 * time.Second
)

// Validate returns every fault, joined.
func (c *Config) Validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if c.Name == "" || url.PathEscape(c.Name) != c.Name {
		fault("name: %q is missing or not usable in an address", c.Name)
	}
	if err := checkURL(c.Issuer); err != nil {
		fault("issuer: %w", err)
	}
	if err := checkURL(c.RedirectURL); err != nil {
		fault("redirectURL: %w", err)
	}
	if c.ClientID == "" {
		fault("clientID: missing")
	}
	if _, err := c.ClientSecret.Reveal(); err != nil {
		fault("clientSecret: %w", err)
	}
	if len(c.Scopes) > 0 && !slices.Contains(c.Scopes, "openid") {
		fault("scopes: openid is missing")
	}
	if c.DefaultTrust != "" && !c.DefaultTrust.Known() {
		fault("defaultTrust: %q is no level of trust", c.DefaultTrust)
	}
	for level, trust := range c.Trust {
		if !trust.Known() {
			fault("trust: %s: %q is no level of trust", level, trust)
		}
	}
	if len(c.Roles) > 0 && c.Claims.Roles == "" {
		fault("roles: claims.roles does not say where they stand")
	}
	if len(c.Teams) > 0 && c.Claims.Teams == "" {
		fault("teams: claims.teams does not say where they stand")
	}
	if c.ClockSkewSeconds < 0 || c.skew() > maxSkew {
		fault("clockSkewSeconds: %d is not between 0 and %d", c.ClockSkewSeconds, int(maxSkew.Seconds()))
	}
	if c.TimeoutSeconds < 0 {
		fault("timeoutSeconds: %d is negative", c.TimeoutSeconds)
	}
	return errors.Join(faults...)
}

func (c *Config) scopes() []string {
	if len(c.Scopes) == 0 {
		return []string{"openid", "profile", "email"}
	}
	return c.Scopes
}

func (c *Config) skew() time.Duration { return secondsOr(c.ClockSkewSeconds, defaultSkew) }

func (c *Config) timeout() time.Duration { return secondsOr(c.TimeoutSeconds, defaultTimeout) }

func secondsOr(seconds int, otherwise time.Duration) time.Duration {
	if seconds == 0 {
		return otherwise
	}
	return time.Duration(seconds) * time.Second
}

// checkURL takes https, and http to this machine.
func checkURL(raw string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return fmt.Errorf("%q is not an address", raw)
	}
	ip := net.ParseIP(u.Hostname())
	here := u.Hostname() == "localhost" || (ip != nil && ip.IsLoopback())
	if u.Scheme != "https" && (u.Scheme != "http" || !here) {
		return fmt.Errorf("%q must begin with https://", raw)
	}
	return nil
}
