package office

import (
	"context"
	"os"
	"strconv"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/db"
)

// approving is the action that trainings may stand in the way of.
const approving = "cases.approve"

// learn makes what has to do with what staff learn. Every office has staff who learn something.
func (o *Office) learn(city *catalogue.City, _ *letters.Calendar) error {
	teams, services := make([]string, len(city.Teams)), make([]string, len(city.Offers))
	for i, t := range city.Teams {
		teams[i] = t.Key
	}
	for i, offer := range city.Offers {
		services[i] = offer.Key
	}
	first, err := training.LoadFirst(os.DirFS(o.Config.City))
	if err != nil {
		return loading(err)
	}
	o.Training = training.New(training.Deps{
		DB: o.DB, Audit: o.Audit, Messages: o.Messages, Identity: o.Identity, Documents: o.Documents, Teams: teams, Services: services, Blockable: []string{approving},
		First: first, Log: o.Log,
	})
	o.Documents.SetSubject(documents.SubjectCertificate, training.Subject{Service: o.Training})
	o.Training.Register(o.Jobs)
	return nil
}

// trained lets approve whose trainings are in order, and says by which version of which requirement they were.
func (o *Office) trained(ctx context.Context, tx *db.Tx, approver uuid.UUID, service string) (map[string]string, error) {
	met, err := o.Training.CheckTx(ctx, tx, approver, approving, service)
	said := map[string]string{}
	for _, m := range met {
		said["requirement_met."+m.Key] = strconv.Itoa(m.Version)
	}
	return said, err
}
