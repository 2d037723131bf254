package decisions

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"maps"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// Made tells that a decision was made.
type Made struct{ CaseID, DecisionID uuid.UUID }

// EventName implements events.Event.
func (Made) EventName() string { return "decisions.made" }

// ApprovalCheck may refuse an approval for reasons that this module does not know: a training that has run out. Its error is told to
// the approver, or to who decides alone; what it says of one that it lets pass goes into the trail of the decision, and so holds codes and nothing about the person.
type ApprovalCheck func(ctx context.Context, tx *db.Tx, approver uuid.UUID, service string) (map[string]string, error)

// OnApproval registers a check; it is asked before each approval.
func (s *Service) OnApproval(check ApprovalCheck) { s.checks = append(s.checks, check) }

// OnDecidingAlone registers a check; it is asked before each proposal that makes the decision, for nobody's second eyes are asked for.
func (s *Service) OnDecidingAlone(check ApprovalCheck) { s.alone = append(s.alone, check) }

// ProposeDecision freezes a draft and proposes it.
type ProposeDecision struct {
	Case, Decision uuid.UUID
	Version        int // of the decision
}

// Propose freezes the draft with its letter under a digest. Where four eyes are asked for it then waits for them; else it is decided.
func (s *Service) Propose(ctx context.Context, in ProposeDecision) error {
	return s.change(ctx, in.Case, cases.AnyVersion, []cases.CaseState{cases.Deciding}, func(ctx context.Context, tx *db.Tx, c *cases.Case) (cases.Deed, error) {
		d, err := s.decisionOf(ctx, tx, c, in.Decision, DecisionDraft)
		if err != nil {
			return cases.Deed{}, err
		}
		if d.Version != in.Version {
			return cases.Deed{}, cases.ErrConflict
		}
		for _, check := range s.proposals {
			if err := check(ctx, tx, audit.ActorFrom(ctx).ID, c.Service); err != nil {
				return cases.Deed{}, err
			}
		}
		w, err := s.decidingTx(ctx, tx, c)
		if err != nil {
			return cases.Deed{}, err
		}
		if err := s.freezeTx(ctx, tx, w, d); err != nil {
			return cases.Deed{}, err
		}
		c.State = cases.Approval
		details := audit.Details{"decision": d.ID.String(), "digest": hex.EncodeToString(d.Digest), "four_eyes": fmt.Sprint(d.FourEyes)}
		if d.FourEyes {
			return cases.Deed{Action: "case.decision_proposed", Details: details}, nil
		}
		said, err := gather(ctx, tx, s.alone, *d.ProposedBy, c.Service)
		if err != nil {
			return cases.Deed{}, err
		}
		if err := s.audit.RecordTx(ctx, tx, cases.Record(c.ID), "case.decision_proposed", details); err != nil {
			return cases.Deed{}, err
		}
		deed, err := s.decideTx(ctx, tx, w, d, nil)
		return with(said, deed), err
	})
}

// freezeTx fixes what is proposed; the outcome's conditions must hold now.
func (s *Service) freezeTx(ctx context.Context, tx *db.Tx, w *deciding, d *Decision) error {
	out, _ := w.Offer.Outcome(string(d.Outcome))
	if out.Hearing {
		if heard, err := s.heardTx(ctx, tx, w.c); err != nil || !heard {
			return firstOf(err, ErrNoHearing)
		}
	}
	if err := s.writeLetterTx(ctx, tx, w, d, out); err != nil { // by the ways of delivery of today
		return err
	}
	letter, err := s.letters.FreezeTx(ctx, tx, d.LetterID)
	if err != nil {
		return err
	}
	by := audit.ActorFrom(ctx).ID
	d.askFor(w.Offer.FourEyes(string(d.Outcome), w.facts))
	d.Digest, d.State, d.ProposedBy, d.ProposedAt = d.frozen(letter.Digest), DecisionProposed, &by, &tx.Now
	return d.saveTx(ctx, tx)
}

