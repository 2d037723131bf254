package office

import (
	"context"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
)

// onMerged follows two records of one person that became one in the rooms that know no persons: which interpreter they need, who is tied to them and what was asked
// for them, and to whom they were referred.
func (o *Office) onMerged(ctx context.Context, e persons.Merged) error {
	from, to := persons.Record(e.From), persons.Record(e.Into)
	return o.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if o.Linguists != nil {
			for _, mergeTx := range []func(context.Context, *db.Tx, audit.Record, audit.Record) error{
				o.Linguists.MergeTx, o.Interpreters.MergeTx, o.Translations.MergeTx,
			} {
				if err := mergeTx(ctx, tx, from, to); err != nil {
					return err
				}
			}
		}
		if o.Network != nil {
			return o.Network.MergeTx(ctx, tx, from, to)
		}
		return nil
	})
}
