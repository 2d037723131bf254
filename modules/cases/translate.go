package cases

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/jobs"
)

// Translator puts free text into another language by machine. It is never trusted: staff see the original beside it.
type Translator interface {
	// Translate returns text in the language to (BCP 47). Errors of kind errs.Unavailable are tried again.
	Translate(ctx context.Context, text, from, to string) (string, error)
}

// TranslateArgs is the job that puts the free text of a case into German.
type TranslateArgs struct {
	CaseID uuid.UUID `json:"case_id"`
}

// Kind implements river.JobArgs.
func (TranslateArgs) Kind() string { return "cases.translate" }

const translatePause = 2 * time.Minute

// TranslateLaterTx has the free text of a case translated, where that is configured and needed.
func (s *Service) TranslateLaterTx(ctx context.Context, tx *db.Tx, c *Case) error {
	if s.translator == nil || c.Language == catalogue.German {
		return nil
	}
	return tx.Enqueue(ctx, TranslateArgs{c.ID}, nil)
}

func (s *Service) translate(ctx context.Context, in TranslateArgs) error {
	c := new(Case)
	err := db.NoRows(s.db.NewSelect().Model(c).Where("c.id = ?", in.CaseID).Scan(ctx), ErrNotFound, "read case")
	if err == nil {
		err = s.translateCase(ctx, c, "")
	}
	if errs.KindOf(err) == errs.Unavailable && !errors.Is(err, ErrNoTranslator) {
		return jobs.Later(translatePause)
	}
	return errs.Ignore(errs.Ignore(err, ErrNotFound), ErrNoTranslator)
}

// TranslateField asks for one answer in German.
type TranslateField struct {
	Case  uuid.UUID
	Field string
}

// TranslateField has a machine put one answer into German now.
func (s *Service) TranslateField(ctx context.Context, in TranslateField) error {
	c, err := s.reached(ctx, in.Case, "cases.check")
	if err != nil {
		return err
	}
	return s.translateCase(ctx, c, in.Field)
}

// translateCase translates what is not German yet: one field, or all of them. The machine is asked outside of any transaction.
func (s *Service) translateCase(ctx context.Context, c *Case, only string) error {
	if s.translator == nil {
		return ErrNoTranslator
	}
	texts, err := s.foreign(ctx, c)
	if err != nil {
		return err
	}
	for field, text := range texts {
		if only != "" && field != only {
			continue
		}
		german, err := s.translator.Translate(ctx, text, c.Language, catalogue.German)
		if err != nil {
			return fmt.Errorf("translate field of case: %w", err)
		}
		if err := s.keepTranslation(ctx, c, field, german); err != nil {
			return err
		}
	}
	return nil
}

// foreign are the texts in the person's own words that have no German beside them.
func (s *Service) foreign(ctx context.Context, c *Case) (map[string]string, error) {
	offer, err := s.catalogue.OfferVersion(ctx, c.Service, c.ServiceVersion)
	if err != nil {
		return nil, err
	}
	p := &parts{}
	if p.translated, err = s.translations(ctx, c); err != nil {
		return nil, err
	}
	if err := s.need(ctx, p, c.ID, WithApplication); err != nil {
		return nil, err
	}
	texts := map[string]string{}
	for _, st := range c.content(offer, p) {
		for _, f := range st.Fields {
			if f.Original != nil && f.Translation == nil {
				texts[f.Key] = *f.Original
			}
		}
	}
	return texts, s.foreignBeside(ctx, c, p.translated, texts)
}

func (s *Service) keepTranslation(ctx context.Context, c *Case, field, german string) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw(`INSERT INTO cases.translation (case_id, field, text, at) VALUES (?, ?, ?, ?)
ON CONFLICT (case_id, field) DO UPDATE SET text = excluded.text, at = excluded.at`, c.ID, field, german, tx.Now).Exec(ctx)
		if err != nil {
			return fmt.Errorf("keep translation: %w", err)
		}
		tx.Notify(Topic(c.ID))
		return s.audit.RecordTx(ctx, tx, Record(c.ID), "case.translated", audit.Details{"field": field})
	})
}
