package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ankunft/ankunft/bench/fill"
	"github.com/ankunft/ankunft/bench/load"
	"github.com/ankunft/ankunft/bench/stand"
	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

type interpretersCmd struct{ duels }

// Run measures interpreters alone.
func (c interpretersCmd) Run(ctx context.Context, p *program) error {
	s, err := stand.Open(ctx, p.Dir, os.Stdout)
	if err != nil {
		return err
	}
	defer s.Close()
	return c.measure(ctx, s)
}

// directory is a database with interpreters, made on the day on which it is measured.
func directory() database {
	return database{
		name: "bench_interpreters", of: "interpreters", made: fill.Fingerprint() + " " + clock.Today(clock.System().Now()).String(),
		grown: "SELECT count(*) FROM interpreters.offer", most: 100_000, fill: fill.Interpreters,
	}
}

// How often is asked who can, for how long, and how many rounds of a call to all there are.
const (
	whoCanRate    = 50
	whoCanSeconds = 30
	callRounds    = 100
	whoCanAtMost  = 30.0 // ms, p95
)

// pool is what came of asking who can, and of calling all at once.
type pool struct {
	rate          float64
	p50, p95, p99 float64 // ms
	calls, won    int     // rounds, and those in which exactly one had it
	answers       int
}

func (c interpretersCmd) measure(ctx context.Context, s *stand.Stand) error {
	if err := ready(ctx, s, directory(), os.Stdout); err != nil {
		return err
	}
	report, err := c.report(ctx, s, "interpreters")
	if err != nil {
		return err
	}
	spec := s.Spec(directory().name, "127.0.0.1:0")
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
	w, err := newWorkload(ctx, o, 1)
	if err != nil {
		return err
	}
	report.pool = &pool{}
	if err := report.pool.find(ctx, a, w); err != nil {
		return err
	}
	if err := report.pool.call(ctx, o); err != nil {
		return err
	}
	return report.publish(os.Stdout, document, len(c.Only) == 0)
}

// find asks who can in an open loop: in languages as the directory speaks them, on site, at times of the next weeks.
func (p *pool) find(ctx context.Context, a *arena, w *workload) error {
	r := rand.New(rand.NewPCG(5, 6)) // not a secret
	requests := make([]load.Request, 0, whoCanRate*whoCanSeconds)
	today := clock.Today(clock.System().Now())
	for len(requests) < cap(requests) {
		day := today.AddDays(2 + r.IntN(50))
		if weekday := day.Time(time.UTC).Weekday(); weekday == time.Saturday || weekday == time.Sunday {
			continue
		}
		from := day.Time(clock.Berlin).Add(time.Duration(8+r.IntN(3)) * time.Hour)
		requests = append(requests, w.ask(w.sessions["study"][len(requests)%3], "WhoCan", map[string]any{"wanted": map[string]any{
			"language": fill.Spoken(r), "form": "spoken", "mode": "on_site", "site": "rathaus", "from": from, "to": from.Add(time.Hour),
		}}))
	}
	order := load.Order{Address: a.office.addr, Conns: 32, Seconds: 5, Rate: whoCanRate, Path: "/graphql", Requests: requests}
	if _, err := burst(ctx, order); err != nil { // warm-up
		return err
	}
	order.Seconds = whoCanSeconds
	got, err := burst(ctx, order)
	if err != nil {
		return err
	}
	if got.Faults > 0 {
		return fmt.Errorf("who can: %d of %d: %s", got.Faults, len(got.Micros), got.Fault)
	}
	f := figuresOf(got)
	p.rate, p.p50, p.p95, p.p99 = f.rate(), f.percentile(50), f.percentile(95), f.percentile(99)
	fmt.Printf("  who can, open loop: %.1f/s, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms\n", p.rate, p.p50, p.p95, p.p99)
	return nil
}

// call has all who are on call answer one call at once, again and again: exactly one of them must have it.
func (p *pool) call(ctx context.Context, o *office.Office) error {
	if err := onDuty(ctx, o); err != nil {
		return err
	}
	clerk := identity.WithViewer(ctx, identity.StaffViewer(fill.ClerkID("study", 0), identity.Right{Role: identity.Clerk, Teams: []string{"study"}}))
	for range callRounds {
		asked, err := o.Interpreters.Ask(clerk, interpreters.Ask{
			Key: ids.Token(), Urgent: true, Minutes: 20, Team: "study",
			Wanted: interpreters.Wanted{Language: fill.LanguageOfCall, Form: linguists.Spoken, Mode: linguists.Phone, About: &audit.Record{Kind: "bench", ID: ids.New()}},
		})
		if err != nil {
			return fmt.Errorf("call: %w", err)
		}
		tokens, err := offered(ctx, o)
		if err != nil {
			return err
		}
		won, err := answer(ctx, o, tokens)
		if err != nil {
			return err
		}
		p.calls, p.answers = p.calls+1, p.answers+len(tokens)
		if won == 1 {
			p.won++
		}
		if _, err := o.Interpreters.Cancel(clerk, asked.ID, "", 0); err != nil {
			return fmt.Errorf("end call: %w", err)
		}
	}
	fmt.Printf("  calls of now: %d answers to %d calls at once, exactly one had it %d times\n", p.answers, p.calls, p.won)
	return nil
}

// onDuty puts those who are on call on duty at the phone for the next hours.
func onDuty(ctx context.Context, o *office.Office) error {
	if _, err := o.DB.Pool().Exec(ctx, "DELETE FROM duty.shift"); err != nil {
		return err
	}
	now := clock.System().Now()
	for n := range fill.OnCall {
		_, err := o.DB.Pool().Exec(ctx, `INSERT INTO duty.shift (id, interpreter_id, language, mode, during, blocked, state) VALUES ($1, $2, $3, 'phone', tstzrange($4, $5), tstzrange($4, $5), 'running')`,
			ids.New(), fill.LinguistID(n), fill.LanguageOfCall, now.Add(-time.Hour), now.Add(6*time.Hour))
		if err != nil {
			return err
		}
	}
	return nil
}

// offered are the links by which each of them answers.
func offered(ctx context.Context, o *office.Office) ([]string, error) {
	var tokens []string
	for n := range fill.OnCall {
		mine, err := o.Interpreters.Mine(identity.WithViewer(ctx, &identity.Viewer{AccountID: fill.AccountOf(n), Kind: identity.KindApplicant}))
		if err != nil {
			return nil, err
		}
		for _, offer := range mine.Offers {
			tokens = append(tokens, offer.Token)
		}
	}
	if len(tokens) != fill.OnCall {
		return nil, fmt.Errorf("%d of %d were called", len(tokens), fill.OnCall)
	}
	return tokens, nil
}

// answer has all accept at once and counts who was told that they have it.
func answer(ctx context.Context, o *office.Office, tokens []string) (int, error) {
	var won atomic.Int64
	var all errgroup.Group
	for _, token := range tokens {
		all.Go(func() error {
			_, err := o.Interpreters.Accept(ctx, token, nil)
			if err == nil {
				won.Add(1)
			}
			if kind := errs.KindOf(err); err != nil && kind != errs.Conflict {
				return fmt.Errorf("accept: %w", err)
			}
			return nil
		})
	}
	err := all.Wait()
	return int(won.Load()), err
}
