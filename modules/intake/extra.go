package intake

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/writing"
	"github.com/ankunft/ankunft/platform/db"
)

// Extra is a paper of a case that stands on no list: the clearing desk took it in all the same.
type Extra struct {
	DocumentID uuid.UUID `json:"id"`
	Item       string    `json:"item"`
	Kind       string    `json:"kind"` // an item of the service's catalogue, or clearing.Other
	Name       string    `json:"name"` // of another paper, in German
}

// Title is what it is called in a language; another paper has the name that the desk gave it, in German.
func (e Extra) Title(o *catalogue.Offer, language string) string {
	if e.Kind == clearing.Other {
		return e.Name
	}
	return o.Text(language, "items."+e.Kind+".title")
}

// ExtraPaper is an Extra in words. Document is nil for whom papers are not shown to.
type ExtraPaper struct {
	Item, Title string
	Listed      bool // the service's catalogue knows it; else the desk named it
	Document    *documents.Document
}

func shown(extras []Extra, docs []*documents.Document, o *catalogue.Offer, language string) []ExtraPaper {
	list := make([]ExtraPaper, len(extras))
	for i, e := range extras {
		list[i] = ExtraPaper{Item: e.Item, Title: e.Title(o, language), Listed: e.Kind != clearing.Other}
		if n := slices.IndexFunc(docs, func(d *documents.Document) bool { return d.ID == e.DocumentID }); n >= 0 {
			list[i].Document = docs[n]
		}
	}
	return list
}

// extrasOf are the papers that stand on no list, of the cases of a list (%s).
const extrasOf = `SELECT d.subject_id, jsonb_agg(jsonb_build_object('id', d.id, 'item', d.item, 'kind', x.kind, 'name', x.name) ORDER BY d.received_at, d.id) AS extras
FROM documents.document_v1 d JOIN intake.extra x ON x.document_id = d.id WHERE d.subject_kind = 'case' AND d.subject_id = ANY(%s) GROUP BY d.subject_id`

// keepExtrasTx writes down what those papers of a visit are that stand on no list, before they go on: the visit may be erased.
func keepExtrasTx(ctx context.Context, tx *db.Tx, visit uuid.UUID) error {
	_, err := tx.NewRaw(`INSERT INTO intake.extra (document_id, kind, name) SELECT d.id, x.kind, x.name
FROM documents.document_v1 d JOIN clearing.extra_v1 x ON x.visit_id = d.subject_id AND x.item = d.item
WHERE d.subject_kind = ? AND d.subject_id = ? ON CONFLICT DO NOTHING`, documents.SubjectVisit, visit).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep what papers of visit are: %w", err)
	}
	return nil
}

// KeepExtraTx writes down what a document is that came into a case otherwise than by the desk, by a name in German: a translation, for one.
func (s *Service) KeepExtraTx(ctx context.Context, tx *db.Tx, document uuid.UUID, name string) error {
	_, err := tx.NewRaw("INSERT INTO intake.extra (document_id, kind, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", document, clearing.Other, name).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep what document is: %w", err)
	}
	return nil
}

// titlesTx are the names of papers in both languages of a writer, one in a line.
func titlesTx(ctx context.Context, tx *db.Tx, w *writing.Writer, came []*documents.Document) (writing.Named, error) {
	of := make([]uuid.UUID, len(came))
	for i, d := range came {
		of[i] = d.ID
	}
	var extras []Extra
	err := tx.NewRaw("SELECT document_id, kind, name FROM intake.extra WHERE document_id IN (?)", bun.List(of)).Scan(ctx, &extras)
	if err != nil {
		return writing.Named{}, fmt.Errorf("read what papers are: %w", err)
	}
	named := writing.Named{Name: "items", Words: letters.Words{}}
	for _, lang := range []string{w.Language, catalogue.German} {
		named.Words[lang] = ""
		for _, d := range came {
			title := ""
			if i := slices.IndexFunc(extras, func(e Extra) bool { return e.DocumentID == d.ID }); i >= 0 {
				title = extras[i].Title(w.Offer, lang)
			} else {
				title = w.Offer.Text(lang, "items."+d.Item+".title")
			}
			if named.Words[lang] != "" {
				named.Words[lang] += "\n"
			}
			named.Words[lang] += "– " + title
		}
	}
	return named, nil
}
