package letters

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/jobs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "letters", FS: migrations}

// Deps is what the module stands on.
type Deps struct {
	DB       *db.DB
	Audit    *audit.Service
	Jobs     *jobs.Runner // nil in a program that works no jobs
	Renderer Renderer
	Store    Store
	Log      *slog.Logger

	Templates fs.FS        // the city's letters: <kind>.typ and what they import, modules.yaml
	Texts     fs.FS        // <language>/letters.json
	Sender    Sender       // the letterhead
	Rules     ServiceRules // when a letter counts as served; zero: DefaultServiceRules
	Holidays  *Calendar
}

// Service writes letters.
type Service struct {
	db        *db.DB
	audit     *audit.Service
	renderer  Renderer
	store     Store
	log       *slog.Logger
	templates fs.FS
	texts     fs.FS
	sender    Sender
	rules     ServiceRules
	holidays  *Calendar
	modules   []TextModule
}

// New makes the Service; its error names every fault of the city's text modules.
func New(d Deps) (*Service, error) {
	s := &Service{
		db: d.DB, audit: d.Audit, renderer: d.Renderer, store: d.Store, log: d.Log,
		templates: d.Templates, texts: d.Texts, sender: d.Sender, rules: d.Rules, holidays: d.Holidays,
	}
	var err error
	if s.modules, err = readTextModules(d.Templates); err != nil {
		return nil, err
	}
	if d.Jobs != nil {
		jobs.Handle(d.Jobs, s.render)
		jobs.Handle(d.Jobs, s.sweep)
		jobs.Every(d.Jobs, "letters.sweep", sweepInterval, sweepArgs)
	}
	return s, nil
}

// In is a letter as it is asked for.
type In struct {
	About     About
	Recipient Recipient
	Language  string // BCP 47; without texts in it the letter is German
	Dispatch  Dispatch
	Regime    Regime
	Reference string // what the person quotes: the case number
	Contact   Contact
	Content   Content
	// Secrets are printed, but neither in the digest nor kept once the PDF is there: {"code": …} of a receipt.
	Secrets map[string]string
}

func (in In) check() error {
	var faults []errs.Field
	fault := func(bad bool, path, code string) {
		if bad {
			faults = append(faults, errs.Field{Path: path, Code: code})
		}
	}
	fault(in.About.Kind == "" || in.About.ID == uuid.Nil, "about", "required")
	fault(in.Recipient.Name == "", "recipient.name", "required")
	fault(len(in.Recipient.Lines) > 4, "recipient.lines", "too_many")
	fault(in.Dispatch == ByPost && len(in.Recipient.Lines) == 0, "recipient.lines", "required")
	fault(in.Content == nil, "content", "required")
	switch in.Dispatch {
	case ByPortal, ByMail:
		fault(in.Regime == RegimePost || in.Regime == RegimeHanded, "regime", "does_not_fit")
	case ByPost:
		fault(in.Regime != RegimePost && in.Regime != RegimeNone, "regime", "does_not_fit")
	case ByHand:
		fault(in.Regime != RegimeHanded && in.Regime != RegimeNone, "regime", "does_not_fit")
	default:
		fault(true, "dispatch", "unknown")
	}
	if len(faults) > 0 {
		return ErrInput.With(faults...)
	}
	return nil
}

// row is a letter with what only this module reads.
type row struct {
	Letter `bun:",extend"`

	Data      json.RawMessage `bun:"type:json"`
	Secrets   json.RawMessage `bun:"type:json,nullzero"`
	Bundle    []byte
	ObjectKey *string
}

