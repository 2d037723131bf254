package clock

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Birth is a birth date of which parts may be unknown (0), as passports of many countries have it: 1990-00-00.
type Birth struct{ Year, Month, Day int }

var (
	birthShape = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})-([0-9]{2})$`)
	errBirth   = errors.New("not a birth date")
)

// ParseBirth reads YYYY-MM-DD with 00 (or 0000) for unknown parts; a day that no calendar has is an error.
func ParseBirth(s string) (Birth, error) {
	m := birthShape.FindStringSubmatch(s)
	if m == nil {
		return Birth{}, errBirth
	}
	var part [3]int
	for i := range part {
		part[i], _ = strconv.Atoi(m[i+1]) // digits, by the shape
	}
	b := Birth{part[0], part[1], part[2]}
	year := b.Year
	if year == 0 {
		year = 2000 // a leap year: 29 February of an unknown year may be
	}
	switch {
	case b.Month > 12, b.Month == 0 && b.Day > 0, b.Day > 31, b.Year > 0 && b.Year < 1850:
		return Birth{}, errBirth
	case b.Day > 0 && DateOf(time.Date(year, time.Month(b.Month), b.Day, 0, 0, 0, 0, time.UTC)).Day != b.Day:
		return Birth{}, errBirth
	}
	return b, nil
}

// Complete says that no part is unknown.
func (b Birth) Complete() bool { return b.Year > 0 && b.Month > 0 && b.Day > 0 }

// String is YYYY-MM-DD with zeros for what is unknown.
func (b Birth) String() string { return fmt.Sprintf("%04d-%02d-%02d", b.Year, b.Month, b.Day) }

// German is DD.MM.YYYY with 00 for what is unknown, as passports have it: 00.03.1990.
func (b Birth) German() string { return fmt.Sprintf("%02d.%02d.%04d", b.Day, b.Month, b.Year) }

// Earliest is the first day that it could be; the year must be known.
func (b Birth) Earliest() Date { return Date{b.Year, time.Month(max(b.Month, 1)), max(b.Day, 1)} }

// MarshalJSON implements json.Marshaler; nothing known is null.
func (b Birth) MarshalJSON() ([]byte, error) {
	if b == (Birth{}) {
		return []byte("null"), nil
	}
	return json.Marshal(b.String())
}

// UnmarshalJSON implements json.Unmarshaler.
func (b *Birth) UnmarshalJSON(raw []byte) error {
	var text *string
	err := json.Unmarshal(raw, &text)
	if *b = (Birth{}); err == nil && text != nil {
		*b, err = ParseBirth(*text)
	}
	return err
}

// AgeOn counts the completed years of life on a day (BGB §187(2), §188(2): born on 29 February, a year of life ends with 28
// February). Where parts are unknown it is the least age possible, so that nobody is taken for an adult by mistake; false where
// even the year is unknown.
func (b Birth) AgeOn(day Date) (years int, known bool) {
	if b.Year == 0 {
		return 0, false
	}
	month, dom := b.Month, b.Day
	if month == 0 {
		month = 12
	}
	if dom == 0 {
		dom = 31
	}
	years = day.Year - b.Year
	if int(day.Month) < month || int(day.Month) == month && day.Day < dom && (b.Day != 0 || !lastOfMonth(day)) {
		years--
	}
	return max(years, 0), true
}

func lastOfMonth(day Date) bool { return day.AddDays(1).Month != day.Month }
