package workforce

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// Person is somebody who fills posts, with all by which they are known. A name ties nobody to a number or an account; who is known by nothing else is one person with others of the name,
// which can only refuse a share too many, and ends with a number.
type Person struct {
	bun.BaseModel `bun:"table:workforce.person,alias:who"`

	ID        uuid.UUID `bun:",pk"`
	Name      string
	StaffNo   string // of the personnel office
	AccountID *uuid.UUID
}

func (p *Person) byNameAlone() bool { return p.StaffNo == "" && p.AccountID == nil }

// other says that two cannot be one: they have different numbers or accounts.
func (p *Person) other(q *Person) bool {
	return p.StaffNo != "" && q.StaffNo != "" && p.StaffNo != q.StaffNo || p.AccountID != nil && q.AccountID != nil && *p.AccountID != *q.AccountID
}

// knowTx finds somebody by number and account, and makes one person of two where a form names the number of one and the account of the other.
func knowTx(ctx context.Context, tx *db.Tx, told *Person) (*Person, error) {
	if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtext('workforce.person'))").Exec(ctx); err != nil { // one after the other, so that nobody is made twice
		return nil, fmt.Errorf("wait for others: %w", err)
	}
	var known []*Person
	q := tx.NewSelect().Model(&known).Where("who.staff_no = ? AND who.staff_no <> '' OR who.account_id = ?", told.StaffNo, told.AccountID).OrderExpr("who.staff_no = '', who.id")
	if told.byNameAlone() {
		q = tx.NewSelect().Model(&known).Where("who.staff_no = '' AND who.account_id IS NULL AND lower(who.name) = lower(?)", told.Name).OrderExpr("who.id").Limit(1)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("find person: %w", err)
	}
	if len(known) == 0 {
		return told, insertTx(ctx, tx, told)
	}
	p := known[0]
	for _, k := range known {
		if k.other(told) || k.other(p) || told.AccountID == nil && !strings.EqualFold(k.Name, told.Name) {
			return nil, ErrInput.With(errs.Field{Path: "staffNo", Code: "contradicts"})
		}
	}
	for _, k := range known[1:] {
		if err := joinTx(ctx, tx, k, p); err != nil {
			return nil, err
		}
	}
	if told.byNameAlone() {
		return p, nil
	}
	p.StaffNo, p.AccountID = cmp.Or(told.StaffNo, p.StaffNo), cmp.Or(told.AccountID, p.AccountID)
	return p, saveTx(ctx, tx, p)
}

// joinTx gives another person all that one fills, and forgets the one.
func joinTx(ctx context.Context, tx *db.Tx, gone, is *Person) error {
	if _, err := tx.NewUpdate().Model((*Filling)(nil)).Set("person_id = ?", is.ID).Where("f.person_id = ?", gone.ID).Exec(ctx); err != nil {
		return fmt.Errorf("join persons: %w", err)
	}
	return dropTx(ctx, tx, gone)
}

func dropTx(ctx context.Context, tx *db.Tx, row any) error {
	if _, err := tx.NewDelete().Model(row).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("take out %T: %w", row, err)
	}
	return nil
}
