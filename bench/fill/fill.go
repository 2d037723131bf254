package fill

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/ankunft/ankunft/cmd/office"
)

const chunkSize = 4000

// Fill fills the empty, migrated database of an office with so many cases, and tells its steps.
func Fill(ctx context.Context, o *office.Office, cases int, tell io.Writer) error {
	services, err := o.Catalogue.Offers(ctx)
	if err != nil {
		return err
	}
	t := openTown(cases, o.DB.Clock.Now(), o.Catalogue.City(), services)
	pooled, err := o.DB.Pool().Acquire(ctx)
	if err != nil {
		return err
	}
	defer pooled.Release()
	conn := pooled.Conn()
	back, err := bare(ctx, conn, filled)
	if err != nil {
		return err
	}
	if err := t.employ(ctx, conn); err != nil {
		return err
	}
	start := o.DB.Clock.Now()
	if err := t.copyAll(ctx, conn.Config().ConnString()); err != nil {
		return err
	}
	took := func() float64 { return o.DB.Clock.Now().Sub(start).Seconds() }
	fmt.Fprintf(tell, "  %d cases copied after %.0f s\n", cases, took())
	if err := finish(ctx, conn.Config().ConnString(), back); err != nil {
		return err
	}
	fmt.Fprintf(tell, "  keys and indexes after %.0f s\n", took())
	if _, err := conn.Exec(ctx, "SELECT setval('cases.number', 1000000), setval('decisions.number', 1 + (SELECT count(*) FROM decisions.decision))"); err != nil {
		return fmt.Errorf("set sequences on: %w", err)
	}
	if err := o.Cases.RollUp(ctx); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "VACUUM ANALYZE"); err != nil {
		return err
	}
	fmt.Fprintf(tell, "  vacuumed and analysed after %.0f s\n", took())
	return nil
}

// copyAll makes and copies the cases in chunks, one worker for each core; generator and COPY take turns on them.
func (t *town) copyAll(ctx context.Context, url string) error {
	var next atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	for range runtime.NumCPU() {
		g.Go(func() error {
			conn, err := pgx.Connect(ctx, url)
			if err != nil {
				return err
			}
			defer conn.Close(ctx)
			if _, err := conn.Exec(ctx, "SET session_replication_role = replica"); err != nil {
				return fmt.Errorf("rest triggers: %w", err)
			}
			c := newChunk(t)
			for {
				from := int(next.Add(chunkSize)) - chunkSize
				if from >= t.cases {
					return nil
				}
				c.make(from, min(from+chunkSize, t.cases))
				for _, table := range c.tables() {
					if err := table.send(ctx, conn.PgConn()); err != nil {
						return err
					}
				}
			}
		})
	}
	return g.Wait()
}

// finish puts keys, indexes and references back.
func finish(ctx context.Context, url string, back []string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for _, statement := range append([]string{"SET maintenance_work_mem = '1GB'", "SET max_parallel_maintenance_workers = 2"}, back...) {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// span is how many years back the cases reach.
const span = 6

// receivedAt spreads cases over the years; the last seventh of a tenth comes from the last months, in which most are still open.
func (t *town) receivedAt(n int) time.Time {
	recent := t.cases * 93 / 100
	const months = 150 * 24 * time.Hour
	if n >= recent {
		share := float64(n-recent) / float64(t.cases-recent)
		return t.now.Add(-months + time.Duration(share*float64(months-time.Hour)))
	}
	share := float64(n) / float64(recent)
	years := span*365*24*time.Hour - months
	return t.now.Add(-months - years + time.Duration(share*float64(years)))
}

// edition rises when the generator makes other rows.
const edition = 1

// Fingerprint names what a database is made of: the migrations and the generator.
func Fingerprint() string {
	sum := sha256.New()
	_, _ = fmt.Fprintln(sum, edition)
	for _, m := range office.Migrations() {
		files, _ := fs.Glob(m.FS, "migrations/*.sql") // the pattern is well-formed
		for _, name := range files {
			body, _ := fs.ReadFile(m.FS, name) // embedded
			_, _ = fmt.Fprintln(sum, name, len(body), string(body))
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
