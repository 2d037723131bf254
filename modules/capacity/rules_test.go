package capacity_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/sheet"
)

func date(text string) clock.Date {
	d, err := clock.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

const secondCity = "../../cities/nachbarstadt"

// A city may have no counter for what cannot wait; then nothing is urgent, whatever is answered.
func TestACityMayHaveNoEmergencyCounter(t *testing.T) {
	t.Parallel()
	r, err := capacity.LoadRules(os.DirFS(secondCity), []string{"de", "de-simple", "en", "ar", "tr", "uk"})
	if err != nil {
		t.Fatal(err)
	}
	if need := r.Judge(map[string]any{"violence": true, "title_ends_on": "2026-11-22"}, date("2026-11-21")); need.Rank >= r.Emergency.Needed {
		t.Errorf("%+v reaches %d", need, r.Emergency.Needed)
	}
}

// A plan that contradicts itself is told with its line.
func TestFaultsOfRulesAreTold(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, old, new, want string }{
		{"times without what cannot wait", "release:", "emergency: {opens_at: \"07:00\"}\nrelease:", "emergency: says when times open, but not what cannot wait"},
		{"a rank that all reach", "release:", "emergency:\n  opens_at: \"07:00\"\n  ranks: [{key: all, rank: 1, when: \"true\", law: x}]\nrelease:", "emergency.needed: must be at least 1"},
		{"an emergency counter that nobody can book", `to: "12:00", purpose: booking`, `to: "12:00", purpose: emergency`, "nobody can book it"},
		{"a concern for an emergency counter that is not there", "purposes: [booking], picture: advice", "purposes: [booking, emergency], picture: advice", "nothing under emergency says what cannot wait"},
		{"shares that are not all", "share: 100", "share: 99", "the shares add up to 99"},
		{"an unknown key", "hold_minutes:", "hold_minute: 3\nhold_minutes:", `unknown key "hold_minute"`},
		{"a room that the house does not have", `to: "12:00", purpose: booking`, `to: "12:00", purpose: booking, room: b2`, `the house has no room "b2"`},
		{"two rooms of one name", "counters:", "rooms: [{key: a, name: A}, {key: a, name: B}]\n      counters:", "plan.sites[0].rooms[1]: needs a key of its own"},
		{"two at one counter at once", `days: [fr], from: "09:00"`, `days: [mo, fr], from: "09:00"`, "on mo it overlaps another one of this counter"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := capacity.LoadRules(changed(t, test.old, test.new), []string{"de"})
			var faults sheet.Faults
			told := errors.As(err, &faults) && slices.ContainsFunc(faults, func(f sheet.Fault) bool {
				return f.File == capacity.RulesFile && f.Line > 1 && strings.Contains(f.Message, test.want)
			})
			if !told {
				t.Errorf("want %q with its line, got\n%v", test.want, err)
			}
		})
	}
}

// changed is the second city with its rules edited.
func changed(t *testing.T, old, replacement string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{capacity.RulesFile, "appointments/de.yaml"} {
		raw, err := os.ReadFile(filepath.Join(secondCity, name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: raw}
	}
	rules := files[capacity.RulesFile]
	if !strings.Contains(string(rules.Data), old) {
		t.Fatalf("no %q", old)
	}
	rules.Data = []byte(strings.Replace(string(rules.Data), old, replacement, 1))
	return files
}
