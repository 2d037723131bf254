package typst

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/ankunft/ankunft/modules/letters"
)

var (
	unprintable = regexp.MustCompile("the text `\\\\*\"(.+?)\\\\*\"` could not be displayed")
	escaped     = regexp.MustCompile(`\\+u\{([0-9a-fA-F]{1,6})\}`)
)

// faultOf reads Typst's diagnostics. They quote the template, not the data, but for characters without a font.
func faultOf(diagnostics, root string) error {
	var characters strings.Builder
	for _, m := range unprintable.FindAllStringSubmatch(diagnostics, -1) {
		if text := unescape(m[1]); !strings.Contains(characters.String(), text) {
			characters.WriteString(text)
		}
	}
	if characters.Len() > 0 {
		return letters.UnprintableError(characters.String())
	}
	if root != "" {
		diagnostics = strings.ReplaceAll(diagnostics, root, "")
	}
	return letters.ErrTemplate.Because(errors.New(diagnostics))
}

// unescape turns the \u{…} of Typst's diagnostics into the character.
func unescape(text string) string {
	return escaped.ReplaceAllStringFunc(text, func(seq string) string {
		code, err := strconv.ParseUint(escaped.FindStringSubmatch(seq)[1], 16, 32)
		if err != nil {
			return seq
		}
		return string(rune(code))
	})
}
