package office

import (
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/surveys"
)

// survey furnishes the surveys of staff, where there is a key to seal theirs with.
func (o *Office) survey(*catalogue.City, *letters.Calendar) error {
	key, err := o.Config.optionalLinkKey()
	if err != nil || len(key) == 0 {
		return err
	}
	o.Surveys = surveys.New(surveys.Deps{DB: o.DB, Audit: o.Audit, Messages: o.Messages, Identity: o.Identity, Secret: key})
	o.Surveys.Register(o.Jobs)
	return nil
}
