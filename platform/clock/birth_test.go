package clock_test

import (
	"encoding/json"
	"testing"

	"github.com/ankunft/ankunft/platform/clock"
)

func TestBirthDatesMayBeKnownInPart(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{
		"1990-01-02": true, "1990-00-00": true, "1990-05-00": true, "0000-00-00": true, "2004-02-29": true, "0000-02-29": true,
		"2005-02-29": false, "1990-13-01": false, "1990-00-05": false, "1990-04-31": false, "": false, "1990-1-1": false, "1700-01-01": false,
	} {
		if b, err := clock.ParseBirth(text); (err == nil) != ok || ok && b.String() != text {
			t.Errorf("%q: %v %v", text, b, err)
		}
	}
}

func TestNobodyIsTakenForAnAdultADayTooEarly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		born, on string
		age      int
	}{
		{"2008-11-21", "2026-11-21", 18}, {"2008-11-22", "2026-11-21", 17}, {"2008-02-29", "2026-02-28", 17}, {"2008-02-29", "2026-03-01", 18},
		{"2008-00-00", "2026-12-30", 17}, {"2008-00-00", "2026-12-31", 18}, {"2008-06-00", "2026-06-29", 17}, {"2008-06-00", "2026-06-30", 18},
		{"2026-11-21", "2026-11-21", 0},
	} {
		b, err := clock.ParseBirth(c.born)
		if err != nil {
			t.Fatal(err)
		}
		on, err := clock.ParseDate(c.on)
		if err != nil {
			t.Fatal(err)
		}
		if age, known := b.AgeOn(on); age != c.age || !known {
			t.Errorf("born %s, on %s: %d", c.born, c.on, age)
		}
	}
	if _, known := (clock.Birth{}).AgeOn(clock.Date{Year: 2026, Month: 1, Day: 1}); known {
		t.Error("an unknown year has an age")
	}
}

func TestAnIncompleteBirthDateIsWrittenAsInPassports(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"1990-01-02": {"02.01.1990", "1990-01-02"}, "1990-03-00": {"00.03.1990", "1990-03-01"}, "1990-00-00": {"00.00.1990", "1990-01-01"},
	} {
		b, err := clock.ParseBirth(text)
		if err != nil || b.German() != want[0] || b.Earliest().String() != want[1] {
			t.Errorf("%s: %s, %s, %v", text, b.German(), b.Earliest(), err)
		}
		raw, err := json.Marshal(b)
		var back clock.Birth
		if err != nil || string(raw) != `"`+text+`"` || json.Unmarshal(raw, &back) != nil || back != b {
			t.Errorf("%s: %s, %v, %v", text, raw, back, err)
		}
	}
	var b clock.Birth
	if raw, err := json.Marshal(b); err != nil || string(raw) != "null" || json.Unmarshal(raw, &b) != nil || json.Unmarshal([]byte(`"1990-13-01"`), &b) == nil {
		t.Errorf("%s %v", raw, err)
	}
}
