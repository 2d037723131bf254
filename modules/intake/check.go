package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// CheckExtraPaper is a clerk's verdict on a paper that stands on no list.
type CheckExtraPaper struct {
	Case     uuid.UUID
	Item     string
	Version  int // of the document
	Accepted bool
	Reason   *string // why it will not do: a code of cases.Reasons, or the office's words
}

const (
	longestReason = 2000
	otherReason   = "other"
)

// CheckExtra accepts a paper that stands on no list, or says why it will not do. Nothing is missing by it, whatever the verdict.
func (s *Service) CheckExtra(ctx context.Context, in CheckExtraPaper) error {
	var f errs.Faults
	f.Need(in.Accepted || in.Reason != nil && *in.Reason != "", "reason", "required")
	f.FitsIf(in.Reason, longestReason, "reason")
	if err := f.As(cases.ErrInput); err != nil {
		return err
	}
	return s.Cases.Change(ctx, "cases.check", in.Case, cases.AnyVersion, cases.Undecided, func(ctx context.Context, tx *db.Tx, c *cases.Case) (cases.Deed, error) {
		var document uuid.UUID
		err := tx.NewRaw(`SELECT d.id FROM documents.document_v1 d JOIN intake.extra x ON x.document_id = d.id
WHERE d.subject_kind = 'case' AND d.subject_id = ? AND d.item = ? ORDER BY d.received_at DESC LIMIT 1`, c.ID, in.Item).Scan(ctx, &document)
		if err := db.NoRows(err, cases.ErrNotFound, "read paper beside the list"); err != nil {
			return cases.Deed{}, err
		}
		if _, err := s.Documents.VerifyTx(ctx, tx, document, in.check()); errors.Is(err, documents.ErrConflict) {
			return cases.Deed{}, cases.ErrConflict
		} else if err != nil {
			return cases.Deed{}, err
		}
		action := "case.extra_rejected"
		if in.Accepted {
			action = "case.extra_accepted"
		}
		return cases.Deed{Action: action, Details: audit.Details{"item": in.Item}}, countTx(ctx, tx, c)
	})
}

func (in CheckExtraPaper) check() documents.Check {
	check := documents.Check{Version: in.Version, Accepted: in.Accepted}
	if in.Accepted {
		return check
	}
	if check.Reason = *in.Reason; !slices.Contains(cases.Reasons, check.Reason) {
		check.Reason, check.Remark = otherReason, *in.Reason
	}
	return check
}

// countTx tells a case how many papers beside its list nobody has looked at. Whoever accepted a translation has.
func countTx(ctx context.Context, tx *db.Tx, c *cases.Case) error {
	err := tx.NewRaw(`SELECT count(*) FROM documents.document_v1 d JOIN intake.extra x ON x.document_id = d.id
WHERE d.subject_kind = 'case' AND d.subject_id = ? AND d.verification = 'pending' AND d.origin_kind <> 'translation'`, c.ID).Scan(ctx, &c.PapersBeside)
	if err != nil {
		return fmt.Errorf("count papers beside the list: %w", err)
	}
	return nil
}

// onOpened hears of a new case: what was given in for it beside its list is kept by its name and counted. Then its list is looked at.
func (s *Service) onOpened(ctx context.Context, e cases.CaseOpened) error {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c, err := cases.LockTx(ctx, tx, e.CaseID)
		if err != nil {
			return errs.Ignore(err, cases.ErrNotFound)
		}
		_, err = tx.NewRaw(`INSERT INTO intake.extra (document_id, kind) SELECT d.id, d.item FROM documents.document_v1 d
WHERE d.subject_kind = 'case' AND d.subject_id = ?0 AND NOT EXISTS (SELECT FROM cases.paper_v1 p WHERE p.case_id = ?0 AND p.item = d.item)
ON CONFLICT DO NOTHING`, c.ID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("keep what papers of case are: %w", err)
		}
		was := c.PapersBeside
		if err := countTx(ctx, tx, c); err != nil || c.PapersBeside == was {
			return err
		}
		return s.Cases.SaveTx(ctx, tx, c, cases.Deed{Action: "case.extra_handed_in", Details: audit.Details{"papers": strconv.Itoa(c.PapersBeside)}})
	})
	if err != nil {
		return err
	}
	return s.Settle(ctx, e.CaseID)
}
