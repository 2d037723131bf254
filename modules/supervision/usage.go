package supervision

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// HalfYear is how much supervision was used in a closed half-year, in the whole house.
type HalfYear struct {
	bun.BaseModel `bun:"table:supervision.usage,alias:u"`

	HalfYear clock.Date `bun:",pk"` // its first day
	People   *int       // who took part at least once; nil: too few to be told
}

// Usage are the closed half-years, the newest first. A number is written once and told as it was written; there is none for a team or a kind of session, so that no two of them have a
// difference that tells of a few.
func (s *Service) Usage(ctx context.Context) ([]HalfYear, error) {
	list := []HalfYear{}
	if err := s.DB.NewSelect().Model(&list).OrderExpr("u.half_year DESC").Limit(20).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	return list, nil
}

// lateDays is how long after its end a half-year waits for supervisors to say which sessions were held. What they say later counts in the next one.
const lateDays = 14

// closeTx counts the last half-year on its day, whatever there is to count: members of sessions that were held and billed until then, each once. Were it counted with the first bill after its
// day, that bill alone would decide when it is told, and mostly that they were too few.
func (s *Service) closeTx(ctx context.Context, tx *db.Tx) error {
	from := halfYear(halfYear(clock.Today(tx.Now).AddDays(-lateDays)).AddDays(-1))
	known, err := tx.NewSelect().Model((*HalfYear)(nil)).Where("u.half_year = ?", from).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look for figure: %w", err)
	}
	if known {
		return nil
	}
	begins, ends := clock.Wall(from, 0, false), clock.Wall(from.AddMonths(6), 0, false)
	planned, err := tx.NewSelect().Model((*Session)(nil)).Where("e.starts_at < ?", ends).Exists(ctx)
	if err != nil || !planned { // before the offer began
		return orNothing(err)
	}
	all, err := s.talks(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("e.state = ?0 AND e.billed_on < ?4 AND (e.starts_at >= ?1 AND e.starts_at < ?2 OR e.starts_at < ?1 AND e.billed_on >= ?3)", Held, begins, ends, from.AddDays(lateDays), from.AddMonths(6).AddDays(lateDays))
	})
	if err != nil {
		return err
	}
	people := map[uuid.UUID]bool{}
	for _, t := range all {
		for _, m := range t.circle.Members {
			people[m] = true
		}
	}
	h := &HalfYear{HalfYear: from}
	if n := len(people); n >= s.Rules.Minimum {
		h.People = &n
	}
	if _, err := tx.NewInsert().Model(h).Exec(ctx); err != nil {
		return fmt.Errorf("keep figure: %w", err)
	}
	return nil
}

func orNothing(err error) error {
	if err != nil {
		return fmt.Errorf("look for sessions: %w", err)
	}
	return nil
}

// halfYear is the first day of the half-year of a day.
func halfYear(day clock.Date) clock.Date {
	if day.Month < 7 {
		return clock.Date{Year: day.Year, Month: 1, Day: 1}
	}
	return clock.Date{Year: day.Year, Month: 7, Day: 1}
}
