package office

import (
	"context"
	"errors"
	"maps"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// approving is the action that trainings may stand in the way of; who decides alone, for no second eyes are asked for, approves too.
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
		First: first, ReasonDays: o.Config.Retention.ReasonDays, PaperDays: o.Config.Retention.PaperDays, Log: o.Log,
	})
	o.Documents.SetSubject(documents.SubjectCertificate, training.Subject{Service: o.Training})
	o.Training.Register(o.Jobs)
	return nil
}

// trained lets approve, or decide alone, whom no training stands in the way of, and says which version of which requirement was asked for; not how it stood, for somebody may be free of it.
func (o *Office) trained(ctx context.Context, tx *db.Tx, approver uuid.UUID, service string) (map[string]string, error) {
	checked, err := o.Training.CheckTx(ctx, tx, approver, approving, service)
	said := map[string]string{}
	for _, c := range checked {
		said["requirement_checked."+c.Key] = strconv.Itoa(c.Version)
	}
	return said, err
}

// NextSession is when and where a training can be done next.
type NextSession struct {
	StartsAt time.Time
	Place    string
}

// whereNext says where the trainings that stood in the way of an approval can be done next, where that is known.
func (o *Office) whereNext(ctx context.Context, refused error) error {
	if o.nextSession == nil || !errors.Is(refused, training.ErrNotMet) {
		return refused
	}
	told := *errs.Of(refused)
	told.Fields = slices.Clone(told.Fields)
	for i, f := range told.Fields {
		id, err := uuid.Parse(f.Path)
		if err != nil {
			return refused
		}
		next, err := o.nextSession(ctx, id)
		if err != nil {
			return err
		}
		if next == nil {
			continue
		}
		said := maps.Clone(f.Params)
		said["next_on"], said["place"] = next.StartsAt.Format(time.RFC3339), next.Place
		told.Fields[i] = errs.Field{Path: f.Path, Code: f.Code, Params: said}
	}
	return &told
}
