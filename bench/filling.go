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
)

// sizes are how many cases; BENCH_SIZES=10000,100000 makes a quick run.
type sizes struct {
	Sizes []int `help:"Cases in each database." env:"BENCH_SIZES" default:"10000,100000,1000000"`
}

type fillCmd struct{ sizes }

// Run makes the databases that are not there yet.
func (c fillCmd) Run(ctx context.Context, p *program) error {
	s, err := stand.Open(ctx, p.Dir, os.Stdout)
	if err != nil {
		return err
	}
	defer s.Close()
	for _, n := range c.Sizes {
		if err := ready(ctx, s, n, os.Stdout); err != nil {
			return err
		}
	}
	return nil
}

func database(n int) string { return "bench_" + strconv.Itoa(n) }

// ready makes a database unless it is there, whole, and about the size that it should have: submits of earlier runs stay in it.
func ready(ctx context.Context, s *stand.Stand, n int, tell io.Writer) error {
	name, draft := database(n), database(n)+"_draft"
	there, err := s.PG.Exists(ctx, name)
	if err != nil {
		return err
	}
	if there {
		fits, err := usable(ctx, s, n)
		if err != nil || fits {
			return err
		}
		if err := s.PG.Drop(ctx, name); err != nil {
			return err
		}
	}
	fmt.Fprintf(tell, "filling a database with %d cases\n", n)
	if err := s.PG.Drop(ctx, draft); err != nil {
		return err
	}
	if err := s.PG.CreateDatabase(ctx, draft); err != nil {
		return err
	}
	if err := fillDraft(ctx, s, draft, n, tell); err != nil {
		return err
	}
	url := s.PG.URL("postgres")
	if err := execute(ctx, url, "COMMENT ON DATABASE "+draft+" IS '"+fill.Fingerprint()+"'"); err != nil {
		return err
	}
	return execute(ctx, url, "ALTER DATABASE "+draft+" RENAME TO "+name)
}

func fillDraft(ctx context.Context, s *stand.Stand, name string, n int, tell io.Writer) error {
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
	return fill.Fill(ctx, o, n, tell)
}

// usable says that a database was made by these migrations and has not many cases more than it was made with.
func usable(ctx context.Context, s *stand.Stand, n int) (bool, error) {
	var made string
	err := query(ctx, s.PG.URL("postgres"), "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = $1", &made, database(n))
	if err != nil || made != fill.Fingerprint() {
		return false, err
	}
	var cases int
	err = query(ctx, s.PG.URL(database(n)), "SELECT count(*) FROM cases.case", &cases)
	return err == nil && cases < n+n/4+5000, err
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
