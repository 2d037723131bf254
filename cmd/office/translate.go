package office

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/modules/translations"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/web/locales"
)

// translate makes what has papers translated, in a city that works with interpreters.
func (o *Office) translate() {
	i := o.Interpreters
	if i == nil {
		return
	}
	o.Translations = translations.New(translations.Deps{
		DB: o.DB, Audit: o.Audit, Messages: o.Messages, Documents: o.Documents, Budgets: o.Budgets, Tariffs: i.Tariffs, Required: i.Rules.Proofs,
		OfferMinutes: i.Rules.OfferMinutes, Team: i.Team, Secret: i.Secret, Log: o.Log,
	})
	var claims translations.Claims
	if o.Settlement != nil {
		claims = payable{o.Settlement}
	}
	o.Translations.Connect(originals{o}, claims)
	o.Documents.SetSubject(documents.SubjectTranslation, translations.Subject{Service: o.Translations})
	o.Translations.Register(o.Jobs)
}

// payable has translations paid.
type payable struct{ *settlement.Service }

var _ translations.Claims = payable{}

// ClaimTx implements translations.Claims.
func (p payable) ClaimTx(ctx context.Context, tx *db.Tx, c translations.Claim) error {
	_, err := p.Service.ClaimTx(ctx, tx, settlement.NewClaim{
		About: c.About, Kind: settlement.ForTranslation, InterpreterID: c.Interpreter, Team: c.Team, CostCentre: c.CostCentre, Language: c.Language,
		Mode: string(linguists.Written), EndedOn: c.DoneOn, Bill: c.Bill,
	})
	return err
}

// originals are papers of cases, which the office has translated.
type originals struct{ *Office }

var _ translations.Papers = originals{}

// Paper implements translations.Papers. A paper that stands on no list is not told by the name that somebody gave it.
func (o originals) Paper(ctx context.Context, document uuid.UUID) (*translations.Paper, error) {
	doc, err := o.Documents.Read(ctx, document)
	if err != nil || doc.SubjectKind != documents.SubjectCase {
		return nil, noPaper(err)
	}
	c, err := o.Cases.Reach(ctx, doc.SubjectID, "documents.read")
	if err != nil {
		return nil, noPaper(err)
	}
	if state := doc.State(); state != documents.DocumentReady && state != documents.DocumentUnscanned {
		return nil, translations.ErrNotReady
	}
	offer, err := o.Catalogue.OfferVersion(ctx, c.Service, c.ServiceVersion)
	if err != nil {
		return nil, fmt.Errorf("read service of case: %w", err)
	}
	title, listed := offer.LookUp("de", "items."+doc.Item+".title")
	if !listed {
		title = locales.Text("de", "staff", "interpreting.translation.paper", nil)
	}
	person := persons.Record(c.PersonID)
	p := &translations.Paper{About: cases.Record(c.ID), Subject: &person, Team: c.Team, Document: doc.ID, Title: title, Pages: doc.PageCount()}
	if came := doc.ReceivedAt(); came != nil {
		p.Came = *came
	}
	return p, nil
}

func noPaper(err error) error {
	if err == nil || errs.KindOf(err) == errs.NotFound || errors.Is(err, cases.ErrNotFound) {
		return translations.ErrNone
	}
	return err
}

// FileTx implements translations.Papers.
func (o originals) FileTx(ctx context.Context, tx *db.Tx, order *translations.Order) error {
	var person *uuid.UUID
	err := tx.NewRaw("SELECT person_id FROM documents.document_v1 WHERE id = ?", order.DocumentID).Scan(ctx, &person)
	if err := db.NoRows(err, translations.ErrNone, "read original"); err != nil {
		return err
	}
	whose := uuid.Nil
	if person != nil {
		whose = *person
	}
	if err := o.Documents.AdoptTx(ctx, tx, translations.Record(order.ID), cases.Record(order.AboutID), whose, *order.TranslationID); err != nil {
		return err
	}
	return o.Intake.KeepExtraTx(ctx, tx, *order.TranslationID, locales.Text("de", "staff", "interpreting.translation.filed", map[string]string{"title": order.Title}))
}
