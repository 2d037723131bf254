package office

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

const incidentsPath = "/office/partners/incidents"

// onIncident hears that something happened in a house: leads are mailed that it is to be followed up, and to whom it happened help is offered.
func (o *Office) onIncident(ctx context.Context, e partners.IncidentReported) error {
	i, err := o.Partners.Incident(ctx, e.IncidentID)
	if err != nil {
		return unlessGone(err)
	}
	action := "partners.keep" // leads
	leads, err := o.staffByMail(ctx, identity.StaffFilter{Action: &action})
	if err != nil {
		return err
	}
	params, err := o.incidentParams(ctx, i)
	if err != nil {
		return err
	}
	err = o.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, to := range leads {
			if err := o.mailIncidentTx(ctx, tx, i, messages.TemplateIncidentReported, to, params); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return o.offerHelp(ctx, i, e.Concerned)
}

// onIncidentConcerns hears that it happened to further colleagues.
func (o *Office) onIncidentConcerns(ctx context.Context, e partners.IncidentConcerns) error {
	i, err := o.Partners.Incident(ctx, e.IncidentID)
	if err != nil {
		return unlessGone(err)
	}
	return o.offerHelp(ctx, i, e.Concerned)
}

// offerHelp mails colleagues what the city offers after an incident; nothing where it says nothing.
func (o *Office) offerHelp(ctx context.Context, i *partners.Incident, people []uuid.UUID) error {
	help := o.Partners.Rules.Help
	if help == "" || len(people) == 0 {
		return nil
	}
	params, err := o.incidentParams(ctx, i)
	if err != nil {
		return err
	}
	params["help"] = help
	for _, id := range people {
		a, err := o.Identity.Account(ctx, id)
		if err != nil {
			return fmt.Errorf("find whom it concerns: %w", err)
		}
		if a.Email == "" {
			continue
		}
		err = o.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			return o.mailIncidentTx(ctx, tx, i, messages.TemplateIncidentHelp, messages.Addressee{AccountID: a.ID, Email: a.Email, Language: "de"}, params)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// mailIncidentTx mails one person about an incident, once: what happened, and to whom, is read in the office alone.
func (o *Office) mailIncidentTx(ctx context.Context, tx *db.Tx, i *partners.Incident, template messages.Template, to messages.Addressee, params map[string]string) error {
	return o.Messages.NotifyTx(ctx, tx, messages.Notice{
		Key: template + ":" + i.ID.String() + ":" + to.AccountID.String(), Template: template, About: partners.IncidentRecord(i.ID), To: to, Path: incidentsPath, Params: params,
	})
}

// incidentParams are where and when it was.
func (o *Office) incidentParams(ctx context.Context, i *partners.Incident) (map[string]string, error) {
	houses, err := o.houses(ctx)
	if err != nil {
		return nil, err
	}
	at := i.HappenedAt.In(clock.Berlin)
	params := map[string]string{"place": i.Site, "date": clock.DateOf(at).Written("de"), "time": at.Format("15:04")}
	for _, h := range houses {
		if h.Key == i.Site {
			params["place"] = h.Name
		}
	}
	return params, nil
}
