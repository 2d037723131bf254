package clock

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"time"
)

// Span is a time from one moment to another, the other not included. The zero Span is no time at all.
type Span struct{ From, To time.Time }

// Day is the day on which it begins in the city.
func (s Span) Day() Date { return DateOf(s.From.In(Berlin)) }

// Minutes is how long it is.
func (s Span) Minutes() int { return int(s.To.Sub(s.From) / time.Minute) }

// Same says that both begin and end at the same moments.
func (s Span) Same(as Span) bool { return s.From.Equal(as.From) && s.To.Equal(as.To) }

// Wider is the time with so much before and after it.
func (s Span) Wider(by time.Duration) Span { return Span{s.From.Add(-by), s.To.Add(by)} }

// Without is what is left of it, in order, once another time is taken out.
func (s Span) Without(gone Span) []Span {
	if !s.From.Before(gone.To) || !gone.From.Before(s.To) {
		return []Span{s}
	}
	var left []Span
	for _, part := range []Span{{s.From, gone.From}, {gone.To, s.To}} {
		if part.From.Before(part.To) {
			left = append(left, part)
		}
	}
	return left
}

// Value implements driver.Valuer: a tstzrange.
func (s Span) Value() (driver.Value, error) {
	return fmt.Sprintf("[%s,%s)", s.From.UTC().Format(time.RFC3339Nano), s.To.UTC().Format(time.RFC3339Nano)), nil
}

const rangeTime = "2006-01-02 15:04:05Z07"

// Scan implements sql.Scanner: the text of a tstzrange of a session in UTC.
func (s *Span) Scan(src any) error {
	text, ok := src.(string)
	if raw, isBytes := src.([]byte); isBytes {
		text, ok = string(raw), true
	}
	from, to, two := strings.Cut(strings.Trim(text, "[)"), ",")
	*s = Span{}
	if !ok || !two {
		return fmt.Errorf("read time: %T is no range of times", src)
	}
	for _, part := range []struct {
		text string
		into *time.Time
	}{{from, &s.From}, {to, &s.To}} {
		t, err := time.Parse(rangeTime, strings.Trim(part.text, `"`))
		if err != nil {
			return fmt.Errorf("read time: %w", err)
		}
		*part.into = t.UTC()
	}
	return nil
}

// Wall is when clocks of the city show a minute of a day; 1440 and more are of the days after it. An hour that the change of clocks skips is the moment of
// the change; of one that there is twice, a beginning is the first and an end the second.
func Wall(day Date, minute int, ends bool) time.Time {
	if day.Year < 1900 {
		day = Date{Year: 1900, Month: 1, Day: 1} // nobody was booked before, and the database knows no year 0
	}
	day, minute = day.AddDays(minute/1440), minute%1440
	t := time.Date(day.Year, day.Month, day.Day, 0, minute, 0, 0, Berlin)
	switch shown := t.Hour()*60 + t.Minute(); {
	case shown > minute:
		t, _ = t.ZoneBounds()
	case shown < minute:
		_, t = t.ZoneBounds()
	default:
		other := t.Add(-time.Hour)
		if ends {
			other = t.Add(time.Hour)
		}
		if other.In(Berlin).Format("2006-01-02 15:04") == t.Format("2006-01-02 15:04") {
			t = other
		}
	}
	return t.UTC()
}
