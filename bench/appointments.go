package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/bench/fill"
	"github.com/ankunft/ankunft/bench/limit"
	"github.com/ankunft/ankunft/bench/load"
	"github.com/ankunft/ankunft/bench/stand"
	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/clock"
)

type appointmentsCmd struct {
	appointmentCount
	duels
}

// Run measures appointments alone.
func (c appointmentsCmd) Run(ctx context.Context, p *program) error {
	s, err := stand.Open(ctx, p.Dir, os.Stdout)
	if err != nil {
		return err
	}
	defer s.Close()
	return c.measure(ctx, s)
}

// concern is what everybody comes for: twenty minutes.
const concern = "extend"

// measure runs all operations on the database of appointments.
func (c appointmentsCmd) measure(ctx context.Context, s *stand.Stand) error {
	if c.Appointments == 0 {
		return nil
	}
	if err := ready(ctx, s, timesOf(c.Appointments), os.Stdout); err != nil {
		return err
	}
	report, err := c.report(ctx, s, "appointments")
	if err != nil {
		return err
	}
	fmt.Printf("%d appointments\n", c.Appointments)
	spec := s.Spec(timesOf(c.Appointments).name, "127.0.0.1:0")
	spec.Site = fill.Site(0)
	o, err := spec.Office(ctx, os.Stderr)
	if err != nil {
		return err
	}
	defer o.Close()
	t := &times{o: o, site: spec.Site}
	if err := t.reset(ctx); err != nil {
		return err
	}
	a, err := c.open(ctx, s, spec)
	if err != nil {
		return err
	}
	defer a.office.stop()
	defer a.limit.stop()
	if t.workload, err = newWorkload(ctx, o, 0); err != nil {
		return err
	}
	if err := t.look(ctx); err != nil {
		return err
	}
	for _, conns := range c.Conns {
		for _, op := range t.operations(conns) {
			if !c.wants(op.name) {
				continue
			}
			r, err := a.duel(ctx, op, c.Appointments, conns)
			if err != nil {
				return err
			}
			report.rows = append(report.rows, r)
		}
	}
	if c.wants("race") {
		if report.race, err = t.race(ctx, a); err != nil {
			return err
		}
	}
	if c.wants("hall") {
		if report.hall, err = t.hall(ctx, a); err != nil {
			return err
		}
	}
	return report.publish(os.Stdout, document, len(c.Only) == 0 && c.Appointments >= 2_000_000)
}

// times make the questions about appointments.
type times struct {
	*workload
	o    *office.Office
	site string

	calendar *limit.Calendar
	free     []free // a time at a counter each, in no order
	crowded  free   // the time that is free at the most counters
}

type free struct{ day, cell int }

// look finds all free times but today's.
func (t *times) look(ctx context.Context) (err error) {
	if t.calendar, err = limit.CalendarOf(ctx, t.o.Appointments, t.site, concern); err != nil {
		return err
	}
	type key struct {
		counter uuid.UUID
		day     clock.Date
	}
	taken := map[key]capacity.Mask{}
	rows, err := t.o.DB.Pool().Query(ctx, "SELECT resource_id, day, taken FROM appointments.day WHERE day >= $1", t.calendar.From)
	if err != nil {
		return err
	}
	var k key
	var m capacity.Mask
	if _, err := pgx.ForEachRow(rows, []any{&k.counter, &k.day, &m}, func() error { taken[k] = m; return nil }); err != nil {
		return err
	}
	at := map[free]int{}
	open, gone := 0, 0
	for n, day := range t.calendar.Days {
		for _, x := range day {
			m := taken[key{x.Counter, t.calendar.From.AddDays(n)}]
			both := x.Open.And(&m)
			open, gone = open+x.Open.Count(), gone+both.Count()
			starts := x.Open.Without(&m)
			starts = starts.Starts(t.calendar.Cells)
			starts = starts.And(&x.Steps)
			if n == 0 {
				continue // today's times run out while we measure
			}
			for _, cell := range starts.List() {
				f := free{n, cell}
				t.free = append(t.free, f)
				if at[f]++; at[f] > at[t.crowded] {
					t.crowded = f
				}
			}
		}
	}
	r := rand.New(rand.NewPCG(1, 2)) // not a secret
	r.Shuffle(len(t.free), func(i, j int) { t.free[i], t.free[j] = t.free[j], t.free[i] })
	fmt.Printf("  %s: %d of 100 cells that are given are taken; %d times are free, one of them at %d counters\n", t.site, 100*gone/max(open, 1), len(t.free), at[t.crowded])
	return nil
}

// reset gives back what was held.
func (t *times) reset(ctx context.Context) error {
	for _, statement := range []string{
		"DELETE FROM appointments.request", "DELETE FROM appointments.appointment WHERE state = 'held'",
		"VACUUM appointments.request, appointments.appointment, appointments.occupation, appointments.day",
	} {
		if _, err := t.o.DB.Pool().Exec(ctx, statement, pgx.QueryExecModeExec); err != nil {
			return err
		}
	}
	return nil
}

