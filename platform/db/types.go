package db

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/ankunft/ankunft/platform/clock"
)

// teach tells a connection how to read our ids and dates from their binary form and to write ids in it; without it each goes through a text.
func teach(_ context.Context, conn *pgx.Conn) error {
	m := conn.TypeMap()
	m.TryWrapScanPlanFuncs = append([]pgtype.TryWrapScanPlanFunc{wrapScan}, m.TryWrapScanPlanFuncs...)
	m.TryWrapEncodePlanFuncs = append([]pgtype.TryWrapEncodePlanFunc{wrapEncode}, m.TryWrapEncodePlanFuncs...)
	return nil
}

type (
	scannedID   uuid.UUID
	scannedDate clock.Date
)

// ScanUUID implements pgtype.UUIDScanner.
func (id *scannedID) ScanUUID(v pgtype.UUID) error {
	*id = v.Bytes // NULL is the zero id, as uuid.UUID.Scan has it
	return nil
}

// ScanDate implements pgtype.DateScanner.
func (d *scannedDate) ScanDate(v pgtype.Date) error {
	if !v.Valid {
		*d = scannedDate{}
		return nil
	}
	*d = scannedDate(clock.DateOf(v.Time))
	return nil
}

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

func wrapScan(target any) (pgtype.WrappedScanPlanNextSetter, any, bool) {
	switch target := target.(type) {
	case *uuid.UUID:
		return &scanID{}, (*scannedID)(target), true
	case *clock.Date:
		return &scanDate{}, (*scannedDate)(target), true
	default:
		return nil, nil, false
	}
}

type scanID struct{ next pgtype.ScanPlan }

func (p *scanID) SetNext(next pgtype.ScanPlan) { p.next = next }
func (p *scanID) Scan(src []byte, dst any) error {
	return p.next.Scan(src, (*scannedID)(dst.(*uuid.UUID))) //nolint:errcheck // planned for this type
}

type scanDate struct{ next pgtype.ScanPlan }

func (p *scanDate) SetNext(next pgtype.ScanPlan) { p.next = next }
func (p *scanDate) Scan(src []byte, dst any) error {
	return p.next.Scan(src, (*scannedDate)(dst.(*clock.Date))) //nolint:errcheck // planned for this type
}
