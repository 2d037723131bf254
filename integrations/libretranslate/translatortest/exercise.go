// Package translatortest holds the suite that every translator of the office has to pass.
package translatortest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/platform/errs"
)

// Translator is the port as this suite sees it.
//
// Errors have kinds: Invalid where the languages or the text will never do, Limited where it is too much now, Unavailable where
// trying again may help. No error holds words of the text.
type Translator interface {
	// Translate returns text of language from in language to; both BCP 47. Text without words comes back as it is.
	Translate(ctx context.Context, text, from, to string) (string, error)
}

// Case is one sentence that the translator under test is known to translate.
type Case struct{ Text, From, To, Want string }

// ExerciseTranslator holds a translator to what the port promises.
func ExerciseTranslator(t *testing.T, open func(t *testing.T) Translator, known Case) {
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
		for _, c := range []Case{
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
