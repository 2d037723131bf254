package db

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/ankunft/ankunft/platform/clock"
)

// teach tells a connection how to read our ids and dates from their binary form and to write ids in it. pgx would ask their Scan
// methods, for which each goes through a text. Times and texts, also those that may be missing and those with a type of their own, are
// read straight: pgx plans each column of each answer anew, and finds these at the end of its list.
func teach(_ context.Context, conn *pgx.Conn) error {
	m := conn.TypeMap()
	m.RegisterType(&pgtype.Type{Name: "uuid", OID: pgtype.UUIDOID, Codec: idCodec{}})
	m.RegisterType(&pgtype.Type{Name: "date", OID: pgtype.DateOID, Codec: dateCodec{}})
	m.RegisterType(&pgtype.Type{Name: "text", OID: pgtype.TextOID, Codec: textCodec{}})
	m.RegisterType(&pgtype.Type{Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: timeCodec{&pgtype.TimestamptzCodec{}}})
	m.TryWrapEncodePlanFuncs = append([]pgtype.TryWrapEncodePlanFunc{wrapEncode}, m.TryWrapEncodePlanFuncs...)
	return nil
}

type (
	idCodec   struct{ pgtype.UUIDCodec }
	dateCodec struct{ pgtype.DateCodec }
)

// PlanScan implements pgtype.Codec.
func (c idCodec) PlanScan(m *pgtype.Map, oid uint32, format int16, target any) pgtype.ScanPlan {
	if format == pgtype.BinaryFormatCode {
		switch target.(type) {
		case *uuid.UUID:
			return scanID{}
		case **uuid.UUID:
			return scanOptionalID{}
		}
	}
	return c.UUIDCodec.PlanScan(m, oid, format, target)
}

// PlanScan implements pgtype.Codec.
func (c dateCodec) PlanScan(m *pgtype.Map, oid uint32, format int16, target any) pgtype.ScanPlan {
	if _, ok := target.(*clock.Date); ok && format == pgtype.BinaryFormatCode {
		return scanDate{c.DateCodec.PlanScan(m, oid, format, (*scannedDate)(nil))}
	}
	return c.DateCodec.PlanScan(m, oid, format, target)
}

type scanID struct{}

// Scan implements pgtype.ScanPlan. NULL is the zero id, as uuid.UUID.Scan has it.
func (scanID) Scan(src []byte, target any) error {
	id := target.(*uuid.UUID) //nolint:errcheck // planned for this type
	*id = uuid.UUID{}
	copy(id[:], src)
	return nil
}

type scanOptionalID struct{}

// Scan implements pgtype.ScanPlan.
func (scanOptionalID) Scan(src []byte, target any) error {
	id := target.(**uuid.UUID) //nolint:errcheck // planned for this type
	*id = nil
	if src != nil {
		*id = new(uuid.UUID)
		copy((*id)[:], src)
	}
	return nil
}

type scannedDate clock.Date

// ScanDate implements pgtype.DateScanner.
func (d *scannedDate) ScanDate(v pgtype.Date) error {
	if !v.Valid {
		*d = scannedDate{}
		return nil
	}
	*d = scannedDate(clock.DateOf(v.Time))
	return nil
}

type scanDate struct{ next pgtype.ScanPlan }

// Scan implements pgtype.ScanPlan.
func (p scanDate) Scan(src []byte, target any) error {
	return p.next.Scan(src, (*scannedDate)(target.(*clock.Date))) //nolint:errcheck // planned for this type
}

type scannedID uuid.UUID

// UUIDValue implements pgtype.UUIDValuer.
func (id scannedID) UUIDValue() (pgtype.UUID, error) { return pgtype.UUID{Bytes: id, Valid: true}, nil }

func wrapEncode(value any) (pgtype.WrappedEncodePlanNextSetter, any, bool) {
	if id, ok := value.(uuid.UUID); ok {
		return &encodeID{}, scannedID(id), true
	}
	return nil, nil, false
}

type encodeID struct{ next pgtype.EncodePlan }

func (p *encodeID) SetNext(next pgtype.EncodePlan) { p.next = next }
func (p *encodeID) Encode(value any, buf []byte) ([]byte, error) {
	return p.next.Encode(scannedID(value.(uuid.UUID)), buf) //nolint:errcheck // planned for this type
}
