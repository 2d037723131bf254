package frontdesk

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// How many passes phones are given. A code is shown for a minute at most, and a new one after each number that is drawn: a dozen is a crowd before one
// screen. A hall's own Wi-Fi is one network for all who use it; beyond that kiosk and front desk go on as ever.
const (
	passesPerCode    = 12
	passesPerNetwork = 30
	passesPerSite    = 90
	passesPer        = 10 * time.Minute // the window of network and site
)

// countEntry counts one pass against its code, its network and its site, in the database, so that it holds across servers; ErrCrowded where one of them
// has had enough, and then none of them is counted.
func (s *Service) countEntry(ctx context.Context, site, presence string, shown time.Time, network string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		window := tx.Now.Truncate(passesPer).Add(passesPer)
		for _, c := range []struct {
			what  string
			until time.Time
			most  int
		}{{"code\x00" + presence, shown, passesPerCode}, {"network\x00" + site + "\x00" + network, window, passesPerNetwork}, {"site\x00" + site, window, passesPerSite}} {
			var n int
			err := tx.NewRaw(`INSERT INTO frontdesk.entered AS e (bucket, until, count) VALUES (?, ?, 1)
ON CONFLICT (bucket, until) DO UPDATE SET count = e.count + 1 WHERE e.count < ? RETURNING count`, ids.Hash(c.what), c.until, c.most).Scan(ctx, &n)
			if errors.Is(err, sql.ErrNoRows) {
				return ErrCrowded
			}
			if err != nil {
				return fmt.Errorf("count entry: %w", err)
			}
		}
		return nil
	})
}
