package courses

import (
	"context"
	"fmt"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// usualKeepMonths is how long what came to nothing is kept, where the city says nothing else: the budget of its year is closed by then.
const usualKeepMonths = 24

// forget removes who did not take part after all, and what was said of sessions of long ago; and at once what fewer than five said, which nobody will ever be told. That somebody
// attended stays, as what it cost: it proves what they learned. The figures of the half-years are written before.
func (s *Service) forget(ctx context.Context) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		today := clock.Today(tx.Now)
		long := today.AddMonths(-s.keepMonths()).Time(clock.Berlin)
		for _, statement := range []string{
			"DELETE FROM courses.enrolment e USING courses.session s WHERE s.id = e.session_id AND e.state IN ('declined', 'cancelled', 'unplaced', 'missed') AND s.ends_at < ?0",
			"DELETE FROM courses.feedback f USING courses.session s WHERE s.id = f.session_id AND s.ends_at < ?0",
			few("useful", "s.finished_at < ?1"),
			few("helps", "s.finished_at < ?1 AND s.ends_at < ?2"),
		} {
			if _, err := tx.NewRaw(statement, long, today.AddDays(-sayDays).Time(clock.Berlin), today.AddDays(-sayDays-1).AddMonths(-effectAfter).Time(clock.Berlin)).Exec(ctx); err != nil {
				return fmt.Errorf("forget what is over: %w", err)
			}
		}
		return nil
	})
}

// few removes the answers to a question of sessions of which all is told, where they are fewer than five.
func few(question, told string) string {
	return fmt.Sprintf(`DELETE FROM courses.feedback f WHERE f.%[1]s IS NOT NULL AND f.session_id IN (SELECT s.id FROM courses.session s
  JOIN courses.feedback g ON g.session_id = s.id AND g.%[1]s IS NOT NULL WHERE %[2]s GROUP BY s.id HAVING count(*) < %[3]d)`, question, told, fewest)
}

func (s *Service) keepMonths() int {
	if s.KeepMonths <= 0 {
		return usualKeepMonths
	}
	return s.KeepMonths
}
