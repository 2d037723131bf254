package remuneration

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ankunft/ankunft/platform/clock"
)

// Codes of lines.
const (
	LineTime         = "time"
	LineSurcharge    = "surcharge"
	LineTravel       = "travel" // kilometres
	LineFare         = "fare"
	LineParking      = "parking"
	LineExpenses     = "expenses"
	LineAllowance    = "allowance"
	LineCancellation = "cancellation"
	LineTranslation  = "translation"
	LineAgreed       = "agreed"  // for what was done of an order before it was called off
	LineMinimum      = "minimum" // what an order lacks to its least amount
)

// Units of quantities.
const (
	unitMinutes = "minutes"
	unitKm      = "km"
	unitLines   = "lines"
	unitNone    = "" // the amount itself
)

// Line is one amount of a bill with its reason.
type Line struct {
	Code     string // the web has its words
	Quantity int64  // in Unit; minutes as they are paid, rounded
	Unit     string // minutes, km, lines; "" where only the amount counts
	Rate     int64  // cents for an hour, a kilometre, a line
	Percent  int64  // of it; 0: all
	Cents    int64
	Law      string   // "JVEG § 9 Abs. 5 Satz 1"
	Why      []string // codes, for the web's words
}

// Bill is what is paid.
type Bill struct {
	Lines      []Line
	NetCents   int64
	VATPercent int64 // 0: none is charged
	VATCents   int64
	TotalCents int64
}

// round divides, half up. All money is rounded here and nowhere else.
func round(amount, by int64) int64 {
	if amount < 0 {
		return -round(-amount, by)
	}
	return (2*amount + by) / (2 * by)
}

func (b *Bill) add(l Line) {
	b.Lines = append(b.Lines, l)
	b.NetCents += l.Cents
}

// close adds VAT where it is charged (JVEG §12(1) no. 4), on the sum.
func (b Bill) close(vat Fact, charged bool) Bill {
	if charged {
		b.VATPercent, b.VATCents = vat.Value, round(b.NetCents*vat.Value, 100)
	}
	b.TotalCents = b.NetCents + b.VATCents
	return b
}

// Why so much time is paid.
const (
	whyWholeHours    = "whole_hours"
	whyLastHourWhole = "last_hour_whole"
	whyLastHourHalf  = "last_hour_half"
	whyStartedUnit   = "started_unit"
	whyMinimum       = "minimum"
	whyWithTravel    = "with_travel"
	whyWithWaiting   = "with_waiting"
	whyStated        = "necessity_stated"
)

// paid is how many minutes are paid for a time (JVEG §8(2): the last started hour counts whole if more than 30 minutes of it were needed, else half; a contract
// may have units of its own), and why.
func (t *Tariff) paid(d time.Duration) (int64, string) {
	if d <= 0 {
		return 0, whyWholeHours
	}
	if unit, own := t.fact(factUnit); own {
		length := time.Duration(unit.Value) * time.Minute
		return int64((d+length-1)/length) * unit.Value, whyStartedUnit
	}
	whole, rest := int64(d/time.Hour)*60, d%time.Hour
	switch {
	case rest == 0:
		return whole, whyWholeHours
	case rest > time.Duration(t.must(factWholeAfter).Value)*time.Minute:
		return whole + 60, whyLastHourWhole
	}
	return whole + 30, whyLastHourHalf
}

func (t *Tariff) hour(onSite bool) Fact {
	if remote, own := t.fact(factHourRemote); own && !onSite {
		return remote
	}
	return t.must(factHour)
}

// pay is what so many minutes cost.
func pay(minutes int64, hour Fact) int64 { return round(minutes*hour.Value, 60) }

// Estimate is what work costs, each line with its reason. Work that Check refuses has no sensible bill.
func (t *Tariff) Estimate(w Work) Bill {
	var b Bill
	minutes := t.timeTo(&b, w)
	t.surchargeTo(&b, w, minutes)
	if w.OnSite {
		km := t.must(factKilometre)
		switch {
		case w.FareCents > 0:
			b.add(Line{Code: LineFare, Cents: w.FareCents, Unit: unitNone, Law: "JVEG § 5 Abs. 1", Why: []string{"receipt"}})
		case w.TravelKm > 0:
			b.add(Line{Code: LineTravel, Quantity: int64(w.TravelKm), Unit: unitKm, Rate: km.Value, Cents: int64(w.TravelKm) * km.Value, Law: km.Law})
		}
		if w.ParkingCents > 0 {
			b.add(Line{Code: LineParking, Cents: w.ParkingCents, Unit: unitNone, Law: "JVEG § 5 Abs. 2", Why: []string{"receipt"}})
		}
	}
	if w.OnSite && w.AllowanceCents > 0 {
		b.add(Line{Code: LineAllowance, Cents: w.AllowanceCents, Unit: unitNone, Law: "JVEG § 6", Why: []string{"stated"}})
	}
	if w.ExpensesCents > 0 {
		b.add(Line{Code: LineExpenses, Cents: w.ExpensesCents, Unit: unitNone, Law: "JVEG § 7 Abs. 1", Why: []string{"receipt"}})
	}
	return b.close(t.must(factVAT), w.VAT)
}

