package catalogue

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ankunft/ankunft/platform/sheet"
)

// place is where something stands in the folder.
type place struct {
	file string
	line int
}

type (
	formFile struct {
		Principal *formPart `json:"principal"`
		Member    *formPart `json:"member"`
	}
	formPart struct {
		Schema map[string]any `json:"schema"`
		Layout []stepFile     `json:"layout"`
		Checks []Check        `json:"checks"`
	}
	stepFile struct {
		Use     string         `json:"use"`     // a step of shared/form.yaml
		Without []string       `json:"without"` // fields of it that this form leaves out
		Step    string         `json:"step"`    // or a step of its own
		When    map[string]any `json:"when"`
		Fields  []fieldFile    `json:"fields"` // with use: more fields at its end
	}
	fieldFile struct {
		Field    string         `json:"field"`
		Widget   string         `json:"widget"`
		Required bool           `json:"required"`
		When     map[string]any `json:"when"`
		Dates    string         `json:"dates"`
	}
	sharedForm struct {
		Steps map[string]sharedStep `json:"steps"`
	}
	sharedStep struct {
		Schema map[string]any `json:"schema"` // the properties of its fields
		When   map[string]any `json:"when"`
		Fields []fieldFile    `json:"fields"`
	}
)

// assembly builds one form out of its file and the shared steps.
type assembly struct {
	*loader
	doc        *sheet.Sheet
	who        string
	form       *Form
	properties map[string]any
	places     map[string]place
}

// loadForms puts the forms into the offer; places tells where each step and field stands.
func (l *loader) loadForms(o *Offer, doc *sheet.Sheet, places map[string]place) bool {
	var file formFile
	if !doc.Into(&file, &l.faults) {
		return false
	}
	if file.Principal == nil {
		l.faults.Add(doc.File, 1, "form of the principal is missing")
		return false
	}
	o.Principal = l.assemble(doc, Principal, *file.Principal, places)
	if file.Member != nil {
		o.Member = l.assemble(doc, Member, *file.Member, places)
	}
	return true
}

func (l *loader) assemble(doc *sheet.Sheet, who string, part formPart, places map[string]place) *Form {
	a := &assembly{loader: l, doc: doc, who: who, form: &Form{Checks: part.Checks}, properties: map[string]any{}, places: places}
	own, _ := part.Schema["properties"].(map[string]any)
	maps.Copy(a.properties, own)
	for i, step := range part.Layout {
		a.addStep(fmt.Sprintf("%s.layout[%d]", who, i), step)
	}
	for _, key := range sortedKeys(own) {
		if _, asked := a.form.Field(key); !asked {
			at := who + ".schema.properties." + key
			l.faults.Add(doc.File, doc.Line(at), "field %q is in the schema but no step asks for it", key)
		}
	}
	schema := map[string]any{}
	maps.Copy(schema, part.Schema)
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["type"], schema["properties"], schema["additionalProperties"] = "object", a.properties, false
	a.form.Schema = schema
	return a.form
}

func (a *assembly) addStep(at string, file stepFile) {
	here := place{a.doc.File, a.doc.Line(at)}
	step := Step{Key: file.Step, When: conditions(file.When)}
	switch {
	case file.Use != "" && file.Step != "":
		a.faults.Add(here.file, here.line, "a step is either used or its own, not both")
		return
	case file.Use != "":
		step.Key = file.Use
		if !a.useShared(&step, here, file) {
			return
		}
	}
	if !simpleKey.MatchString(step.Key) {
		a.faults.Add(here.file, here.line, "step has no proper key: %q", step.Key)
	}
	if slices.ContainsFunc(a.form.Steps, func(s Step) bool { return s.Key == step.Key }) {
		a.faults.Add(here.file, here.line, "step %q comes twice", step.Key)
	}
	for i, f := range file.Fields {
		where := fmt.Sprintf("%s.fields[%d]", at, i)
		a.addField(&step, f, place{a.doc.File, a.doc.Line(where)})
	}
	a.places[a.who+".steps."+step.Key] = here
	a.form.Steps = append(a.form.Steps, step)
}

func (a *assembly) useShared(step *Step, here place, file stepFile) bool {
	if a.steps == nil {
		return false // its own fault is told already
	}
	shared, ok := a.shared.Steps[file.Use]
	if !ok {
		a.faults.Add(here.file, here.line, "unknown step %q: shared/form.yaml has %v", file.Use, sortedKeys(a.shared.Steps))
		return false
	}
	if file.When == nil {
		step.When = conditions(shared.When)
	}
	for _, key := range file.Without {
		if !slices.ContainsFunc(shared.Fields, func(f fieldFile) bool { return f.Field == key }) {
			a.faults.Add(here.file, here.line, "step %q has no field %q to leave out", file.Use, key)
		}
	}
	for i, f := range shared.Fields {
		if slices.Contains(file.Without, f.Field) {
			continue
		}
		if _, own := a.properties[f.Field]; !own {
			if property, ok := shared.Schema[f.Field]; ok {
				a.properties[f.Field] = property
			}
		}
		a.addField(step, f, place{a.steps.File, a.steps.Line(fmt.Sprintf("steps.%s.fields[%d]", file.Use, i))})
	}
	return true
}

func (a *assembly) addField(step *Step, file fieldFile, here place) {
	property, ok := a.properties[file.Field].(map[string]any)
	if !ok {
		a.faults.Add(here.file, here.line, "field %q is not in the schema", file.Field)
		return
	}
	if _, twice := a.form.Field(file.Field); twice || slices.ContainsFunc(step.Fields, func(f Field) bool { return f.Key == file.Field }) {
		a.faults.Add(here.file, here.line, "field %q is asked twice", file.Field)
		return
	}
	field := fieldOf(file, property)
	a.places[a.who+".fields."+field.Key] = here
	a.checkField(field, property, here)
	step.Fields = append(step.Fields, field)
}

// conditions reads {field: value or [values]}.
func conditions(when map[string]any) []Condition {
	list := []Condition{}
	for _, field := range sortedKeys(when) {
		c := Condition{Field: field}
		values, isList := when[field].([]any)
		if !isList {
			values = []any{when[field]}
		}
		for _, v := range values {
			c.Values = append(c.Values, fmt.Sprint(v))
		}
		list = append(list, c)
	}
	return list
}
