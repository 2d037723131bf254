package decisions

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/db"
)

// ProposalCheck may refuse a proposal for reasons that this module does not know: somebody new whose mentor has not signed off that they may. Its error is told
// to whoever proposes.
type ProposalCheck func(ctx context.Context, tx *db.Tx, proposer uuid.UUID, service string) error

// OnProposal registers a check; it is asked before each proposal. Drafting is free.
func (s *Service) OnProposal(check ProposalCheck) { s.proposals = append(s.proposals, check) }

// Makers tells the outcome of a decision that was made, and who of the staff made it: drafted, proposed and approved.
func (s *Service) Makers(ctx context.Context, caseID uuid.UUID) (Outcome, []uuid.UUID, error) {
	d, err := s.decisionTx(ctx, s.db, caseID)
	if err != nil || d == nil || d.State != DecisionApproved {
		return "", nil, err
	}
	by := []uuid.UUID{d.DraftedBy}
	for _, who := range []*uuid.UUID{d.ProposedBy, d.ApprovedBy} {
		if who != nil && *who != by[len(by)-1] {
			by = append(by, *who)
		}
	}
	return d.Outcome, by, nil
}
