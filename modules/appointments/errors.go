package appointments

import "github.com/ankunft/ankunft/platform/errs"

// What can be wrong with an appointment.
var (
	// ErrInput says what is missing or wrong in the input.
	ErrInput = errs.New(errs.Invalid, "appointments.input")
	// ErrNone says that there is no such appointment, or it is somebody else's.
	ErrNone = errs.New(errs.NotFound, "appointments.none")
	// ErrTaken says that somebody else was faster; the nearest free times are among its fields.
	ErrTaken = errs.New(errs.Conflict, "appointments.slot_taken")
	// ErrNotOpen says that the office gives no appointment at that time: past, outside the plan, a holiday, not yet released, or an hour that the
	// change of the clocks skips or has twice.
	ErrNotOpen = errs.New(errs.Conflict, "appointments.not_open")
	// ErrPlan says that the plan has changed meanwhile: look again.
	ErrPlan = errs.New(errs.Conflict, "appointments.plan_changed")
	// ErrEnded says that a hold, an appointment or a link is over.
	ErrEnded = errs.New(errs.Conflict, "appointments.ended")
	// ErrTooMany says that the person has as many appointments ahead as the office gives to one.
	ErrTooMany = errs.New(errs.Limited, "appointments.too_many")
	// ErrUnconfirmed says that several requests for an address wait for the link in their mails.
	ErrUnconfirmed = errs.New(errs.Limited, "appointments.unconfirmed")
	// ErrTooOften says that a network asks faster than many people would.
	ErrTooOften = errs.New(errs.Limited, "appointments.too_often")
	// ErrWork says that the proof of work is missing, old or wrong: load the page again.
	ErrWork = errs.New(errs.Forbidden, "appointments.work")
	// ErrInvited says that this concern is booked from an invitation only.
	ErrInvited = errs.New(errs.Forbidden, "appointments.by_invitation")
	// ErrNotUrgent says that what was told can wait by the rules of the office; ordinary times are open.
	ErrNotUrgent = errs.New(errs.Forbidden, "appointments.not_urgent")
	// ErrConflict says that somebody changed it meanwhile.
	ErrConflict = errs.New(errs.Conflict, "appointments.conflict")
)
