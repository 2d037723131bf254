package catalogue

import (
	"maps"
	"slices"

	"github.com/ankunft/ankunft/platform/errs"
)

// Evaluation is what a form says to a set of answers.
type Evaluation struct {
	Answers  map[string]any // those that count: visible, trimmed, composed (NFC)
	Visible  []string       // fields to show, in order
	Steps    []StepState    // steps to show, in order
	Problems []errs.Field   // all of them; Path is the field's key
	Complete bool           // no problems: may be submitted
}

// StepState tells how far a step is.
type StepState struct {
	Key      string
	Problems int  // fields with a fault, or required and unanswered
	Touched  bool // something was answered
}

// Evaluate judges the answers by the form's layout and schema. Problems are required, unknown_field, type, format, too_long,
// too_short, too_small, too_large, not_in_list, not_unique, forbidden_characters, date_in_future, date_in_past,
// date_out_of_range, and check.<key>.
func (o *Offer) Evaluate(f Facts) Evaluation {
	form := o.Form(f.Form)
	if form == nil {
		return Evaluation{Problems: []errs.Field{{Path: "form", Code: "not_in_list"}}}
	}
	k := o.know(f)
	e := Evaluation{Answers: k.answers, Problems: unknownFields(form, f.Answers)}
	faults := o.judge(form, f, k)
	for _, step := range form.Steps {
		state, shown := StepState{Key: step.Key}, false
		for _, field := range step.Fields {
			if !k.visible[field.Key] {
				continue
			}
			shown = true
			e.Visible = append(e.Visible, field.Key)
			_, answered := k.answers[field.Key]
			state.Touched = state.Touched || answered && field.Widget != "checkbox"
			if own := faults[field.Key]; len(own) > 0 {
				state.Problems++
				e.Problems = append(e.Problems, own...)
			}
		}
		if shown {
			e.Steps = append(e.Steps, state)
		}
	}
	e.Complete = len(e.Problems) == 0
	return e
}

// judge collects the faults of each visible field.
func (o *Offer) judge(form *Form, f Facts, k known) map[string][]errs.Field {
	faults := o.compiled.validate(f.Form, k.answers)
	for _, field := range form.Fields() {
		if !k.visible[field.Key] || len(faults[field.Key]) > 0 {
			continue
		}
		if code := judgeField(field, k.answers[field.Key], f.Today); code != "" {
			faults[field.Key] = []errs.Field{{Path: field.Key, Code: code}}
		}
	}
	for _, check := range form.Checks {
		if !k.visible[check.Field] || len(faults[check.Field]) > 0 {
			continue
		}
		if wrong, err := o.holds(check.When, k.vars); err == nil && wrong {
			faults[check.Field] = []errs.Field{{Path: check.Field, Code: "check." + check.Key}}
		}
	}
	return faults
}

const maxUnknown = 50 // more are not worth telling

func unknownFields(form *Form, answers map[string]any) []errs.Field {
	var faults []errs.Field
	for _, key := range slices.Sorted(maps.Keys(answers)) {
		if _, ok := form.Field(key); !ok && len(faults) < maxUnknown {
			faults = append(faults, errs.Field{Path: shorten(key), Code: "unknown_field"})
		}
	}
	return faults
}

// shorten keeps a stranger's field name from filling our logs.
func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60])
	}
	return s
}
