package clock

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Date is a day of the calendar without a time or a zone, as the law counts. The zero Date is "no date" (NULL, null).
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Berlin is the zone in which the German calendar day is told.
var Berlin = mustLoad("Europe/Berlin")

func mustLoad(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

// Today is the day of now in Germany.
func Today(now time.Time) Date { return DateOf(now.In(Berlin)) }

// DateOf is the day that t shows in its own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads YYYY-MM-DD; days that do not exist are an error, and so is the year 0, which neither the calendar nor PostgreSQL has.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("read date: %w", err)
	}
	if t.Year() < 1 {
		return Date{}, errors.New("read date: there is no year 0")
	}
	return DateOf(t), nil
}

// IsZero says that there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String is YYYY-MM-DD, or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// German is DD.MM.YYYY, as German letters write it.
func (d Date) German() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d.%02d.%04d", d.Day, d.Month, d.Year)
}

// Written is the day as readers of a language write it; German where we know no better.
func (d Date) Written(language string) string {
	if language == "en" || strings.HasPrefix(language, "en-") {
		return d.Time(time.UTC).Format("2 January 2006")
	}
	return d.German()
}

// Time is the first moment of the day in loc.
func (d Date) Time(loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
}

// AddDays counts calendar days.
func (d Date) AddDays(n int) Date { return DateOf(d.Time(time.UTC).AddDate(0, 0, n)) }

// AddMonths ends a period of months: the same number of day, or the month's last day where it has no such day (BGB §188(3)).
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// AddYears is AddMonths(12·n): 29 February ends on the 28th where the year has no 29th.
func (d Date) AddYears(n int) Date { return d.AddMonths(12 * n) }

// Before says whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.Time(time.UTC).Before(other.Time(time.UTC)) }

// DaysUntil counts the days from d to other; negative when other is past.
func (d Date) DaysUntil(other Date) int {
	return int(other.Time(time.UTC).Sub(d.Time(time.UTC)).Hours() / 24)
}

// Value implements driver.Valuer.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil // NULL is the value of no date
	}
	return d.String(), nil
}

// Scan implements sql.Scanner.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
	case time.Time:
		*d = DateOf(v)
	case string:
		return d.parse(v)
	case []byte:
		return d.parse(string(v))
	default:
		return fmt.Errorf("read date from %T", src)
	}
	return nil
}

// MarshalJSON implements json.Marshaler.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *Date) UnmarshalJSON(b []byte) error {
	var s *string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if s == nil || *s == "" {
		*d = Date{}
		return nil
	}
	return d.parse(*s)
}

// MarshalGQLContext writes the GraphQL scalar Date.
func (d Date) MarshalGQLContext(_ context.Context, w io.Writer) error {
	text := "null"
	if !d.IsZero() {
		text = strconv.Quote(d.String())
	}
	_, err := io.WriteString(w, text)
	return err
}

// UnmarshalGQLContext reads the GraphQL scalar Date.
func (d *Date) UnmarshalGQLContext(_ context.Context, v any) error {
	s, ok := v.(string)
	if !ok {
		return fmt.Errorf("a date is a text YYYY-MM-DD")
	}
	return d.parse(s)
}

func (d *Date) parse(s string) error {
	parsed, err := ParseDate(s)
	if err == nil {
		*d = parsed
	}
	return err
}
