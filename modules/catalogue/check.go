package catalogue

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/ankunft/ankunft/platform/sheet"
)

var (
	simpleKey  = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	serviceKey = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)
	colour     = regexp.MustCompile(`^#[0-9a-f]{6}$`)
)

// reserved are names that conditions use for something else.
var reserved = map[string]bool{
	"today": true, "form": true, "outcome": true, "parameters": true, "in": true, "as": true, "break": true, "const": true,
	"continue": true, "else": true, "for": true, "function": true, "if": true, "import": true, "let": true, "loop": true,
	"package": true, "namespace": true, "return": true, "var": true, "void": true, "while": true, "true": true, "false": true,
	"null": true, "type": true, "string": true, "int": true, "double": true, "bool": true, "list": true, "map": true, "size": true,
}

func oneOf(s string, allowed ...string) bool { return slices.Contains(allowed, s) }

// checker tells faults of one document.
type checker struct {
	*loader
	doc *sheet.Sheet
}

func (c checker) must(ok bool, path, format string, args ...any) {
	if !ok {
		c.faults.Add(c.doc.File, c.doc.Line(path), format, args...)
	}
}

func (c checker) choice(path, value string, allowed ...string) {
	c.must(oneOf(value, allowed...), path, "%s: %q is not one of %s", path, value, strings.TrimPrefix(strings.Join(allowed, ", "), ", "))
}

func (l *loader) checkCity(d *sheet.Sheet) {
	c, city := checker{l, d}, l.city
	c.must(serviceKey.MatchString(city.Key), "key", "key: small letters, digits and hyphens")
	c.must(city.Name != "" && city.Office != "", "name", "name and office are missing")
	c.must(len(city.Land) == 2, "land", "land: two letters by ISO 3166-2:DE")
	c.must(len(city.Languages) > 0 && city.Languages[0] == German, "languages", "languages: German (de) comes first")
	c.choice("delivery.portal", city.Delivery.Portal, "vwvfg41_2a", "ozg9", "off")
	c.must(city.Delivery.Seal == "none", "delivery.seal",
		"delivery.seal: %q: no integration seals yet, so what needs written form goes by post; write none", city.Delivery.Seal)
	c.proof("delivery", city.Delivery.Proof)
	c.must(colour.MatchString(city.Look.Primary) && colour.MatchString(city.Look.Accent), "look", "look: colours as #rrggbb")
	c.must(city.Contact.Email != "" && city.Contact.Phone != "", "contact", "contact: e-mail and phone are missing")
	c.must(city.Limits.FileMegabytes > 0 && city.Limits.FilesPerItem > 0, "limits", "limits: file_megabytes and files_per_item are missing")
	for i, law := range city.Law {
		c.must(law.Cite != "", fmt.Sprintf("law[%d]", i), "law %q: cite is missing", law.Key)
	}
	checkFacts(l, d, "law", city.Law, func(law CitedLaw) fact { return fact{law.Key, law.Proof} })
	for i, r := range city.Remedies {
		at := fmt.Sprintf("remedies[%d]", i)
		c.choice(at+".kind", r.Kind, "action", "objection")
		c.must(r.Body != "" && r.Text != "" && r.Months > 0, at, "remedy %q: body, text or months are missing", r.Key)
	}
	checkFacts(l, d, "remedies", city.Remedies, func(r Remedy) fact { return fact{r.Key, r.Proof} })
}

func (l *loader) checkTeams(d *sheet.Sheet) {
	c, seen := checker{l, d}, map[string]bool{}
	for i, t := range l.city.Teams {
		at := fmt.Sprintf("teams[%d]", i)
		c.must(serviceKey.MatchString(t.Key) && t.Name != "", at, "team: key and name are missing")
		c.must(!seen[t.Key], at, "team %q comes twice", t.Key)
		seen[t.Key] = true
	}
	if l.city.Team != "" {
		c.must(seen[l.city.Team], "teams", "team %q of city.yaml is unknown", l.city.Team)
	}
}

// fact is something with a validity.
type fact struct {
	key string
	Proof
}

// checkFacts wants keys and proofs, and no two of a key valid on the same day.
func checkFacts[T any](l *loader, d *sheet.Sheet, list string, entries []T, of func(T) fact) {
	c := checker{l, d}
	var facts []fact
	for i, entry := range entries {
		f := of(entry)
		facts = append(facts, f)
		at := fmt.Sprintf("%s[%d]", list, i)
		c.must(simpleKey.MatchString(f.key), at, "%s: key %q: small letters, digits and _", list, f.key)
		c.proof(at, f.Proof)
		for j, earlier := range facts[:i] {
			overlap := earlier.key == f.key && !after(f.Proof, earlier.Proof) && !after(earlier.Proof, f.Proof)
			c.must(!overlap, at, "%q is valid at the same time as in line %d", f.key, d.Line(fmt.Sprintf("%s[%d]", list, j)))
		}
	}
}

// after says whether a begins when b has ended.
func after(a, b Proof) bool { return !b.ValidTo.IsZero() && b.ValidTo.Before(a.ValidFrom) }

func (c checker) proof(at string, p Proof) {
	c.must(p.Law != "" && p.Source != "", at, "law and source are missing")
	c.must(oneOf(p.Trust, "S", "B"), at, "trust: S (read in the source) or B (to be verified)")
	c.must(p.ValidTo.IsZero() || !p.ValidTo.Before(p.ValidFrom), at, "valid_to lies before valid_from")
}

