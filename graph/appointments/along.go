package appointmentsgql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// BookInterpreter says who comes along.
type BookInterpreter struct {
	Language   string // ISO 639-3
	Dialect    *string
	Form, Mode string
	Gender     *string
	Sworn      *bool
	Chosen     []uuid.UUID
	Necessity  *string
	CostCentre *string
	Approval   *string
}

// Interpreters has somebody come along to an appointment that is being booked, in its transaction. What they refuse undoes the booking.
type Interpreters interface {
	AskTx(ctx context.Context, tx *db.Tx, a *appointments.Appointment, about *Matter, in BookInterpreter) error
	// WishTx keeps what somebody needs of an interpreter.
	WishTx(ctx context.Context, tx *db.Tx, of audit.Record, in InterpreterWish) error
}

// InterpreterWish is what somebody needs of an interpreter, told of what they book themselves.
type InterpreterWish struct {
	Language              string // ISO 639-3
	Dialect, Form, Gender *string
}

// wish is what is also done while somebody says whose appointment it is.
func (r Resolver) wish(in *InterpreterWish) []func(context.Context, *db.Tx, *appointments.Appointment) error {
	if in == nil || r.Interpreters == nil {
		return nil // a city without interpreters has its people tick that they need one, all the same
	}
	return []func(context.Context, *db.Tx, *appointments.Appointment) error{func(ctx context.Context, tx *db.Tx, a *appointments.Appointment) error {
		return r.Interpreters.WishTx(ctx, tx, appointments.Record(a.ID), *in)
	}}
}

// along is what is also done while an appointment is booked; refused to who may book no interpreters for the team of the case.
func (r Resolver) along(ctx context.Context, about *Matter, in *BookInterpreter) ([]func(context.Context, *db.Tx, *appointments.Appointment) error, error) {
	if in == nil {
		return nil, nil
	}
	if r.Interpreters == nil || !identity.ViewerFrom(ctx).CanInTeam("interpreters.book", about.Team) {
		return nil, appointments.ErrInput.With(errs.Field{Path: "interpreter", Code: "unknown"})
	}
	return []func(context.Context, *db.Tx, *appointments.Appointment) error{func(ctx context.Context, tx *db.Tx, a *appointments.Appointment) error {
		return r.Interpreters.AskTx(ctx, tx, a, about, *in)
	}}, nil
}
