// Package tongue knows languages by the codes of ISO 639-3 and what people call them.
package tongue

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"
)

// named are languages of ISO 639-3 for which Unicode's tables have no name, or that of a wider one, by their German name.
var named = map[string]string{
	"prs": "Dari", "kmr": "Kurmandschi", "apc": "Levantinisches Arabisch", "acm": "Mesopotamisches Arabisch", "aii": "Assyrisch", "tru": "Turoyo",
	"tgr": "Tigre", "rmn": "Balkan-Romani", "rmy": "Vlax-Romani", "aib": "Aynu",
	"gsg": "Deutsche Gebärdensprache", "ase": "Amerikanische Gebärdensprache", "bfi": "Britische Gebärdensprache", "fsl": "Französische Gebärdensprache",
	"rsl": "Russische Gebärdensprache", "ukl": "Ukrainische Gebärdensprache", "tsm": "Türkische Gebärdensprache", "pso": "Polnische Gebärdensprache",
	"jos": "Jordanische Gebärdensprache", "psc": "Persische Gebärdensprache", "afg": "Afghanische Gebärdensprache", "ils": "Internationale Gebärden",
}

// none are codes that look like those of ISO 639-3: several languages, none, unknown, and the codes of libraries (ISO 639-2/B) beside it.
var none = []string{
	"und", "mul", "zxx", "mis",
	"alb", "arm", "baq", "bur", "chi", "cze", "dut", "fre", "geo", "ger", "gre", "ice", "mac", "mao", "may", "per", "rum", "slo", "tib", "wel",
}

// Known says whether there is a language of this code of ISO 639-3. Codes of two letters, those of libraries ("per"), those that stand
// for several or none, and private ones are none.
func Known(code string) bool {
	switch {
	case len(code) != 3 || strings.ToLower(code) != code, code >= "qaa" && code <= "qtz":
		return false
	case slices.Contains(none, code):
		return false
	}
	base, err := language.ParseBase(code)
	return err == nil && base.ISO3() == code
}

// SpokenIn is the code of the language of a tag (BCP 47), in which somebody reads or is spoken to: "ar" is ara, "de-simple" is deu; "" where there is none.
func SpokenIn(tag string) string {
	tag, _, _ = strings.Cut(tag, "-")
	base, err := language.ParseBase(tag)
	if err != nil || !Known(base.ISO3()) {
		return ""
	}
	return base.ISO3()
}

// Name is the name of a language as its readers of another call it: in that language, else in German, else its code. False where nobody has the code.
func Name(code, reader string) (string, bool) {
	if !Known(code) {
		return "", false
	}
	if name, own := named[code]; own {
		return name, true
	}
	for _, in := range []string{reader, "de"} {
		if name := called(code, in); name != "" {
			return name, true
		}
	}
	return code, true
}

// Label is Name, or the code where nobody has it.
func Label(code, reader string) string {
	if name, ok := Name(code, reader); ok {
		return name
	}
	return code
}

func called(code, in string) string {
	tag, err := language.Parse(in)
	if err != nil {
		return ""
	}
	names := display.Languages(tag)
	if names == nil {
		return ""
	}
	return names.Name(language.Make(code))
}

// byName are the codes of languages by their folded German and English names.
var byName = sync.OnceValue(func() map[string]string {
	codes := map[string]string{}
	bases := language.Supported.BaseLanguages()
	slices.SortFunc(bases, func(a, b language.Base) int { return cmp.Compare(len(b.String()), len(a.String())) }) // of several with one name the widest wins: "ps"
	for _, base := range bases {
		code := base.ISO3()
		for _, in := range []string{"en", "de"} { // the German one wins
			if name := called(code, in); name != "" && Known(code) {
				codes[Fold(name)] = code
			}
		}
	}
	for code, name := range named {
		codes[Fold(name)] = code
	}
	return codes
})

// Find reads a code or a German or English name; "" where nobody has it.
func Find(text string) string {
	if code := strings.ToLower(strings.TrimSpace(text)); Known(code) {
		return code
	}
	return byName()[Fold(text)]
}

// Fold takes case and marks off a text, so that it is found however it is written.
func Fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'ß':
			b.WriteString("ss")
		case r == 'ı':
			b.WriteByte('i')
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
