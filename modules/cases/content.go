package cases

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/uptrace/bun"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
)

// ContentStep is one step of the form as it was signed, in German.
type ContentStep struct {
	Title  string
	Fields []ContentField
}

// ContentField is one answer. Fixed answers are German by construction; free text stands in the person's words, beside it a
// translation by machine if there is one.
type ContentField struct {
	Key, Label, Value string
	Original          *string // free text in another language
	Language          *string
	Translation       *string
	Machine           bool // the translation is a machine's
}

// Content is the whole application in German.
func (s *Service) Content(ctx context.Context, d *Detail) ([]ContentStep, error) {
	if err := s.need(ctx, d.more, d.ID, WithApplication); err != nil {
		return nil, err
	}
	return d.Case.content(d.Offer, d.more), nil
}

// CaseSeal is the signature under the application; Valid says that content, digest and trail agree.
type CaseSeal struct {
	Sha256   string
	SignedAt time.Time
	Trust    string
	Method   string
	Valid    bool
}

// Seal verifies the signature under the application of a case.
func (s *Service) Seal(ctx context.Context, d *Detail) (*CaseSeal, error) {
	if err := s.need(ctx, d.more, d.ID, WithApplication); err != nil {
		return nil, err
	}
	seal := d.more.application
	return &CaseSeal{
		Sha256: hex.EncodeToString(seal.SHA256), SignedAt: seal.SignedAt, Trust: string(seal.Trust), Method: seal.Method, Valid: seal.Valid,
	}, nil
}

// content puts the answers of a case into German. Handed in were only those that count, so that nothing hidden is among them.
func (c *Case) content(offer *catalogue.Offer, p *parts) []ContentStep {
	steps := []ContentStep{}
	form := offer.LocalForm(catalogue.German, p.application.Who)
	if form == nil {
		return steps
	}
	for _, st := range form.Steps {
		step := ContentStep{Title: st.Title}
		for _, f := range st.Fields {
			if answer, answered := p.application.Answers[f.Key]; answered {
				step.Fields = append(step.Fields, c.field(f, answer, p.translated))
			}
		}
		if len(step.Fields) > 0 {
			steps = append(steps, step)
		}
	}
	return steps
}

func (c *Case) field(f catalogue.Field, answer any, translated map[string]string) ContentField {
	shown := ContentField{Key: f.Key, Label: f.Label, Value: inGerman(f, answer)}
	if freeText(f) && c.Language != catalogue.German {
		original, language := shown.Value, c.Language
		shown.Original, shown.Language = &original, &language
		if text, ok := translated[f.Key]; ok {
			shown.Translation, shown.Machine = &text, true
		}
	}
	return shown
}

// freeText says that an answer is in the person's own words.
func freeText(f catalogue.Field) bool { return f.Widget == "textarea" }

// inGerman writes an answer as a German file does.
func inGerman(f catalogue.Field, answer any) string {
	switch v := answer.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return "Ja"
		}
		return "Nein"
	case json.Number:
		return v.String()
	case float64:
		return strings.ReplaceAll(strconv.FormatFloat(v, 'f', -1, 64), ".", ",")
	case []any:
		parts := make([]string, len(v))
		for i, part := range v {
			parts[i] = inGerman(f, part)
		}
		return strings.Join(parts, ", ")
	case string:
		return inGermanText(f, v)
	default:
		return fmt.Sprint(v)
	}
}

func inGermanText(f catalogue.Field, v string) string {
	if i := slices.IndexFunc(f.Options, func(o catalogue.Option) bool { return o.Value == v }); i >= 0 {
		return f.Options[i].Label
	}
	if d, err := clock.ParseDate(v); err == nil {
		return d.German()
	}
	if f.Source == "countries" {
		return country(v)
	}
	return v
}

func translations(ctx context.Context, q bun.IDB, c *Case) (map[string]string, error) {
	var rows []struct{ Field, Text string }
	if err := q.NewSelect().TableExpr("cases.translation").Column("field", "text").Where("case_id = ?", c.ID).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read translations: %w", err)
	}
	found := make(map[string]string, len(rows))
	for _, r := range rows {
		found[r.Field] = r.Text
	}
	return found, nil
}

// country is the German name of a country, or the code itself. Names are remembered: there are few, and looking one up costs more than all else
// that a field does.
func country(code string) string {
	if name, ok := countries.Load(code); ok {
		return name.(string) //nolint:errcheck // nothing else is stored
	}
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	name := display.German.Regions().Name(region)
	countries.Store(code, name)
	return name
}

var countries sync.Map // of string: codes that are regions, so that strangers cannot make it grow
