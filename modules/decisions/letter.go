package decisions

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/writing"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// errOperative says that the city's text modules lack the sentence that decides. It is a fault of the city's data.
var errOperative = errs.New(errs.Internal, "decisions.no_operative_text")

// titles are the names of the code list ozg.aufenthaltstitelart (XAusländer), as decisions write them.
var titles = map[string]string{
	"01": "Aufenthaltserlaubnis", "02": "Blaue Karte EU", "03": "ICT-Karte", "04": "Mobiler-ICT-Karte",
	"05": "Niederlassungserlaubnis", "06": "Erlaubnis zum Daueraufenthalt-EU",
}

func about(id uuid.UUID) letters.About { return letters.About{Kind: "case", ID: id} }

// writeLetterTx writes or rewrites the decision's letter.
func (s *Service) writeLetterTx(ctx context.Context, tx *db.Tx, w *deciding, d *Decision, out catalogue.Outcome) error {
	content, err := s.content(ctx, w, d, out)
	if err != nil {
		return err
	}
	in := w.Letter(content)
	in.Dispatch, in.Regime, err = s.delivery(ctx, tx, w, out)
	if err != nil {
		return err
	}
	var l *letters.Letter
	if d.LetterID == uuid.Nil {
		l, err = s.letters.ComposeTx(ctx, tx, in)
	} else {
		l, err = s.letters.RewriteTx(ctx, tx, d.LetterID, in)
	}
	if err == nil {
		d.LetterID = l.ID
	}
	return err
}

// delivery chooses the way of a decision. What needs written form goes by post (AufenthG §77(1), VwVfG §3a); the portal takes the rest of
// those who have agreed to it (VwVfG §41(2a), OZG §9).
func (s *Service) delivery(ctx context.Context, tx *db.Tx, w *deciding, out catalogue.Outcome) (letters.Dispatch, letters.Regime, error) {
	city := s.catalogue.City().Delivery
	if city.Portal == "off" || out.WrittenForm || !w.Reachable() {
		return letters.ByPost, letters.RegimePost, nil
	}
	agreed, err := s.agreedTx(ctx, tx, w)
	if agreed && city.Portal == string(letters.RegimeOZG) {
		agreed, err = hasPostBox(ctx, tx, w)
	}
	if err != nil || !agreed {
		return letters.ByPost, letters.RegimePost, err
	}
	return letters.ByPortal, letters.Regime(city.Portal), nil
}

// hasPostBox says whether the account of a case may count as a post box in which decisions are served unread (OZG §9): its provider has
// proved who holds it. Who came by a link in a mail has none.
func hasPostBox(ctx context.Context, tx *db.Tx, w *deciding) (bool, error) {
	var trust identity.Trust
	err := tx.NewSelect().TableExpr("identity.trust_v1").Column("trust").Where("id = ?", w.c.AccountID).Scan(ctx, &trust)
	if err != nil {
		return false, fmt.Errorf("read trust of account: %w", err)
	}
	return trust.AtLeast(identity.TrustSubstantial), nil
}

func (s *Service) content(ctx context.Context, w *deciding, d *Decision, out catalogue.Outcome) (letters.Content, error) {
	values := w.values(d)
	operative, ok := s.letters.TextModule("operative_" + string(d.Outcome))
	if !ok {
		return nil, fmt.Errorf("%s: %w", d.Outcome, errOperative)
	}
	text, _ := operative.Fill(values)
	content := letters.Decision{
		Kind: letters.Kind(out.Letter), Service: w.ServiceName(), Title: values["title"], ValidFrom: d.ValidFrom, ValidUntil: d.ValidUntil,
		Person: w.decided(), Operative: writing.Paragraphs(text), Reasons: writing.Paragraphs(d.Reasons), SignedBy: identity.ViewerFrom(ctx).Name,
		WorkUntilCard: d.Outcome != OutcomeRefusal, Facts: []string{}, Conditions: []string{}, Sections: []letters.Paragraph{}, NextSteps: []letters.Words{},
	}
	for _, key := range d.Modules {
		if m, ok := s.letters.TextModule(key); ok {
			text, _ := m.Fill(values)
			content.Sections = append(content.Sections, letters.Paragraph{Title: m.Title, Text: text})
		}
	}
	content.Fee = writing.LetterFee(w.c.Fee)
	if remedy, ok := s.catalogue.City().Remedy(out.Remedy); ok {
		content.Remedy = remedy.Text
	}
	if d.Outcome != OutcomeRefusal {
		content.NextSteps = append(content.NextSteps, w.Words("procedure.biometrics.text"), w.Words("procedure.card.text"))
	}
	return content, nil
}

// decided is whom the decision is about.
func (w *deciding) decided() letters.Person {
	p := letters.Person{Name: w.Person.Name(), Nationality: strings.Join(w.Person.Nationalities, ", ")}
	p.BornOn, _ = clock.ParseBirth(w.Person.BirthDate) // unknown: left out
	return p
}

// values are what text modules may ask for: the answers, and what the decision adds.
func (w *deciding) values(d *Decision) map[string]string {
	values := map[string]string{}
	if form := w.Offer.LocalForm(catalogue.German, w.facts.Form); form != nil {
		for _, f := range form.Fields() {
			if text := writing.Answer(f, w.facts.Answers[f.Key]); text != "" {
				values[f.Key] = text
			}
		}
	}
	title := titles[w.Offer.Title]
	if len(w.Offer.LegalBasis) > 0 {
		title += " nach " + w.Offer.LegalBasis[0].Law
	}
	values["title"], values["service"] = title, w.Offer.Name(catalogue.German)
	values["received_on"], values["valid_from"], values["valid_until"] = w.c.ReceivedOn.German(), d.ValidFrom.German(), d.ValidUntil.German()
	values["person"], values["number"] = w.Person.Name(), w.c.Number
	return values
}
