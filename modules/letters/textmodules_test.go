package letters_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/ankunft/ankunft/modules/letters"
)

func TestTextModulesFitServiceAndOutcome(t *testing.T) {
	t.Parallel()
	s, err := letters.New(letters.Deps{Templates: fstest.MapFS{"modules.yaml": file(modulesYAML)}})
	if err != nil {
		t.Fatal(err)
	}
	keys := func(service, outcome string) string {
		var found []string
		for _, m := range s.TextModules(service, outcome) {
			found = append(found, m.Key)
		}
		return strings.Join(found, " ")
	}
	for _, c := range [][3]string{
		{"study", "grant", "card livelihood"}, {"study", "refusal", "livelihood"}, {"family", "grant", "card"}, {"family", "refusal", ""},
	} {
		if got := keys(c[0], c[1]); got != c[2] {
			t.Errorf("%s, %s: %q, want %q", c[0], c[1], got, c[2])
		}
	}
	m, _ := s.TextModule("livelihood")
	if !slices.Equal(m.Placeholders(), []string{"amount"}) {
		t.Errorf("placeholders %v", m.Placeholders())
	}
	if text, missing := m.Fill(map[string]string{"amount": "992,00"}); text != "992,00 Euro fehlen, 992,00 Euro." || missing != nil {
		t.Errorf("filled %q, missing %v", text, missing)
	}
	if text, missing := m.Fill(nil); text != m.Text || !slices.Equal(missing, []string{"amount"}) {
		t.Errorf("not filled %q, missing %v", text, missing)
	}
}

func TestAllFaultsOfTextModulesAreTold(t *testing.T) {
	t.Parallel()
	_, err := letters.New(letters.Deps{Templates: fstest.MapFS{"modules.yaml": file(`modules:
  - {key: a, title: A, text: "{{ Wrong", trust: S}
  - {key: a, title: "", text: x, trust: maybe}
`)}})
	for _, want := range []string{"braces", "source is missing", "twice", "title is missing", "neither S nor B"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
	if _, err := letters.New(letters.Deps{Templates: fstest.MapFS{"modules.yaml": file("modules: [{kex: a}]")}}); err == nil {
		t.Error("an unknown field is taken")
	}
}

func FuzzFill(f *testing.F) {
	f.Add("{{a}} {{ b }} {{{c}}", "x")
	f.Fuzz(func(t *testing.T, text, value string) {
		m := letters.TextModule{Text: text}
		values := map[string]string{}
		for _, name := range m.Placeholders() {
			values[name] = value
		}
		if _, missing := m.Fill(values); value != "" && missing != nil {
			t.Errorf("%v missing", missing)
		}
	})
}
