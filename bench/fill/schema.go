package fill

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

const constraints = `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname),
 format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
LEFT JOIN pg_class r ON r.oid = c.confrelid LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
WHERE (n.nspname = ANY($1) OR rn.nspname = ANY($1)) AND t.relname <> 'migration' AND c.contype::text = ANY($2) ORDER BY c.oid`

const indexes = `SELECT format('DROP INDEX %I.%I', schemaname, indexname), indexdef FROM pg_indexes
WHERE schemaname = ANY($1) AND tablename <> 'migration'`

// filled are the schemas whose tables are copied into for a city of cases.
var filled = []string{"audit", "identity", "persons", "documents", "applications", "cases", "intake", "decisions"}

// bare takes references (from wherever), keys and indexes off the tables of these schemas, so that COPY only appends, and returns the
// statements that put them back.
func bare(ctx context.Context, conn *pgx.Conn, schemas []string) ([]string, error) {
	var back []string
	for _, step := range []struct {
		query string
		args  []any
	}{{constraints, []any{schemas, []string{"f"}}}, {constraints, []any{schemas, []string{"p", "u", "x"}}}, {indexes, []any{schemas}}} {
		rows, err := conn.Query(ctx, step.query, step.args...)
		if err != nil {
			return nil, fmt.Errorf("look at tables: %w", err)
		}
		pairs, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p [2]string, err error) {
			err = row.Scan(&p[0], &p[1])
			return p, err
		})
		if err != nil {
			return nil, fmt.Errorf("look at tables: %w", err)
		}
		for _, p := range pairs {
			if _, err := conn.Exec(ctx, p[0]); err != nil {
				return nil, fmt.Errorf("%s: %w", p[0], err)
			}
			back = append(back, p[1])
		}
	}
	// References come last, after the keys that they point to.
	slices.SortStableFunc(back, func(a, b string) int { return kindOf(a) - kindOf(b) })
	return back, nil
}

// kindOf orders what is put back: keys, indexes, references.
func kindOf(statement string) int {
	switch {
	case strings.Contains(statement, " FOREIGN KEY "):
		return 2
	case strings.HasPrefix(statement, "ALTER TABLE"):
		return 0
	default:
		return 1
	}
}
