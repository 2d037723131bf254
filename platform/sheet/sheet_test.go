package sheet_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/sheet"
)

type office struct {
	Name  string `json:"name"`
	Open  bool   `json:"open"`
	Desks []desk `json:"desks"`
}

type desk struct {
	Key   string     `json:"key"`
	Seats int        `json:"seats"`
	Since clock.Date `json:"since"`
}

func read(t *testing.T, text string) (office, error) {
	t.Helper()
	var faults sheet.Faults
	var o office
	if s := sheet.Read(fstest.MapFS{"office.yaml": {Data: []byte(text)}}, "office.yaml", &faults); s != nil {
		s.Into(&o, &faults)
	}
	return o, faults.Err()
}

func TestASheetBecomesAStruct(t *testing.T) {
	t.Parallel()
	got, err := read(t, "name: Amt\nopen: true\ndesks:\n  - {key: a, seats: 2, since: 2026-02-28}\n")
	want := office{"Amt", true, []desk{{"a", 2, clock.Date{Year: 2026, Month: 2, Day: 28}}}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Fatal(err, diff)
	}
}

func TestAllFaultsAreToldWithTheirLines(t *testing.T) {
	t.Parallel()
	_, err := read(t, "name: 7\nopen: perhaps\ndesks:\n  - key: a\n    seats: -1\n    colour: red\n  - {since: 2026-02-30}\n")
	want := `office.yaml:1: name: must be a text (numbers and yes/no in quotes)
office.yaml:2: open: must be true or false
office.yaml:5: desks[0].seats: must be a whole number from 0
office.yaml:6: unknown key "desks[0].colour"
office.yaml:7: desks[1].since: must be a day YYYY-MM-DD that exists`
	if err == nil || err.Error() != want {
		t.Fatal(cmp.Diff(want, err.Error()))
	}
}

func TestWhatIsNoSheetIsAFaultAndNoPanic(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "a: [", "a: 1\n---\nb: 2", "a: &x 1\nb: *x", "\x00"} {
		if _, err := read(t, text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}
