package locales_test

import (
	"testing"

	"github.com/ankunft/ankunft/web/locales"
)

func TestTextFindsItsWayToAReader(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lang, ns, key string
		params        map[string]string
		want          string
	}{
		"in the language itself":             {"en", "common", "action.next", nil, "Continue"},
		"with a region":                      {"de-AT", "common", "action.next", nil, "Weiter"},
		"plain German falls back to German":  {"de-simple", "common", "action.next", nil, "Weiter"},
		"a language we do not speak":         {"xx", "common", "action.next", nil, "Continue"},
		"German only":                        {"xx", "staff", "nav.post", nil, "Post"},
		"with a value":                       {"en", "portal", "done.lead", map[string]string{"date": "3 March 2026"}, "We received it on 3 March 2026."},
		"a value is never read as a pattern": {"en", "portal", "done.lead", map[string]string{"date": "{{date}}"}, "We received it on {{date}}."},
		"a key that nobody wrote":            {"en", "portal", "no.such.key", nil, "no.such.key"},
		"a hostile language tag":             {"../../etc", "common", "action.next", nil, "Continue"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := locales.Text(c.lang, c.ns, c.key, c.params); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestLanguagesStartWithGerman(t *testing.T) {
	t.Parallel()
	list := locales.Languages()
	if len(list) < 2 || list[0].Tag != "de" || list[0].Name != "Deutsch" {
		t.Fatalf("languages: %+v", list)
	}
	list[0].Name = "changed"
	if locales.Languages()[0].Name != "Deutsch" {
		t.Error("a caller can change the shared list")
	}
}
