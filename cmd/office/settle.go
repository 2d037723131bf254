package office

import (
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/settlement"
)

// settle makes what pays interpreters, if the city works with any.
func (o *Office) settle(_ *catalogue.City, holidays *letters.Calendar) error {
	if o.Interpreters == nil {
		return nil
	}
	o.Settlement = settlement.New(settlement.Deps{
		DB: o.DB, Audit: o.Audit, Messages: o.Messages, Budgets: o.Budgets, Tariffs: o.Interpreters.Tariffs, Holiday: holidays.Holiday, Store: o.ports.Store,
		Scanner: o.ports.Scanner, Secret: o.Interpreters.Secret, Log: o.Log,
	})
	o.Interpreters.Unsettle = o.Settlement.WithdrawTx
	return nil
}
