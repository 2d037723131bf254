package db

import (
	"database/sql"
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
)

type (
	textCodec struct{ pgtype.TextCodec }
	timeCodec struct{ *pgtype.TimestamptzCodec }
)

// PlanScan implements pgtype.Codec.
func (c textCodec) PlanScan(m *pgtype.Map, oid uint32, format int16, target any) pgtype.ScanPlan {
	if _, own := target.(sql.Scanner); own {
		return c.TextCodec.PlanScan(m, oid, format, target)
	}
	if _, ok := target.(**string); ok {
		return scanOptionalText{}
	}
	if t := reflect.TypeOf(target); t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.String && t != textType {
		return scanNamedText{}
	}
	return c.TextCodec.PlanScan(m, oid, format, target)
}

var textType = reflect.TypeFor[*string]()

type scanOptionalText struct{}

// Scan implements pgtype.ScanPlan.
func (scanOptionalText) Scan(src []byte, target any) error {
	into := target.(**string) //nolint:errcheck // planned for this type
	*into = nil
	if src != nil {
		text := string(src)
		*into = &text
	}
	return nil
}

// scanNamedText reads into a type of its own, such as the state of a case.
type scanNamedText struct{}

// Scan implements pgtype.ScanPlan.
func (scanNamedText) Scan(src []byte, target any) error {
	if src == nil {
		return fmt.Errorf("NULL does not fit into %T", target)
	}
	reflect.ValueOf(target).Elem().SetString(string(src))
	return nil
}

// PlanScan implements pgtype.Codec.
func (c timeCodec) PlanScan(m *pgtype.Map, oid uint32, format int16, target any) pgtype.ScanPlan {
	if format == pgtype.BinaryFormatCode {
		switch target.(type) {
		case *time.Time:
			return scanTime{}
		case **time.Time:
			return scanOptionalTime{}
		}
	}
	return c.TimestamptzCodec.PlanScan(m, oid, format, target)
}

// epoch is the zero of PostgreSQL's times, 2000-01-01, in microseconds of Unix.
const epoch = 946_684_800_000_000

// moment reads the binary form of a timestamptz: microseconds since the epoch. No record of ours has an infinite one.
func moment(src []byte) (time.Time, error) {
	if len(src) != 8 {
		return time.Time{}, fmt.Errorf("a timestamptz of %d bytes", len(src))
	}
	n := int64(binary.BigEndian.Uint64(src)) // two's complement, as it was written
	if n == math.MaxInt64 || n == math.MinInt64 {
		return time.Time{}, fmt.Errorf("an infinite timestamptz")
	}
	return time.UnixMicro(n + epoch), nil
}

type scanTime struct{}

// Scan implements pgtype.ScanPlan.
func (scanTime) Scan(src []byte, target any) (err error) {
	if src == nil {
		return fmt.Errorf("NULL does not fit into %T", target)
	}
	*target.(*time.Time), err = moment(src) //nolint:errcheck // planned for this type
	return err
}

type scanOptionalTime struct{}

// Scan implements pgtype.ScanPlan.
func (scanOptionalTime) Scan(src []byte, target any) error {
	into := target.(**time.Time) //nolint:errcheck // planned for this type
	*into = nil
	if src == nil {
		return nil
	}
	t, err := moment(src)
	*into = &t
	return err
}