// checkOffer tells what service.yaml gets wrong.
func (l *loader) checkOffer(o *Offer, d *sheet.Sheet) {
	c := checker{l, d}
	c.must(o.Category != "", "category", "category is missing")
	c.choice("complexity", o.Complexity, "simple", "complex")
	c.choice("trust", o.Trust, "email", "basic", "substantial", "high")
	c.choice("booking", o.Booking, "open", "invitation")
	c.must(o.GoalDays > 0, "goal_days", "goal_days is missing")
	c.must(len(o.LegalBasis) > 0, "legal", "legal basis is missing")
	c.must(o.Qualification == "" || slices.ContainsFunc(c.city.Qualifications, func(q Qualification) bool { return q.Key == o.Qualification }),
		"qualification", "qualification %q is not in qualifications.yaml", o.Qualification)
	c.must(o.MaxMembers == 0 || o.Member != nil, "max_members", "max_members: form.yaml has no form for a member")
	checkFacts(l, d, "legal", o.LegalBasis, func(b LegalBasis) fact { return fact{b.Key, b.Proof} })
	for i, p := range o.Procedure {
		c.choice(fmt.Sprintf("procedure[%d].actor", i), p.Actor, "applicant", "office", "other", "printer")
	}
	for i, r := range o.ChecklistRules {
		at := fmt.Sprintf("checklist[%d]", i)
		c.must(simpleKey.MatchString(r.Item) && simpleKey.MatchString(r.Form), at, "checklist: item and form need keys")
		c.choice(at+".who", r.Who, "", Principal, Member)
		c.proof(at, r.Proof)
	}
	c.must(o.Signing.AdultAge > 0 && len(o.Signing.MinorBy) > 0, "signing", "signing: adult_age and minor_by are missing")
	c.proof("signing", o.Signing.Proof)
	c.routing(o)
	c.fees(o)
	c.decision(o)
	c.dateFields(o)
}

func (c checker) routing(o *Offer) {
	rules := o.RoutingRules.Team
	c.must(len(rules) > 0 && rules[len(rules)-1].When == "", "routing.team", "routing.team: the last team takes all, without a condition")
	for i, r := range rules {
		_, known := c.city.FindTeam(r.Team)
		c.must(known, fmt.Sprintf("routing.team[%d].team", i), "team %q is unknown", r.Team)
		c.must(r.When != "" || i == len(rules)-1, fmt.Sprintf("routing.team[%d]", i), "routing.team: the rules below are never reached")
	}
	for i, r := range o.RoutingRules.Urgency {
		c.choice(fmt.Sprintf("routing.urgency[%d].level", i), r.Level, Urgencies...)
	}
	for i, r := range o.RoutingRules.Difficulty {
		c.choice(fmt.Sprintf("routing.difficulty[%d].level", i), r.Level, Difficulties...)
	}
}

func (c checker) fees(o *Offer) {
	known := func(key string) bool {
		return slices.ContainsFunc(c.city.Amounts, func(a Amount) bool { return a.Key == key })
	}
	for i, item := range o.FeeRules.Items {
		c.must(known(item.Amount), fmt.Sprintf("fee.items[%d].amount", i), "amount %q is not in fees.yaml", item.Amount)
	}
	for i, r := range o.FeeRules.Reductions {
		at := fmt.Sprintf("fee.reductions[%d]", i)
		c.must(simpleKey.MatchString(r.Key), at, "reduction needs a key")
		c.must(r.Percent <= 100 && (r.Percent > 0) != (r.Amount != ""), at, "reduction %q: either percent (1 to 100) or amount", r.Key)
		c.must(r.Amount == "" || known(r.Amount), at+".amount", "amount %q is not in fees.yaml", r.Amount)
		c.proof(at, r.Proof)
	}
}

func (c checker) decision(o *Offer) {
	seen := map[string]bool{}
	c.must(len(o.Decision.Outcomes) > 0, "decision", "outcomes are missing")
	for i, r := range o.Decision.FourEyes {
		c.must(r.When != "" && simpleKey.MatchString(r.Why), fmt.Sprintf("decision.four_eyes[%d]", i), "four_eyes: when, or the key why, is missing")
	}
	for i, out := range o.Decision.Outcomes {
		at := fmt.Sprintf("decision.outcomes[%d]", i)
		c.must(simpleKey.MatchString(out.Key) && !seen[out.Key], at, "outcome %q: no key, or twice", out.Key)
		seen[out.Key] = true
		c.must(out.Letter != "", at, "outcome %q has no letter", out.Key)
		_, known := c.city.Remedy(out.Remedy)
		c.must(known || out.Remedy == "" && !out.WrittenForm, at, "outcome %q: remedy %q is not in city.yaml", out.Key, out.Remedy)
		c.proof(at, out.Proof)
	}
}

func (c checker) dateFields(o *Offer) {
	isDay := func(key string) bool {
		for _, f := range []*Form{o.Principal, o.Member} {
			if f != nil {
				if field, ok := f.Field(key); ok && field.Format == "date" {
					return true
				}
			}
		}
		return false
	}
	c.must(o.TitleEndField == "" || isDay(o.TitleEndField), "title_end", "title_end: %q is not a day in the forms", o.TitleEndField)
	for i, limit := range o.DurationLimits {
		at := fmt.Sprintf("duration[%d]", i)
		c.must(simpleKey.MatchString(limit.Key) && (limit.Months > 0 || limit.Field != ""), at, "duration: key, and months or field, are missing")
		c.must(limit.Field == "" || isDay(limit.Field), at+".field", "duration: %q is not a day in the forms", limit.Field)
		c.proof(at, limit.Proof)
	}
}

// parametersOf keeps the parameters that a condition names.
func parametersOf(o *Offer) []Parameter {
	var own []Parameter
	for _, p := range o.Parameters {
		if slices.ContainsFunc(o.expressions(), func(e expression) bool { return strings.Contains(e.source, "parameters."+p.Key) }) {
			own = append(own, p)
		}
	}
	return own
}
