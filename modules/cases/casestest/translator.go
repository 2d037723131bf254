// Package casestest holds what other packages need to test against cases: the whole office below the
// schema with its people and their usual steps, the suite of the port Translator, and a fake.
package casestest

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/platform/errs"
)

// ErrDown is what the fake says while it is down.
var ErrDown = errs.New(errs.Unavailable, "translation.down")

var (
	errLanguages = errs.New(errs.Invalid, "translation.languages")
	errTooLong   = errs.New(errs.Limited, "translation.too_long")
)

// FakeTranslator marks a text with its languages.
type FakeTranslator struct{ down atomic.Bool }

var _ cases.Translator = (*FakeTranslator)(nil)

// NewFakeTranslator makes one that works.
func NewFakeTranslator() *FakeTranslator { return new(FakeTranslator) }

// Down makes every call fail until it is called with false.
func (f *FakeTranslator) Down(down bool) { f.down.Store(down) }

// longest is what the fake takes at once, in bytes.
const longest = 100_000

// Translate implements cases.Translator.
func (f *FakeTranslator) Translate(ctx context.Context, text, from, to string) (string, error) {
	source, target := base(from), base(to)
	switch {
	case ctx.Err() != nil:
		return "", ErrDown.Because(ctx.Err())
	case f.down.Load():
		return "", ErrDown
	case source == "" || target == "":
		return "", errLanguages
	case source == target || strings.TrimSpace(text) == "":
		return text, nil
	case len(text) > longest:
		return "", errTooLong
	}
	return "[" + source + "→" + target + "] " + text, nil
}

// base is the language without region or script, "" for one that the fake does not speak.
func base(tag string) string {
	lang, _, _ := strings.Cut(tag, "-")
	if !slices.Contains([]string{"ar", "de", "en", "es", "fa", "fr", "ru", "tr", "uk", "vi"}, lang) {
		return ""
	}
	return lang
}
