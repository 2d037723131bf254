package intake

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// onVisitEnded hears that a visit is over: what was taken in for a case is handed in to it. Hearing it again changes nothing.
func (s *Service) onVisitEnded(ctx context.Context, e clearing.VisitEnded) error {
	if e.CaseID == nil {
		return nil // its papers wait for their person
	}
	owner, err := s.owner(ctx, *e.CaseID)
	if err != nil {
		return errs.Ignore(err, cases.ErrNotFound)
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c, err := cases.LockTx(ctx, tx, *e.CaseID)
		if err != nil {
			return errs.Ignore(err, cases.ErrNotFound)
		}
		return s.takeInTx(ctx, tx, c, e.VisitID, owner)
	})
}

func (s *Service) takeInTx(ctx context.Context, tx *db.Tx, c *cases.Case, visit uuid.UUID, owner documents.Owner) error {
	var came []*documents.Document
	err := tx.NewSelect().ModelTableExpr("documents.document_v1 AS document").Model(&came).Column("id", "item", "verification", "account_id").
		Where("subject_kind = ? AND subject_id = ? AND state IN ('ready', 'unscanned', 'checking')", documents.SubjectVisit, visit).Scan(ctx)
	if err != nil {
		return fmt.Errorf("list papers of visit: %w", err)
	}
	res, err := tx.NewRaw("INSERT INTO intake.taken_in VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", visit, c.ID, len(came), tx.Now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note visit: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return err // told before
	}
	if err := keepExtrasTx(ctx, tx, visit); err != nil {
		return err
	}
	if err := s.Documents.HandOverTx(ctx, tx, clearing.Record(visit), cases.Record(c.ID), owner); err != nil {
		return err
	}
	if _, err := s.Cases.TakeTx(ctx, tx, c, came); err != nil {
		return err
	}
	if err := countTx(ctx, tx, c); err != nil {
		return err
	}
	if err := s.thankTx(ctx, tx, c, visit, came); err != nil {
		return err
	}
	return s.Cases.SaveTx(ctx, tx, c, cases.Deed{Action: "case.taken_in", Details: audit.Details{"visit": visit.String(), "papers": strconv.Itoa(len(came))}})
}

// thankTx tells the person what they gave in at the desk. Who only asked there needs no message.
func (s *Service) thankTx(ctx context.Context, tx *db.Tx, c *cases.Case, visit uuid.UUID, came []*documents.Document) error {
	if len(came) == 0 {
		return nil
	}
	w, err := s.Cases.WriterTx(ctx, tx, c)
	if err != nil {
		return err
	}
	titles, err := titlesTx(ctx, tx, w, came)
	if err != nil {
		return err
	}
	return w.PostTx(ctx, tx, "taken_in:"+visit.String(), messages.TemplateTakenIn, clock.Today(tx.Now), titles)
}

// owner is whose the papers of a case become. Whether they are certainly that person's is known only where the account speaks for them.
func (s *Service) owner(ctx context.Context, id uuid.UUID) (documents.Owner, error) {
	var c struct {
		AccountID *uuid.UUID
		PersonID  uuid.UUID
	}
	err := s.DB.NewSelect().TableExpr("cases.case_v1").Column("account_id", "person_id").Where("id = ?", id).Scan(ctx, &c)
	if err := db.NoRows(err, cases.ErrNotFound, "read case"); err != nil || c.AccountID == nil {
		return documents.Owner{}, err
	}
	owner := documents.Owner{Account: *c.AccountID}
	person, err := s.Persons.Claimed(ctx, owner.Account)
	if err == nil && person != nil && person.ID == c.PersonID {
		owner.Person = person.ID
	}
	return owner, err
}