// compose makes the letter without keeping it.
func (s *Service) compose(in In) (*row, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	content, err := json.Marshal(in.Content)
	if err != nil {
		return nil, fmt.Errorf("write content of letter: %w", err)
	}
	data, err := canonical(words{s.sender, in.Recipient, in.Reference, in.Contact, content})
	if err != nil {
		return nil, err
	}
	r := &row{Data: data, Letter: Letter{
		ID: ids.New(), AboutKind: in.About.Kind, AboutID: in.About.ID, Kind: in.Content.letterKind(),
		Language: s.languageOf(in.Language), State: Draft, Dispatch: in.Dispatch, Regime: in.Regime,
		Version: 1, CreatedAt: s.db.Clock.Now(), ServedBasis: BasisPending,
	}}
	if in.Regime == RegimeNone {
		r.ServedBasis = BasisInformal
	}
	if len(in.Secrets) > 0 {
		if r.Secrets, err = json.Marshal(in.Secrets); err != nil {
			return nil, fmt.Errorf("write letter: %w", err)
		}
	}
	if _, err := fs.Stat(s.templates, string(r.Kind)+".typ"); err != nil {
		return nil, ErrInput.With(errs.Field{Path: "content", Code: "no_template", Params: map[string]string{"kind": string(r.Kind)}})
	}
	return r, nil
}

// canonical is JSON with sorted keys and no blanks: the same words always have the same bytes.
func canonical(v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write letter: %w", err)
	}
	var plain any
	reader := json.NewDecoder(bytes.NewReader(raw))
	reader.UseNumber()
	if err := reader.Decode(&plain); err != nil {
		return nil, fmt.Errorf("write letter: %w", err)
	}
	var out bytes.Buffer
	writer := json.NewEncoder(&out)
	writer.SetEscapeHTML(false)
	if err := writer.Encode(plain); err != nil {
		return nil, fmt.Errorf("write letter: %w", err)
	}
	return bytes.TrimSpace(out.Bytes()), nil
}

// digestOf is what a decision carries of its letter: kind, language, templates and texts, words.
func (r *row) digestOf() []byte {
	sum := sha256.New()
	for _, part := range [][]byte{[]byte("ankunft letter 1"), []byte(r.Kind), []byte(r.Language), r.Bundle, r.Data} {
		_, _ = fmt.Fprintf(sum, "%d ", len(part)) // a hash takes everything
		sum.Write(part)
	}
	return sum.Sum(nil)
}

// Get returns a letter about a record.
func (s *Service) Get(ctx context.Context, about About, id uuid.UUID) (*Letter, error) {
	l := new(Letter)
	err := s.db.NewSelect().Model(l).Where("id = ? AND about_kind = ? AND about_id = ?", id, about.Kind, about.ID).Scan(ctx)
	if err := db.NoRows(err, ErrNotFound, "read letter"); err != nil {
		return nil, err
	}
	return l, nil
}

// ByID returns a letter whose record is not known yet; the caller then asks whether its viewer may see that record.
func (s *Service) ByID(ctx context.Context, id uuid.UUID) (*Letter, error) {
	l := new(Letter)
	err := s.db.NewSelect().Model(l).Where("id = ?", id).Scan(ctx)
	if err := db.NoRows(err, ErrNotFound, "read letter"); err != nil {
		return nil, err
	}
	return l, nil
}

// List returns the letters about records, oldest first, drafts too.
func (s *Service) List(ctx context.Context, kind string, recordIDs ...uuid.UUID) ([]Letter, error) {
	var found []Letter
	if len(recordIDs) == 0 {
		return found, nil
	}
	err := s.db.NewSelect().Model(&found).Where("about_kind = ? AND about_id IN (?)", kind, bun.List(recordIDs)).
		OrderExpr("about_id, id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list letters: %w", err)
	}
	return found, nil
}

func (s *Service) record(ctx context.Context, tx *db.Tx, id uuid.UUID, action string, d audit.Details) error {
	return s.audit.RecordTx(ctx, tx, audit.Record{Kind: "letter", ID: id}, "letter."+action, d)
}

// lock reads a letter for a change.
func (s *Service) lock(ctx context.Context, tx *db.Tx, id uuid.UUID) (*row, error) {
	r := new(row)
	err := tx.NewSelect().Model(r).Where("id = ?", id).For("UPDATE").Scan(ctx)
	if err := db.NoRows(err, ErrNotFound, "read letter"); err != nil {
		return nil, err
	}
	return r, nil
}
