package locales_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unread are codes that reach nobody's screen, each with the reason; all others need words.
var unread = map[string]string{
	"applications.idempotency_key": "the apps always send one",
	"applications.language":        "the apps know the languages",
	"identity.language":            "the apps know the languages",
	"page.cursor":                  "the apps send back what they were given",
	"applications.no_office":       "a program without its cases",
	"catalogue.not_published":      "a program before its start",
	"catalogue.unknown_version":    "versions are kept for ever",
	"feeds.none":                   "calendar programs hear 404",
	"budgets.none":                 "told to workers",
	"identity.no_account":          "the session's own account",
	"letters.unknown_calendar":     "the city's settings, refused at the start",
	"messages.address_refused":     "told to workers",
	"messages.mail_unavailable":    "told to workers",
	"push.unavailable":             "told to workers",
	"elearning.precondition":       "told to packages",
	"audit.no_checkpoint":          "told to the command line",
	"audit.not_in_vault":           "told to the command line",
	"audit.vault_sealed":           "told to workers",
	"audit.vault_unavailable":      "told to workers",
	"graphql.too_large":            "no document of the apps",
	"graphql.body_too_large":       "no document of the apps",
	"graphql.malformed":            "no document of the apps",
	"graphql.invalid":              "no document of the apps",
	"graphql.introspection_off":    "no document of the apps",
	"graphql.panic":                "the web hears INTERNAL",
}

// fromTheWeb are texts for troubles that only the apps notice.
var fromTheWeb = []string{"OFFLINE", "cases.wrong_code"}

var (
	sentinel  = regexp.MustCompile(`errs\.New\(errs\.([A-Z]\w+), "([^"]+)"\)`)
	ofGraphQL = regexp.MustCompile(`"(graphql\.[a-z_]+)"`)
	refusal   = regexp.MustCompile(`\bRefusal = "([a-z_]+)"`)
)

// Whoever declares an error also says what a person reads: the portal's in all languages, the office's own in German.
func TestEveryErrorCodeHasWords(t *testing.T) {
	t.Parallel()
	german := load(t, "de")
	declared := codes(t)
	for code, where := range declared {
		key := strings.ReplaceAll(code, ".", "_")
		told := german["errors"]["codes."+key+".title"] != "" || german["staff"]["problems."+key+".title"] != ""
		if _, quiet := unread[code]; quiet == told {
			t.Errorf("%s (%s): either words in errors.json or staff.json (problems), or a reason why nobody reads it", code, where)
		}
	}
	for code := range unread {
		if declared[code] == "" {
			t.Errorf("%s stands among those that nobody reads, but nobody declares it", code)
		}
	}
	for _, of := range []struct{ ns, prefix string }{{"errors", "codes."}, {"staff", "problems."}} {
		for key := range german[of.ns] {
			name, ok := strings.CutPrefix(key, of.prefix)
			if !ok || strings.HasSuffix(name, ".help") {
				continue
			}
			name = strings.TrimSuffix(name, ".title")
			if !known(declared, name) {
				t.Errorf("%s.json: %s%s is no code any more", of.ns, of.prefix, name)
			}
		}
	}
}

func known(declared map[string]string, key string) bool {
	if key == strings.ToUpper(key) { // a kind
		return true
	}
	same := func(code string) bool { return strings.ReplaceAll(code, ".", "_") == key }
	for code := range declared {
		if same(code) {
			return true
		}
	}
	return slices.ContainsFunc(fromTheWeb, same)
}

// codes finds what the Go side can answer, and in which file it is declared.
func codes(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	eachSource(t, func(dir, path, text string) {
		for _, m := range sentinel.FindAllStringSubmatch(text, -1) {
			if m[1] != "Internal" { // the web hears INTERNAL, and no more
				found[m[2]] = path
			}
		}
		if dir == "graph" {
			for _, m := range ofGraphQL.FindAllStringSubmatch(text, -1) {
				found[m[1]] = path
			}
		}
		for _, m := range refusal.FindAllStringSubmatch(text, -1) {
			found["documents."+m[1]] = path
		}
	})
	if len(found) < 50 {
		t.Fatalf("only %d codes found: has the way to declare them changed?", len(found))
	}
	return found
}

// eachSource shows the Go sources that run in an office.
func eachSource(t *testing.T, show func(dir, path, text string)) {
	t.Helper()
	root := filepath.Join("..", "..")
	for _, dir := range []string{"platform", "modules", "integrations", "graph", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && (strings.HasSuffix(d.Name(), "test") || d.Name() == "generated" || d.Name() == "testdata" || d.Name() == "demo") {
				return filepath.SkipDir
			}
			if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return nil
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			show(dir, path, string(data))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

var (
	otherDigits = regexp.MustCompile(`[\x{0660}-\x{0669}\x{06f0}-\x{06f9}]`)
	citations   = []string{"§ 95 Abs. 2 Nr. 2 AufenthG", "§ 54 Abs. 2 Nr. 8 AufenthG", "§ 82 Abs. 1 AufenthG"}
)

// A law is found by its German name, and a number of a text again in the German letter.
func TestLawsAndNumbersAreTheSameInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, tag := range required {
		texts := load(t, tag)
		for ns, of := range texts {
			for key, text := range of {
				if otherDigits.MatchString(text) {
					t.Errorf("%s/%s.json: %s has digits that the German letter has not", tag, ns, key)
				}
			}
		}
		if tag == "de" {
			continue // spells them out
		}
		for _, law := range citations {
			if !strings.Contains(texts["declaration"]["text"], law) {
				t.Errorf("%s/declaration.json does not cite %s", tag, law)
			}
		}
	}
}
