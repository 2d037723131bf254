package writing

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
)

// Answer writes an answer to a question of a German form as a German file does; free text stays as it is.
func Answer(f catalogue.Field, answer any) string {
	switch v := answer.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return "Ja"
		}
		return "Nein"
	case json.Number:
		return v.String()
	case float64:
		return strings.ReplaceAll(strconv.FormatFloat(v, 'f', -1, 64), ".", ",")
	case []any:
		parts := make([]string, len(v))
		for i, part := range v {
			parts[i] = Answer(f, part)
		}
		return strings.Join(parts, ", ")
	case string:
		return text(f, v)
	default:
		return fmt.Sprint(v)
	}
}

func text(f catalogue.Field, v string) string {
	if i := slices.IndexFunc(f.Options, func(o catalogue.Option) bool { return o.Value == v }); i >= 0 {
		return f.Options[i].Label
	}
	if len(v) == len("2026-11-21") { // else no date: most answers are none, and an error costs more than all else here
		if d, err := clock.ParseDate(v); err == nil {
			return d.German()
		}
		if b, err := clock.ParseBirth(v); err == nil && f.Widget == "birth_date" {
			return b.German()
		}
	}
	if f.Source == "countries" {
		return country(v)
	}
	return v
}

// country is the German name of a country, or the code itself. Names are remembered: there are few, and looking one up costs more than all else
// that a field does.
func country(code string) string {
	if name, ok := countries.Load(code); ok {
		return name.(string) //nolint:errcheck // nothing else is stored
	}
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	name := display.German.Regions().Name(region)
	countries.Store(code, name)
	return name
}

var countries sync.Map // of string: codes that are regions, so that strangers cannot make it grow
