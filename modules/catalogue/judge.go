package catalogue

import (
	"errors"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// judgeField tells what the schema can't: whether an answer is missing, and days that depend on today.
func judgeField(field Field, answer any, today clock.Date) string {
	if answer == nil || field.Widget == "checkbox" && answer == false {
		if field.Required {
			return "required"
		}
		return ""
	}
	text, isText := answer.(string)
	switch {
	case isText && hasForbidden(text, field.Widget == "textarea"):
		return "forbidden_characters"
	case field.Format == "date":
		return judgeDay(field.Dates, text, today)
	case field.Format == birthDate: // the schema has said that it is one
		b, _ := clock.ParseBirth(text)
		return judgeDay(field.Dates, b.Earliest().String(), today)
	}
	return ""
}

func judgeDay(which, text string, today clock.Date) string {
	day, err := clock.ParseDate(text)
	switch {
	case err != nil:
		return "format"
	case day.Year < 1900 || day.Year > 2200:
		return "date_out_of_range"
	case which == "past" && today.Before(day):
		return "date_in_future"
	case which == "future" && day.Before(today):
		return "date_in_past"
	}
	return ""
}

// hasForbidden finds control characters and marks that turn the direction of the text around them (as file names are forged with).
func hasForbidden(text string, lines bool) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return !lines
		case r < ' ', r >= 0x7f && r <= 0x9f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff, r == 0xfffd:
			return true
		}
		return false
	})
}

// validate asks the JSON Schema and sorts its complaints by field.
func (c *compiled) validate(form string, answers map[string]any) map[string][]errs.Field {
	faults := map[string][]errs.Field{}
	var invalid *jsonschema.ValidationError
	if err := c.schemas[form].Validate(any(answers)); !errors.As(err, &invalid) {
		return faults
	}
	for _, leaf := range leaves(invalid, nil) {
		if len(leaf.InstanceLocation) == 0 {
			continue
		}
		field := leaf.InstanceLocation[0]
		if len(faults[field]) == 0 {
			code, params := codeOf(leaf.ErrorKind)
			faults[field] = []errs.Field{{Path: field, Code: code, Params: params}}
		}
	}
	return faults
}

func leaves(e *jsonschema.ValidationError, found []*jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(e.Causes) == 0 {
		return append(found, e)
	}
	for _, cause := range e.Causes {
		found = leaves(cause, found)
	}
	return found
}

// codeOf names a complaint of the schema in our words.
func codeOf(k jsonschema.ErrorKind) (string, map[string]string) {
	switch v := k.(type) {
	case *kind.Type:
		return "type", nil
	case *kind.Enum, *kind.Const:
		return "not_in_list", nil
	case *kind.Format:
		return "format", map[string]string{"format": v.Want}
	case *kind.Pattern:
		return "format", nil
	case *kind.MaxLength:
		return "too_long", map[string]string{"max": strconv.Itoa(v.Want)}
	case *kind.MinLength:
		return "too_short", map[string]string{"min": strconv.Itoa(v.Want)}
	case *kind.MaxItems:
		return "too_long", map[string]string{"max": strconv.Itoa(v.Want)}
	case *kind.Minimum:
		return "too_small", map[string]string{"min": v.Want.RatString()}
	case *kind.Maximum:
		return "too_large", map[string]string{"max": v.Want.RatString()}
	case *kind.UniqueItems:
		return "not_unique", nil
	}
	return "format", nil
}
