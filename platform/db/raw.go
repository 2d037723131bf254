package db

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// rawTx shows River the transaction that bun has begun on the same connection. Beginning and ending stay with bun; a nested
// Begin is a savepoint.
type rawTx struct{ conn *pgx.Conn }

var (
	_           pgx.Tx = rawTx{}
	errNotOurs         = errors.New("bun ends this transaction")
	savepointOn        = "SAVEPOINT river"
)

func (r rawTx) Begin(ctx context.Context) (pgx.Tx, error) {
	if _, err := r.conn.Exec(ctx, savepointOn); err != nil {
		return nil, err
	}
	return &savepoint{rawTx: r}, nil
}
func (rawTx) Commit(context.Context) error   { return errNotOurs }
func (rawTx) Rollback(context.Context) error { return errNotOurs }
func (r rawTx) CopyFrom(ctx context.Context, t pgx.Identifier, c []string, s pgx.CopyFromSource) (int64, error) {
	return r.conn.CopyFrom(ctx, t, c, s)
}
func (r rawTx) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	return r.conn.SendBatch(ctx, b)
}
func (rawTx) LargeObjects() pgx.LargeObjects { return pgx.LargeObjects{} }
func (r rawTx) Prepare(ctx context.Context, name, sql string) (*pgconn.StatementDescription, error) {
	return r.conn.Prepare(ctx, name, sql)
}
func (r rawTx) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	return r.conn.Exec(ctx, sql, prepared(args)...)
}
func (r rawTx) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return r.conn.Query(ctx, sql, prepared(args)...)
}
func (r rawTx) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return r.conn.QueryRow(ctx, sql, prepared(args)...)
}
func (r rawTx) Conn() *pgx.Conn { return r.conn }

// prepared asks for the mode that River is written for, on a connection whose own mode is bun's.
func prepared(args []any) []any {
	return append([]any{pgx.QueryExecModeCacheStatement}, args...)
}

type savepoint struct {
	rawTx
	done bool
}

func (s *savepoint) Commit(ctx context.Context) error { return s.end(ctx, "RELEASE SAVEPOINT river") }
func (s *savepoint) Rollback(ctx context.Context) error {
	return s.end(ctx, "ROLLBACK TO SAVEPOINT river")
}

func (s *savepoint) end(ctx context.Context, sql string) error {
	if s.done {
		return pgx.ErrTxClosed
	}
	s.done = true
	_, err := s.conn.Exec(ctx, sql)
	return err
}
