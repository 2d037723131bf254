// Package testkit gives each test a database of its own, a clock that it moves, ports that stay free, and a way to work all jobs that are due.
package testkit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/jobs"
	"github.com/ankunft/ankunft/platform/pgrun"
)

// Start is the moment at which the clock of each test stands: a Saturday in winter time.
var Start = time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)

// Kit is what a test of a module stands on.
type Kit struct {
	*db.DB
	Clock *clock.Fixed
	Bus   *events.Bus
	Jobs  *jobs.Runner
	Log   *slog.Logger
}

// New gives a test a migrated database of its own; it is gone when the test ends.
func New(t testing.TB, modules ...db.Migrations) *Kit {
	t.Helper()
	ctx := t.Context()
	server, err := pgrun.Shared(ctx)
	if err != nil {
		t.Fatal(err)
	}
	template, err := template(ctx, server, modules)
	if err != nil {
		t.Fatal(err)
	}
	name := "t_" + hex.EncodeToString(ids.Hash(ids.Token())[:12])
	if err := server.Clone(ctx, template, name); err != nil {
		t.Fatal(err)
	}
	k := &Kit{Clock: clock.NewFixed(Start), Bus: events.NewBus(), Log: slog.New(slog.DiscardHandler)}
	k.DB, err = db.Open(ctx, db.Config{URL: server.URL(name), MaxConns: 8, Spans: true}, k.Clock, k.Bus, k.Log)
	if err != nil {
		t.Fatal(err)
	}
	k.Jobs = jobs.New(k.DB, k.Log)
	t.Cleanup(func() {
		_ = k.Close()
		if err := server.Drop(context.WithoutCancel(ctx), name); err != nil {
			t.Error(err)
		}
	})
	return k
}

// URL is where a second program, or a second pool, finds the test's database.
func (k *Kit) URL() string { return k.Pool().Config().ConnString() }

// RunJobs works all due jobs until none is left; a job that fails fails the test.
func (k *Kit) RunJobs(t testing.TB) {
	t.Helper()
	for _, f := range k.TryJobs(t) {
		t.Errorf("job %s %s: %s", f.Kind, f.Args, f.Error)
	}
}

// TryJobs works all due jobs until none is left and tells which failed.
func (k *Kit) TryJobs(t testing.TB) []jobs.Failure {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	failures, err := k.Jobs.Drain(ctx, 4)
	if err != nil {
		t.Fatal(err)
	}
	return failures
}

// InTx is DB.InTx for a test: an error ends it.
func (k *Kit) InTx(t testing.TB, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := k.DB.InTx(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

var templates sync.Mutex

// template is the name of a database with the modules' migrations; the first who needs it makes it.
func template(ctx context.Context, server *pgrun.Server, modules []db.Migrations) (string, error) {
	templates.Lock()
	defer templates.Unlock()
	name, err := fingerprint(modules)
	if err != nil {
		return "", err
	}
	conn, err := pgx.Connect(ctx, server.URL("postgres"))
	if err != nil {
		return "", fmt.Errorf("make template: %w", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(hashtext($1))", name); err != nil {
		return "", fmt.Errorf("make template: %w", err)
	}
	if there, err := server.Exists(ctx, name); err != nil || there {
		return name, err
	}
	draft := name + "_" + hex.EncodeToString(ids.Hash(ids.Token())[:4])
	if err := server.CreateDatabase(ctx, draft); err != nil {
		return "", err
	}
	if err := migrate(ctx, server.URL(draft), modules); err != nil {
		return "", err
	}
	_, err = conn.Exec(ctx, "ALTER DATABASE "+pgx.Identifier{draft}.Sanitize()+" RENAME TO "+pgx.Identifier{name}.Sanitize())
	return name, err
}

func migrate(ctx context.Context, url string, modules []db.Migrations) error {
	log := slog.New(slog.DiscardHandler)
	d, err := db.Open(ctx, db.Config{URL: url, MaxConns: 4}, clock.System(), events.NewBus(), log)
	if err != nil {
		return err
	}
	defer d.Close()
	return db.Migrate(ctx, d, log, modules...)
}

// fingerprint names a template after all that is in it, so that a changed migration makes a new one.
func fingerprint(modules []db.Migrations) (string, error) {
	sum := sha256.New()
	for _, m := range modules {
		_, _ = fmt.Fprintln(sum, m.Schema)
		err := fs.WalkDir(m.FS, ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			body, err := fs.ReadFile(m.FS, path)
			_, _ = fmt.Fprintf(sum, "%s %d %s", path, len(body), body)
			return err
		})
		if err != nil {
			return "", fmt.Errorf("read migrations of %s: %w", m.Schema, err)
		}
	}
	return "template_" + hex.EncodeToString(sum.Sum(nil)[:8]), nil
}
