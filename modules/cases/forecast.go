package cases

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/clock"
)

const (
	fewest       = 20 // cases that must stand behind a figure; below it the service's goal is told, and called that
	measured     = 90 // percent of cases were done in the time that people are told
	recentMonths = 12 // that a forecast looks back at
)

// ForecastBasis says what stands behind a forecast.
type ForecastBasis string

// The bases.
const (
	FromCases ForecastBasis = "cases"
	FromGoal  ForecastBasis = "goal"
)

// Forecast tells how long cases of a service take, in days from receipt, without the days the person was waited for.
type Forecast struct {
	Days   int
	On     clock.Date // for one case: when it should be decided
	Basis  ForecastBasis
	Sample int
}

func (f Forecast) duration() *letters.Duration {
	d := &letters.Duration{Weeks: (f.Days + 6) / 7, Sample: f.Sample}
	if f.Basis == FromCases {
		d.Percent = measured
	}
	return d
}

// forecast is what is told of a service: what was measured, or its goal.
func forecast(offer *catalogue.Offer, known Measured) Forecast {
	if known.Sample >= fewest {
		return Forecast{Days: known.Days, Basis: FromCases, Sample: known.Sample}
	}
	return Forecast{Days: offer.GoalDays, Basis: FromGoal}
}

// on makes the forecast of one case: the days it rested are added, days to come are not guessed.
func (f Forecast) on(c *Case, today clock.Date) Forecast {
	f.On = c.ReceivedOn.AddDays(f.Days + c.clockOn(today).PausedDays)
	return f
}

// RollUp computes how long cases of each service took of late. It runs each night.
func (s *Service) RollUp(ctx context.Context) error {
	now := s.db.Clock.Now()
	_, err := s.db.NewRaw(`INSERT INTO cases.duration (service, median, days, sample, computed_at)
SELECT service, ceil(percentile_cont(0.5) WITHIN GROUP (ORDER BY took))::int, ceil(percentile_cont(?) WITHIN GROUP (ORDER BY took))::int, count(*), ?
FROM (SELECT service, decided_at, greatest(0, (decided_at AT TIME ZONE 'Europe/Berlin')::date - received_on - paused_days) AS took FROM cases.case) done
WHERE decided_at > ? GROUP BY service
ON CONFLICT (service) DO UPDATE SET median = excluded.median, days = excluded.days, sample = excluded.sample, computed_at = excluded.computed_at`,
		measured/100.0, now, now.AddDate(0, -recentMonths, 0)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("roll up durations: %w", err)
	}
	return nil
}

// Measured is how long cases of a service took of late, in days without those the person was waited for.
type Measured struct {
	Median int // half were faster
	Days   int // nine of ten were faster
	Sample int
}

// Durations tells how long services took of late; those of which too few cases are known are left out.
func (s *Service) Durations(ctx context.Context, services []string) (map[string]Measured, error) {
	return durations(ctx, s.db, services)
}

func durations(ctx context.Context, q bun.IDB, services []string) (map[string]Measured, error) {
	var rows []struct {
		Service string
		Measured
	}
	err := q.NewSelect().TableExpr("cases.duration").Column("service", "median", "days", "sample").
		Where("service IN (?) AND sample >= ?", bun.List(services), fewest).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read durations: %w", err)
	}
	known := make(map[string]Measured, len(rows))
	for _, r := range rows {
		known[r.Service] = r.Measured
	}
	return known, nil
}
