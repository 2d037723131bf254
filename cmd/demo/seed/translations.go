package seed

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/translations"
)

// writer is a translator in the directory.
type writer struct{ name, languages, contract string }

var writers = []writer{{"Layla Nasser", "ara", ""}, {"Reza Karimi", "fas prs", ""}, {"Iryna Kovalenko", "ukr rus", ""}}

// translate puts translators into the directory and has papers of families translated: one is asked, one is worked on, one has come and waits to be looked at.
func (f *filler) translate() error {
	h := f.hands[0]
	if h.Translations == nil {
		return nil
	}
	h.clock.Set(f.now)
	for _, w := range writers {
		err := h.enlist(speaker{name: w.name, languages: w.languages, modes: "phone", sworn: true, contract: w.contract, form: linguists.Written})
		if err != nil {
			return fmt.Errorf("enlist a translator: %w", err)
		}
	}
	var papers []uuid.UUID
	err := h.DB.NewSelect().TableExpr("documents.document_v1 AS d").Join("JOIN cases.case_v1 AS c ON c.id = d.subject_id").ColumnExpr("d.id").
		Where("d.subject_kind = 'case' AND d.state = 'ready' AND c.team = ? AND c.closed_at IS NULL", teamFamily).
		Where("d.item IN ('birth_certificate', 'marriage_certificate', 'custody')").OrderExpr("d.id DESC").Limit(3).Scan(h.ctx, &papers)
	if err != nil {
		return fmt.Errorf("find papers to translate: %w", err)
	}
	for i, paper := range papers {
		o, err := h.Translations.Order(h.by("brandt"), translations.OrderTranslation{
			Key: fmt.Sprint("demo ", i), Document: paper, Language: []string{"ukr", "fas", "ara"}[i], Sworn: true, Strokes: 2_400, DueOn: f.today.AddDays(9 + i),
			Note: "Bitte auch Stempel und Randvermerke.",
		})
		if err != nil {
			return fmt.Errorf("order a translation: %w", err)
		}
		if i == 0 || len(o.Offers) == 0 {
			continue
		}
		if err := h.work(o, i == 2); err != nil {
			return fmt.Errorf("translate: %w", err)
		}
	}
	return nil
}

// work is a translator who accepts and, if they are done, delivers.
func (h *hand) work(o *translations.Order, done bool) error {
	token := h.Translations.Link(o, o.Offers[0])
	if _, err := h.Translations.Accept(h.ctx, token); err != nil || !done {
		return err
	}
	content := document("translation", "Uebersetzung", "aus dem Arabischen, beeidigt")
	u, err := h.Translations.BeginUpload(h.ctx, token, translations.BeginFile{Name: "Uebersetzung.pdf", Type: "application/pdf", Size: len(content)})
	if err != nil {
		return err
	}
	parts, err := h.Translations.SignParts(h.ctx, token, u.File.ID, []int{1})
	if err != nil {
		return err
	}
	if err := put(h, parts[0].URL, content); err != nil {
		return err
	}
	f, err := h.Translations.CompleteUpload(h.ctx, token, u.File.ID)
	if err != nil {
		return err
	}
	if err := h.Documents.Inspect(h.ctx, documents.InspectArgs{FileID: f.ID}); err != nil {
		return err
	}
	_, err = h.Translations.Deliver(h.ctx, token, 2_612)
	return err
}
