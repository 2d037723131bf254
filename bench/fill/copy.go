// Package fill makes a city's database of any size by COPY: people, applications, cases, papers and trails in the distributions of a
// real office, the same for the same size.
package fill

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/ankunft/ankunft/platform/clock"
)

// table collects rows in the text form of COPY.
type table struct {
	name, columns string
	buf           []byte
	rows          int64
}

// row adds one row; nil and zero dates are NULL.
func (t *table) row(values ...any) {
	for i, v := range values {
		if i > 0 {
			t.buf = append(t.buf, '\t')
		}
		t.buf = appendValue(t.buf, v)
	}
	t.buf = append(t.buf, '\n')
	t.rows++
}

// send copies what was collected and forgets it.
func (t *table) send(ctx context.Context, conn *pgconn.PgConn) error {
	if len(t.buf) == 0 {
		return nil
	}
	if _, err := conn.CopyFrom(ctx, bytes.NewReader(t.buf), "COPY "+t.name+" ("+t.columns+") FROM STDIN"); err != nil {
		return fmt.Errorf("copy %s: %w", t.name, err)
	}
	t.buf, t.rows = t.buf[:0], 0
	return nil
}

const null = `\N`

func appendValue(out []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(out, null...)
	case string:
		return appendText(out, v)
	case int:
		return strconv.AppendInt(out, int64(v), 10)
	case bool:
		return strconv.AppendBool(out, v)
	case uuid.UUID:
		if v == uuid.Nil {
			return append(out, null...)
		}
		return append(out, v.String()...)
	case time.Time:
		if v.IsZero() {
			return append(out, null...)
		}
		return v.UTC().AppendFormat(out, "2006-01-02 15:04:05.000000-07")
	case clock.Date:
		if v.IsZero() {
			return append(out, null...)
		}
		return append(out, v.String()...)
	case []byte:
		return hex.AppendEncode(append(out, `\\x`...), v)
	case []string: // keys: nothing to quote
		return append(append(append(out, '{'), strings.Join(v, ",")...), '}')
	default:
		panic(fmt.Sprintf("fill: no way to write a %T", v))
	}
}

func appendText(out []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; c {
		case '\\':
			out = append(out, `\\`...)
		case '\t':
			out = append(out, `\t`...)
		case '\n':
			out = append(out, `\n`...)
		case '\r':
			out = append(out, `\r`...)
		default:
			out = append(out, c)
		}
	}
	return out
}
