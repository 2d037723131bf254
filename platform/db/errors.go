package db

import (
	"database/sql"
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// MapConstraints turns a broken constraint into the domain's error by the constraint's name.
func MapConstraints(err error, byName map[string]error) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		if domain, ok := byName[pg.ConstraintName]; ok {
			return domain
		}
	}
	return err
}

// IsUnavailable says that the database could not be asked: it is away, starting, stopping or full of connections.
func IsUnavailable(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return strings.HasPrefix(pg.Code, "57P") || strings.HasPrefix(pg.Code, "08") || pg.Code == "53300"
	}
	var connect *pgconn.ConnectError
	var network net.Error
	var op *net.OpError
	return errors.As(err, &connect) || errors.As(err, &op) || errors.Is(err, sql.ErrConnDone) ||
		(errors.As(err, &network) && !network.Timeout())
}

// IsDeadlock says that PostgreSQL ended the transaction because it and another one waited for each other: it may be done again.
func IsDeadlock(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "40P01"
}

func isNoRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }
