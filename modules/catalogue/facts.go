package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/ankunft/ankunft/platform/clock"
)

// Facts are the answers of one person on one day, as JSON gives them: texts, numbers, booleans, lists of texts.
type Facts struct {
	Form    string         // Principal or Member
	Answers map[string]any // by field
	Today   clock.Date
}

// known is what of the facts may be judged: the answers to visible questions, cleaned, as CEL wants them.
type known struct {
	answers map[string]any // cleaned, as JSON
	sound   map[string]any // those of the right type
	visible map[string]bool
	vars    map[string]any // for conditions
}

// know cleans the answers, hides what the branches hide, and gives every other field its empty value.
func (o *Offer) know(f Facts) known {
	k := known{answers: map[string]any{}, sound: map[string]any{}, visible: map[string]bool{}, vars: map[string]any{}}
	for key, kind := range o.compiled.kinds {
		k.vars[key] = emptyOf(kind)
	}
	for _, p := range o.Parameters {
		if p.Holds(f.Today) {
			k.vars["parameters."+p.Key] = p.Value
		}
	}
	k.vars["today"], k.vars["form"], k.vars["outcome"] = f.Today.String(), f.Form, ""
	form := o.Form(f.Form)
	if form == nil {
		return k
	}
	for _, step := range form.Steps {
		if !k.matches(step.When) {
			continue
		}
		for _, field := range step.Fields {
			if k.matches(field.When) {
				k.take(field, f.Answers[field.Key])
			}
		}
	}
	return k
}

// take makes a field visible and keeps its answer.
func (k *known) take(field Field, raw any) {
	k.visible[field.Key] = true
	answer := clean(raw)
	if answer == nil && field.Widget == "checkbox" {
		answer = false
	}
	if answer == nil {
		return
	}
	k.answers[field.Key] = answer
	if v, ok := typed(field.Kind, answer); ok {
		k.vars[field.Key], k.sound[field.Key] = v, v
	}
}

func (k *known) matches(when []Condition) bool {
	for _, c := range when {
		if !k.matchesOne(c) {
			return false
		}
	}
	return true
}

func (k *known) matchesOne(c Condition) bool {
	switch answer := k.sound[c.Field].(type) {
	case nil:
		return false
	case []string:
		return slices.ContainsFunc(answer, func(one string) bool { return slices.Contains(c.Values, one) })
	default:
		return slices.Contains(c.Values, fmt.Sprint(answer))
	}
}

// clean trims and composes texts (NFC, as DIN 91379 wants) and turns what is empty into nil.
func clean(raw any) any {
	switch v := raw.(type) {
	case string:
		if s := norm.NFC.String(strings.TrimSpace(v)); s != "" {
			return s
		}
		return nil
	case []string:
		list := make([]any, len(v))
		for i, s := range v {
			list[i] = s
		}
		return clean(list)
	case []any:
		var list []any
		for _, e := range v {
			if c := clean(e); c != nil {
				list = append(list, c)
			}
		}
		if list == nil {
			return nil
		}
		return list
	case int:
		return float64(v)
	case int64:
		return float64(v)
	default:
		return raw
	}
}

func emptyOf(kind string) any {
	switch kind {
	case "integer":
		return int64(0)
	case "number":
		return 0.0
	case "boolean":
		return false
	case "list":
		return []string{}
	}
	return ""
}

// typed turns a JSON value into what CEL expects of the kind.
func typed(kind string, v any) (any, bool) {
	switch kind {
	case "integer":
		n, ok := v.(float64)
		return int64(n), ok && n == float64(int64(n))
	case "list":
		list, ok := v.([]any)
		texts := make([]string, 0, len(list))
		for _, e := range list {
			s, isText := e.(string)
			ok = ok && isText
			texts = append(texts, s)
		}
		return texts, ok
	case "number":
		n, ok := v.(float64)
		return n, ok
	case "boolean":
		b, ok := v.(bool)
		return b, ok
	}
	s, ok := v.(string)
	return s, ok
}
