package budgets

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// Standing is how a budget stands today.
type Standing struct {
	Budget        `bun:",extend"`
	RestCents     int64    `bun:"-"` // negative where more was approved or paid than there is; without a ceiling what is used, negative
	ForecastCents int64    `bun:"-"` // what will have been used by the end of the year if it goes on like this
	Permitted     []string `bun:"-"`
}

// Reached are the thresholds that are reached now, in per cent.
func (b *Budget) Reached() []int {
	list := []int{}
	for _, percent := range b.WarnAt {
		if b.reached(percent) {
			list = append(list, int(percent))
		}
	}
	return list
}

// fewestDays must have passed before a pace is told: the first weeks say little of a year.
const fewestDays = 28

// Standing lists the budgets of a year that the viewer may read, by team and cost centre. Teams narrows them; none: all.
func (s *Service) Standing(ctx context.Context, purpose string, year int, teams ...string) ([]Standing, error) {
	v := identity.ViewerFrom(ctx)
	mine, all := v.TeamsFor(ActionRead)
	list := []Standing{}
	q := s.DB.NewSelect().Model(&list).Where("purpose = ? AND year = ?", purpose, year).Where("? OR team IN (?)", all, bun.List(append(mine, ""))).
		OrderExpr("team, cost_centre")
	if len(teams) > 0 {
		q = q.Where("team IN (?)", bun.List(teams))
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("read budgets: %w", err)
	}
	today := clock.Today(s.DB.Clock.Now())
	for i := range list {
		b := &list[i]
		b.RestCents = -b.used()
		if b.Cents != nil {
			b.RestCents += *b.Cents
		}
		b.ForecastCents = forecast(b.used(), b.Year, today)
		b.Permitted = []string{}
		for _, action := range []string{ActionSet, ActionExceed} {
			if v.CanInTeam(action, b.Team) {
				b.Permitted = append(b.Permitted, action)
			}
		}
	}
	return list, nil
}

// forecast is what will have been used by the end of a year if money goes on being bound as it was since its beginning. Before the year, in its first weeks and after
// it, it is what is used.
func forecast(used int64, year int, today clock.Date) int64 {
	first := clock.Date{Year: year, Month: time.January, Day: 1}
	passed, whole := int64(first.DaysUntil(today)+1), int64(first.DaysUntil(first.AddYears(1)))
	if passed < fewestDays || passed > whole {
		return used
	}
	return (2*used*whole + passed) / (2 * passed)
}
