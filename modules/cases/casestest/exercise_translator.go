package casestest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/platform/errs"
)

// Sentence is one that the translator under test is known to translate.
type Sentence struct{ Text, From, To, Want string }

// ExerciseTranslator holds a translator to what the port promises.
func ExerciseTranslator(t *testing.T, open func(t *testing.T) cases.Translator, known Sentence) {
	t.Helper()
	t.Run("translates", func(t *testing.T) {
		t.Parallel()
		got, err := open(t).Translate(t.Context(), known.Text, known.From, known.To)
		if err != nil || got != known.Want {
			t.Errorf("got %q, %v, want %q", got, err, known.Want)
		}
	})
	t.Run("leaves alone what needs no translation", func(t *testing.T) {
		t.Parallel()
		tr := open(t)
		for _, c := range []Sentence{
			{Text: "", From: known.From, To: known.To}, {Text: " \n\t", From: known.From, To: known.To},
			{Text: "Guten Tag", From: "de", To: "de-simple"},
		} {
			if got, err := tr.Translate(t.Context(), c.Text, c.From, c.To); err != nil || got != c.Text {
				t.Errorf("%q from %s to %s: %q, %v", c.Text, c.From, c.To, got, err)
			}
		}
	})
	t.Run("refuses what it cannot do, without repeating it", func(t *testing.T) {
		t.Parallel()
		tr := open(t)
		secret := "Geheimnis"
		for what, c := range map[string]struct {
			text, from, to string
			kind           errs.Kind
		}{
			"a language nobody speaks": {secret, "tlh", known.To, errs.Invalid},
			"no language":              {secret, "", known.To, errs.Invalid},
			"far too long":             {strings.Repeat(secret, 500_000), known.From, known.To, errs.Limited},
		} {
			_, err := tr.Translate(t.Context(), c.text, c.from, c.to)
			if err == nil || errs.KindOf(err) != c.kind || strings.Contains(err.Error(), secret) {
				t.Errorf("%s: %v of kind %s, want kind %s without the text", what, err, errs.KindOf(err), c.kind)
			}
		}
	})
	t.Run("obeys the end of the context", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
		defer cancel()
		_, err := open(t).Translate(ctx, known.Text, known.From, known.To)
		if errs.KindOf(err) != errs.Unavailable || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}
