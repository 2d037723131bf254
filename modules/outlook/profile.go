package outlook

import (
	"context"
	"fmt"
	"time"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
)

// profile is who came to a site in the past weeks, by concern, weekday and hour.
type profile struct {
	walkIns map[string]*weekOfHours
	booked  map[string]*weekOfHours
	open    [7]int // on how many such weekdays somebody came
}

type weekOfHours [7][24]int

// arrivals of tickets without appointment, and appointments that took place or were missed: whoever has an appointment counts once.
const arrivalsOf = `SELECT concern, drawn_at AS at, false AS booked FROM frontdesk.ticket_v1 WHERE site = ?0 AND day >= ?1 AND day < ?2 AND appointment_id IS NULL
UNION ALL SELECT concern, starts_at, true FROM appointments.appointment_v1
WHERE site = ?0 AND starts_at >= ?3 AND starts_at < ?4 AND purpose IN ('booking', 'emergency') AND state IN ('booked', 'arrived', 'done', 'missed')`

func (s *Service) profile(ctx context.Context, site string) (*profile, error) {
	var rows []struct {
		Concern string
		At      time.Time
		Booked  bool
	}
	from, to := s.today().AddDays(-7*weeks), s.today()
	if err := s.DB.NewRaw(arrivalsOf, site, from, to, from.Time(clock.Berlin), to.Time(clock.Berlin)).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read who came: %w", err)
	}
	p := &profile{walkIns: map[string]*weekOfHours{}, booked: map[string]*weekOfHours{}}
	seen := map[clock.Date]bool{}
	for _, r := range rows {
		at := r.At.In(clock.Berlin)
		day := clock.DateOf(at)
		if wd := weekday(day) - 1; !seen[day] {
			seen[day] = true
			p.open[wd]++
		}
		into := p.walkIns
		if r.Booked {
			into = p.booked
		}
		if into[r.Concern] == nil {
			into[r.Concern] = &weekOfHours{}
		}
		into[r.Concern][weekday(day)-1][at.Hour()]++
	}
	return p, nil
}

func (p *profile) days() (n int) {
	for _, days := range p.open {
		n += days
	}
	return n
}

// expected is who will come on a day: as many as on such weekdays before, in the hours at which the plan has something open, or half an hour around.
func (p *profile) expected(plan *capacity.Plan, site string, day clock.Date) map[string]float64 {
	wd := weekday(day) - 1
	if p.open[wd] == 0 {
		return nil
	}
	var open capacity.Mask
	for _, o := range plan.Openings(site, day) {
		if o.Stretch.Purpose != capacity.Phone {
			open = open.Or(&o.All)
		}
	}
	const hour = 60 / capacity.CellMinutes
	sum := map[string]float64{}
	for h := range 24 {
		around := capacity.Cells(h*hour-hour/2, 2*hour)
		if there := open.And(&around); there.Empty() {
			continue
		}
		for _, of := range []map[string]*weekOfHours{p.walkIns, p.booked} {
			for concern, seen := range of {
				sum[concern] += float64(seen[wd][h]) / float64(p.open[wd])
			}
		}
	}
	return sum
}

// arrivals are the hours at which anybody comes.
func (p *profile) arrivals() []Arrivals {
	list := []Arrivals{}
	for wd := range 7 {
		for h := range 24 {
			a := Arrivals{Weekday: wd + 1, Hour: h}
			for _, seen := range p.walkIns {
				a.WalkIns += float64(seen[wd][h])
			}
			for _, seen := range p.booked {
				a.Booked += float64(seen[wd][h])
			}
			if n := float64(p.open[wd]); a.WalkIns+a.Booked > 0 {
				a.WalkIns, a.Booked = a.WalkIns/n, a.Booked/n
				list = append(list, a)
			}
		}
	}
	return list
}
