package intake

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/writing"
	"github.com/ankunft/ankunft/platform/db"
)

// Extra is a paper of a case or a draft that stands on no list: the clearing desk took it in all the same, or an answer changed since.
type Extra struct {
	DocumentID uuid.UUID        `json:"id"`
	Item       string           `json:"item"`
	Kind       string           `json:"kind"` // an item of the service's catalogue, or clearing.Other
	Name       string           `json:"name"` // of another paper, in German
	State      cases.PaperState `json:"state"`
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
	Listed      bool             // the service's catalogue knows it; else the desk named it
	State       cases.PaperState // to_check, accepted, rejected
	Document    *documents.Document
}

func shown(extras []Extra, docs []*documents.Document, o *catalogue.Offer, language string) []ExtraPaper {
	list := make([]ExtraPaper, len(extras))
	for i, e := range extras {
		list[i] = ExtraPaper{Item: e.Item, Title: e.Title(o, language), Listed: e.Kind != clearing.Other, State: e.State}
		if n := slices.IndexFunc(docs, func(d *documents.Document) bool { return d.ID == e.DocumentID }); n >= 0 {
			list[i].Document = docs[n]
		}
	}
	return list
}

// extrasOf are the papers that stand on no list, of the cases of a list (%s). A translation was judged before it came.
const extrasOf = `SELECT d.subject_id, jsonb_agg(jsonb_build_object('id', d.id, 'item', d.item, 'kind', x.kind, 'name', x.name, 'state',
  CASE WHEN d.verification <> 'pending' THEN d.verification WHEN d.origin_kind = 'translation' THEN 'accepted' ELSE 'to_check' END) ORDER BY d.received_at, d.id) AS extras
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
	extras, err := whatTheyAre(ctx, tx, came)
	if err != nil {
		return writing.Named{}, err
	}
	named := writing.Named{Name: "items", Words: letters.Words{}}
	for _, lang := range []string{w.Language, catalogue.German} {
		lines := make([]string, len(extras))
		for i, e := range extras {
			lines[i] = "– " + e.Title(w.Offer, lang)
		}
		named.Words[lang] = strings.Join(lines, "\n")
	}
	return named, nil
}

// whatTheyAre tells of each paper what it is: what the desk said, else what its item says.
func whatTheyAre(ctx context.Context, q bun.IDB, papers []*documents.Document) ([]Extra, error) {
	of, extras := make([]uuid.UUID, len(papers)), make([]Extra, len(papers))
	for i, d := range papers {
		of[i], extras[i] = d.ID, Extra{DocumentID: d.ID, Item: d.Item, Kind: d.Item, State: cases.PaperToCheck}
	}
	var kept []Extra
	if err := q.NewRaw("SELECT document_id, kind, name FROM intake.extra WHERE document_id IN (?)", bun.List(of)).Scan(ctx, &kept); err != nil {
		return nil, fmt.Errorf("read what papers are: %w", err)
	}
	for _, k := range kept {
		i := slices.Index(of, k.DocumentID)
		extras[i].Kind, extras[i].Name = k.Kind, k.Name
	}
	return extras, nil
}

// InDraft are the papers of a draft that stand on no list, called in a language. Whoever may read the draft may read them.
func (s *Service) InDraft(ctx context.Context, draft *applications.Sitting, language string) ([]ExtraPaper, error) {
	var beside []*documents.Document
	for _, a := range draft.Applications {
		beside = append(beside, a.Beside()...)
	}
	if len(beside) == 0 {
		return []ExtraPaper{}, nil
	}
	extras, err := whatTheyAre(ctx, s.DB, beside)
	if err != nil {
		return nil, err
	}
	return shown(extras, beside, draft.Offer, language), nil
}
