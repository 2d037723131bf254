package office

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	interpretersgql "github.com/ankunft/ankunft/graph/interpreters"
	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// behind are a record that the viewer may see and those behind it, the person first: of a ticket its appointment, of an appointment its case, of a case its person.
// Whoever may see the first may know whose it is.
func (o *Office) behind(ctx context.Context, rec audit.Record) ([]audit.Record, error) {
	if err := o.sees(ctx, rec); err != nil {
		return nil, err
	}
	chain := []audit.Record{rec}
	for {
		next, err := o.next(ctx, chain[len(chain)-1])
		if err != nil {
			return nil, err
		}
		if next == nil {
			slices.Reverse(chain)
			return chain, nil
		}
		chain = append(chain, *next)
	}
}

// next is what lies behind a record; nil: nothing. Who was found to be somebody else is that one.
func (o *Office) next(ctx context.Context, rec audit.Record) (*audit.Record, error) {
	next := func(known bool, to audit.Record) (*audit.Record, error) {
		if !known {
			return nil, nil // nothing
		}
		return &to, nil
	}
	switch rec.Kind {
	case frontdesk.Record(rec.ID).Kind:
		t, err := o.Frontdesk.Get(ctx, rec.ID)
		if err != nil || t.AppointmentID == nil {
			return nil, err
		}
		return next(true, appointments.Record(*t.AppointmentID))
	case appointments.Record(rec.ID).Kind:
		a, err := o.Appointments.Get(ctx, rec.ID)
		if err != nil || a.AboutKind == nil || a.AboutID == nil {
			return nil, err
		}
		return next(true, audit.Record{Kind: *a.AboutKind, ID: *a.AboutID})
	case cases.Record(rec.ID).Kind:
		var person uuid.UUID
		err := o.DB.NewSelect().TableExpr("cases.case_v1").Column("person_id").Where("id = ?", rec.ID).Scan(ctx, &person)
		if err := db.NoRows(err, linguists.ErrNone, "find person of case"); err != nil {
			return nil, errs.Ignore(err, linguists.ErrNone)
		}
		return next(true, persons.Record(person))
	case persons.Record(rec.ID).Kind:
		p, err := o.Persons.Get(ctx, rec.ID)
		if err != nil {
			return nil, fmt.Errorf("find person: %w", err)
		}
		return next(p.ID != rec.ID, persons.Record(p.ID))
	}
	return nil, nil // nothing
}

// sees says whether the viewer may see a record whose need of an interpreter is asked for, or to whom somebody is tied.
func (o *Office) sees(ctx context.Context, rec audit.Record) error {
	v := identity.ViewerFrom(ctx)
	var err error
	switch {
	case rec.Kind == persons.Record(rec.ID).Kind && v.Can("persons.read"):
		_, err = o.Persons.Get(ctx, rec.ID)
	case rec.Kind == cases.Record(rec.ID).Kind:
		_, err = o.Cases.Reach(ctx, rec.ID, "cases.read")
	case rec.Kind == appointments.Record(rec.ID).Kind && o.Appointments != nil && v.Can("appointments.read"):
		_, err = o.Appointments.Get(ctx, rec.ID)
	case rec.Kind == frontdesk.Record(rec.ID).Kind && o.Frontdesk != nil && v.Can("frontdesk.read"):
		_, err = o.Frontdesk.Get(ctx, rec.ID)
	default:
		return linguists.ErrNone
	}
	if errs.KindOf(err) == errs.NotFound {
		return linguists.ErrNone
	}
	return err
}

// me is the record of the person whose account the viewer has.
func (o *Office) me(ctx context.Context) (*audit.Record, error) {
	person, err := o.Persons.Own(ctx, identity.ViewerFrom(ctx).AccountID)
	if err != nil || person == nil {
		return nil, err
	}
	rec := persons.Record(person.ID)
	return &rec, nil
}

// occasion is what a request is about that belongs to nothing on file: a meeting, a round table.
const occasion = "occasion"

// behindAsking tells who is behind what an interpreter is asked for.
type behindAsking struct{ *Office }

var _ interpretersgql.Parties = behindAsking{}

// Party implements interpretersgql.Parties.
func (o behindAsking) Party(ctx context.Context, about audit.Record) (*audit.Record, error) {
	if about.Kind == occasion {
		return nil, nil // nobody on file
	}
	list, err := o.behind(ctx, about)
	if errs.KindOf(err) == errs.NotFound {
		return nil, interpreters.ErrNone
	}
	if err != nil || list[0].Kind != persons.Record(list[0].ID).Kind {
		return nil, err
	}
	return &list[0], nil
}
