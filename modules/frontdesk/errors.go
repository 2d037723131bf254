package frontdesk

import "github.com/ankunft/ankunft/platform/errs"

// What can be wrong in the hall.
var (
	// ErrInput says what is missing or wrong in the input.
	ErrInput = errs.New(errs.Invalid, "frontdesk.input")
	// ErrNone says that there is no such ticket.
	ErrNone = errs.New(errs.NotFound, "frontdesk.none")
	// ErrNoSite says that there is no such house.
	ErrNoSite = errs.New(errs.NotFound, "frontdesk.no_site")
	// ErrShut says that no tickets are drawn here now: outside the open hours, after the last ticket, or closed for today.
	ErrShut = errs.New(errs.Conflict, "frontdesk.shut")
	// ErrState says that the ticket has gone on meanwhile.
	ErrState = errs.New(errs.Conflict, "frontdesk.state")
	// ErrNoDesk says that the viewer sits at no counter: open one first.
	ErrNoDesk = errs.New(errs.NotFound, "frontdesk.no_desk")
	// ErrDeskTaken says that somebody else sits at the counter.
	ErrDeskTaken = errs.New(errs.Conflict, "frontdesk.desk_taken")
	// ErrBusy says that somebody is still at the counter: end that first.
	ErrBusy = errs.New(errs.Conflict, "frontdesk.busy")
	// ErrNotToday says that the appointment is on another day.
	ErrNotToday = errs.New(errs.Conflict, "frontdesk.not_today")
	// ErrNotHere says that nothing shows that this browser is in the hall.
	ErrNotHere = errs.New(errs.Forbidden, "frontdesk.not_here")
	// ErrScanAgain says that what was scanned in the hall is too old.
	ErrScanAgain = errs.New(errs.Conflict, "frontdesk.scan_again")
	// ErrCrowded says that enough phones have drawn behind this code, from this network or in this hall for the moment: the kiosk still draws. It is a
	// conflict, so that phones say it instead of trying on and on.
	ErrCrowded = errs.New(errs.Conflict, "frontdesk.crowded")
	// ErrTooOften says that a network asks more than a full hall would.
	ErrTooOften = errs.New(errs.Limited, "frontdesk.too_often")
	// ErrDeviceLink says that the link of a kiosk or display was opened before, has ended, or never was.
	ErrDeviceLink = errs.New(errs.NotFound, "frontdesk.device_link")
)
