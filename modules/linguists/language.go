package linguists

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// others are languages that have a code of ISO 639-3 and no name in the tables of Unicode, by their German name: sign languages, and some that people here speak.
var others = map[string]string{
	"gsg": "Deutsche Gebärdensprache", "ase": "Amerikanische Gebärdensprache", "bfi": "Britische Gebärdensprache", "fsl": "Französische Gebärdensprache",
	"rsl": "Russische Gebärdensprache", "ukl": "Ukrainische Gebärdensprache", "tsm": "Türkische Gebärdensprache", "pso": "Polnische Gebärdensprache",
	"jos": "Jordanische Gebärdensprache", "psc": "Persische Gebärdensprache", "afg": "Afghanische Gebärdensprache", "ils": "Internationale Gebärden",
}

// KnownLanguage says whether there is a language of this code of ISO 639-3. Codes of two letters, macro codes for "several" and made-up ones are none.
func KnownLanguage(code string) bool {
	_, ok := Name(code, "de")
	return ok
}

// Name is the name of a language in the language of a reader, as Unicode has it; false where nobody has the code.
func Name(code, reader string) (string, bool) {
	if len(code) != 3 || strings.ToLower(code) != code {
		return "", false
	}
	switch code {
	case "und", "mul", "zxx", "mis":
		return "", false
	}
	if name, ok := others[code]; ok {
		return name, true
	}
	base, err := language.ParseBase(code)
	if err != nil || base.ISO3() != code {
		return "", false
	}
	tag := language.Make(base.String())
	for _, in := range []string{reader, "de", "en"} {
		namer := display.Languages(language.Make(in))
		if namer == nil {
			continue
		}
		if name := namer.Name(tag); name != "" {
			return name, true
		}
	}
	return "", false
}
