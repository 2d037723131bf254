package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/bench/fill"
	"github.com/ankunft/ankunft/bench/stand"
	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/platform/clock"
)

// sizes are how many cases; BENCH_SIZES=10000,100000 makes a quick run.
type sizes struct {
	Sizes []int `help:"Cases in each database." env:"BENCH_SIZES" default:"10000,100000,1000000"`
}

// appointmentCount is how many appointments; BENCH_APPOINTMENTS=200000 makes a quick run.
type appointmentCount struct {
	Appointments int `help:"Appointments in their database; 0: none is made or measured." env:"BENCH_APPOINTMENTS" default:"2000000"`
}

type fillCmd struct {
	sizes
	appointmentCount
}

// Run makes the databases that are not there yet.
func (c fillCmd) Run(ctx context.Context, p *program) error {
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
	if c.Appointments == 0 {
		return nil
	}
	return ready(ctx, s, timesOf(c.Appointments), os.Stdout)
}

// database is one that is made once and used until what it is made of has changed.
type database struct {
	name, of string
	made     string // what it is made of
	fill     func(ctx context.Context, o *office.Office, tell io.Writer) error
	grown    string // what is counted to see that earlier runs have left little in it
	most     int
}

// casesOf is a city with n cases.
func casesOf(n int) database {
	return database{
		name: "bench_" + strconv.Itoa(n), of: strconv.Itoa(n) + " cases", made: fill.Fingerprint(), grown: "SELECT count(*) FROM cases.case", most: n + n/4 + 5000,
		fill: func(ctx context.Context, o *office.Office, tell io.Writer) error { return fill.Fill(ctx, o, n, tell) },
	}
}

// timesOf is an office with n appointments, a part of them in the sixty days from the day on which it is made.
func timesOf(n int) database {
	return database{
		name: "bench_times_" + strconv.Itoa(n), of: strconv.Itoa(n) + " appointments", made: fill.Fingerprint() + " " + clock.Today(clock.System().Now()).String(),
		grown: "SELECT count(*) FROM audit.entry", most: 2_000_000,
		fill: func(ctx context.Context, o *office.Office, tell io.Writer) error {
			return fill.Appointments(ctx, o, n, tell)
		},
	}
}

// ready makes a database unless it is there, whole, and about the size that it should have: submits of earlier runs stay in it.
func ready(ctx context.Context, s *stand.Stand, d database, tell io.Writer) error {
	draft := d.name + "_draft"
	there, err := s.PG.Exists(ctx, d.name)
	if err != nil {
		return err
	}
	if there {
		fits, err := d.usable(ctx, s)
		if err != nil || fits {
			return err
		}
		if err := s.PG.Drop(ctx, d.name); err != nil {
			return err
		}
	}
	fmt.Fprintf(tell, "filling a database with %s\n", d.of)
	if err := s.PG.Drop(ctx, draft); err != nil {
		return err
	}
	if err := s.PG.CreateDatabase(ctx, draft); err != nil {
		return err
	}
	if err := fillDraft(ctx, s, draft, d, tell); err != nil {
		return err
	}
	url := s.PG.URL("postgres")
	if err := execute(ctx, url, "COMMENT ON DATABASE "+draft+" IS '"+d.made+"'"); err != nil {
		return err
	}
	return execute(ctx, url, "ALTER DATABASE "+draft+" RENAME TO "+d.name)
}

func fillDraft(ctx context.Context, s *stand.Stand, name string, d database, tell io.Writer) error {
	o, err := s.Spec(name, "localhost:0").Office(ctx, os.Stderr)
	if err != nil {
		return err
	}
	defer o.Close()
	if err := o.Migrate(ctx); err != nil {
		return err
	}
	if err := o.Catalogue.Publish(ctx); err != nil {
		return err
	}
	return d.fill(ctx, o, tell)
}

// usable says that a database was made of the same and has not much more than it was made with.
func (d database) usable(ctx context.Context, s *stand.Stand) (bool, error) {
	var made string
	err := query(ctx, s.PG.URL("postgres"), "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = $1", &made, d.name)
	if err != nil || made != d.made {
		return false, err
	}
	var rows int
	err = query(ctx, s.PG.URL(d.name), d.grown, &rows)
	return err == nil && rows < d.most, err
}

func execute(ctx context.Context, url, sql string, args ...any) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql, args...)
	return err
}

func query(ctx context.Context, url, sql string, into any, args ...any) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return conn.QueryRow(ctx, sql, args...).Scan(into)
}
