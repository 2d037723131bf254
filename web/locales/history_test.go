package locales_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var ofTrails = regexp.MustCompile(`"((?:case|appointment)\.[a-z_]+[a-z])"`)

// What the trail of a case or of an appointment tells is read by clerks: each step has German words. Steps whose name is put together from
// a state ("case.paper_" + state) are not seen here.
func TestEveryStepOfATrailHasWords(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("de/staff.json")
	if err != nil {
		t.Fatal(err)
	}
	var staff struct {
		History struct{ Actions map[string]string }
	}
	if err := json.Unmarshal(raw, &staff); err != nil {
		t.Fatal(err)
	}
	unread := []string{"case.erased"} // nobody opens an erased case
	eachSource(t, func(_, path, text string) {
		for _, m := range ofTrails.FindAllStringSubmatch(text, -1) {
			if staff.History.Actions[strings.ReplaceAll(m[1], ".", "_")] == "" && !slices.Contains(unread, m[1]) {
				t.Errorf("%s: %s has no words in de/staff.json", path, m[1])
			}
		}
	})
}
