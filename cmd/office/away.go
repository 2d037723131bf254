package office

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/clock"
)

// awayOf is when members of staff are away, of those who are within a time: that they are, and nothing else of it.
func (o *Office) awayOf(ctx context.Context, accounts []uuid.UUID, within clock.Span) (map[uuid.UUID][]clock.Span, error) {
	if len(accounts) == 0 {
		return nil, nil // nobody is asked for
	}
	var rows []struct {
		AccountID uuid.UUID
		During    clock.Span
	}
	err := o.DB.NewSelect().TableExpr("supervision.away_v1").ColumnExpr("account_id, during::text").Where("account_id IN (?) AND during && tstzrange(?, ?)", bun.List(accounts), within.From, within.To).
		OrderExpr("lower(during), account_id").Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read who is away: %w", err)
	}
	away := map[uuid.UUID][]clock.Span{}
	for _, r := range rows {
		away[r.AccountID] = append(away[r.AccountID], r.During)
	}
	return away, nil
}
