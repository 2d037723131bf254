package supervision

import (
	"context"
	"fmt"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/sheet"
)

// Accounts are the sessions of a year that were held, as a file for the treasury: the day, who is paid for what, and how much. Nobody who took part is in it, nor whether anybody did.
func (s *Service) Accounts(ctx context.Context, year int) ([]byte, error) {
	if !identity.ViewerFrom(ctx).Can(ActionAccounts) {
		return nil, ErrNone
	}
	list, err := s.Sessions(ctx, year)
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"day", "billed_on", "supervisor", "title", "kind", "amount", "currency", "session_id"}}
	for _, e := range list {
		if e.State == Held {
			rows = append(rows, []string{
				clock.Today(e.StartsAt).String(), e.BilledOn.String(), e.Series.Supervisor.Name, e.Series.Title, string(e.Series.Kind), fmt.Sprintf("%d,%02d", *e.Cents/100, *e.Cents%100), "EUR", e.ID.String(),
			})
		}
	}
	return sheet.Write(rows), nil
}
