package decisions

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
)

// RetrieveDecision opens a decision in the portal.
type RetrieveDecision struct{ Case uuid.UUID }

// Retrieve notes that the logged-in person opened the decision: by VwVfG §41(2a) it counts as served from the next day on. Only the
// first time counts.
func (s *Service) Retrieve(ctx context.Context, in RetrieveDecision) error {
	var letter uuid.UUID
	err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c, err := cases.LockOwnTx(ctx, tx, in.Case)
		if err != nil {
			return err
		}
		d := new(Delivery)
		if err := db.NoRows(tx.NewSelect().Model(d).Where("case_id = ?", c.ID).Scan(ctx), cases.ErrState, "read delivery"); err != nil {
			return err
		}
		letter = d.LetterID
		return s.letters.RetrievedTx(ctx, tx, about(c.ID), letter)
	})
	if err != nil {
		return err
	}
	return s.follow(ctx, letter) // at once; the event comes to the same
}

// MayReadLetter says whether the viewer may read a letter about a case; cases.ErrNotFound otherwise. A decision that waits for its
// retrieval is read by retrieving it, drafts are the office's own.
func (s *Service) MayReadLetter(ctx context.Context, id, letter uuid.UUID) error {
	c, err := s.cases.Reach(ctx, id, "letters.read")
	if err != nil || identity.ViewerFrom(ctx).Kind != identity.KindApplicant {
		return err
	}
	var hidden bool
	err = s.db.NewRaw(`SELECT EXISTS (SELECT FROM decisions.delivery WHERE case_id = ?0 AND letter_id = ?1 AND regime = 'vwvfg41_2a' AND state = ?2)
 OR EXISTS (SELECT FROM decisions.decision WHERE case_id = ?0 AND letter_id = ?1 AND state <> ?3)`,
		c.ID, letter, DeliveryNotified, DecisionApproved).Scan(ctx, &hidden)
	if err != nil {
		return fmt.Errorf("look at delivery: %w", err)
	}
	if hidden {
		return cases.ErrNotFound
	}
	return nil
}
