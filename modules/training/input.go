package training

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/ankunft/ankunft/platform/errs"
)

// Limits of what is written, in characters.
const (
	longestName = 200
	longestNote = 2000
)

// form collects what is wrong with the texts of an input.
type form struct{ errs.Faults }

func field(path, code string) errs.Field { return errs.Field{Path: path, Code: code} }

// line reads a text of one line: trimmed, composed, without control characters.
func (f *form) line(text string, most int, path string, needed bool) string {
	return f.read(text, most, path, needed, "")
}

// text is line for a text with paragraphs.
func (f *form) text(text string, most int, path string, needed bool) string {
	return f.read(text, most, path, needed, "\n\t")
}

func (f *form) read(text string, most int, path string, needed bool, controls string) string {
	found := norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")))
	f.Need(!needed || found != "", path, "required")
	f.Fits(found, most, path)
	f.Need(!strings.ContainsFunc(found, func(r rune) bool {
		return r == unicode.ReplacementChar || unicode.IsControl(r) && !strings.ContainsRune(controls, r)
	}), path, "forbidden_characters")
	return found
}
