package applications

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/errs"
)

// SittingReview is what is about to be signed.
type SittingReview struct {
	SittingID          ID
	Version            int
	Content            string // canonical JSON, exactly what is sealed
	Digest             string // its SHA-256 in hex
	Declaration        string // in the sitting's language
	PortalRule         string // by which decisions in the portal count, where the person can agree to them there (catalogue.Delivery)
	DeclarationVersion string
	Missing            []*ChecklistItem // by the list, not yet checked (VwVfG §25(2))
	People             []*ReviewedPerson
}

// ReviewedPerson shows one application in words.
type ReviewedPerson struct {
	ApplicationID ID
	Name          string
	Steps         []*ReviewedStep
}

// ReviewedStep is one step of it.
type ReviewedStep struct {
	Key, Title string
	Answers    []*ReviewedAnswer
}

// ReviewedAnswer is one question and its answer: labels of options, else as typed; Kind is the field's widget.
type ReviewedAnswer struct{ Field, Label, Value, Kind string }

// DeclarationVersion names the words to which a person says yes; it changes with their meaning. They stand in the namespace
// "declaration". Those about decisions in the portal have versions of their own (PortalWords).
const DeclarationVersion = "2026-11-22"

const contentFormat = "ankunft.sitting/1"

// Review yields what is about to be signed; ErrIncomplete with all faults as long as required answers or signers are missing.
func (s *Service) Review(ctx context.Context, account, id ID) (*SittingReview, error) {
	sit, err := s.Sitting(ctx, account, id)
	if err != nil {
		return nil, err
	}
	if sit.State != Draft {
		return nil, ErrSubmitted
	}
	if err := sit.fit(); err != nil {
		return nil, err
	}
	files, err := s.files(ctx, s.db, sit)
	if err != nil {
		return nil, err
	}
	declared := s.declared(sit.Language)
	content, err := sit.content(declared, files, time.Time{})
	if err != nil {
		return nil, err
	}
	r := &SittingReview{
		SittingID: sit.ID, Version: sit.Version, Content: string(content), Digest: digest(content), Declaration: declared.text,
		DeclarationVersion: DeclarationVersion, Missing: []*ChecklistItem{},
	}
	if declared.portal != "" {
		r.PortalRule = s.portalRule()
	}
	for _, a := range sit.Applications {
		for _, c := range a.Checklist {
			if c.Required && (c.State == ItemMissing || c.State == ItemRefused) {
				r.Missing = append(r.Missing, c)
			}
		}
		r.People = append(r.People, a.inWords(sit.Offer.LocalForm(sit.Language, string(a.Who))))
	}
	return r, nil
}

// declared are the words to which a person says yes, or may.
type declared struct {
	text   string
	portal string // version of those about decisions in the portal
}

func (s *Service) declared(lang string) declared {
	portal, _ := PortalWords(s.portalRule())
	return declared{s.deps.Texts(lang, "declaration", "text", nil), portal}
}

// fit tells everything that stands in the way of signing, by the place of the application: "0.passport_number", "1.signer".
func (s *Sitting) fit() error {
	var faults []errs.Field
	for i, a := range s.Applications {
		for _, p := range a.Problems {
			faults = append(faults, errs.Field{Path: fmt.Sprintf("%d.%s", i, p.Field), Code: p.Code})
		}
		if code := a.Signing.fault(a.Who); code != "" {
			faults = append(faults, errs.Field{Path: fmt.Sprintf("%d.signer", i), Code: code})
		}
	}
	if len(faults) > 0 {
		return ErrIncomplete.With(faults...)
	}
	return nil
}

// givenFile is a file as it is sealed.
type givenFile struct {
	ApplicationID, DocumentID, FileID ID
	Item                              string
	Size                              int64
	State                             string
	SHA256                            *string `bun:"sha256"`
	InspectedAt                       *time.Time
}

