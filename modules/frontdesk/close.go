package frontdesk

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// CloseToday shuts a site for the rest of the day: no more tickets, and everybody who waits is told on display and phone. Again is another reason, and
// whoever was at a counter meanwhile and waits once more goes too. Appointments are a matter of the plan (appointments.ChangePlan); those of people who were
// waiting end with the day, as cancelled by the office.
func (s *Service) CloseToday(ctx context.Context, site, reason string) (int, error) {
	if reason == "" {
		return 0, ErrInput.With(errs.Field{Path: "reason", Code: "missing"})
	}
	if err := checkNote(reason); err != nil {
		return 0, err
	}
	if err := s.knew(ctx, site); err != nil {
		return 0, err
	}
	var n int64
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw(`INSERT INTO frontdesk.hall AS hall (site, day, closed_at, reason) VALUES (?, ?, ?, ?)
ON CONFLICT (site, day) DO UPDATE SET closed_at = coalesce(hall.closed_at, EXCLUDED.closed_at), reason = EXCLUDED.reason`, site, s.today(), tx.Now, reason).Exec(ctx)
		if err != nil {
			return fmt.Errorf("close hall: %w", err)
		}
		res, err := tx.NewRaw("UPDATE frontdesk.ticket SET state = 'closed', ended_at = ?, version = version + 1 WHERE site = ? AND day = ? AND state IN ('waiting', 'parked')",
			tx.Now, site, s.today()).Exec(ctx)
		if err != nil {
			return fmt.Errorf("close tickets: %w", err)
		}
		if err := s.tellTx(ctx, tx, 0, "t.site = ? AND t.day = ? AND t.state = 'closed' AND t.ended_at = ?", site, s.today(), tx.Now); err != nil {
			return err
		}
		if n, err = res.RowsAffected(); err != nil {
			return err
		}
		tx.Notify(Topic(site))
		return s.recordHall(ctx, tx, site, "hall.closed")
	})
	return int(n), err
}

// retired shuts the hall of a house that is no more, so that nobody waits there unseen. Who is at a counter goes to the end.
func (s *Service) retired(ctx context.Context, e appointments.RetiredEvent) error {
	_, err := s.CloseToday(audit.WithActor(ctx, audit.Actor{Kind: audit.System}), e.Site, e.Reason)
	return err
}

// Reopen takes back that a site was shut for the day: who waited then and was told has their place again, without a new ticket. Whoever has gone home
// meanwhile is called and missed. A site that is open is ErrState.
func (s *Service) Reopen(ctx context.Context, site string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var closed time.Time
		err := tx.NewRaw("SELECT closed_at FROM frontdesk.hall WHERE site = ? AND day = ? AND closed_at IS NOT NULL FOR UPDATE", site, s.today()).Scan(ctx, &closed)
		if err := db.NoRows(err, ErrState, "read hall"); err != nil {
			return err
		}
		if _, err := tx.NewRaw("UPDATE frontdesk.hall SET closed_at = NULL, reason = '' WHERE site = ? AND day = ?", site, s.today()).Exec(ctx); err != nil {
			return fmt.Errorf("open hall: %w", err)
		}
		if _, err := tx.NewRaw(`UPDATE frontdesk.ticket SET state = 'waiting', ended_at = NULL, version = version + 1
WHERE site = ? AND day = ? AND state = 'closed' AND ended_at >= ?`, site, s.today(), closed).Exec(ctx); err != nil {
			return fmt.Errorf("open tickets: %w", err)
		}
		tx.Notify(Topic(site))
		return s.recordHall(ctx, tx, site, "hall.reopened")
	})
}

// recordHall notes in the trail what was done to a whole hall; a site has no id of its own, so that one follows from its key.
func (s *Service) recordHall(ctx context.Context, tx *db.Tx, site, action string) error {
	record := audit.Record{Kind: "hall", ID: uuid.NewSHA1(uuid.NameSpaceURL, []byte("hall:"+site))}
	if err := s.Audit.RecordTx(ctx, tx, record, action, audit.Details{"site": site}); err != nil {
		return fmt.Errorf("record hall: %w", err)
	}
	return nil
}
