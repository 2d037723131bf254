package training

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

// DailyArgs is the job that looks what was asked of whom, and what ran out.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "training.daily" }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Every(r, "training.daily", time.Hour, func() river.JobArgs { return DailyArgs{} })
}

// everybody is all of the staff.
const everybody = "SELECT id FROM identity.account_v1 WHERE kind = 'staff'"

// rememberedDays is how long it is kept since when something was asked of somebody of whom it is not asked any more: who gives a role back for an hour has no new time for it.
const rememberedDays = 365

// Daily keeps since when something is asked of whom, tells what ran out, forgets what is over, and reminds. It may run as often as it likes.
func (s *Service) Daily(ctx context.Context) error {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, rest := range []string{
			"DELETE FROM training.asked WHERE gone_on < ?0::date - ?4::integer",
			"UPDATE training.asked a SET gone_on = ?0 WHERE gone_on IS NULL AND NOT EXISTS (SELECT FROM duty d WHERE d.account_id = a.account_id AND d.requirement_id = a.requirement_id)",
			"INSERT INTO training.asked AS a (account_id, requirement_id, since) SELECT account_id, requirement_id, ?0 FROM duty ON CONFLICT (account_id, requirement_id) DO UPDATE SET gone_on = NULL WHERE a.gone_on IS NOT NULL",
		} {
			if _, err := s.reckon(tx, everybody, rest, rememberedDays).Exec(ctx); err != nil {
				return fmt.Errorf("keep what is asked: %w", err)
			}
		}
		if err := s.expireTx(ctx, tx); err != nil {
			return err
		}
		if err := s.complyTx(ctx, tx); err != nil {
			return err
		}
		return s.forgetTx(ctx, tx)
	})
	if err != nil {
		return err
	}
	return s.remind(ctx)
}

// expireTx tells what ran out, each time once.
func (s *Service) expireTx(ctx context.Context, tx *db.Tx) error {
	var over []Expired
	err := s.reckon(tx, everybody, `, told AS (INSERT INTO training.told (account_id, requirement_id, due_on, step)
  SELECT account_id, requirement_id, due_on, 'expired' FROM duty WHERE standing IN ('late', 'run_out') ON CONFLICT DO NOTHING RETURNING *)
SELECT o.account_id, o.requirement_id, o.due_on, q.training_id FROM told o JOIN training.requirement q ON q.id = o.requirement_id ORDER BY 1, 2`).Scan(ctx, &over)
	if err != nil {
		return fmt.Errorf("find what ran out: %w", err)
	}
	for _, e := range over {
		if err := tx.Emit(ctx, e); err != nil {
			return err
		}
	}
	return nil
}
