package office

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/modules/swaps"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/web/locales"
)

// interpret makes what has to do with interpreters, if the city works with any.
func (o *Office) interpret(city *catalogue.City, holidays *letters.Calendar) error {
	files := os.DirFS(o.Config.City)
	rules, err := linguists.LoadRules(files)
	if err != nil || rules == nil {
		return loading(err)
	}
	tariffs, err := remuneration.LoadTariffs(files)
	if err != nil {
		return loading(err)
	}
	key, err := o.Config.optionalLinkKey()
	if err != nil {
		return err
	}
	o.Budgets.Unbudgeted[interpreters.Purpose] = rules.Unbudgeted == "allowed"
	o.Linguists = linguists.New(linguists.Deps{
		DB: o.DB, Audit: o.Audit, Messages: o.Messages, Identity: o.Identity, Tariffs: tariffs, Behind: o.behind, Required: rules.Proofs, Languages: city.Languages, Log: o.Log,
	})
	o.Interpreters = interpreters.New(interpreters.Deps{
		DB: o.DB, Audit: o.Audit, Messages: o.Messages, Linguists: o.Linguists, Budgets: o.Budgets, Place: o.placeOf, Rules: rules, Tariffs: tariffs, Holiday: holidays.Holiday, Texts: locales.Text,
		Team: mailboxes(city), Secret: key, Log: o.Log,
	})
	o.Duty = duty.New(duty.Deps{
		DB: o.DB, Audit: o.Audit, Messages: o.Messages, Budgets: o.Budgets, Purpose: interpreters.Purpose, Modes: rules.Modes, Tariffs: tariffs, Holiday: holidays.Holiday, Place: o.placeOf,
		Texts: locales.Text,
	})
	o.Duty.Connect(o.Interpreters.Booked)
	o.Swaps = swaps.New(swaps.Deps{DB: o.DB, Audit: o.Audit, Messages: o.Messages, Interpreters: o.Interpreters, Team: o.Interpreters.Team, Secret: key})
	o.Linguists.Register(o.Jobs)
	o.Duty.Register(o.Jobs)
	o.Interpreters.Register(o.Jobs)
	return nil
}

func loading(err error) error {
	if err != nil {
		return fmt.Errorf("load city:\n%w", err)
	}
	return nil
}

// daysOff says of a day whether it is a public holiday of the Land or closed in the city.
func daysOff(city *catalogue.City, holidays *letters.Calendar) func(clock.Date) bool {
	closed := map[clock.Date]bool{}
	for _, day := range city.Holidays.Closed {
		closed[day.Day] = true
	}
	return func(day clock.Date) bool { return closed[day] || holidays.Holiday(day) }
}

// mailboxes are those of the teams.
func mailboxes(city *catalogue.City) func(context.Context, string) ([]messages.Addressee, error) {
	to := map[string][]messages.Addressee{}
	for _, team := range city.Teams {
		if team.Email != "" {
			to[team.Key] = []messages.Addressee{{Email: team.Email, Language: "de"}}
		}
	}
	return func(_ context.Context, team string) ([]messages.Addressee, error) { return to[team], nil }
}

// alongTx tells interpreters, in the transaction of an appointment, that it was moved or does not take place.
func (o *Office) alongTx(ctx context.Context, tx *db.Tx, a *appointments.Appointment) error {
	if o.Interpreters == nil {
		return nil
	}
	about := appointments.Record(a.ID)
	switch a.State {
	case appointments.Booked:
		if err := o.Linguists.TickedTx(ctx, tx, about, a.Needs, "", a.Language); err != nil {
			return err
		}
		return o.Interpreters.MovedTx(ctx, tx, about, interpreters.Span{From: a.StartsAt, To: a.EndsAt}, a.Site, o.placeOf(ctx, a.Site))
	case appointments.Cancelled, appointments.Expired:
		by := "office"
		if a.EndedBy != nil && *a.EndedBy == "person" {
			by = "client"
		}
		return o.Interpreters.EndedTx(ctx, tx, about, by)
	default: // the counter says who came, and signs the times
		return nil
	}
}

// drawnTx keeps what who has drawn a ticket needs of an interpreter. Who has an appointment has told it there.
func (o *Office) drawnTx(ctx context.Context, tx *db.Tx, t *frontdesk.Ticket) error {
	if o.Linguists == nil || t.AppointmentID != nil {
		return nil
	}
	return o.Linguists.TickedTx(ctx, tx, frontdesk.Record(t.ID), t.Needs, t.Tongue, t.Language)
}

// placeOf is where a house is, in words for who comes there; its key where nothing more is known.
func (o *Office) placeOf(ctx context.Context, key string) string {
	if o.Appointments == nil {
		return key
	}
	plan, err := o.Appointments.Plan(db.Outside(ctx))
	if err != nil {
		return key
	}
	site, ok := plan.Site(key)
	if !ok {
		return key
	}
	return strings.Join([]string{site.Name, site.Street, site.Place}, ", ")
}
