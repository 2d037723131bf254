package catalogue

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/ankunft/ankunft/platform/condition"
)

// compiled is what an Offer needs to answer quickly; made once for each version.
type compiled struct {
	kinds    map[string]string             // field → kind, over both forms
	programs map[string]cel.Program        // condition → program
	schemas  map[string]*jsonschema.Schema // form → schema
	forms    map[string]map[string]*Form   // language → form with its texts
}

// expression is a condition and its place in the offer, such as "checklist[2].when".
type expression struct{ path, source string }

// expressions lists every condition.
func (o *Offer) expressions() []expression {
	var all []expression
	add := func(path, source string) {
		if source != "" {
			all = append(all, expression{path, source})
		}
	}
	for i, r := range o.ChecklistRules {
		add(fmt.Sprintf("checklist[%d].when", i), r.When)
	}
	for i, r := range o.RoutingRules.Team {
		add(fmt.Sprintf("routing.team[%d].when", i), r.When)
	}
	for i, r := range o.RoutingRules.Urgency {
		add(fmt.Sprintf("routing.urgency[%d].when", i), r.When)
	}
	for i, r := range o.RoutingRules.Difficulty {
		add(fmt.Sprintf("routing.difficulty[%d].when", i), r.When)
	}
	for i, r := range o.FeeRules.Items {
		add(fmt.Sprintf("fee.items[%d].when", i), r.When)
	}
	for i, r := range o.FeeRules.Reductions {
		add(fmt.Sprintf("fee.reductions[%d].when", i), r.When)
	}
	for i, r := range o.DurationLimits {
		add(fmt.Sprintf("duration[%d].when", i), r.When)
	}
	for i, r := range o.Decision.FourEyes {
		add(fmt.Sprintf("decision.four_eyes[%d].when", i), r.When)
	}
	for _, who := range []string{Principal, Member} {
		if form := o.Form(who); form != nil {
			for i, c := range form.Checks {
				add(fmt.Sprintf("%s.checks[%d].when", who, i), c.When)
			}
		}
	}
	return all
}

// compile makes the offer ready; complain is called for each fault with its place.
func (o *Offer) compile(complain func(path, message string)) {
	c := &compiled{
		kinds: map[string]string{}, programs: map[string]cel.Program{}, schemas: map[string]*jsonschema.Schema{},
		forms: map[string]map[string]*Form{},
	}
	o.compiled = c
	for _, who := range []string{Principal, Member} {
		form := o.Form(who)
		if form == nil {
			continue
		}
		for _, field := range form.Fields() {
			if kind, known := c.kinds[field.Key]; known && kind != field.Kind {
				complain(who+".fields."+field.Key, fmt.Sprintf("field %q is %s in one form and %s in the other", field.Key, kind, field.Kind))
			}
			c.kinds[field.Key] = field.Kind
		}
		schema, err := compileSchema(o.Key+"/"+who, form.Schema)
		if err != nil {
			complain(who+".schema", strings.Join(strings.Fields(err.Error()), " "))
			continue
		}
		c.schemas[who] = schema
	}
	env, err := environment(c.kinds, o.Parameters)
	if err != nil {
		complain("", "declare the fields for conditions: "+err.Error())
		return
	}
	for _, e := range o.expressions() {
		p, err := condition.Compile(env, e.source)
		if err != nil {
			complain(e.path, err.Error())
			continue
		}
		c.programs[e.source] = p
	}
	for _, lang := range o.Languages {
		c.forms[lang] = map[string]*Form{Principal: o.localized(lang, o.Principal), Member: o.localized(lang, o.Member)}
	}
}

func compileSchema(name string, schema map[string]any) (*jsonschema.Schema, error) {
	c := newCompiler()
	url := "form:///" + name
	if err := c.AddResource(url, any(schema)); err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	compiled, err := c.Compile(url)
	if err != nil {
		return nil, fmt.Errorf("compile schema: %w", err)
	}
	return compiled, nil
}