// operations are the ones that are measured with so many connections.
func (t *times) operations(conns int) []operation {
	search := map[string]any{"site": t.site, "concern": concern, "people": 1}
	days := operation{name: "free days", path: "/days", promise: 0.6, slower: 2.5, office: []load.Request{t.ask("", "FreeDays", map[string]any{"search": search})},
		limit: []load.Request{{Body: "{}"}}}
	n := len(t.free)
	if conns < 8 {
		n = min(n, 1000)
	}
	spread := t.holding("hold, spread over all free times", t.free[:n])
	one := t.holding("hold, all the same time", slices.Repeat([]free{t.crowded}, 2*n))
	return []operation{days, spread, one}
}

// holding is that each of these times is wanted once.
func (t *times) holding(name string, wanted []free) operation {
	op := operation{name: name, path: "/hold", promise: 0.6, once: true, reset: t.reset}
	for i, f := range wanted {
		day := t.calendar.From.AddDays(f.day).String()
		op.office = append(op.office, t.ask("", "HoldAppointment", map[string]any{"input": map[string]any{
			"site": t.site, "concern": concern, "people": 1, "start": fmt.Sprintf("%sT%02d:%02d", day, f.cell/12, f.cell%12*5), "language": "de", "key": fmt.Sprint(name, i),
		}}))
		op.limit = append(op.limit, load.Request{Body: asJSON(map[string]any{"day": f.day, "cell": f.cell, "key": fmt.Sprint(name, i)})})
	}
	return op
}

// race is what came of many who want the same times.
type race struct {
	tries, won, lost int
	twice            int // times that two have
	faults, unkept   int // answers that were neither; winners that have no time, or times without a winner
}

func (r *race) whole() bool { return r.twice+r.faults+r.unkept == 0 && r.tries >= 100_000 }

// Each is wrong if it counts anything: two that take the same counter, by what they take and by when they are.
const (
	takenTwice = `SELECT count(*) FROM (SELECT upper(during) > lead(lower(during)) OVER (PARTITION BY resource_id ORDER BY lower(during)) AS twice
 FROM appointments.occupation WHERE day >= current_date) o WHERE twice`
	givenTwice = `SELECT count(*) FROM (SELECT ends_at > lead(starts_at) OVER (PARTITION BY counter_id ORDER BY starts_at) AS twice
 FROM appointments.appointment WHERE starts_at >= current_date AND state IN ('held', 'pending', 'booked', 'arrived')) a WHERE twice`
	heldNow = `SELECT count(*) FROM appointments.appointment a JOIN appointments.occupation o ON o.appointment_id = a.id WHERE a.state = 'held'`
)

// race lets 16 connections want 10,000 times at once, ten times: a quarter of them the same one, the others each free one as often as it takes.
func (t *times) race(ctx context.Context, a *arena) (*race, error) {
	r := &race{}
	dice := rand.New(rand.NewPCG(3, 4)) // not a secret
	for range 10 {
		wanted := slices.Repeat([]free{t.crowded}, 2500)
		for len(wanted) < 10_000 {
			wanted = append(wanted, t.free[:min(len(t.free), 10_000-len(wanted))]...)
		}
		dice.Shuffle(len(wanted), func(i, j int) { wanted[i], wanted[j] = wanted[j], wanted[i] })
		if err := t.reset(ctx); err != nil {
			return nil, err
		}
		op := t.holding("race", wanted)
		got, err := burst(ctx, load.Order{Address: a.office.addr, Conns: 16, Once: true, Path: "/graphql", Requests: op.office, Lost: taken})
		if err != nil {
			return nil, err
		}
		won := len(got.Micros) - got.Lost - got.Faults
		r.tries, r.won, r.lost, r.faults = r.tries+len(got.Micros), r.won+won, r.lost+got.Lost, r.faults+got.Faults
		var byTaken, byGiven, held int
		for sql, into := range map[string]*int{takenTwice: &byTaken, givenTwice: &byGiven, heldNow: &held} {
			if err := t.o.DB.Pool().QueryRow(ctx, sql).Scan(into); err != nil {
				return nil, err
			}
		}
		r.twice += byTaken + byGiven
		r.unkept += max(held-won, won-held)
		if got.Faults > 0 {
			fmt.Printf("  FAULTS: %d: %s\n", got.Faults, strings.TrimSpace(got.Fault))
		}
	}
	fmt.Printf("  race: %d tries, %d given, %d told that it is taken, %d given twice, %d faults, %d unkept\n", r.tries, r.won, r.lost, r.twice, r.faults, r.unkept)
	return r, t.reset(ctx)
}
