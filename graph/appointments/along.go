package appointmentsgql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
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
}

// Interpreters has somebody come along to an appointment that is being booked, in its transaction. What they refuse undoes the booking.
type Interpreters interface {
	AskTx(ctx context.Context, tx *db.Tx, a *appointments.Appointment, about *Matter, in BookInterpreter) error
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
