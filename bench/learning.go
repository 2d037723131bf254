package main

import (
	"context"
	"fmt"
	"os"

	"github.com/ankunft/ankunft/bench/fill"
	"github.com/ankunft/ankunft/bench/load"
	"github.com/ankunft/ankunft/bench/stand"
	"github.com/ankunft/ankunft/platform/clock"
)

type learningCmd struct{ duels }

// Run measures the page of a team alone.
func (c learningCmd) Run(ctx context.Context, p *program) error {
	s, err := stand.Open(ctx, p.Dir, os.Stdout)
	if err != nil {
		return err
	}
	defer s.Close()
	return c.measure(ctx, s)
}

// learners is a database with people who learn, made on the day on which it is measured.
func learners() database {
	return database{
		name: "bench_learning", of: "people who learn", made: fill.Fingerprint() + " " + clock.Today(clock.System().Now()).String(),
		grown: "SELECT count(*) FROM training.certificate", most: 0, fill: fill.Learning,
	}
}

// How often the page of a team is asked for, and for how long.
const (
	teamRate    = 50
	teamSeconds = 30
	teamAtMost  = 50.0 // ms, p95
)

// compliance is what came of asking for pages of teams.
type compliance struct{ rate, p50, p95, p99 float64 } // ms

func (c learningCmd) measure(ctx context.Context, s *stand.Stand) error {
	if err := ready(ctx, s, learners(), os.Stdout); err != nil {
		return err
	}
	report, err := c.report(ctx, s, "learning")
	if err != nil {
		return err
	}
	spec := s.Spec(learners().name, "127.0.0.1:0")
	o, err := spec.Office(ctx, os.Stderr)
	if err != nil {
		return err
	}
	defer o.Close()
	a, err := c.open(ctx, s, spec)
	if err != nil {
		return err
	}
	defer a.office.stop()
	defer a.limit.stop()
	w, err := newWorkload(ctx, o, 0)
	if err != nil {
		return err
	}
	report.compliance = &compliance{}
	if err := report.compliance.ask(ctx, a, w); err != nil {
		return err
	}
	report.rush = &rush{}
	if err := report.rush.enrol(ctx, o); err != nil {
		return err
	}
	return report.publish(os.Stdout, document, len(c.Only) == 0)
}

// ask asks for the teams one after the other in an open loop, each by its lead.
func (k *compliance) ask(ctx context.Context, a *arena, w *workload) error {
	var leads [fill.Leads]string
	for n := range leads {
		token, err := w.logIn(ctx, fill.LeadID(n))
		if err != nil {
			return err
		}
		leads[n] = token
	}
	requests := make([]load.Request, teamRate*teamSeconds)
	for i := range requests {
		team := i % fill.Departments
		requests[i] = w.ask(leads[team%fill.Leads], "TrainingTeam", map[string]any{"first": 50, "filter": map[string]any{"team": fill.Department(team)}})
	}
	order := load.Order{Address: a.office.addr, Conns: 32, Seconds: 5, Rate: teamRate, Path: "/graphql", Requests: requests}
	if _, err := burst(ctx, order); err != nil { // warm-up
		return err
	}
	order.Seconds = teamSeconds
	got, err := burst(ctx, order)
	if err != nil {
		return err
	}
	if got.Faults > 0 {
		return fmt.Errorf("team page: %d of %d: %s", got.Faults, len(got.Micros), got.Fault)
	}
	f := figuresOf(got)
	k.rate, k.p50, k.p95, k.p99 = f.rate(), f.percentile(50), f.percentile(95), f.percentile(99)
	fmt.Printf("  page of a team, open loop: %.1f/s, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms\n", k.rate, k.p50, k.p95, k.p99)
	return nil
}
