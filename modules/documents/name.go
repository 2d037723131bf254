package documents

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longestName is how many characters of a name are kept, ending included.
const longestName = 120

// nameless stands for a name of which nothing is left.
const nameless = "file"

// CleanName makes the name that somebody's device gave to a file fit for showing: no folders, no control characters, nothing
// that turns the direction of writing or hides (a name written "gpj.exe" backwards), no run of blanks, at most 120
// characters with the ending kept. It is never used to find or store anything.
func CleanName(name string) string {
	name = strings.ToValidUTF8(name, "")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = norm.NFC.String(strings.Map(showable, name))
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if name == "" {
		return nameless
	}
	return shorten(name)
}

// showable keeps letters, marks, digits and punctuation of every script and drops what cannot be seen.
func showable(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case r == '\u200c' || r == '\u200d': // joiners: Persian and Urdu need them
		return r
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp), r == utf8.RuneError, !unicode.IsPrint(r):
		return -1
	case strings.ContainsRune(`<>:"|?*`, r):
		return '_'
	}
	return r
}

func shorten(name string) string {
	runes := []rune(name)
	if len(runes) <= longestName {
		return name
	}
	ending := []rune(path.Ext(name))
	if len(ending) > 10 {
		ending = nil
	}
	cut := strings.TrimRight(string(runes[:longestName-len(ending)]), ". ")
	return cut + string(ending)
}

var typeByEnding = map[string]string{
	".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".jpe": "image/jpeg", ".png": "image/png",
	".heic": typeHEIC, ".heif": typeHEIC, ".pdf": typePDF,
}

func endingOf(name string) string { return strings.ToLower(path.Ext(name)) }

// declaredType is one of Types, from what the browser says or else from the ending of the name; "" when it is none of them.
func declaredType(said, name string) string {
	said, _, _ = strings.Cut(strings.ToLower(said), ";")
	switch said = strings.TrimSpace(said); said {
	case "", "application/octet-stream": // browsers do not know HEIC
		return typeByEnding[endingOf(name)]
	case "image/heif", "image/heic-sequence", "image/heif-sequence":
		return typeHEIC
	case "image/jpg", "image/pjpeg":
		return "image/jpeg"
	}
	for _, known := range Types {
		if said == known {
			return known
		}
	}
	return ""
}
