package catalogue

import "strings"

// German is the language of the authority (VwVfG §23); every text exists in it.
const German = "de"

// fallback is where a language's readers look next.
var fallback = map[string]string{"prs": "fa", "de-simple": German}

// Language is the language in which the offer's texts are shown to a reader of lang.
func (o *Offer) Language(lang string) string {
	for _, try := range []string{lang, fallback[lang], strings.SplitN(lang, "-", 2)[0]} {
		if len(o.Texts[try]) > 0 {
			return try
		}
	}
	return German
}

// Text gives a text of the service in a language; what plain German lacks comes from German, and Dari reads Persian. An unknown
// key comes back as it is.
func (o *Offer) Text(lang, key string) string {
	if t, ok := o.LookUp(lang, key); ok {
		return t
	}
	return key
}

// LookUp is Text that says whether there is one.
func (o *Offer) LookUp(lang, key string) (string, bool) {
	for _, l := range []string{o.Language(lang), German} {
		if t, ok := o.Texts[l][key]; ok {
			return t, true
		}
	}
	return "", false
}

func (o *Offer) text(lang, key string) string {
	t, _ := o.LookUp(lang, key)
	return t
}

// Name is the service's name.
func (o *Offer) Name(lang string) string { return o.Text(lang, "service.name") }

// Reviewed says whether a speaker of the language has read the texts.
func (o *Offer) Reviewed(lang string) bool { return o.Reviews[o.Language(lang)].By != "" }

// LocalForm is a form with its titles, labels, helps and options in a language; nil where the service has no such form. It is
// shared: do not change it.
func (o *Offer) LocalForm(lang, who string) *Form {
	if f, ok := o.compiled.forms[o.Language(lang)]; ok {
		return f[who]
	}
	return o.compiled.forms[German][who]
}

func (o *Offer) localized(lang string, f *Form) *Form {
	if f == nil {
		return nil
	}
	local := &Form{Checks: f.Checks, Schema: f.Schema, Steps: make([]Step, len(f.Steps))}
	for i, step := range f.Steps {
		step.Title, step.Help = o.text(lang, "steps."+step.Key+".title"), o.text(lang, "steps."+step.Key+".help")
		fields := make([]Field, len(step.Fields))
		for j, field := range step.Fields {
			base := "fields." + field.Key
			field.Label, field.Help = o.text(lang, base+".label"), o.text(lang, base+".help")
			options := make([]Option, len(field.Options))
			for n, option := range field.Options {
				options[n] = Option{Value: option.Value, Label: o.text(lang, base+".options."+option.Value)}
			}
			field.Options = options
			fields[j] = field
		}
		step.Fields = fields
		local.Steps[i] = step
	}
	return local
}

// Localize fills the texts of a checklist.
func (o *Offer) Localize(lang string, items []Item) []Item {
	local := make([]Item, len(items))
	for i, item := range items {
		base := "items." + item.Key
		item.Title, item.Why = o.text(lang, base+".title"), o.text(lang, base+".why")
		item.Example, item.FormText = o.text(lang, base+".example"), o.text(lang, "forms."+item.Form)
		local[i] = item
	}
	return local
}

// needed lists the keys of all texts that the offer shows.
func (o *Offer) needed() []string {
	keys := []string{"service.name", "service.summary", "service.description"}
	for _, p := range o.Procedure {
		keys = append(keys, "procedure."+p.Key+".title", "procedure."+p.Key+".text")
	}
	for _, r := range o.ChecklistRules {
		keys = append(keys, "items."+r.Item+".title", "items."+r.Item+".why", "items."+r.Item+".example", "forms."+r.Form)
	}
	for _, i := range o.FeeRules.Items {
		keys = append(keys, "fees."+i.Amount)
	}
	for _, r := range o.FeeRules.Reductions {
		keys = append(keys, "fees."+r.Key)
	}
	for _, f := range []*Form{o.Principal, o.Member} {
		if f != nil {
			keys = append(keys, f.needed()...)
		}
	}
	return keys
}

// neededInGerman lists the keys of texts that only the staff see.
func (o *Offer) neededInGerman() []string {
	var keys []string
	for _, rules := range [][]LevelRule{o.RoutingRules.Urgency, o.RoutingRules.Difficulty} {
		for _, r := range rules {
			keys = append(keys, "why."+r.Why)
		}
	}
	for _, r := range o.Decision.FourEyes {
		keys = append(keys, "why."+r.Why)
	}
	for _, l := range o.DurationLimits {
		keys = append(keys, "duration."+l.Key)
	}
	return keys
}

func (f *Form) needed() []string {
	var keys []string
	for _, step := range f.Steps {
		keys = append(keys, "steps."+step.Key+".title")
		for _, field := range step.Fields {
			keys = append(keys, "fields."+field.Key+".label")
			for _, option := range field.Options {
				keys = append(keys, "fields."+field.Key+".options."+option.Value)
			}
		}
	}
	for _, c := range f.Checks {
		keys = append(keys, "checks."+c.Key)
	}
	return keys
}
