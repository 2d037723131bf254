package office

import (
	"context"
	"fmt"
	"os"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/quality"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// ask makes what asks how interpreting went, if the city works with interpreters and asks.
func (o *Office) ask(city *catalogue.City, _ *letters.Calendar) error {
	if o.Interpreters == nil {
		return nil
	}
	rules, err := quality.LoadRules(os.DirFS(o.Config.City))
	if err != nil || rules == nil {
		return loading(err)
	}
	o.Quality = quality.New(quality.Deps{
		DB: o.DB, Audit: o.Audit, Messages: o.Messages, Rules: rules, Clients: clients{o}, Responsible: o.hearing, Languages: city.Languages, Secret: o.Interpreters.Secret, Log: o.Log,
	})
	o.Quality.Register(o.Jobs, o.DB.Bus)
	return nil
}

// hearing are the members of staff who hear complaints.
func (o *Office) hearing(ctx context.Context) ([]messages.Addressee, error) {
	action := quality.ActionComplaints
	return o.staffByMail(ctx, identity.StaffFilter{Action: &action})
}

// clients are those for whom interpreters came.
type clients struct{ *Office }

var _ quality.Clients = clients{}

// Of implements quality.Clients: who booked the appointment, or else the person of the case. Who drew a ticket without either is not known.
func (o clients) Of(ctx context.Context, about audit.Record) (to messages.Addressee, known bool, err error) {
	for rec := &about; rec != nil; {
		switch rec.Kind {
		case appointments.Record(rec.ID).Kind:
			to, err = o.booker(ctx, rec.ID)
		case cases.Record(rec.ID).Kind:
			to, err = o.principal(ctx, rec.ID)
		}
		if err != nil || to.Email != "" {
			return to, to.Email != "", unlessGone(err)
		}
		if rec, err = o.next(ctx, *rec); err != nil {
			return to, false, unlessGone(err)
		}
	}
	return to, false, nil
}

// booker is who booked an appointment, as long as it is known.
func (o clients) booker(ctx context.Context, id uuid.UUID) (to messages.Addressee, err error) {
	if o.Appointments == nil {
		return to, nil
	}
	a, err := o.Appointments.Get(ctx, id)
	if err != nil {
		return to, err
	}
	to.Email, to.Language = a.Email, a.Language
	if a.AccountID != nil {
		to.AccountID = *a.AccountID
	}
	return to, nil
}

// principal is the person of a case.
func (o clients) principal(ctx context.Context, id uuid.UUID) (to messages.Addressee, err error) {
	var c struct {
		PersonID  uuid.UUID
		AccountID *uuid.UUID
	}
	err = o.DB.NewSelect().TableExpr("cases.case_v1").Column("person_id", "account_id").Where("id = ?", id).Scan(ctx, &c)
	if err := db.NoRows(err, linguists.ErrNone, "find person of case"); err != nil {
		return to, errs.Ignore(err, linguists.ErrNone)
	}
	person, err := o.Persons.Get(ctx, c.PersonID)
	if err != nil {
		return to, fmt.Errorf("find person: %w", err)
	}
	to.Email, to.Language = person.Email, person.Language
	if c.AccountID != nil {
		to.AccountID = *c.AccountID
	}
	return to, nil
}
