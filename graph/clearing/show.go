package clearinggql

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/platform/clock"
)

// shown puts a visit into words: German for the desk, and beside it the person's language.
func (r Resolver) shown(ctx context.Context) func(*clearing.Visit, error) (*ClearingVisit, error) {
	return func(v *clearing.Visit, err error) (*ClearingVisit, error) {
		if err != nil {
			return nil, err
		}
		return r.show(ctx, v)
	}
}

func (r Resolver) show(ctx context.Context, v *clearing.Visit) (*ClearingVisit, error) {
	offer, err := r.Catalogue.OfferVersion(ctx, v.Service, v.ServiceVersion)
	if err != nil {
		return nil, err
	}
	shown := &ClearingVisit{
		ID: v.ID, State: v.State, OpenedAt: v.OpenedAt, EndedAt: v.EndedAt, Language: v.Language, Name: v.Name, Service: v.Service,
		ServiceTitle: offer.Name(catalogue.German), KeptUntil: v.KeptUntil, Questions: r.questions(offer, v), Kinds: []ClearingKind{}, Outcomes: []string{}, Permitted: []string{},
	}
	if m := v.Matter; m != nil {
		shown.Case = &ClearingCase{ID: m.ID, Number: m.Number, Person: m.Person, BirthDate: m.BirthDate, Service: m.Service, ServiceTitle: shown.ServiceTitle}
	}
	if shown.Checklist, err = r.items(ctx, offer, v); err != nil {
		return nil, err
	}
	printable := v.State == clearing.Open
	if printable {
		shown.Permitted = append(shown.Permitted, "seeOriginal", "endVisit")
		if v.Takes() {
			shown.Permitted, shown.Kinds = append(shown.Permitted, "addExtraPaper"), kinds(offer, v)
		}
		if v.CaseID == nil {
			shown.Permitted = append(shown.Permitted, "answerVisit")
		}
		if v.TicketHere {
			shown.Outcomes = r.Clearing.Frontdesk.Rules.Outcomes
		}
	} else {
		shown.TakeOver = r.Clearing.TakeOverURL(v)
		if printable, err = r.Clearing.Printable(ctx, v); err != nil {
			return nil, err
		}
	}
	if printable {
		at := confirmationAt(v.ID)
		shown.Confirmation = &at
	}
	return shown, nil
}

// kinds are the papers that can be put beside the list.
func kinds(offer *catalogue.Offer, v *clearing.Visit) []ClearingKind {
	other, list := offer.Language(v.Language), []ClearingKind{}
	for _, key := range v.Kinds(offer) {
		list = append(list, ClearingKind{key, offer.Text(catalogue.German, "items."+key+".title"), offer.Text(other, "items."+key+".title")})
	}
	return list
}

func (r Resolver) questions(offer *catalogue.Offer, v *clearing.Visit) []ClearingQuestion {
	today := clock.Today(r.Clearing.DB.Clock.Now())
	german, other := v.Questions(offer, catalogue.German, today), v.Questions(offer, offer.Language(v.Language), today)
	shown := make([]ClearingQuestion, len(german))
	for i, q := range german {
		shown[i] = ClearingQuestion{Key: q.Key, Widget: q.Widget, Label: q.Label, LabelOther: other[i].Label, Options: make([]ClearingOption, len(q.Options))}
		for n, o := range q.Options {
			shown[i].Options[n] = ClearingOption{o.Value, o.Label, other[i].Options[n].Label}
		}
		if value, answered := v.Answers[q.Key]; answered {
			shown[i].Value, _ = json.Marshal(value) // it came as JSON
		}
	}
	return shown
}

func (r Resolver) items(ctx context.Context, offer *catalogue.Offer, v *clearing.Visit) ([]ClearingItem, error) {
	var seers []uuid.UUID
	for _, o := range v.Originals {
		seers = append(seers, o.SeenBy)
	}
	names, err := r.Identity.Colleagues(ctx, seers)
	if err != nil {
		return nil, err
	}
	other := offer.Language(v.Language)
	shown := make([]ClearingItem, len(v.Checklist))
	for n, i := range v.Checklist {
		shown[n] = ClearingItem{
			Item: i.Key, Title: i.Title(offer, catalogue.German), TitleOther: i.Title(offer, other), Required: i.Required, State: i.State, Reason: i.Reason,
			Requested: i.Requested, ValidUntil: i.ValidUntil, Extra: i.Extra != nil, Takes: i.Takes, Document: i.Document,
		}
		if i.Extra == nil {
			shown[n].Why = offer.Text(catalogue.German, "items."+i.Key+".why")
		}
		if i.Form != "" {
			shown[n].Form = offer.Text(catalogue.German, "forms."+i.Form)
		}
		if i.Original != nil {
			shown[n].Original = &ClearingOriginal{names[i.Original.SeenBy], i.Original.SeenAt}
		}
	}
	return shown, nil
}
