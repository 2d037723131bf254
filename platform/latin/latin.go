// Package latin knows the letters of DIN 91379:2022-08, in which German authorities write the names of people and places.
package latin

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// letters are the single letters of DIN 91379:2022-08 beyond A–Z.
var letters = &unicode.RangeTable{R16: []unicode.Range16{
	{0x00c0, 0x00d6, 1}, {0x00d8, 0x00f6, 1}, {0x00f8, 0x017e, 1}, {0x0187, 0x0188, 1}, {0x018f, 0x018f, 1}, {0x0197, 0x0197, 1},
	{0x01a0, 0x01a1, 1}, {0x01af, 0x01b0, 1}, {0x01b7, 0x01b7, 1}, {0x01cd, 0x01dc, 1}, {0x01de, 0x01df, 1}, {0x01e2, 0x01f0, 1},
	{0x01f4, 0x01f5, 1}, {0x01f8, 0x01ff, 1}, {0x0212, 0x0213, 1}, {0x0218, 0x021b, 1}, {0x021e, 0x021f, 1}, {0x0227, 0x0233, 1},
	{0x0259, 0x0259, 1}, {0x0268, 0x0268, 1}, {0x0292, 0x0292, 1}, {0x1e02, 0x1e03, 1}, {0x1e06, 0x1e07, 1}, {0x1e0a, 0x1e11, 1},
	{0x1e17, 0x1e17, 1}, {0x1e1c, 0x1e2b, 1}, {0x1e2f, 0x1e37, 1}, {0x1e3a, 0x1e3b, 1}, {0x1e40, 0x1e49, 1}, {0x1e52, 0x1e5b, 1},
	{0x1e5e, 0x1e63, 1}, {0x1e6a, 0x1e6f, 1}, {0x1e80, 0x1e87, 1}, {0x1e8c, 0x1e97, 1}, {0x1e9e, 0x1e9e, 1}, {0x1ea0, 0x1ef9, 1},
}, LatinOffset: 3}

// sequences are its letters that Unicode writes as a letter and one or more marks; lower case where both cases exist.
var sequences = setOf(
	"a\u030b", "c\u0300", "c\u0304", "c\u0306", "c\u0308", "c\u0315", "c\u0323", "c\u0326", "c\u0328\u0306", "d\u0302",
	"f\u0300", "f\u0304", "g\u0300", "h\u0304", "h\u0326", "h\u0331", "j\u0301", "j\u030c", "k\u0300", "k\u0302", "k\u0304",
	"k\u0307", "k\u0315", "k\u031b", "k\u0326", "k\u035f", "l\u0302", "l\u0325", "l\u0325\u0304", "l\u0326", "m\u0300",
	"m\u0302", "m\u0306", "m\u0310", "n\u0302", "n\u0304", "n\u0306", "n\u0326", "p\u0300", "p\u0304", "p\u0315", "p\u0323",
	"r\u0306", "r\u0325", "r\u0325\u0304", "s\u0300", "s\u0304", "s\u031b\u0304", "s\u0331", "t\u0300", "t\u0304", "t\u0308",
	"t\u0315", "t\u031b", "u\u0307", "z\u0300", "z\u0304", "z\u0306", "z\u0308", "z\u0327", "ç\u0306", "û\u0304", "ÿ\u0301",
	"č\u0315", "č\u0323", "ē\u030d", "ī\u0301", "ō\u030d", "ž\u0326", "ž\u0327", "ḳ\u0304", "ṣ\u0304", "ṭ\u0304", "ạ\u0308",
	"ọ\u0308", "ụ\u0304", "ụ\u0308",
)

const (
	nameSigns = " ',-.`~¨´·ʹʺʾʿˈˌ’‡"
	textSigns = nameSigns + "!\"#$%&()*+/0123456789:;<=>?@[\\]^_{|}¡¢£¥§©ª«¬®¯°±²³µ¶¹º»¿×÷€\n\r\t"
)

// NameLetters are all letters and signs that Name allows beyond A–Z, in both cases where both exist: what tests of names walk through.
func NameLetters() []string {
	var all []string
	for _, r := range letters.R16 {
		for c := rune(r.Lo); c <= rune(r.Hi); c += rune(r.Stride) {
			all = append(all, string(c))
		}
	}
	for s := range sequences {
		all = append(all, s, strings.ToUpper(s))
	}
	for _, sign := range nameSigns {
		all = append(all, string(sign))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Name says whether s holds only what DIN 91379 (data type A) allows in the name of a natural person.
func Name(s string) bool { return only(s, nameSigns) }

// Text says whether s holds only Latin letters, digits and signs of DIN 91379 (data type C).
func Text(s string) bool { return only(s, textSigns) }

func only(s, signs string) bool {
	s = norm.NFC.String(s)
	for s != "" {
		n := cluster(s)
		if !known(s[:n], signs) {
			return false
		}
		s = s[n:]
	}
	return true
}

// cluster is the length of the first letter with its marks.
func cluster(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.Is(unicode.Mn, r) {
			break
		}
		n += size
	}
	return n
}

func known(c, signs string) bool {
	r, n := utf8.DecodeRuneInString(c)
	if n < len(c) {
		return sequences[norm.NFC.String(strings.ToLower(c))]
	}
	return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r != utf8.RuneError && (strings.ContainsRune(signs, r) || unicode.Is(letters, r))
}

func setOf(list ...string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, s := range list {
		set[norm.NFC.String(s)] = true
	}
	return set
}
