package supervision

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

// DailyArgs is the job of each night.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "supervision.daily" }

// Register hands the nightly work to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Every(r, "supervision.daily", 24*time.Hour, func() river.JobArgs { return DailyArgs{} })
}

const awayDays = 30 // so long after a day it is kept who was away

// Daily closes half-years, forgets what is over, tells in one round all who are to hear of something, and writes all that is sealed anew, in one transaction and in an order that tells
// nothing. It may run as often as it likes.
func (s *Service) Daily(ctx context.Context) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewRaw(alone).Exec(ctx); err != nil {
			return fmt.Errorf("keep others from booking: %w", err)
		}
		if err := s.closeTx(ctx, tx); err != nil {
			return err
		}
		if err := s.forgetTx(ctx, tx); err != nil {
			return err
		}
		all, err := s.talks(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return q })
		if err != nil {
			return err
		}
		if err := s.tellTx(ctx, tx, all); err != nil {
			return err
		}
		return s.blendTx(ctx, tx, all)
	})
}

func (s *Service) forgetTx(ctx context.Context, tx *db.Tx) error {
	today := clock.Today(tx.Now)
	for _, forget := range []struct {
		statement string
		before    any
	}{
		{"DELETE FROM supervision.sealed x USING supervision.session e WHERE e.id = x.session_id AND e.ends_at < ?", tx.Now.AddDate(0, -s.Rules.KeepMonths, 0)},
		{"DELETE FROM supervision.offer WHERE until < ?", today},
		{"DELETE FROM supervision.away WHERE day < ?", today.AddDays(-awayDays)},
	} {
		if _, err := tx.NewRaw(forget.statement, forget.before).Exec(ctx); err != nil {
			return fmt.Errorf("forget what is over: %w", err)
		}
	}
	return nil
}

// tellTx tells supervisors that who comes has changed, and members that a session was called off: each once, whatever happened.
func (s *Service) tellTx(ctx context.Context, tx *db.Tx, all []*talk) error {
	staff, leaders := map[uuid.UUID]bool{}, map[uuid.UUID]*Supervisor{}
	for _, t := range all {
		if t.circle.Untold && tx.Now.Before(t.StartsAt) {
			leaders[t.SupervisorID] = t.Series.Supervisor
		}
		t.circle.Untold = false
		if t.State != Cancelled || t.circle.Informed {
			continue
		}
		t.circle.Informed = true
		if tx.Now.Before(t.StartsAt) {
			for _, m := range t.circle.Members {
				staff[m] = true
			}
		}
	}
	for _, p := range leaders {
		if err := s.Messages.NotifyTx(ctx, tx, messages.News(messages.Addressee{Email: p.Email, Language: "de"}, ledPath)); err != nil {
			return err
		}
	}
	accounts := make([]uuid.UUID, 0, len(staff))
	for m := range staff {
		accounts = append(accounts, m)
	}
	return s.newsTx(ctx, tx, accounts)
}

// blend writes rows anew in the order of ids and chance.
var blend = []string{
	"WITH gone AS (DELETE FROM supervision.sealed RETURNING *) INSERT INTO supervision.sealed SELECT * FROM gone ORDER BY session_id",
	"WITH gone AS (DELETE FROM supervision.offer RETURNING *) INSERT INTO supervision.offer SELECT * FROM gone ORDER BY mark",
	"WITH gone AS (DELETE FROM supervision.away RETURNING *) INSERT INTO supervision.away SELECT * FROM gone ORDER BY id",
}

func (s *Service) blendTx(ctx context.Context, tx *db.Tx, all []*talk) error {
	if err := s.resealTx(ctx, tx, all); err != nil {
		return err
	}
	for _, statement := range blend {
		if _, err := tx.NewRaw(statement).Exec(ctx); err != nil {
			return fmt.Errorf("blend what is sealed: %w", err)
		}
	}
	return nil
}
