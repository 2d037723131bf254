package applications

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// SaveAnswers changes answers of one application.
type SaveAnswers struct {
	Application ID
	Version     int             // of the application, as it was read
	Answers     json.RawMessage // an object with the changed fields; null takes an answer back
}

// Bounds of what is kept. They lie far above what any field allows: a text that is too long for its field is kept and told as a
// problem, one beyond these bounds is refused.
const (
	maxPatch   = 64 << 10  // bytes of one change
	maxAnswers = 256 << 10 // bytes of all answers of a person
	maxLetters = 10_000    // of one text
	maxEntries = 100       // of one list
	maxFaults  = 50        // that are told at once
)

// SaveAnswers keeps what was typed, faults and all. Unknown fields and values of another JSON type than the field's are refused, all at
// once, and then nothing is kept (ErrAnswers). ErrConflict when another device saved since: nothing is overwritten.
func (s *Service) SaveAnswers(ctx context.Context, account ID, in SaveAnswers) (*Application, error) {
	patch, err := readPatch(in.Answers)
	if err != nil {
		return nil, err
	}
	return s.changeApplication(ctx, account, in.Application, func(_ context.Context, _ *db.Tx, sit *Sitting, a *Application) error {
		form := sit.Offer.Form(string(a.Who))
		if faults := checkPatch(form, patch); len(faults) > 0 {
			return ErrAnswers.With(faults...)
		}
		if a.Version != in.Version {
			return ErrConflict
		}
		return a.apply(patch)
	})
}

func (a *Application) apply(patch map[string]any) error {
	answers := a.typed()
	for key, value := range patch {
		if value == nil {
			delete(answers, key)
		} else {
			answers[key] = value
		}
	}
	raw, err := json.Marshal(answers)
	if err != nil {
		return fmt.Errorf("write answers: %w", err)
	}
	if len(raw) > maxAnswers {
		return ErrAnswers.With(errs.Field{Path: "answers", Code: "too_long", Params: map[string]string{"max": strconv.Itoa(maxAnswers)}})
	}
	a.Answers = raw
	if relation, ok := answers["relation"].(string); ok && a.Who == Member && MemberRelation(relation).known() {
		r := MemberRelation(relation)
		a.Relation = &r
	}
	return nil
}

func readPatch(raw json.RawMessage) (map[string]any, error) {
	if len(raw) > maxPatch {
		return nil, ErrAnswers.With(errs.Field{Path: "answers", Code: "too_long", Params: map[string]string{"max": strconv.Itoa(maxPatch)}})
	}
	var patch map[string]any
	if err := json.Unmarshal(raw, &patch); err != nil || patch == nil {
		return nil, ErrAnswers.With(errs.Field{Path: "answers", Code: "type"})
	}
	return patch, nil
}

// checkPatch tells unknown fields and wrong types, in the order of the keys.
func checkPatch(form *catalogue.Form, patch map[string]any) []errs.Field {
	var faults []errs.Field
	for _, key := range slices.Sorted(maps.Keys(patch)) {
		if len(faults) == maxFaults {
			break
		}
		code := "unknown_field"
		if field, ok := form.Field(key); ok {
			code = misfit(field.Kind, patch[key])
		}
		if code != "" {
			faults = append(faults, errs.Field{Path: "answers." + shorten(key), Code: code})
		}
	}
	return faults
}

// misfit says why a value cannot be kept for a field of a kind.
func misfit(kind string, value any) string {
	if value == nil {
		return ""
	}
	fits := false
	switch kind {
	case "boolean":
		_, fits = value.(bool)
	case "integer", "number":
		_, fits = value.(float64)
	case "list":
		return misfitList(value)
	default:
		text, ok := value.(string)
		if ok {
			return misfitText(text)
		}
	}
	if !fits {
		return "type"
	}
	return ""
}

func misfitList(value any) string {
	list, ok := value.([]any)
	if !ok {
		return "type"
	}
	if len(list) > maxEntries {
		return "too_long"
	}
	for _, e := range list {
		text, ok := e.(string)
		if !ok {
			return "type"
		}
		if code := misfitText(text); code != "" {
			return code
		}
	}
	return ""
}

func misfitText(text string) string {
	switch {
	case strings.ContainsRune(text, 0):
		return "forbidden_characters" // PostgreSQL keeps no NUL
	case len([]rune(text)) > maxLetters:
		return "too_long"
	}
	return ""
}

// shorten keeps a stranger's field name from filling our logs.
func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60])
	}
	return s
}
