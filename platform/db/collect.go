package db

import "github.com/jackc/pgx/v5"

// Collect reads all rows of a statement of a batch into list.
func Collect[T any](list *[]T, scan func(pgx.CollectableRow) (T, error)) func(pgx.Rows) error {
	return func(rows pgx.Rows) (err error) {
		*list, err = pgx.CollectRows(rows, scan)
		return err
	}
}
