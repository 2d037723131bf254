package clearing

import (
	"regexp"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
)

var (
	word   = regexp.MustCompile(`[a-z_][a-z0-9_]*`)
	quoted = regexp.MustCompile(`"[^"]*"`)
)

// branching are the questions on which the list of papers depends, in the order of the form: those that the list's conditions name, and
// those on which it depends whether they are asked.
func branching(o *catalogue.Offer) []catalogue.Field {
	form := o.Form(catalogue.Principal)
	if form == nil {
		return nil
	}
	named := map[string]bool{}
	for _, rule := range o.ChecklistRules {
		if rule.Who == catalogue.Member {
			continue
		}
		for _, w := range word.FindAllString(quoted.ReplaceAllString(rule.When, ""), -1) {
			named[w] = true
		}
	}
	for grown := true; grown; {
		grown = false
		for _, step := range form.Steps {
			for _, f := range step.Fields {
				if !named[f.Key] {
					continue
				}
				for _, c := range append(append([]catalogue.Condition{}, step.When...), f.When...) {
					grown = grown || !named[c.Field]
					named[c.Field] = true
				}
			}
		}
	}
	var asked []catalogue.Field
	for _, f := range form.Fields() {
		if named[f.Key] {
			asked = append(asked, f)
		}
	}
	return asked
}

// Questions are those that are to be asked now, by the answers so far, with their words in a language. None for a case: its answers were
// signed.
func (v *Visit) Questions(o *catalogue.Offer, language string, today clock.Date) []catalogue.Field {
	if v.CaseID != nil {
		return nil
	}
	shown := map[string]bool{}
	for _, key := range o.Evaluate(v.facts(today)).Visible {
		shown[key] = true
	}
	form := o.LocalForm(language, catalogue.Principal)
	var asked []catalogue.Field
	for _, f := range branching(o) {
		if local, ok := form.Field(f.Key); ok && shown[f.Key] {
			asked = append(asked, local)
		}
	}
	return asked
}
