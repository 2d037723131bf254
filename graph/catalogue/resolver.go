// Package cataloguegql is the public face of the catalogue: services and forms, told in one language.
package cataloguegql

import (
	"context"
	"slices"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// DurationSource says where an expected duration comes from.
type DurationSource string

// The sources.
const (
	FromCases DurationSource = "cases" // at least 20 real ones
	FromGoal  DurationSource = "goal"  // only the office's goal
)

// ExpectedDuration is how long a service takes as a rule, in days.
type ExpectedDuration struct {
	Days      int // half of the cases took no longer
	DaysUpper int // nine of ten took no longer
	Source    DurationSource
	Sample    int // cases counted
}

// Durations tells how long services took of late. The module of the cases fills it; services of which too few cases are known are left out.
type Durations interface {
	Expected(ctx context.Context, services []string) (map[string]ExpectedDuration, error)
}

// Query resolves catalogue's queries.
type Query struct {
	Catalogue *catalogue.Service
	Clock     clock.Clock
	Durations Durations // nil: a program without cases tells goals
}

// City tells about the city and its office.
func (q Query) City(context.Context) (*catalogue.City, error) { return q.Catalogue.City(), nil }

// Services lists what the office offers.
func (q Query) Services(ctx context.Context, language string) ([]ServiceInfo, error) {
	offers, err := q.Catalogue.Offers(ctx)
	if err != nil {
		return nil, err
	}
	return q.Tell(ctx, language, offers...)
}

// Service tells about one service; nil when there is none of that key.
func (q Query) Service(ctx context.Context, key, language string) (*ServiceInfo, error) {
	o, err := q.Catalogue.Offer(ctx, key)
	if errs.KindOf(err) == errs.NotFound {
		return nil, nil // nothing of that name is an answer
	}
	if err != nil {
		return nil, err
	}
	all, err := q.Tell(ctx, language, o)
	if err != nil {
		return nil, err
	}
	return &all[0], nil
}

// Tell puts offers of any version into a language.
func (q Query) Tell(ctx context.Context, language string, offers ...*catalogue.Offer) ([]ServiceInfo, error) {
	took := map[string]ExpectedDuration{}
	if q.Durations != nil {
		keys := make([]string, len(offers))
		for i, o := range offers {
			keys[i] = o.Key
		}
		var err error
		if took, err = q.Durations.Expected(ctx, keys); err != nil {
			return nil, err
		}
	}
	today := clock.Today(q.Clock.Now())
	all := make([]ServiceInfo, len(offers))
	for i, o := range offers {
		all[i] = tell(o, language, today)
		if d, ok := took[o.Key]; ok {
			all[i].Duration = d
		}
	}
	return all, nil
}

func tell(o *catalogue.Offer, lang string, today clock.Date) ServiceInfo {
	s := ServiceInfo{
		Key: o.Key, Version: o.Version, Language: lang, Reviewed: o.Reviewed(lang), Category: o.Category, Title: o.Name(lang),
		Summary: o.Text(lang, "service.summary"), Description: o.Text(lang, "service.description"), Trust: o.Trust,
		Duration: ExpectedDuration{Days: o.GoalDays, DaysUpper: o.GoalDays, Source: FromGoal},
		Form:     o.LocalForm(lang, catalogue.Principal), MemberForm: o.LocalForm(lang, catalogue.Member), MaxMembers: o.MaxMembers,
		Signing: o.Signing, Fees: fees(o, lang, today), Checklist: checklist(o, lang, today),
	}
	for _, l := range o.LegalBasis {
		if l.Holds(today) {
			s.Legal = append(s.Legal, LegalInfo{Key: l.Key, Law: l.Law, Source: l.Source, Verified: l.Verified()})
		}
	}
	for _, p := range o.Procedure {
		base := "procedure." + p.Key
		s.Procedure = append(s.Procedure, ProcedureInfo{
			Key: p.Key, Title: o.Text(lang, base+".title"), Text: o.Text(lang, base+".text"), Actor: p.Actor, Days: p.Days,
		})
	}
	return s
}

func fees(o *catalogue.Offer, lang string, today clock.Date) []FeeInfo {
	var list []FeeInfo
	for _, item := range o.FeeRules.Items {
		i := slices.IndexFunc(o.Amounts, func(a catalogue.Amount) bool { return a.Key == item.Amount && a.Holds(today) })
		if i >= 0 && !slices.ContainsFunc(list, func(f FeeInfo) bool { return f.Key == item.Amount }) {
			list = append(list, FeeInfo{Key: item.Amount, Title: o.Text(lang, "fees."+item.Amount), Cents: o.Amounts[i].Cents, Law: o.Amounts[i].Law})
		}
	}
	return list
}

// checklist lists each paper once; it is asked of everybody if one of its rules is.
func checklist(o *catalogue.Offer, lang string, today clock.Date) []ChecklistInfo {
	var list []ChecklistInfo
	for _, r := range o.ChecklistRules {
		if r.Who == catalogue.Member || !r.Holds(today) {
			continue
		}
		if i := slices.IndexFunc(list, func(c ChecklistInfo) bool { return c.Item == r.Item }); i >= 0 {
			list[i].Always, list[i].Optional = list[i].Always || r.When == "", list[i].Optional && r.Optional
			continue
		}
		item := o.Localize(lang, []catalogue.Item{{Key: r.Item, Form: r.Form}})[0]
		list = append(list, ChecklistInfo{
			Item: r.Item, Title: item.Title, Why: item.Why, Form: item.FormText, Example: item.Example, Always: r.When == "", Optional: r.Optional,
		})
	}
	return list
}
