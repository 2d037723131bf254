package persons

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// folded are Latin letters that no decomposition takes apart.
var folded = strings.NewReplacer(
	"ß", "ss", "ẞ", "ss", "æ", "a", "œ", "o", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ł", "l", "ħ", "h", "ŧ", "t", "ŋ", "n",
	"ı", "i", "ə", "e", "ɨ", "i", "ʒ", "z", "ƈ", "c", "ɗ", "d", "ĸ", "k", "ŀ", "l", "ŉ", "n", "ſ", "s",
)

// umlauts are written both ways in passports (ICAO 9303 has Müller as MUELLER).
var umlauts = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")

// fold takes case, marks, hyphens and apostrophes off a name and cuts it into its parts.
func fold(name string) []string {
	var b strings.Builder
	for _, r := range norm.NFD.String(folded.Replace(strings.ToLower(norm.NFC.String(name)))) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Lm, r), strings.ContainsRune("'’`´ʼ·.", r):
			// falls away within a word: O’Neill is ONEILL
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mc, r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(umlauts.Replace(b.String()))
}

// nameKey is what all spellings of one name share: its parts without case, marks and hyphens, in alphabetical order, so that it does
// not matter which of them somebody holds to be the family name.
func nameKey(family, given string) string {
	parts := fold(family + " " + given)
	slices.Sort(parts)
	return strings.Join(parts, " ")
}

// SameAs says that a description fits a person: names agree whatever their spelling, and so does the birth date.
func (p *Person) SameAs(d Details) bool {
	return p.NameKey != "" && p.NameKey == nameKey(d.FamilyName, d.GivenNames) && p.BirthDate != "" && p.BirthDate == d.BirthDate
}

func searchText(names ...string) string {
	var parts []string
	for _, n := range names {
		parts = append(parts, fold(n)...)
	}
	slices.Sort(parts)
	return strings.Join(slices.Compact(parts), " ")
}

var birthIn = regexp.MustCompile(`\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b`)

const maxSearchWords = 8

// Query turns what a clerk types into a text for to_tsquery('simple', …) over persons.person_v1.search, each word by its beginning,
// and the birth date that it may hold. It never fails and never lets an operator through.
func Query(text string) (tsquery, birthDate string) {
	birthDate = birthIn.FindString(text)
	words := fold(strings.Replace(text, birthDate, " ", 1))
	if len(words) > maxSearchWords {
		words = words[:maxSearchWords]
	}
	for i, w := range words {
		words[i] = w + ":*"
	}
	return strings.Join(words, " & "), birthDate
}

// isForbidden finds control characters and marks that turn the direction of the text around them.
func isForbidden(r rune) bool {
	switch {
	case r == '\n', r == '\r', r == '\t':
		return false
	case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff, r == 0xfffd:
		return true
	}
	return false
}
