package office

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/network"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/web/locales"
)

// partner makes what has to do with people and offices outside the house, if the city has any.
func (o *Office) partner(city *catalogue.City, _ *letters.Calendar) error {
	rules, err := partners.LoadRules(os.DirFS(o.Config.City))
	if err != nil || rules == nil {
		return loading(err)
	}
	key, err := o.Config.optionalLinkKey()
	if err != nil {
		return err
	}
	o.Partners = partners.New(partners.Deps{
		DB: o.DB, Audit: o.Audit, Messages: o.Messages, Identity: o.Identity, Rules: rules, Sites: o.houses, Today: o.comingToday, Sees: o.sees,
		Texts: locales.Text, Languages: city.Languages, Domain: o.Config.MailDomain, Log: o.Log,
	})
	o.Network = network.New(network.Deps{
		DB: o.DB, Audit: o.Audit, Messages: o.Messages, Identity: o.Identity, Partners: o.Partners, Sees: o.referable, Own: o.ownRecords, Reach: o.reachable,
		Papers: signed{o}, Secret: key, Office: city.Office, Domain: o.Config.MailDomain, Log: o.Log,
	})
	events.Subscribe(o.DB.Bus, "office.on_incident", o.onIncident)
	events.Subscribe(o.DB.Bus, "office.on_incident_concerns", o.onIncidentConcerns)
	o.Partners.Register(o.Jobs)
	o.Network.Register(o.Jobs)
	o.Documents.SetSubject(documents.SubjectReferral, signed{o})
	return nil
}

// houses are those of the plan; a city without appointments has none to guard.
func (o *Office) houses(ctx context.Context) ([]partners.Site, error) {
	if o.Appointments == nil {
		return nil, nil
	}
	plan, err := o.Appointments.Plan(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]partners.Site, len(plan.Sites))
	for i, h := range plan.Sites {
		list[i] = partners.Site{Key: h.Key, Name: h.Name, Address: h.Street + ", " + h.Place}
	}
	return list, nil
}

// comingToday tells numbers and times of a house, and of nobody why they come.
func (o *Office) comingToday(ctx context.Context, site string) ([]partners.Visitor, error) {
	list := []partners.Visitor{}
	if o.Appointments == nil {
		return list, nil
	}
	booked, err := o.Appointments.Day(ctx, site, clock.Today(o.DB.Clock.Now()))
	if err != nil {
		return nil, err
	}
	for _, a := range booked {
		list = append(list, partners.Visitor{
			At: a.StartsAt, Number: a.Number, Booked: true, People: a.People, Arrived: a.State == appointments.Arrived || a.State == appointments.Done, Name: a.Name,
		})
	}
	if o.Frontdesk == nil {
		return list, nil
	}
	hall, err := o.Frontdesk.Hall(ctx, site)
	if err != nil {
		return nil, err
	}
	for _, t := range append(hall.Waiting, hall.Now...) {
		if t.AppointmentID == nil {
			list = append(list, partners.Visitor{At: t.DrawnAt, Number: t.Number, People: t.People, Arrived: true})
		}
	}
	return list, nil
}

// referable says whether the viewer may see a person or a case that is referred.
func (o *Office) referable(ctx context.Context, rec audit.Record) error {
	if rec.Kind != persons.Record(rec.ID).Kind && rec.Kind != cases.Record(rec.ID).Kind {
		return network.ErrNone
	}
	if err := o.sees(ctx, rec); errs.KindOf(err) == errs.NotFound {
		return network.ErrNone
	} else if err != nil {
		return err
	}
	return nil
}

// ownRecords are the person for whom the viewer speaks beyond doubt, and that person's cases. An account that handed in for a whole family holds the cases of all of
// them; whether something is said of them to others is still for each to say: who has no account of their own is asked in the office.
func (o *Office) ownRecords(ctx context.Context) ([]audit.Record, error) {
	v := identity.ViewerFrom(ctx)
	if !v.LoggedIn() || v.Kind == identity.KindStaff {
		return nil, nil
	}
	person, err := o.Persons.Claimed(ctx, v.AccountID)
	if err != nil || person == nil {
		return nil, err
	}
	list := []audit.Record{persons.Record(person.ID)}
	var own []uuid.UUID
	if err := o.DB.NewSelect().TableExpr("cases.case_v1 AS c").Column("id").Where("c.person_id = ?", person.ID).Limit(200).Scan(ctx, &own); err != nil {
		return nil, fmt.Errorf("read own cases: %w", err)
	}
	for _, id := range own {
		list = append(list, cases.Record(id))
	}
	return list, nil
}

// reachable is how to reach the person of a record.
func (o *Office) reachable(ctx context.Context, rec audit.Record) (messages.Addressee, error) {
	id := rec.ID
	if rec.Kind == cases.Record(rec.ID).Kind {
		c, err := o.Cases.Reach(ctx, rec.ID, "cases.read")
		if err != nil {
			return messages.Addressee{}, err
		}
		id = c.PersonID
	}
	p, err := o.Persons.Get(ctx, id)
	if err != nil {
		return messages.Addressee{}, err
	}
	return messages.Addressee{Email: strings.TrimSpace(p.Email), Language: p.Language}, nil
}
