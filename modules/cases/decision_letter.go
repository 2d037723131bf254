package cases

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// errOperative says that the city's text modules lack the sentence that decides. It is a fault of the city's data.
var errOperative = errs.New(errs.Internal, "cases.no_operative_text")

// titles are the names of the code list ozg.aufenthaltstitelart (XAusländer), as decisions write them.
var titles = map[string]string{
	"01": "Aufenthaltserlaubnis", "02": "Blaue Karte EU", "03": "ICT-Karte", "04": "Mobiler-ICT-Karte",
	"05": "Niederlassungserlaubnis", "06": "Erlaubnis zum Daueraufenthalt-EU",
}

func aboutCase(id uuid.UUID) letters.About { return letters.About{Kind: "case", ID: id} }

// writeLetterTx writes or rewrites the decision's letter.
func (s *Service) writeLetterTx(ctx context.Context, tx *db.Tx, w *writer, d *Decision, out catalogue.Outcome) error {
	content, err := w.decisionContent(ctx, tx, d, out)
	if err != nil {
		return err
	}
	in := w.letterIn(content)
	in.Dispatch, in.Regime, err = w.delivery(ctx, tx, out)
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

// delivery chooses the way of a decision. What needs written form goes by post unless a qualified seal is there (AufenthG §77(1), VwVfG
// §3a); the portal takes the rest when the person reads it and, where the law asks for it, has agreed (VwVfG §41(2a)).
func (w *writer) delivery(ctx context.Context, tx *db.Tx, out catalogue.Outcome) (letters.Dispatch, letters.Regime, error) {
	city := w.s.catalogue.City().Delivery
	if city.Portal == "off" || out.WrittenForm && city.Seal != "qualified" || !w.reachable() {
		return letters.ByPost, letters.RegimePost, nil
	}
	if city.Portal == string(letters.RegimeOZG) {
		return letters.ByPortal, letters.RegimeOZG, nil
	}
	agreed, err := w.s.persons.HasConsentTx(ctx, tx, w.c.PersonID, persons.PortalDelivery)
	if err != nil || !agreed {
		return letters.ByPost, letters.RegimePost, err
	}
	return letters.ByPortal, letters.RegimePortal, nil
}

func (w *writer) decisionContent(ctx context.Context, tx *db.Tx, d *Decision, out catalogue.Outcome) (letters.Content, error) {
	facts, err := factsOf(ctx, tx, w.c)
	if err != nil {
		return nil, err
	}
	values := w.values(d, facts)
	operative, ok := w.s.letters.TextModule("operative_" + string(d.Outcome))
	if !ok {
		return nil, fmt.Errorf("%s: %w", d.Outcome, errOperative)
	}
	text, _ := operative.Fill(values)
	content := letters.Decision{
		Kind: letters.Kind(out.Letter), Service: w.name(), Title: values["title"], ValidFrom: d.ValidFrom, ValidUntil: d.ValidUntil,
		Person: w.decided(), Operative: paragraphs(text), Reasons: paragraphs(d.Reasons), SignedBy: w.signature(ctx),
		WorkUntilCard: d.Outcome != OutcomeRefusal, Facts: []string{}, Conditions: []string{}, Sections: []letters.Paragraph{}, NextSteps: []letters.Words{},
	}
	for _, key := range d.Modules {
		if m, ok := w.s.letters.TextModule(key); ok {
			text, _ := m.Fill(values)
			content.Sections = append(content.Sections, letters.Paragraph{Title: m.Title, Text: text})
		}
	}
	if len(w.c.Fee.Lines) > 0 {
		content.Fee = &letters.Fee{Cents: w.c.Fee.Cents, Law: w.c.Fee.Lines[0].Law}
	}
	if remedy, ok := w.s.catalogue.City().Remedy(out.Remedy); ok {
		content.Remedy = remedy.Text
	}
	if d.Outcome != OutcomeRefusal {
		content.NextSteps = append(content.NextSteps, w.words("procedure.biometrics.text"), w.words("procedure.card.text"))
	}
	return content, nil
}

// decided is whom the decision is about.
func (w *writer) decided() letters.Person {
	p := letters.Person{Name: w.person.Name(), Nationality: strings.Join(w.person.Nationalities, ", ")}
	p.BornOn, _ = clock.ParseDate(w.person.BirthDate) // incomplete dates of birth are left out
	return p
}

// signature is who answers for the decision (VwVfG §37(3)).
func (w *writer) signature(ctx context.Context) string { return identity.ViewerFrom(ctx).Name }

// values are what text modules may ask for: the answers, and what the decision adds.
func (w *writer) values(d *Decision, facts catalogue.Facts) map[string]string {
	values := map[string]string{}
	if form := w.offer.LocalForm(catalogue.German, facts.Form); form != nil {
		for _, f := range form.Fields() {
			if text := inGerman(f, facts.Answers[f.Key]); text != "" {
				values[f.Key] = text
			}
		}
	}
	title := titles[w.offer.Title]
	if len(w.offer.LegalBasis) > 0 {
		title += " nach " + w.offer.LegalBasis[0].Law
	}
	values["title"], values["service"] = title, w.offer.Name(catalogue.German)
	values["received_on"], values["valid_from"], values["valid_until"] = w.c.ReceivedOn.German(), d.ValidFrom.German(), d.ValidUntil.German()
	values["person"], values["number"] = w.person.Name(), w.c.Number
	return values
}

func paragraphs(text string) []string {
	found := []string{}
	for p := range strings.SplitSeq(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			found = append(found, p)
		}
	}
	return found
}
