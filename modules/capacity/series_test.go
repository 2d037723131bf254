package capacity_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/sheet"
)

// Whoever writes series hears of all that is wrong, with the line.
func TestFaultsOfSeriesAreTold(t *testing.T) {
	t.Parallel()
	const first, second = "{key: fingerprints, concern: fingerprints, from: appointment, days_after: 0, window_days: 10,", "{key: collect, concern: collect, from: previous, days_after: 21, window_days: 6,"
	for _, test := range []struct{ name, old, new, file, want string }{
		{"no such concern", first, strings.Replace(first, "concern: fingerprints", "concern: fingers", 1), capacity.RulesFile, `unknown concern "fingers"`},
		{"no such anchor", first, strings.Replace(first, "from: appointment", "from: birthday", 1), capacity.RulesFile, "from must be appointment, decision, title_end or previous"},
		{"nothing before the first", first, strings.Replace(first, "from: appointment", "from: previous", 1), capacity.RulesFile, "nothing is before the first step"},
		{"never open", second, strings.Replace(second, "days_after: 21", "days_after: 35", 1), capacity.RulesFile, "can never be booked: it is 35 days ahead, and times open 27 days ahead"},
		{"after the title", second, strings.Replace(second, "from: previous", "from: title_end", 1), capacity.RulesFile, "must lie before the title ends"},
		{"neither law nor custom", `law: "§ 78 Abs. 1 AufenthG", custom: true`, "custom: false", capacity.RulesFile, "needs the law that it follows"},
		{"a step twice", second, strings.Replace(second, "key: collect", "key: fingerprints", 1), capacity.RulesFile, "needs a key of its own"},
		{"a window of a year", second, strings.Replace(second, "window_days: 6", "window_days: 366", 1), capacity.RulesFile, "window_days of at most 180"},
		{"a name without words", "  - key: card", "  - key: cards", "appointments/de.yaml", `text "series.cards.title" is missing`},
		{"words without a series", "  - key: card", "  - key: cards", "appointments/de.yaml", `there is no series "card"`},
		{"words without a step", second, strings.Replace(second, "key: collect", "key: get", 1), "appointments/de.yaml", `has no step "collect"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := capacity.LoadRules(changed(t, test.old, test.new), []string{"de"})
			var faults sheet.Faults
			if !errors.As(err, &faults) || !slices.ContainsFunc(faults, func(f sheet.Fault) bool { return f.File == test.file && strings.Contains(f.Message, test.want) }) {
				t.Errorf("want %q, got\n%v", test.want, err)
			}
		})
	}
}
