package seed

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var noMarks = strings.NewReplacer("ß", "ss", "đ", "d", "Đ", "D", "ı", "i", "ø", "o", "’", "")

// ascii writes a name as the machine readable line of a passport does: without marks.
func ascii(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		if r > unicode.MaxASCII {
			return '?'
		}
		return r
	}, norm.NFD.String(noMarks.Replace(name)))
}
