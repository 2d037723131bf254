package letters

import (
	"sync"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/de"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// ErrUnknownCalendar says that there is no calendar of public holidays of that name.
var ErrUnknownCalendar = errs.New(errs.Invalid, "letters.unknown_calendar")

// Calendar knows the public holidays of one Land. Use it from as many goroutines as you like.
type Calendar struct {
	holidays []*cal.Holiday
	years    sync.Map // int → map[clock.Date]bool
}

// NewCalendar knows the Länder by ISO 3166-2: "DE-HE". "DE" has the holidays that are kept everywhere.
func NewCalendar(key string) (*Calendar, error) {
	holidays, ok := map[string][]*cal.Holiday{
		"DE": de.Holidays, "DE-BW": de.HolidaysBW, "DE-BY": de.HolidaysBY, "DE-BE": de.HolidaysBE, "DE-BB": de.HolidaysBB,
		"DE-HB": de.HolidaysHB, "DE-HH": de.HolidaysHH, "DE-HE": de.HolidaysHE, "DE-MV": de.HolidaysMV, "DE-NI": de.HolidaysNI,
		"DE-NW": de.HolidaysNW, "DE-RP": de.HolidaysRP, "DE-SL": de.HolidaysSL, "DE-SN": de.HolidaysSN, "DE-ST": de.HolidaysST,
		"DE-SH": de.HolidaysSH, "DE-TH": de.HolidaysTH,
	}[key]
	if !ok {
		return nil, ErrUnknownCalendar.With(errs.Field{Path: "holidays.calendar", Code: "unknown", Params: map[string]string{"value": key}})
	}
	return &Calendar{holidays: holidays}, nil
}

// Holiday says whether the day is a public holiday by law. Sundays are not counted.
func (c *Calendar) Holiday(day clock.Date) bool {
	known, ok := c.years.Load(day.Year)
	if !ok {
		days := make(map[clock.Date]bool, len(c.holidays))
		for _, h := range c.holidays {
			if actual, _ := h.Calc(day.Year); !actual.IsZero() {
				days[clock.DateOf(actual)] = true
			}
		}
		known, _ = c.years.LoadOrStore(day.Year, days)
	}
	days, _ := known.(map[clock.Date]bool)
	return days[day]
}

// Workday says whether the day is neither Saturday, Sunday nor public holiday.
func (c *Calendar) Workday(day clock.Date) bool {
	weekday := day.Time(clock.Berlin).Weekday()
	return weekday != 0 && weekday != 6 && !c.Holiday(day)
}

// Roll is the day itself or, where it is none, the next workday (BGB §193; VwVfG §31(3); ZPO §222(2)).
func (c *Calendar) Roll(day clock.Date) clock.Date {
	for !c.Workday(day) {
		day = day.AddDays(1)
	}
	return day
}
