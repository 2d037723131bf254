package remuneration

import (
	"time"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// ErrWork says that times or amounts cannot be.
var ErrWork = errs.New(errs.Invalid, "remuneration.work")

// Work is an assignment, planned or done.
type Work struct {
	Starts, Ends   time.Time // of the interpreting itself
	OnSite         bool      // else by phone or video: no way
	TravelMinutes  int       // there and back, as far as necessary (JVEG §8(2))
	TravelKm       int       // there and back, by car (JVEG §5(2))
	FareCents      int64     // by public transport, by receipt (JVEG §5(1)); then no car is paid
	ParkingCents   int64     // by receipt (JVEG §5(2))
	ExpensesCents  int64     // other necessary ones, by receipt (JVEG §7(1))
	AllowanceCents int64     // for a day away from home and work, and a night (JVEG §6)
	WaitingMinutes int       // before it began, because of the office (JVEG §8(2))
	Necessity      string    // why it had to be at night, on a Sunday or holiday, as the office states it (JVEG §9(6)); "": no surcharge
	Holiday        func(clock.Date) bool
	VAT            bool // they charge it (JVEG §12(1) no. 4); false: exempt (UStG §19)
}

// Limits of what is believed.
const (
	longestWork = 16 * time.Hour
	longestWay  = 24 * 60   // minutes, there and back
	farthest    = 4_000     // km, there and back
	dearest     = 1_000_000 // cents of one receipt
)

// Check tells all that cannot be in work: it ends before it began, lasts longer than anybody interprets, or something is negative or absurd.
func (w Work) Check() error {
	var f errs.Faults
	f.Need(w.Ends.After(w.Starts), "ends", "before_start")
	f.Need(w.Ends.Sub(w.Starts) <= longestWork, "ends", "too_long")
	f.Need(w.TravelMinutes >= 0 && w.TravelMinutes <= longestWay, "travelMinutes", "out_of_range")
	f.Need(w.TravelKm >= 0 && w.TravelKm <= farthest, "travelKm", "out_of_range")
	f.Need(w.WaitingMinutes >= 0 && w.WaitingMinutes <= int(longestWork.Minutes()), "waitingMinutes", "out_of_range")
	for path, cents := range map[string]int64{"fareCents": w.FareCents, "parkingCents": w.ParkingCents, "expensesCents": w.ExpensesCents, "allowanceCents": w.AllowanceCents} {
		f.Need(cents >= 0 && cents <= dearest, path, "out_of_range")
	}
	f.Need(w.OnSite || w.TravelMinutes == 0 && w.TravelKm == 0 && w.FareCents == 0 && w.ParkingCents == 0 && w.AllowanceCents == 0, "travelMinutes", "no_way")
	return f.As(ErrWork)
}

// time is all that is paid by the hour: the work, the way, and waiting (JVEG §8(2)).
func (w Work) time() time.Duration {
	more := w.WaitingMinutes
	if w.OnSite {
		more += w.TravelMinutes
	}
	return w.Ends.Sub(w.Starts) + time.Duration(more)*time.Minute
}

// Why a surcharge is paid, or not.
const (
	whyNight     = "night"
	whySunday    = "sunday"
	whyHoliday   = "holiday"
	whyNotStated = "necessity_not_stated"
)

// unsocial is how much of the work itself is at night, on a Sunday or a holiday, and which of them. Nights are told by the clock on the wall: in the night in
// which it is set back there is an hour more.
func (w Work) unsocial(nightFrom, nightTo int64) (time.Duration, []string) {
	var sum time.Duration
	seen := map[string]bool{}
	for t := w.Starts; t.Before(w.Ends); {
		wall := t.In(clock.Berlin)
		next := boundary(wall, int(nightFrom), int(nightTo))
		if next.After(w.Ends) {
			next = w.Ends
		}
		day, hour, why := clock.DateOf(wall), int64(wall.Hour()), ""
		switch {
		case w.Holiday != nil && w.Holiday(day):
			why = whyHoliday
		case wall.Weekday() == time.Sunday:
			why = whySunday
		case hour >= nightFrom || hour < nightTo:
			why = whyNight
		}
		if why != "" {
			seen[why] = true
			sum += next.Sub(t)
		}
		t = next
	}
	reasons := []string{}
	for _, why := range []string{whyNight, whySunday, whyHoliday} {
		if seen[why] {
			reasons = append(reasons, why)
		}
	}
	return sum, reasons
}

// boundary is the next moment after t at which a night ends or begins or a day ends.
func boundary(t time.Time, nightFrom, nightTo int) time.Time {
	y, m, d := t.Date()
	for _, hour := range []int{nightTo, nightFrom, 24} {
		if at := time.Date(y, m, d, hour, 0, 0, 0, clock.Berlin); at.After(t) {
			return at
		}
	}
	return t.Add(time.Hour) // a day has an end: not reached
}

// free says whether a day is no working day (BGB §193).
func free(day clock.Date, holiday func(clock.Date) bool) bool {
	weekday := day.Time(time.UTC).Weekday()
	return weekday == time.Saturday || weekday == time.Sunday || holiday != nil && holiday(day)
}
