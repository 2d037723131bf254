package outlook

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// measureHour is from when on a day is measured, in the city's time: after the times of the day itself have opened, the same each day.
const measureHour = 8

// thirdNext is the time that counts: a single free time may be one that somebody has just given back.
const thirdNext = 3

// LeadTime is how long one waited at a site for an appointment for a concern, day by day, the latest last.
type LeadTime struct {
	Site    string
	Concern string
	Course  []LeadPoint
}

// LeadPoint is one day's measure, in days; nil: nothing was free within the horizon.
type LeadPoint struct {
	Day   clock.Date
	Next  *int
	Third *int
}

type leadRow struct {
	bun.BaseModel `bun:"table:outlook.lead_time,alias:l"`

	Site       string
	Concern    string
	People     int
	Day        clock.Date
	NextDays   *int
	ThirdDays  *int
	MeasuredAt time.Time
}

// Measure writes today's lead times, once: from eight o'clock on, when the day's own times are open. It may run as often as it likes.
func (s *Service) Measure(ctx context.Context) error {
	now := s.DB.Clock.Now().In(clock.Berlin)
	if now.Hour() < measureHour {
		return nil
	}
	done, err := s.DB.NewSelect().TableExpr("outlook.lead_time").Where("day = ?", s.today()).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look for today's lead times: %w", err)
	}
	if done {
		return nil
	}
	plan, err := s.Appointments.Plan(ctx)
	if err != nil {
		return err
	}
	var rows []leadRow
	for _, site := range plan.Sites {
		for _, c := range s.Appointments.Rules.Concerns {
			if !site.Active || !slices.Contains(c.Purposes, string(capacity.Booking)) {
				continue
			}
			row := leadRow{Site: site.Key, Concern: c.Key, People: 1, Day: s.today(), MeasuredAt: now.UTC()}
			given, err := s.ahead(ctx, &row)
			if err != nil {
				return fmt.Errorf("measure lead time: %w", err)
			}
			if given {
				rows = append(rows, row)
			}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewInsert().Model(&rows).On("CONFLICT ON CONSTRAINT lead_time_once DO NOTHING").Exec(ctx)
		return err
	})
}

// ahead looks for the next and the third free time as anybody sees them; false where the site gives none for the concern at all.
func (s *Service) ahead(ctx context.Context, row *leadRow) (given bool, err error) {
	q := capacity.Query{Site: row.Site, Concern: row.Concern, People: row.People, Purpose: capacity.Booking}
	days, err := s.Appointments.FreeDays(ctx, q)
	if err != nil {
		return false, err
	}
	missing := thirdNext
	for i, state := range days.Days {
		given = given || state != capacity.DayClosed
		if state != capacity.DayFree || missing <= 0 {
			continue
		}
		times, err := s.Appointments.FreeTimes(ctx, q, days.From.AddDays(i))
		if err != nil {
			return false, err
		}
		if row.NextDays == nil && len(times) > 0 {
			row.NextDays = &i
		}
		if missing -= len(times); missing <= 0 {
			row.ThirdDays = &i
		}
	}
	return given, nil
}

// LeadTime is the course of one concern at a site; without points if it was never measured.
func (s *Service) LeadTime(ctx context.Context, site, concern string) (*LeadTime, error) {
	list, err := s.leadTimes(ctx, site, concern)
	if err != nil || len(list) == 0 {
		return &LeadTime{Site: site, Concern: concern}, err
	}
	return &list[0], nil
}

// LeadTimes are the courses of all concerns of a site, in the order of the city's rules.
func (s *Service) LeadTimes(ctx context.Context, site string) ([]LeadTime, error) {
	return s.leadTimes(ctx, site, "")
}

func (s *Service) leadTimes(ctx context.Context, site, concern string) ([]LeadTime, error) {
	var rows []leadRow
	q := s.DB.NewSelect().Model(&rows).Where("site = ? AND people = 1 AND day > ?", site, s.today().AddDays(-7*waitingWeeks)).OrderExpr("day")
	if concern != "" {
		q = q.Where("concern = ?", concern)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("read lead times: %w", err)
	}
	var list []LeadTime
	for _, c := range s.Appointments.Rules.Concerns {
		l := LeadTime{Site: site, Concern: c.Key}
		for _, r := range rows {
			if r.Concern == c.Key {
				l.Course = append(l.Course, LeadPoint{r.Day, r.NextDays, r.ThirdDays})
			}
		}
		if len(l.Course) > 0 {
			list = append(list, l)
		}
	}
	return list, nil
}

// Import keeps what another system has measured before this one. What was measured here is never overwritten.
func (s *Service) Import(ctx context.Context, list []LeadTime) error {
	var rows []leadRow
	for _, l := range list {
		for _, p := range l.Course {
			rows = append(rows, leadRow{Site: l.Site, Concern: l.Concern, People: 1, Day: p.Day, NextDays: p.Next, ThirdDays: p.Third, MeasuredAt: s.DB.Clock.Now()})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewInsert().Model(&rows).On("CONFLICT ON CONSTRAINT lead_time_once DO NOTHING").Exec(ctx); err != nil {
			return fmt.Errorf("import lead times: %w", err)
		}
		return nil
	})
}
