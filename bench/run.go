package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/bench/stand"
	"github.com/ankunft/ankunft/platform/clock"
)

// duels say how is measured.
type duels struct {
	Seconds float64  `help:"Length of a round." default:"4"`
	Rounds  int      `help:"Rounds for each server." default:"3"`
	Conns   []int    `help:"Numbers of connections." default:"1,16"`
	Only    []string `help:"Only operations whose name begins so; nothing is written then."`
	Profile string   `help:"Address at which the office shows pprof; the limit server rests then."`
}

type runCmd struct {
	sizes
	appointmentCount
	duels
}

// Run fills what is missing and measures.
func (c runCmd) Run(ctx context.Context, p *program) error {
	s, err := stand.Open(ctx, p.Dir, os.Stdout)
	if err != nil {
		return err
	}
	defer s.Close()
	for _, n := range c.Sizes {
		if err := ready(ctx, s, casesOf(n), os.Stdout); err != nil {
			return err
		}
	}
	report, err := c.report(ctx, s, "cases")
	if err != nil {
		return err
	}
	for _, n := range c.Sizes {
		if err := c.measure(ctx, s, n, report); err != nil {
			return err
		}
	}
	if err := report.publish(os.Stdout, document, len(c.Only) == 0 && len(c.Sizes) > 2); err != nil {
		return err
	}
	if err := (appointmentsCmd{c.appointmentCount, c.duels}).measure(ctx, s); err != nil {
		return err
	}
	return interpretersCmd{c.duels}.measure(ctx, s)
}

const document = "docs/performance.md"

// report begins one.
func (c duels) report(ctx context.Context, s *stand.Stand, of string) (*report, error) {
	r := &report{of: of, machine: machine(), day: clock.Today(clock.System().Now()).String(), seconds: c.Seconds, rounds: c.Rounds}
	return r, query(ctx, s.PG.URL("postgres"), "SELECT current_setting('server_version')", &r.postgres)
}

// measure runs all operations on one database.
func (c runCmd) measure(ctx context.Context, s *stand.Stand, n int, report *report) error {
	fmt.Printf("%d cases\n", n)
	spec := s.Spec(casesOf(n).name, "127.0.0.1:0")
	o, err := spec.Office(ctx, os.Stderr)
	if err != nil {
		return err
	}
	defer o.Close()
	if err := o.Catalogue.Publish(ctx); err != nil {
		return err
	}
	a, err := c.open(ctx, s, spec)
	if err != nil {
		return err
	}
	defer a.office.stop()
	defer a.limit.stop()
	w, err := newWorkload(ctx, o, n)
	if err != nil {
		return err
	}
	operations, err := c.operations(ctx, w)
	if err != nil {
		return err
	}
	if c.wants("attacks") && n == c.Sizes[0] {
		if err := c.abuse(ctx, a, w, operations, report); err != nil {
			return err
		}
	}
	for _, conns := range c.Conns {
		for _, op := range operations {
			r, err := a.duel(ctx, op, n, conns)
			if err != nil {
				return err
			}
			report.rows = append(report.rows, r)
		}
		if c.wants("submit") {
			if err := c.submit(ctx, a, w, report, n, conns); err != nil {
				return err
			}
		}
	}
	return nil
}

// abuse measures attacks and large uploads, which do not depend on how many cases there are.
func (c runCmd) abuse(ctx context.Context, a *arena, w *workload, operations []operation, report *report) (err error) {
	if report.harms, err = a.withstand(ctx, operations[len(operations)-1], os.Stdout); err != nil {
		return err
	}
	if report.uploads, err = a.upload(ctx, w); err != nil {
		return err
	}
	fmt.Printf("  %d uploads of %d MB at once: %.0f MB, at most %.0f MB, in %.1f s\n", uploadCount, uploadSize>>20, report.uploads.before, report.uploads.peak, report.uploads.seconds)
	return nil
}

func (c duels) open(ctx context.Context, s *stand.Stand, spec stand.Spec) (*arena, error) {
	a := &arena{seconds: c.Seconds, rounds: c.Rounds, tell: os.Stdout, alone: c.Profile != ""}
	var err error
	if a.postmaster, err = postmaster(ctx, s.PG.URL("postgres")); err != nil {
		return nil, err
	}
	a.limit, err = launch("limit", spec)
	if err != nil {
		return nil, err
	}
	spec.Profile = c.Profile
	a.office, err = launch("office", spec)
	return a, err
}

func (c duels) wants(name string) bool {
	for _, only := range c.Only {
		if strings.HasPrefix(name, only) {
			return true
		}
	}
	return len(c.Only) == 0
}

func (c runCmd) operations(ctx context.Context, w *workload) ([]operation, error) {
	steady, first, err := w.details(ctx)
	if err != nil {
		return nil, err
	}
	status, err := w.status(ctx)
	if err != nil {
		return nil, err
	}
	var wanted []operation
	for _, op := range []operation{w.workList(), steady, first, status} {
		if c.wants(op.name) || op.name == "public status" && c.wants("attacks") {
			wanted = append(wanted, op)
		}
	}
	return wanted, nil
}

func (c runCmd) submit(ctx context.Context, a *arena, w *workload, report *report, n, conns int) error {
	op, err := w.submits(ctx, c.Rounds*40*(1+conns/8))
	if err != nil {
		return err
	}
	r, err := a.duel(ctx, op, n, conns)
	report.rows = append(report.rows, r)
	return err
}

// postmaster is the parent of the process that answers us.
func postmaster(ctx context.Context, url string) (int, error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return 0, err
	}
	defer conn.Close(ctx)
	f := stat(int(conn.PgConn().PID()))
	if len(f) < 2 {
		return 0, errors.New("PostgreSQL runs on another machine: its CPU cannot be measured")
	}
	return strconv.Atoi(f[1])
}
