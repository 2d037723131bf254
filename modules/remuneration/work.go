package remuneration

import (
	"time"

	"github.com/ankunft/ankunft/platform/clock"
)

// Work is an assignment, planned or done.
type Work struct {
	Starts, Ends   time.Time // of the interpreting itself
	OnSite         bool      // else by phone or video: no way
	TravelMinutes  int       // there and back, as far as necessary (JVEG §8(2))
	TravelKm       int       // there and back
	FareCents      int64     // by public transport, by receipt (JVEG §5(1)); then the car is not paid
	ParkingCents   int64     // by receipt (JVEG §5(2))
	WaitingMinutes int       // before it began, because of the office
	Necessity      string    // why it had to be at night, on a Sunday or holiday, as the office states it; "" there is no surcharge
	Holiday        func(clock.Date) bool
	VAT            bool // they charge it (JVEG §12(1) no. 4); false: exempt by UStG §19
}

// Line is one amount of a bill with its reason.
type Line struct {
	Code     string // time, surcharge, travel, fare, parking, vat, cancellation, translation …; the web has its words
	Quantity int64  // in Unit
	Unit     string // half_hours, minutes, km, cents, strokes, per_mille
	Rate     int64  // cents for one whole: an hour, a kilometre, 55 strokes
	Cents    int64
	Law      string // "JVEG § 9 Abs. 1"
	Why      string // code of the reason, for the web's words
}

// Bill is what is paid.
type Bill struct {
	Lines      []Line
	NetCents   int64
	VATCents   int64
	TotalCents int64
}
