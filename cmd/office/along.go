package office

import (
	"context"

	appointmentsgql "github.com/ankunft/ankunft/graph/appointments"
	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
)

// companions has interpreters come along to appointments that are being booked.
type companions struct{ *Office }

var _ appointmentsgql.Interpreters = companions{}

// AskTx implements appointmentsgql.Interpreters.
func (o companions) AskTx(ctx context.Context, tx *db.Tx, a *appointments.Appointment, about *appointmentsgql.Matter, in appointmentsgql.BookInterpreter) error {
	appointment, person := appointments.Record(a.ID), persons.Record(about.PersonID)
	approval, err := o.Budgets.Approve(ctx, about.Team, optional(in.Approval), "interpreter.approval")
	if err != nil {
		return err
	}
	_, err = o.Interpreters.AskTx(ctx, tx, interpreters.Ask{
		Wanted: interpreters.Wanted{
			Language: in.Language, Dialect: optional(in.Dialect), Form: linguists.Form(in.Form), Gender: linguists.Gender(optional(in.Gender)), Sworn: in.Sworn != nil && *in.Sworn,
			Mode: linguists.Mode(in.Mode), Site: a.Site, During: interpreters.Span{From: a.StartsAt, To: a.EndsAt}, Subject: &person, About: &appointment,
			Necessity: optional(in.Necessity),
		},
		Key: "booked", Chosen: in.Chosen, Team: about.Team, CostCentre: optional(in.CostCentre), Client: about.Name, Approval: approval,
	})
	return err
}

// WishTx implements appointmentsgql.Interpreters.
func (o companions) WishTx(ctx context.Context, tx *db.Tx, of audit.Record, in appointmentsgql.InterpreterWish) error {
	form, gender := linguists.Form(optional(in.Form)), linguists.Gender(optional(in.Gender))
	if form == "" {
		form = linguists.Spoken
	}
	_, err := o.Linguists.SetNeedTx(ctx, tx, linguists.SetInterpreterNeed{
		SubjectKind: of.Kind, SubjectID: of.ID, Language: &in.Language, Dialect: in.Dialect, Form: &form, Gender: &gender,
	})
	return err
}

func optional(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// companions is nil where the city works with no interpreters.
func (o *Office) companions() appointmentsgql.Interpreters {
	if o.Interpreters == nil {
		return nil
	}
	return companions{o}
}
