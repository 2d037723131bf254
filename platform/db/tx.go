package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/ids"
)

// ErrNested says that a transaction was begun inside another; pass the Tx on instead (…Tx functions).
var ErrNested = errors.New("a transaction inside a transaction")

// ErrSecond says that the work under a transaction asked for a second connection. It would read what the transaction has not yet
// written, and with all connections in the hands of such transactions none would ever get on. Pass the Tx on.
var ErrSecond = errors.New("a second connection inside a transaction")

// Tx is a transaction with its time. What it emits, enqueues and notifies happens if it commits, and only then.
type Tx struct {
	bun.Tx
	// Now is the time of the whole transaction, UTC, to the microsecond.
	Now time.Time

	db     *DB
	raw    rawTx
	topics []string
	after  []func()
}

type inTx struct{}

// refuseSecond is asked before a connection is handed out.
func refuseSecond(ctx context.Context, _ *pgx.Conn) (bool, error) {
	if ctx.Value(inTx{}) == true {
		return true, ErrSecond
	}
	return true, nil
}

// Outside lets the work under ctx read by another connection although a transaction runs: for what never changes and is read once.
func Outside(ctx context.Context) context.Context { return context.WithValue(ctx, inTx{}, false) }

// InTx runs fn in a transaction: committed when fn returns nil, rolled back on an error or a panic. No network call inside.
func (d *DB) InTx(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) (err error) {
	if ctx.Value(inTx{}) == true {
		return ErrNested
	}
	conn, err := d.DB.Conn(ctx)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	defer func() { err = errors.Join(err, ignoreDone(conn.Close())) }()
	btx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	tx := &Tx{Tx: btx, Now: d.Clock.Now(), db: d}
	if err := conn.Raw(func(driver any) error {
		tx.raw = rawTx{driver.(*stdlib.Conn).Conn()} //nolint:errcheck // always the pgx driver: Open made it
		return nil
	}); err != nil {
		return errors.Join(fmt.Errorf("reach connection: %w", err), btx.Rollback())
	}
	done := false
	defer func() {
		if !done {
			err = errors.Join(err, ignoreDone(btx.Rollback()))
		}
	}()
	if err := fn(context.WithValue(ctx, inTx{}, true), tx); err != nil {
		return err
	}
	done = true
	if err := btx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	d.Live.Notify(tx.topics...)
	for _, f := range tx.after {
		f()
	}
	return nil
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) || errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return err
}

type storedEvent struct {
	bun.BaseModel `bun:"table:events.event"`

	ID      string `bun:",pk"`
	Name    string
	Payload json.RawMessage `bun:"type:jsonb"`
	At      time.Time
}

// Emit tells what happened: one row for each event and one job for each subscriber.
func (tx *Tx) Emit(ctx context.Context, evs ...events.Event) error {
	for _, ev := range evs {
		payload, err := json.Marshal(ev)
		if err != nil {
			return fmt.Errorf("write event %s: %w", ev.EventName(), err)
		}
		id := ids.New()
		row := storedEvent{ID: id.String(), Name: ev.EventName(), Payload: payload, At: tx.Now}
		if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
			return fmt.Errorf("emit %s: %w", ev.EventName(), err)
		}
		for _, name := range tx.db.Bus.Subscribers(ev.EventName()) {
			if err := tx.Enqueue(ctx, events.Delivery{EventID: id, Subscriber: name}, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// Enqueue inserts a job that runs after the commit. Do not call it while rows of a query are open.
func (tx *Tx) Enqueue(ctx context.Context, args river.JobArgs, opts *river.InsertOpts) error {
	if _, err := tx.db.jobs.InsertTx(ctx, tx.raw, args, opts); err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), err)
	}
	return nil
}

// Notify hints browsers after the commit that a topic changed.
func (tx *Tx) Notify(topic string) { tx.topics = append(tx.topics, topic) }

// AfterCommit runs f once the transaction has been committed. It must not fail and may be lost with the process.
func (tx *Tx) AfterCommit(f func()) { tx.after = append(tx.after, f) }

// CopyFrom loads many rows at once.
func (tx *Tx) CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error) {
	return tx.raw.CopyFrom(ctx, table, columns, rows)
}

// Batch sends statements in one round trip, prepared once for each connection: for what many wait for. Do not call it while rows of a query
// are open.
func (tx *Tx) Batch(ctx context.Context, b *pgx.Batch) error {
	for _, q := range b.QueuedQueries {
		if _, err := tx.raw.Prepare(ctx, q.SQL, q.SQL); err != nil {
			return err
		}
	}
	return tx.raw.SendBatch(ctx, b).Close()
}
