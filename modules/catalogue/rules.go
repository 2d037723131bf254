package catalogue

import (
	"slices"

	"github.com/ankunft/ankunft/platform/clock"
)

// Item is a paper that one person needs. The texts are filled by Offer.Localize.
type Item struct {
	Key      string `json:"key"`
	Required bool   `json:"required"`
	Form     string `json:"form"` // key: what a good copy looks like
	Expires  bool   `json:"expires"`
	Law      string `json:"law"`

	Title    string `json:"title,omitempty"`
	Why      string `json:"why,omitempty"`
	FormText string `json:"form_text,omitempty"`
	Example  string `json:"example,omitempty"`
}

// FormOf is the key of what a good copy of a paper looks like; "" of one that the service does not know.
func (o *Offer) FormOf(item string) string {
	i := slices.IndexFunc(o.ChecklistRules, func(r ChecklistRule) bool { return r.Item == item })
	if i < 0 {
		return ""
	}
	return o.ChecklistRules[i].Form
}

// Checklist names the papers that the answers call for, in the service's order. A rule that can't be judged asks for its paper.
func (o *Offer) Checklist(f Facts) []Item {
	k := o.know(f)
	var items []Item
	for _, r := range o.ChecklistRules {
		if r.Who != "" && r.Who != f.Form || !r.Holds(f.Today) {
			continue
		}
		if yes, err := o.holds(r.When, k.vars); !yes && err == nil {
			continue
		}
		item := Item{Key: r.Item, Required: !r.Optional, Form: r.Form, Expires: r.Expires, Law: r.Law}
		if i := slices.IndexFunc(items, func(have Item) bool { return have.Key == r.Item }); i >= 0 {
			items[i].Required = items[i].Required || item.Required
			continue
		}
		items = append(items, item)
	}
	return items
}

// Route says who works on a case, how soon and how hard it is, with the keys of the reasons (texts why.<key>).
type Route struct {
	Team       string   `json:"team"`
	Urgency    string   `json:"urgency"`    // normal, soon, urgent
	Difficulty string   `json:"difficulty"` // simple, normal, hard
	Why        []string `json:"why"`
}

// The levels, from low to high.
var (
	Urgencies    = []string{"normal", "soon", "urgent"}
	Difficulties = []string{"simple", "normal", "hard"}
)

// Route sends an application to a team. A rule that can't be judged counts as matching for its level, never for the team.
func (o *Offer) Route(f Facts) Route {
	k := o.know(f)
	r := Route{Urgency: Urgencies[0], Difficulty: Difficulties[0]}
	for _, t := range o.RoutingRules.Team {
		if yes, err := o.holds(t.When, k.vars); yes && err == nil {
			r.Team = t.Team
			break
		}
	}
	r.Urgency = o.level(Urgencies, o.RoutingRules.Urgency, k, &r.Why)
	r.Difficulty = o.level(Difficulties, o.RoutingRules.Difficulty, k, &r.Why)
	return r
}

func (o *Offer) level(levels []string, rules []LevelRule, k known, why *[]string) string {
	highest := 0
	for _, rule := range rules {
		if yes, err := o.holds(rule.When, k.vars); !yes && err == nil {
			continue
		}
		highest = max(highest, slices.Index(levels, rule.Level))
		if !slices.Contains(*why, rule.Why) {
			*why = append(*why, rule.Why)
		}
	}
	return levels[highest]
}

// Fee is what the person pays, in euro cents; the lines add up to it.
type Fee struct {
	Cents int       `json:"cents"`
	Lines []FeeLine `json:"lines"`
}

// FeeLine is one item or reduction (negative); the text is fees.<key>.
type FeeLine struct {
	Key   string `json:"key"`
	Cents int    `json:"cents"`
	Law   string `json:"law"`
}

// Fee computes the fee by the law of the day. A reduction that can't be judged is not given: the office corrects it by hand.
func (o *Offer) Fee(f Facts, on clock.Date) Fee {
	f.Today = on
	k := o.know(f)
	var fee Fee
	for _, item := range o.FeeRules.Items {
		if yes, err := o.holds(item.When, k.vars); !yes || err != nil {
			continue
		}
		if a, ok := o.amount(item.Amount, on); ok {
			fee.add(FeeLine{Key: a.Key, Cents: a.Cents, Law: a.Law})
		}
	}
	for _, r := range o.FeeRules.Reductions {
		if yes, err := o.holds(r.When, k.vars); !yes || err != nil || !r.Holds(on) || fee.Cents == 0 {
			continue
		}
		off := fee.Cents * r.Percent / 100
		if instead, ok := o.amount(r.Amount, on); ok {
			off = max(0, fee.Cents-instead.Cents)
		}
		fee.add(FeeLine{Key: r.Key, Cents: -off, Law: r.Law})
		break
	}
	return fee
}

func (f *Fee) add(line FeeLine) {
	f.Lines = append(f.Lines, line)
	f.Cents += line.Cents
}

func (o *Offer) amount(key string, on clock.Date) (Amount, bool) {
	for _, a := range o.Amounts {
		if a.Key == key && a.Holds(on) {
			return a, true
		}
	}
	return Amount{}, false
}

// TitleEnd is the last day of the person's present title by the answers; false where there is none.
func (o *Offer) TitleEnd(f Facts) (clock.Date, bool) {
	if o.TitleEndField == "" {
		return clock.Date{}, false
	}
	return o.know(f).day(o.TitleEndField)
}

func (k known) day(field string) (clock.Date, bool) {
	text, _ := k.answers[field].(string)
	d, err := clock.ParseDate(text)
	return d, err == nil
}

// FourEyes are the reasons why a second qualified person must approve the outcome, keys of the texts why.<key>; without any, one
// person decides. What can't be judged must be approved.
func (o *Offer) FourEyes(outcome string, f Facts) []string {
	k := o.know(f)
	k.vars["outcome"] = outcome
	why := []string{}
	for _, r := range o.Decision.FourEyes {
		if yes, err := o.holds(r.When, k.vars); (yes || err != nil) && !slices.Contains(why, r.Why) {
			why = append(why, r.Why)
		}
	}
	return why
}

// Duration is how long a title may run.
type Duration struct {
	Until clock.Date `json:"until"` // last day
	Why   string     `json:"why"`   // the limit that counts; text duration.<key>
	Law   string     `json:"law"`
}

// LongestDuration is the longest lawful run of a title granted on a day; false where the data sets no limit. A period of months
// ends on the day before the one that bears the same number, so that it is kept however the first day is counted (BGB §188(2)).
func (o *Offer) LongestDuration(f Facts, on clock.Date) (Duration, bool) {
	k := o.know(f)
	var best Duration
	for _, limit := range o.DurationLimits {
		if yes, err := o.holds(limit.When, k.vars); !yes && err == nil || !limit.Holds(on) {
			continue
		}
		until := on.AddMonths(limit.Months).AddDays(-1)
		if limit.Field != "" {
			end, ok := k.day(limit.Field)
			if !ok {
				continue
			}
			until = end.AddMonths(limit.Months)
		}
		if best.Until.IsZero() || until.Before(best.Until) {
			best = Duration{Until: until, Why: limit.Key, Law: limit.Law}
		}
	}
	return best, !best.Until.IsZero()
}