func firstOf(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// ApproveDecision approves what was proposed; Digest is of what the approver saw.
type ApproveDecision struct {
	Case, Decision uuid.UUID
	Digest         string
}

// Approve is the second pair of eyes: it makes the decision. Approval, number, letter, title, trail and event are one transaction.
func (s *Service) Approve(ctx context.Context, in ApproveDecision) error {
	v := identity.ViewerFrom(ctx)
	return s.cases.Change(ctx, "cases.approve", in.Case, cases.AnyVersion, []cases.CaseState{cases.Approval}, func(ctx context.Context, tx *db.Tx, c *cases.Case) (cases.Deed, error) {
		d, err := s.decisionOf(ctx, tx, c, in.Decision, DecisionProposed)
		if err != nil {
			return cases.Deed{}, err
		}
		if err := mayApprove(v, c, d); err != nil {
			return cases.Deed{}, err
		}
		if seen, err := hex.DecodeString(in.Digest); err != nil || !bytes.Equal(seen, d.Digest) {
			return cases.Deed{}, ErrDigest
		}
		said, err := gather(ctx, tx, s.checks, v.AccountID, c.Service)
		if err != nil {
			return cases.Deed{}, err
		}
		w, err := s.decidingTx(ctx, tx, c)
		if err != nil {
			return cases.Deed{}, err
		}
		deed, err := s.decideTx(ctx, tx, w, d, &v.AccountID)
		return with(said, deed), err
	})
}

// gather asks all checks, and gathers what they say.
func gather(ctx context.Context, tx *db.Tx, checks []ApprovalCheck, who uuid.UUID, service string) (audit.Details, error) {
	all := audit.Details{}
	for _, check := range checks {
		said, err := check(ctx, tx, who, service)
		if err != nil {
			return nil, err
		}
		maps.Copy(all, said)
	}
	return all, nil
}

// with lays what checks said beside what is known here, and in place of nothing of it.
func with(said audit.Details, deed cases.Deed) cases.Deed {
	maps.Copy(said, deed.Details)
	deed.Details = said
	return deed
}

func mayApprove(v *identity.Viewer, c *cases.Case, d *Decision) error {
	if d.by(v.AccountID) {
		return ErrSameEyes
	}
	if !v.CanApprove(c.Service) {
		return ErrNotQualified
	}
	return nil
}

// decideTx makes the decision.
func (s *Service) decideTx(ctx context.Context, tx *db.Tx, w *deciding, d *Decision, approver *uuid.UUID) (cases.Deed, error) {
	letter, err := s.letters.FreezeTx(ctx, tx, d.LetterID) // it is frozen: this reads it
	if err != nil {
		return cases.Deed{}, err
	}
	if !bytes.Equal(d.Digest, d.frozen(letter.Digest)) {
		return cases.Deed{}, ErrDigest
	}
	released, err := s.letters.ReleaseTx(ctx, tx, d.LetterID, letter.Digest)
	if err != nil {
		return cases.Deed{}, err
	}
	var running int64
	if err := tx.NewRaw("SELECT nextval('decisions.number')").Scan(ctx, &running); err != nil {
		return cases.Deed{}, fmt.Errorf("number decision: %w", err)
	}
	number := fmt.Sprintf("E-%04d-%06d", clock.Today(tx.Now).Year, running)
	d.State, d.ApprovedBy, d.ApprovedAt, d.Number = DecisionApproved, approver, &tx.Now, &number
	if err := d.saveTx(ctx, tx); err != nil {
		return cases.Deed{}, err
	}
	if err := w.c.ResumeTx(ctx, tx); err != nil {
		return cases.Deed{}, err
	}
	w.c.State, w.c.DecidedAt = cases.Decided, &tx.Now
	if err := s.deliverTx(ctx, tx, w, d, released); err != nil {
		return cases.Deed{}, err
	}
	if d.Outcome != OutcomeRefusal {
		if err := s.grantTx(ctx, tx, w, d); err != nil {
			return cases.Deed{}, err
		}
	}
	details := audit.Details{"decision": d.ID.String(), "digest": hex.EncodeToString(d.Digest), "number": number, "outcome": string(d.Outcome)}
	return cases.Deed{Action: "case.decided", Details: details}, tx.Emit(ctx, Made{w.c.ID, d.ID})
}

// grantTx notes the title on the person. The card that will be it is still to come (AufenthG §78).
func (s *Service) grantTx(ctx context.Context, tx *db.Tx, w *deciding, d *Decision) error {
	basis := ""
	if len(w.Offer.LegalBasis) > 0 {
		basis = w.Offer.LegalBasis[0].Law
	}
	_, err := s.persons.AddTitleTx(ctx, tx, persons.HeldTitle{
		PersonID: w.c.PersonID, Kind: w.Offer.Title, Basis: basis, ValidFrom: d.ValidFrom, ValidUntil: d.ValidUntil, Effect: persons.EffectNone,
	})
	return err
}

// ReturnDecision sends a proposal back.
type ReturnDecision struct {
	Case, Decision uuid.UUID
	Remark         string
}

// Return sends a proposal back to its clerk with a remark: it is a draft again and no longer frozen.
func (s *Service) Return(ctx context.Context, in ReturnDecision) error {
	var f errs.Faults
	f.Need(in.Remark != "", "remark", "required")
	f.Fits(in.Remark, longestRemark, "remark")
	if err := f.As(ErrInput); err != nil {
		return err
	}
	v := identity.ViewerFrom(ctx)
	return s.cases.Change(ctx, "cases.approve", in.Case, cases.AnyVersion, []cases.CaseState{cases.Approval}, func(ctx context.Context, tx *db.Tx, c *cases.Case) (cases.Deed, error) {
		d, err := s.decisionOf(ctx, tx, c, in.Decision, DecisionProposed)
		if err != nil {
			return cases.Deed{}, err
		}
		if err := mayApprove(v, c, d); err != nil {
			return cases.Deed{}, err
		}
		w, err := s.decidingTx(ctx, tx, c)
		if err != nil {
			return cases.Deed{}, err
		}
		out, _ := w.Offer.Outcome(string(d.Outcome))
		frozen := d.LetterID
		d.State, d.Remark, d.Digest, d.ProposedBy, d.ProposedAt, d.LetterID = DecisionDraft, &in.Remark, nil, nil, nil, uuid.Nil
		if err := s.writeLetterTx(ctx, tx, w, d, out); err != nil {
			return cases.Deed{}, err
		}
		if err := d.saveTx(ctx, tx); err != nil {
			return cases.Deed{}, err
		}
		c.State = cases.Deciding
		return cases.Deed{Action: "case.decision_returned", Details: audit.Details{"decision": d.ID.String()}}, s.letters.DiscardTx(ctx, tx, frozen)
	})
}

// decisionOf reads the case's decision, which must be the one named and in the state.
func (s *Service) decisionOf(ctx context.Context, tx *db.Tx, c *cases.Case, id uuid.UUID, state DecisionState) (*Decision, error) {
	d, err := s.decisionTx(ctx, tx, c.ID)
	switch {
	case err != nil:
		return nil, err
	case d == nil || d.ID != id:
		return nil, cases.ErrNotFound
	case d.State != state:
		return nil, cases.ErrState
	}
	return d, nil
}
