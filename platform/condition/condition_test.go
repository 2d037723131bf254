package condition_test

import (
	"strings"
	"testing"

	"github.com/ankunft/ankunft/platform/condition"
)

func TestConditionsSpeakTheLanguageOfTheField(t *testing.T) {
	t.Parallel()
	env, err := condition.Environment(map[string]string{"ends": "text", "children": "integer", "kinds": "list"}, []string{"salary", "salary"})
	if err != nil {
		t.Fatal(err)
	}
	vars := map[string]any{"today": "2026-11-22", "ends": "2026-12-01", "children": 2, "kinds": []string{"work"}, "parameters.salary": 50700.0}
	for source, want := range map[string]bool{
		`days(today, ends) <= 14`: true, `age("2008-02-29", "2026-02-28") >= 18`: false, `add_months("2026-01-31", 1) == "2026-02-28"`: true,
		`"work" in kinds && children > 1`: true, `parameters.salary < 50000`: false,
	} {
		p, err := condition.Compile(env, source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		got, _, err := p.Eval(vars)
		if err != nil || got.Value() != want {
			t.Errorf("%s: %v %v", source, got, err)
		}
	}
	for source, want := range map[string]string{`ends`: "not yes or no", `nobody == 1`: "undeclared", strings.Repeat("a", 2001): "longer than"} {
		if _, err := condition.Compile(env, source); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20s: %v", source, err)
		}
	}
}