func (t *Tariff) timeTo(b *Bill, w Work) int64 {
	minutes, why := t.paid(w.time())
	hour, reasons := t.hour(w.OnSite), []string{why}
	law := hour.Law
	if least, own := t.fact(factMinimum); own && minutes < least.Value {
		minutes, reasons, law = least.Value, []string{whyMinimum}, least.Law
	}
	if w.OnSite && w.TravelMinutes > 0 {
		reasons = append(reasons, whyWithTravel)
	}
	if w.WaitingMinutes > 0 {
		reasons = append(reasons, whyWithWaiting)
	}
	b.add(Line{Code: LineTime, Quantity: minutes, Unit: unitMinutes, Rate: hour.Value, Cents: pay(minutes, hour), Law: law, Why: reasons})
	return minutes
}

// surchargeTo adds what is paid more at night, on Sundays and holidays (JVEG §9(6)): on the time of the work itself that lies there, rounded like all time, and
// only where the office has stated that it was necessary. Where it has not, a line over nothing says so.
func (t *Tariff) surchargeTo(b *Bill, w Work, atMost int64) {
	part, reasons := w.unsocial(t.must(factNightFrom).Value, t.must(factNightTo).Value)
	if part <= 0 {
		return
	}
	more, hour := t.must(factSurcharge), t.hour(w.OnSite)
	minutes, _ := t.paid(part)
	line := Line{Code: LineSurcharge, Quantity: min(minutes, atMost), Unit: unitMinutes, Rate: hour.Value, Percent: more.Value, Law: more.Law}
	if w.Necessity == "" {
		line.Why = append(reasons, whyNotStated)
	} else {
		line.Why = append(reasons, whyStated)
		line.Cents = round(line.Quantity*hour.Value*more.Value, 60*100)
	}
	b.add(line)
}

// LastFreeDay is the last day on which planned work can be called off for nothing (JVEG §9(5): not on the day itself, nor on one of the two before).
func (t *Tariff) LastFreeDay(planned Work) clock.Date {
	return clock.Today(planned.Starts).AddDays(-int(t.must(factCancelDays).Value) - 1)
}

// Cancellation is the most that is owed when planned work is called off at a moment, if not for a reason that lies in the interpreter (JVEG §9(5)): what was lost, up
// to two hours' pay, no more than the time itself would have cost, and without VAT, for nothing was rendered. Empty when it was told in time.
func (t *Tariff) Cancellation(planned Work, toldAt time.Time) Bill {
	var b Bill
	if !t.LastFreeDay(planned).Before(clock.Today(toldAt)) {
		return b
	}
	most, hour := t.must(factCancelMinutes), t.hour(planned.OnSite)
	minutes, _ := t.paid(planned.time())
	if least, own := t.fact(factMinimum); own {
		minutes = max(minutes, least.Value)
	}
	minutes = min(minutes, most.Value)
	b.add(Line{Code: LineCancellation, Quantity: minutes, Unit: unitMinutes, Rate: hour.Value, Cents: pay(minutes, hour), Law: most.Law, Why: []string{"told_late"}})
	return b.close(Fact{}, false)
}

// Lost is a bill for what somebody assures to have lost, which the bill of a cancellation limits (JVEG §9(5)).
func (b Bill) Lost(cents int64) Bill {
	line := b.Lines[0]
	line.Cents, line.Why = cents, append(slices.Clone(line.Why), "assured")
	return Bill{Lines: []Line{line}, NetCents: cents, TotalCents: cents}
}

// Agreed is a bill over a sum that both have agreed on, before VAT.
func (t *Tariff) Agreed(net int64, vat bool) Bill {
	var b Bill
	b.add(Line{Code: LineAgreed, Unit: unitNone, Cents: net, Why: []string{"agreed"}})
	return b.close(t.must(factVAT), vat)
}

// Euros writes an amount as it stands on German bills.
func Euros(cents int64) string {
	whole := fmt.Sprint(cents / 100)
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "." + whole[at:]
	}
	return strings.Join([]string{whole, fmt.Sprintf("%02d €", cents%100)}, ",")
}
