package catalogue

import (
	"errors"
	"net/mail"
	"regexp"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/latin"
)

var (
	errFormat   = errors.New("not of this format")
	phoneShape  = regexp.MustCompile(`^\+?[0-9][0-9 ()/.-]{4,24}$`)
	docShape    = regexp.MustCompile(`^[A-Za-z0-9<-]{4,20}$`)
	postalShape = regexp.MustCompile(`^[0-9]{5}$`)
	isoShape    = regexp.MustCompile(`^[A-Z]{2}$`)
)

// formats are the words that a form's schema may use after "format:", beside those of JSON Schema itself.
var formats = map[string]func(string) bool{
	"latin-name":      latin.Name,
	"latin-text":      latin.Text,
	"country":         IsCountry,
	"nationality":     func(s string) bool { return s == "stateless" || s == "unknown" || IsCountry(s) },
	"phone":           phoneShape.MatchString,
	"document-number": docShape.MatchString,
	"postal-code":     postalShape.MatchString,
	"mailbox":         isMailbox,
	birthDate:         isBirth,
}

// birthDate is the format of a birth date of which the day, or the day and the month, may be unknown: 1990-03-00, 1990-00-00.
const birthDate = "birth-date"

func isBirth(s string) bool {
	b, err := clock.ParseBirth(s)
	return err == nil && b.Year > 0
}

// IsCountry says whether s is an ISO 3166-1 alpha-2 code, or XK for Kosovo.
func IsCountry(s string) bool {
	if !isoShape.MatchString(s) {
		return false
	}
	region, err := language.ParseRegion(s)
	return err == nil && (region.IsCountry() || s == "XK")
}

// isMailbox accepts one bare address.
func isMailbox(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 254
}

func newCompiler() *jsonschema.Compiler {
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.UseLoader(noLoader{})
	c.AssertFormat()
	for name, fits := range formats {
		c.RegisterFormat(&jsonschema.Format{Name: name, Validate: func(v any) error {
			if s, ok := v.(string); ok && !fits(s) {
				return errFormat
			}
			return nil
		}})
	}
	return c
}

// noLoader keeps a schema from reaching for files or the network.
type noLoader struct{}

func (noLoader) Load(string) (any, error) { return nil, errors.New("a form's schema stands by itself") }
