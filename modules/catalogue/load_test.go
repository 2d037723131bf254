package catalogue_test

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
)

var update = flag.Bool("update", false, "write golden files anew")

const cityFolder = "../../cities/musterstadt"

var loadOnce = sync.OnceValues(func() (*catalogue.City, error) { return catalogue.Load(os.DirFS(cityFolder)) })

// musterstadt is the city that we ship.
func musterstadt(t testing.TB) *catalogue.City {
	t.Helper()
	city, err := loadOnce()
	if err != nil {
		t.Fatal(err)
	}
	return city
}

func offer(t testing.TB, key string) *catalogue.Offer {
	t.Helper()
	o := musterstadt(t).Offer(key)
	if o == nil {
		t.Fatalf("no service %s", key)
	}
	return o
}

var today = clock.Date{Year: 2026, Month: 11, Day: 21}

// The city that we ship has no faults, three services, and a source for each fact.
func TestMusterstadtIsWhole(t *testing.T) {
	t.Parallel()
	city := musterstadt(t)
	var keys []string
	for _, o := range city.Offers {
		keys = append(keys, o.Key)
		for _, basis := range o.LegalBasis {
			if basis.Law == "" || basis.Source == "" {
				t.Errorf("%s: %s has no source", o.Key, basis.Key)
			}
		}
		if o.Principal == nil || o.Member == nil {
			t.Errorf("%s: families can't apply in one sitting", o.Key)
		}
	}
	if diff := cmp.Diff([]string{"16b-extension", "18g-first", "28-family"}, keys); diff != "" {
		t.Error(diff)
	}
	if got := city.Cite("hearing", today); got != "§ 28 Abs. 1 HVwVfG" {
		t.Errorf("the Land's own citation: %q", got)
	}
}

// A folder with a fault of every kind tells them all at once, each with its file and line.
func TestEveryFaultIsToldWithItsLine(t *testing.T) {
	t.Parallel()
	_, err := catalogue.Load(os.DirFS("testdata/faulty"))
	var faults catalogue.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("want faults, got %v", err)
	}
	golden := "testdata/faulty.golden"
	got := faults.Error() + "\n"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Error(diff)
	}
}

// Where nothing is, each missing file is named.
func TestAnEmptyFolderNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	_, err := catalogue.Load(fstest.MapFS{})
	want := "city.yaml:1: file is missing\nfees.yaml:1: file is missing\nparameters.yaml:1: file is missing\n" +
		"services:1: folder is missing\nshared/form.yaml:1: file is missing\nteams.yaml:1: file is missing"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

// changed is Musterstadt with one file edited.
func changed(t testing.TB, file, old, replacement string) fstest.MapFS {
	t.Helper()
	city := cityFiles(t)
	text := string(city[file].Data)
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	city[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, replacement, 1))}
	return city
}

// cityFiles holds the shipped folder in memory, without what other modules read.
func cityFiles(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := filepath.WalkDir(cityFolder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		raw, err := os.ReadFile(path)
		name, relErr := filepath.Rel(cityFolder, path)
		files[filepath.ToSlash(name)] = &fstest.MapFile{Data: raw}
		return errors.Join(err, relErr)
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// One slip in a good folder is one fault, in the file where it was made.
func TestOneSlipIsOneFault(t *testing.T) {
	t.Parallel()
	const service, form = "services/16b-extension/service.yaml", "services/16b-extension/form.yaml"
	tests := []struct{ name, file, old, new, want string }{
		{"a field that nobody asks", service, "when: works,", "when: worked,", "undeclared reference to 'worked'"},
		{"a number instead of yes or no", service, "when: works,", "when: work_days,", "gives int, not yes or no"},
		{"a team that is gone", service, "team: study}", "team: studies}", `team "studies" is unknown`},
		{"an amount that is gone", service, "amount: extension,", "amount: extended,", `amount "extended" is not in fees.yaml`},
		{"a parameter that is gone", "services/18g-first/service.yaml", "parameters.blue_card_salary'", "parameters.blue_salary'", "undeclared reference"},
		{"an unknown key", service, "goal_days:", "goal_day: 3\ngoal_days:", `unknown key "goal_day"`},
		{"a number that is a text", service, "goal_days: 42", `goal_days: "42"`, "goal_days: must be a whole number from 0"},
		{"a fact without a source", service, "- {key: conditions, law: \"§ 5 AufenthG\", source: \"AufenthG", "- {key: conditions, law: \"\", source: \"AufenthG", "law and source are missing"},
		{"a branch on a later question", form, "when: {university_changed: true}", "when: {works: true}", `no earlier question "works"`},
		{"a branch on an impossible answer", form, "when: {degree: [bachelor, master, state_exam]}", "when: {degree: [magister]}", `"magister" is no answer to "degree"`},
		{"a question asked twice", form, "{field: work_days,", "{field: university,", `field "university" is asked twice`},
		{"a step that is not shared", form, "- use: address", "- use: house", `unknown step "house"`},
		{"a day that does not exist", "parameters.yaml", "valid_to: 2026-12-31}\n  - {key: blue_card_salary_reduced", "valid_to: 2026-02-30}\n  - {key: blue_card_salary_reduced", "must be a day YYYY-MM-DD that exists"},
		{"a text that is gone", "services/16b-extension/texts/en.yaml", "  university: {label: University}\n", "", `text "fields.university.label" is missing`},
		{"a text that nobody shows", "services/16b-extension/texts/en.yaml", "  university: {label", "  universitty: {label: x}\n  university: {label", `text "fields.universitty.label" is not used`},
		{"a paper without an example", "services/16b-extension/texts/fr.yaml", ", example: ", ", examples: ", `.example" is missing`},
		{"a seal that nothing makes", "city.yaml", "seal: none", "seal: qualified", "no integration seals yet"},
		{"not YAML", "teams.yaml", "teams:", "teams: [", "not YAML"},
		{"an anchor", "teams.yaml", "- {key: service", "- &a {key: service", "anchors, tags and merges are not used here"},
		{"two amounts at one time", "fees.yaml", "amounts:", "amounts:\n  - {key: grant, cents: 1, law: x, source: x, trust: B}", `"grant" is valid at the same time as in line`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := catalogue.Load(changed(t, test.file, test.old, test.new))
			var faults catalogue.Faults
			if !errors.As(err, &faults) {
				t.Fatalf("want faults, got %v", err)
			}
			found := false
			for _, f := range faults {
				found = found || f.File == test.file && strings.Contains(f.Message, test.want)
			}
			if !found {
				t.Errorf("want %s: %s, got\n%v", test.file, test.want, faults)
			}
		})
	}
}
