package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ankunft/ankunft/platform/sheet"
)

// checkForms wants each branch to hang on an earlier question, and on an answer that can be given.
func (l *loader) checkForms(o *Offer, doc *sheet.Sheet, places map[string]place) {
	for _, who := range []string{Principal, Member} {
		form := o.Form(who)
		if form == nil {
			continue
		}
		var earlier []Field
		for _, step := range form.Steps {
			if len(step.Fields) == 0 {
				l.fault(places[who+".steps."+step.Key], "step %q asks nothing", step.Key)
			}
			l.checkWhen(places[who+".steps."+step.Key], step.When, earlier)
			for _, field := range step.Fields {
				l.checkWhen(places[who+".fields."+field.Key], field.When, earlier)
				earlier = append(earlier, field)
			}
		}
		for i, check := range form.Checks {
			at := place{doc.File, doc.Line(fmt.Sprintf("%s.checks[%d]", who, i))}
			if _, ok := form.Field(check.Field); !ok || !simpleKey.MatchString(check.Key) || check.When == "" {
				l.fault(at, "check %q needs a key, a condition and a field of this form", check.Key)
			}
		}
	}
}

func (l *loader) fault(at place, format string, args ...any) {
	l.faults.Add(at.file, at.line, format, args...)
}

func (l *loader) checkWhen(at place, when []Condition, earlier []Field) {
	for _, c := range when {
		i := slices.IndexFunc(earlier, func(f Field) bool { return f.Key == c.Field })
		if i < 0 {
			l.fault(at, "when: no earlier question %q", c.Field)
			continue
		}
		allowed := []string{"true", "false"}
		if earlier[i].Kind != "boolean" {
			allowed = nil
			for _, option := range earlier[i].Options {
				allowed = append(allowed, option.Value)
			}
		}
		for _, v := range c.Values {
			switch {
			case slices.Contains(allowed, v) || earlier[i].Source != "":
			case len(allowed) == 0:
				l.fault(at, "when: %q has no fixed answers", c.Field)
			default:
				l.fault(at, "when: %q is no answer to %q (%s)", v, c.Field, strings.Join(allowed, ", "))
			}
		}
	}
}
