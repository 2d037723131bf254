package locales_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/web/locales"
)

// required lists the languages that must be there.
var required = []string{"de", "en", "ar", "es", "fa", "fr", "ru", "tr", "uk", "vi"}

// Staff work and learn in German: their texts need no other language.
var germanOnly = []string{"staff", "player"}

// Plain German may leave out what German already says plainly.
var partial = []string{"de-simple"}

// plurals are the forms each language needs (CLDR); a key ends in _one, _few …
var plurals = map[string][]string{
	"ar": {"zero", "one", "two", "few", "many", "other"},
	"de": {"one", "other"}, "de-simple": {"one", "other"}, "en": {"one", "other"},
	"es": {"one", "many", "other"}, "fa": {"one", "other"}, "fr": {"one", "many", "other"},
	"ru": {"one", "few", "many", "other"}, "tr": {"one", "other"},
	"uk": {"one", "few", "many", "other"}, "vi": {"other"},
}

var pluralKey = regexp.MustCompile(`_(zero|one|two|few|many|other)$`)

var placeholder = regexp.MustCompile(`\{\{\s*([a-zA-Z]+)\s*\}\}`)

func TestTheFilesCanBeRead(t *testing.T) {
	t.Parallel()
	if err := locales.Check(); err != nil {
		t.Fatal(err)
	}
}

func TestEveryRequiredLanguageIsThere(t *testing.T) {
	t.Parallel()
	var have []string
	for _, l := range locales.Languages() {
		have = append(have, l.Tag)
		if l.Name == "" || (l.Dir != "ltr" && l.Dir != "rtl") {
			t.Errorf("%s/meta.json: name %q, dir %q", l.Tag, l.Name, l.Dir)
		}
		if plurals[l.Tag] == nil {
			t.Errorf("%s: its plural forms are not in this test's table", l.Tag)
		}
	}
	for _, tag := range required {
		if !slices.Contains(have, tag) {
			t.Errorf("no folder for %s", tag)
		}
	}
}

// German is the original. Every other language has the same keys with the same
// placeholders, in its own plural forms, and nothing besides.
func TestEveryLanguageSaysEverything(t *testing.T) {
	t.Parallel()
	german := load(t, "de")
	for _, l := range locales.Languages() {
		if l.Tag == "de" {
			continue
		}
		t.Run(l.Tag, func(t *testing.T) {
			t.Parallel()
			theirs := load(t, l.Tag)
			for ns, texts := range german {
				if slices.Contains(germanOnly, ns) {
					continue
				}
				compare(t, l.Tag, ns, texts, theirs[ns])
			}
			for ns := range theirs {
				if german[ns] == nil || slices.Contains(germanOnly, ns) {
					t.Errorf("%s/%s.json has no German original", l.Tag, ns)
				}
			}
			for ns := range german {
				if _, told := l.Reviewed[ns]; !told && !slices.Contains(germanOnly, ns) && theirs[ns] != nil {
					t.Errorf("%s/meta.json does not say whether %q is reviewed", l.Tag, ns)
				}
			}
		})
	}
}

func compare(t *testing.T, tag, ns string, german, theirs map[string]string) {
	t.Helper()
	want := expected(tag, german)
	for key, original := range want {
		text, ok := theirs[key]
		if !ok {
			if !slices.Contains(partial, tag) {
				t.Errorf("%s/%s.json lacks %s", tag, ns, key)
			}
			continue
		}
		if strings.TrimSpace(text) == "" {
			t.Errorf("%s/%s.json: %s is empty", tag, ns, key)
		}
		// A plural form may say "one" in words instead of {{count}}.
		if got, need := names(text), names(original); !slices.Equal(without(got, "count"), without(need, "count")) {
			t.Errorf("%s/%s.json: %s has placeholders %v, the original %v", tag, ns, key, got, need)
		}
	}
	for key := range theirs {
		if _, ok := want[key]; !ok {
			t.Errorf("%s/%s.json: %s is not in the original", tag, ns, key)
		}
	}
}

// expected maps the German keys to those another language must have.
func expected(tag string, german map[string]string) map[string]string {
	want := map[string]string{}
	for key, text := range german {
		base := pluralKey.ReplaceAllString(key, "")
		if base == key || german[base+"_other"] == "" { // "too_many" is no plural
			want[key] = text
			continue
		}
		for _, form := range plurals[tag] {
			want[base+"_"+form] = german[base+"_other"]
		}
	}
	return want
}

func names(text string) []string {
	var out []string
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func without(list []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == name })
}

func load(t *testing.T, tag string) map[string]map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(tag, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	for _, path := range paths {
		ns := strings.TrimSuffix(filepath.Base(path), ".json")
		if ns == "meta" {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var tree map[string]any
		if err := json.Unmarshal(data, &tree); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out[ns] = map[string]string{}
		flat("", tree, out[ns])
	}
	return out
}

func flat(prefix string, tree map[string]any, into map[string]string) {
	for name, value := range tree {
		if text, ok := value.(string); ok {
			into[prefix+name] = text
		} else if branch, ok := value.(map[string]any); ok {
			flat(prefix+name+".", branch, into)
		}
	}
}

// Who is called in must be told within which time they can claim their pay and from when it runs (JVEG §2(1)): in the mail that books or reminds them, and where they see it.
func TestWhoIsCalledInIsToldOfTheThreeMonths(t *testing.T) {
	t.Parallel()
	for _, tag := range required {
		for _, at := range [][2]string{
			{"mail", "interpreting_booked.note"}, {"mail", "interpreting_reminder.note"}, {"mail", "translation_given.note"}, {"mail", "settlement_unsigned.body"}, {"mail", "settlement_loss.body"},
			{"interpreting", "payHelp"},
		} {
			if text := locales.Text(tag, at[0], at[1], nil); !strings.Contains(text, "JVEG") {
				t.Errorf("%s/%s %s: %s", tag, at[0], at[1], text)
			}
		}
	}
	// Called off late somebody may have to do something after all.
	if text := locales.Text("de", "mail", "interpreting_cancelled.body", nil); strings.Contains(text, "nichts mehr tun") {
		t.Error(text)
	}
}
