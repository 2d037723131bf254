package office

import (
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/training"
)

// learn makes what has to do with what staff learn. Every office has staff who learn something.
func (o *Office) learn(*catalogue.City, *letters.Calendar) error {
	o.Training = training.New(training.Deps{DB: o.DB, Audit: o.Audit, Messages: o.Messages, Identity: o.Identity, Documents: o.Documents, Log: o.Log})
	return nil
}
