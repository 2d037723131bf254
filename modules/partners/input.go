package partners

import (
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/ankunft/ankunft/platform/errs"
)

// Limits of what is written, in characters.
const (
	longestName = 200
	longestMail = 254
	longestLine = 200
	longestNote = 1000
	longestBody = 20000
)

// Form collects the texts of an input and what is wrong with them.
type Form struct{ errs.Faults }

// Line reads a text of one line: trimmed, composed, without control characters.
func (f *Form) Line(text *string, most int, path string, needed bool) string {
	return f.text(text, most, path, needed, false)
}

// Text is Line for a text with paragraphs.
func (f *Form) Text(text *string, most int, path string, needed bool) string {
	return f.text(text, most, path, needed, true)
}

func (f *Form) text(text *string, most int, path string, needed, paragraphs bool) string {
	if text == nil {
		f.Need(!needed, path, "required")
		return ""
	}
	found := norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(*text, "\r\n", "\n")))
	f.Need(!needed || found != "", path, "required")
	f.Fits(found, most, path)
	f.Need(!strings.ContainsFunc(found, func(r rune) bool {
		return r == unicode.ReplacementChar || unicode.IsControl(r) && (!paragraphs || r != '\n' && r != '\t')
	}), path, "forbidden_characters")
	return found
}

// Mail reads a mail address; "" stays.
func (f *Form) Mail(text *string, path string) string {
	found := f.Line(text, longestMail, path, false)
	if found != "" {
		a, err := mail.ParseAddress(found)
		f.Need(err == nil && a.Address == found && strings.Contains(found, "."), path, "format")
	}
	return found
}
