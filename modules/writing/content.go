package writing

import "github.com/ankunft/ankunft/modules/catalogue"

// ContentStep is one step of a form as it was signed, in German.
type ContentStep struct {
	Title  string
	Fields []ContentField
}

// ContentField is one answer. Fixed answers are German by construction; free text stands in the person's words, beside it a
// translation by machine if there is one.
type ContentField struct {
	Key, Label, Value string
	Original          *string // free text in another language
	Language          *string
	Translation       *string
	Machine           bool // the translation is a machine's
}

// Content puts the answers to a form, given in a language, into German. Translated is the German of free text by the field's key. A nil form
// has no steps; only what was answered is shown.
func Content(form *catalogue.Form, answers map[string]any, language string, translated map[string]string) []ContentStep {
	steps := []ContentStep{}
	if form == nil {
		return steps
	}
	for _, st := range form.Steps {
		step := ContentStep{Title: st.Title}
		for _, f := range st.Fields {
			if answer, answered := answers[f.Key]; answered {
				step.Fields = append(step.Fields, content(f, answer, language, translated))
			}
		}
		if len(step.Fields) > 0 {
			steps = append(steps, step)
		}
	}
	return steps
}

func content(f catalogue.Field, answer any, language string, translated map[string]string) ContentField {
	shown := ContentField{Key: f.Key, Label: f.Label, Value: Answer(f, answer)}
	if f.Widget == "textarea" && language != catalogue.German { // the person's own words
		original := shown.Value
		shown.Original, shown.Language = &original, &language
		if text, ok := translated[f.Key]; ok {
			shown.Translation, shown.Machine = &text, true
		}
	}
	return shown
}
