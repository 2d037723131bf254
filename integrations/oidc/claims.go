package oidc

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ankunft/ankunft/modules/identity"
)

// claims are what a token or the user info says, by name.
type claims map[string]any

// now is the time that tokens are held against: earlier by the skew, so that a clock of ours that is fast does not end them.
func (p *Provider) now() time.Time { return p.clk.Now().Add(-p.config.skew()) }

// lacks tells whether something we need is not in the ID token; many providers put it into the user info only.
func (c *Config) lacks(told claims) bool {
	missing := func(path string) bool { return path != "" && told.find(path) == nil }
	return missing(cmp.Or(c.Claims.Email, "email")) || missing(c.Claims.Roles) || missing(c.Claims.Teams)
}

// read translates what was told into the office's words.
func (c *Config) read(issuer, subject string, told claims) identity.Claims {
	names := c.Claims
	read := identity.Claims{
		Issuer: issuer, Subject: subject,
		Email: told.text(cmp.Or(names.Email, "email")), EmailVerified: told.yes("email_verified"),
		Name: told.text(cmp.Or(names.Name, "name")), GivenName: told.text(cmp.Or(names.GivenName, "given_name")),
		FamilyName: told.text(cmp.Or(names.FamilyName, "family_name")), BirthDate: told.text(cmp.Or(names.BirthDate, "birthdate")),
		Locale: told.text(cmp.Or(names.Locale, "locale")),
		Roles:  translate(told.list(names.Roles), c.Roles), Teams: translate(told.list(names.Teams), c.Teams),
		Trust: cmp.Or(c.DefaultTrust, identity.TrustEmail),
	}
	if !birthDate.MatchString(read.BirthDate) {
		read.BirthDate = ""
	}
	if trust, known := c.Trust[told.text(cmp.Or(names.Trust, "acr"))]; known {
		read.Trust = trust
	}
	return read
}

var birthDate = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// translate maps values by the table; without one they stay as they are. The order is the alphabet's, each value once.
func translate(values []string, table map[string]string) []string {
	var known []string
	for _, value := range values {
		if len(table) > 0 {
			value = table[value]
		}
		if value != "" {
			known = append(known, value)
		}
	}
	slices.Sort(known)
	return slices.Compact(known)
}

// find looks for a claim of that name, else follows the path by its dots.
func (c claims) find(path string) any {
	if value, ok := c[path]; ok {
		return value
	}
	head, rest, more := strings.Cut(path, ".")
	if inner, ok := c[head].(map[string]any); more && ok {
		return claims(inner).find(rest)
	}
	return nil
}

func (c claims) text(path string) string {
	text, _ := c.find(path).(string)
	return strings.TrimSpace(text)
}

// yes takes true, and "true", which some providers send.
func (c claims) yes(path string) bool {
	value := c.find(path)
	return value == true || value == "true"
}

// list takes a list of texts, a single text, or the keys of an object: providers do all three.
func (c claims) list(path string) []string {
	if path == "" {
		return nil
	}
	switch value := c.find(path).(type) {
	case string:
		return []string{value}
	case []any:
		var texts []string
		for _, item := range value {
			if text, ok := item.(string); ok {
				texts = append(texts, text)
			}
		}
		return texts
	case map[string]any:
		return slices.Sorted(maps.Keys(value))
	default:
		return nil
	}
}
