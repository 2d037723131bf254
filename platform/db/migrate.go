package db

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/uptrace/bun"
)

// Migrations are the SQL files of one module: files named 00001_what.sql in the folder "migrations" of FS.
type Migrations struct {
	Schema string // the schema that the module owns
	FS     fs.FS
}

//go:embed migrations/*.sql
var own embed.FS

// lockNumber is the advisory lock that lets one starter migrate at a time.
const lockNumber = 4_2026_11_21

// Migrate brings the database to the newest state: schemas first, then River, then each module from the ground up. Several
// starters may call it at once; each file is applied once.
func Migrate(ctx context.Context, d *DB, log *slog.Logger, modules ...Migrations) error {
	conn, err := d.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", lockNumber); err != nil {
		return fmt.Errorf("wait for other migrations: %w", err)
	}
	defer func() { _, _ = conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", lockNumber) }()

	modules = append([]Migrations{{Schema: "events", FS: own}}, modules...)
	for _, m := range append([]Migrations{{Schema: JobSchema}}, modules...) {
		if _, err := conn.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+m.Schema); err != nil {
			return fmt.Errorf("create schema %s: %w", m.Schema, err)
		}
	}
	migrator, err := rivermigrate.New(riverpgxv5.New(d.pool), &rivermigrate.Config{Schema: JobSchema, Logger: log})
	if err != nil {
		return fmt.Errorf("prepare job migrations: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	for _, m := range modules {
		if err := m.up(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// ErrBehind says that the database lacks migrations of this program.
var ErrBehind = errors.New("the database is behind the program: run migrate")

// Newest says whether the database has all migrations of these modules; it may have newer ones, of a program that is about to replace us.
func Newest(ctx context.Context, d *DB, modules ...Migrations) error {
	for _, m := range append([]Migrations{{Schema: "events", FS: own}}, modules...) {
		files, err := fs.Glob(m.FS, "migrations/*.sql")
		if err != nil {
			return fmt.Errorf("list migrations of %s: %w", m.Schema, err)
		}
		var last int64
		for _, f := range files {
			n, err := goose.NumericComponent(f)
			if err != nil {
				return fmt.Errorf("read migrations of %s: %w", m.Schema, err)
			}
			last = max(last, n)
		}
		var has int64
		err = d.NewRaw("SELECT coalesce(max(version_id), 0) FROM ?.migration WHERE is_applied", bun.Ident(m.Schema)).Scan(ctx, &has)
		if err != nil {
			return fmt.Errorf("look for migrations of %s: %w", m.Schema, err)
		}
		if has < last {
			return fmt.Errorf("%s has migration %d of %d: %w", m.Schema, has, last, ErrBehind)
		}
	}
	return nil
}

func (m Migrations) up(ctx context.Context, d *DB) error {
	files, err := fs.Sub(m.FS, "migrations")
	if err != nil {
		return fmt.Errorf("open migrations of %s: %w", m.Schema, err)
	}
	store, err := database.NewStore(goose.DialectPostgres, m.Schema+".migration")
	if err != nil {
		return fmt.Errorf("prepare migrations of %s: %w", m.Schema, err)
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return fmt.Errorf("prepare lock of %s: %w", m.Schema, err)
	}
	p, err := goose.NewProvider("", d.DB.DB, files, goose.WithStore(store), goose.WithSessionLocker(locker),
		goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("read migrations of %s: %w", m.Schema, err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate %s: %w", m.Schema, err)
	}
	return nil
}