// files are the whole files that were given in for a sitting, in a fixed order. They are asked by their origin, so that the answer is the
// same before and after the cases adopted them; what the clearing desk took in for the draft began elsewhere and is asked by its name.
func (s *Service) files(ctx context.Context, q bun.IDB, sit *Sitting) ([]givenFile, error) {
	keys, brought, of := make([]ID, len(sit.Applications)), []ID{uuid.Nil}, map[ID]ID{}
	for i, a := range sit.Applications {
		keys[i] = a.ID
		for _, d := range a.papers {
			if d.OriginKind != documents.SubjectApplication {
				brought, of[d.ID] = append(brought, d.ID), a.ID
			}
		}
	}
	var rows []givenFile
	err := q.NewRaw(`SELECT d.origin_id AS application_id, d.id AS document_id, f.id AS file_id, d.item, f.size, f.state,
		  nullif(f.sha256, '') AS sha256, f.inspected_at
		FROM documents.document_v1 d JOIN documents.file_v1 f ON f.document_id = d.id
		WHERE (d.origin_kind = 'application' AND d.origin_id IN (?) OR d.id IN (?)) AND f.state <> 'uploading'
		ORDER BY d.item, d.id, f.position, f.id`, bun.List(keys), bun.List(brought)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read files: %w", err)
	}
	for i := range rows {
		if a, ok := of[rows[i].DocumentID]; ok {
			rows[i].ApplicationID = a
		}
	}
	return rows, nil
}

// content is what is signed, as it was known at a moment: files inspected after it have no hash. The zero moment is now.
func (s *Sitting) content(d declared, files []givenFile, at time.Time) ([]byte, error) {
	people := make([]map[string]any, len(s.Applications))
	for i, a := range s.Applications {
		p := map[string]any{
			"id": a.ID.String(), "who": string(a.Who), "answers": a.counts, "signed_as": string(*a.Signing.As),
			"signer_name": a.Signing.Name, "files": a.sealedFiles(files, at), "reused": a.sealedReuse(),
		}
		if a.Relation != nil {
			p["relation"] = string(*a.Relation)
		}
		people[i] = p
	}
	return Canonical(map[string]any{
		"format": contentFormat, "sitting": s.ID.String(), "language": s.Language, "applications": people,
		"service":     map[string]any{"key": s.Offer.Key, "version": s.Offer.Version, "digest": s.Offer.Digest},
		"declaration": map[string]any{"version": DeclarationVersion, "text": d.text, "portal_version": d.portal},
	})
}

func (a *Application) sealedFiles(files []givenFile, at time.Time) []map[string]any {
	list := []map[string]any{}
	for _, f := range files {
		if f.ApplicationID != a.ID {
			continue
		}
		m := map[string]any{"item": f.Item, "document": f.DocumentID.String(), "file": f.FileID.String(), "size": float64(f.Size), "sha256": nil}
		if f.SHA256 != nil && (at.IsZero() || f.InspectedAt != nil && !f.InspectedAt.After(at)) {
			m["sha256"] = *f.SHA256
		}
		list = append(list, m)
	}
	return list
}

func (a *Application) sealedReuse() []map[string]any {
	list := []map[string]any{}
	for _, d := range a.reused {
		list = append(list, map[string]any{"item": d.Item, "document": d.ID.String()})
	}
	return list
}

// reviewed finds the content with a digest: as things are now, or as they were before the latest inspections ended (see the package
// comment). ErrChanged when there is none.
func (s *Sitting) reviewed(want string, d declared, files []givenFile) ([]byte, error) {
	moments := []time.Time{{}}
	for _, f := range files {
		if f.InspectedAt != nil {
			moments = append(moments, f.InspectedAt.Add(-time.Microsecond))
		}
	}
	slices.SortFunc(moments[1:], func(a, b time.Time) int { return b.Compare(a) })
	for _, at := range slices.Compact(moments) {
		content, err := s.content(d, files, at)
		if err != nil {
			return nil, err
		}
		if digest(content) == want {
			return content, nil
		}
	}
	return nil, ErrChanged
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func (a *Application) inWords(form *catalogue.Form) *ReviewedPerson {
	p := &ReviewedPerson{ApplicationID: a.ID, Name: a.Name, Steps: []*ReviewedStep{}}
	for _, step := range form.Steps {
		r := &ReviewedStep{Key: step.Key, Title: step.Title}
		for _, field := range step.Fields {
			if value, ok := a.counts[field.Key]; ok && slices.Contains(a.Visible, field.Key) {
				r.Answers = append(r.Answers, &ReviewedAnswer{Field: field.Key, Label: field.Label, Value: inWords(field, value), Kind: field.Widget})
			}
		}
		if len(r.Answers) > 0 {
			p.Steps = append(p.Steps, r)
		}
	}
	return p
}

func inWords(field catalogue.Field, value any) string {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	var words []string
	for _, v := range list {
		word := fmt.Sprint(v)
		if n, ok := v.(float64); ok {
			raw, _ := Canonical(n) // a number of JSON always has one
			word = string(raw)
		}
		if i := slices.IndexFunc(field.Options, func(o catalogue.Option) bool { return o.Value == word }); i >= 0 {
			word = field.Options[i].Label
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}
