// Package db is the one way to PostgreSQL: a pool shared by bun and River, and transactions that carry their time, their
// events and their jobs.
package db

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/exaring/otelpgx"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/multitracer"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/live"
)

// JobSchema is the PostgreSQL schema that River owns.
const JobSchema = "river"

// Config says where the database is.
type Config struct {
	// URL is a libpq connection string. Secret.
	URL string
	// MaxConns bounds each of the two pools of this process; 0 means 16.
	MaxConns int32
	// Spans records each statement for OpenTelemetry.
	Spans bool
}

// DB is the database of the office.
type DB struct {
	*bun.DB
	Clock clock.Clock
	Bus   *events.Bus
	Live  *live.Hub

	pool    *pgxpool.Pool         // prepared statements: River, COPY and the hot reads
	written *pgxpool.Pool         // bun writes its arguments into the text: each is new, preparing it would be waste
	jobs    *river.Client[pgx.Tx] // inserts only; package jobs works them
}

// Open connects lazily: a database that is away shows when it is asked.
func Open(ctx context.Context, cfg Config, clk clock.Clock, bus *events.Bus, log *slog.Logger) (*DB, error) {
	pc, err := pgxpool.ParseConfig(cfg.URL)
	if err != nil {
		return nil, fmt.Errorf("read database url: %w", err)
	}
	pc.MaxConns = 16
	if cfg.MaxConns > 0 {
		pc.MaxConns = cfg.MaxConns
	}
	pc.ConnConfig.RuntimeParams["timezone"] = "UTC"
	pc.ConnConfig.RuntimeParams["application_name"] = "ankunft"
	pc.ConnConfig.Tracer = counter{}
	if cfg.Spans {
		pc.ConnConfig.Tracer = multitracer.New(counter{}, otelpgx.NewTracer(
			otelpgx.WithDisableSQLStatementInAttributes(), otelpgx.WithDisableConnectionDetailsInAttributes())) // statements hold people's data
	}
	pc.PrepareConn = refuseSecond
	pc.HealthCheckPeriod = 5 * time.Second
	pc.AfterConnect = teach
	pool, err := pgxpool.NewWithConfig(ctx, pc)
	if err != nil {
		return nil, fmt.Errorf("open database pool: %w", err)
	}
	wc := pc.Copy()
	wc.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	written, err := pgxpool.NewWithConfig(ctx, wc)
	if err != nil {
		return nil, fmt.Errorf("open database pool: %w", err)
	}
	jobs, err := river.NewClient(riverpgxv5.New(pool), &river.Config{Schema: JobSchema, Logger: log})
	if err != nil {
		return nil, fmt.Errorf("open job client: %w", err)
	}
	sqlDB := stdlib.OpenDBFromPool(written)
	return &DB{
		DB: bun.NewDB(sqlDB, pgdialect.New(), bun.WithDiscardUnknownColumns()), Clock: clk, Bus: bus,
		Live: live.New(ctx, pool, log), pool: pool, written: written, jobs: jobs,
	}, nil
}

// Pool is for what bun does not do: River, COPY, and hot reads as prepared statements with real parameters.
func (d *DB) Pool() *pgxpool.Pool { return d.pool }

// Close gives all connections back.
func (d *DB) Close() error {
	d.Live.Close()
	err := d.DB.Close()
	d.pool.Close()
	d.written.Close()
	return err
}

// Ready asks the database for an answer.
func (d *DB) Ready(ctx context.Context) error {
	var one int
	return d.NewSelect().ColumnExpr("1").Scan(ctx, &one)
}

// NoRows turns sql.ErrNoRows into the sentinel of a module and wraps anything else.
func NoRows(err error, sentinel error, doing string) error {
	switch {
	case err == nil:
		return nil
	case isNoRows(err):
		return sentinel
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
}

// One says whether an UPDATE or DELETE found its row; otherwise it is the given sentinel (a conflict, as a rule).
func One(res sql.Result, err error, sentinel error, doing string) error {
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if n == 0 {
		return sentinel
	}
	return nil
}
