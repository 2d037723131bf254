package decisions

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/writing"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Outcome is what a decision says; the keys of the catalogue.
type Outcome string

// The outcomes.
const (
	OutcomeGrant   Outcome = "grant"
	OutcomePartial Outcome = "partial"
	OutcomeRefusal Outcome = "refusal"
)

// DecisionState is how firm a decision is.
type DecisionState string

// The states of a decision.
const (
	DecisionDraft    DecisionState = "draft"
	DecisionProposed DecisionState = "proposed" // frozen under its digest
	DecisionApproved DecisionState = "approved" // made
)

// Decision is what a clerk drafts, freezes and proposes, and what, where the service says so, another qualified person approves.
// The database refuses the same person in both places, and any change of what was proposed.
type Decision struct {
	bun.BaseModel `bun:"table:decisions.decision,alias:d"`

	ID           uuid.UUID `bun:",pk"`
	CaseID       uuid.UUID
	Outcome      Outcome
	State        DecisionState
	Reasons      string
	Modules      []string   `bun:",array"` // keys of text modules
	ValidFrom    clock.Date `bun:",nullzero"`
	ValidUntil   clock.Date `bun:",nullzero"`
	LongestUntil clock.Date `bun:",nullzero"` // longest lawful end, on the day of the draft
	LessReason   *string    // why less than the longest (C6)
	FourEyes     bool
	FourEyesWhy  []string `bun:",array"` // keys of the reasons
	LetterID     uuid.UUID
	Digest       []byte // of all that was proposed, the letter's digest among it
	DraftedBy    uuid.UUID
	ProposedBy   *uuid.UUID
	ProposedAt   *time.Time
	ApprovedBy   *uuid.UUID // nil where one pair of eyes is enough
	ApprovedAt   *time.Time
	Number       *string
	Remark       *string // of whoever sent it back last
	Version      int
}

// askFor asks for a second pair of eyes where there is a reason to.
func (d *Decision) askFor(reasons []string) { d.FourEyes, d.FourEyesWhy = len(reasons) > 0, reasons }

// by says whether a colleague drafted or proposed the decision.
func (d *Decision) by(account uuid.UUID) bool {
	return account == d.DraftedBy || d.ProposedBy != nil && account == *d.ProposedBy
}

// frozen is what the digest covers.
func (d *Decision) frozen(letter []byte) []byte {
	raw, err := json.Marshal(map[string]any{
		"case": d.CaseID, "outcome": d.Outcome, "reasons": d.Reasons, "modules": d.Modules, "valid_from": d.ValidFrom,
		"valid_until": d.ValidUntil, "less_reason": d.LessReason, "letter": hex.EncodeToString(letter),
	})
	if err != nil {
		panic(err) // plain values of ours
	}
	sum := sha256.Sum256(raw)
	return sum[:]
}

const (
	shortestReasons = 20
	longestReasons  = 20_000
	longestRemark   = 2000
)

// DraftDecision is a draft, new or changed.
type DraftDecision struct {
	Case       uuid.UUID
	Version    int // of the case
	Outcome    Outcome
	Reasons    string
	Modules    []string
	ValidFrom  clock.Date
	ValidUntil clock.Date
	LessReason *string
}

func (in DraftDecision) check(out catalogue.Outcome, longest clock.Date, module func(string) bool) error {
	var f errs.Faults
	f.Need(!out.Reasons && out.Key == string(OutcomeGrant) || len(in.Reasons) >= shortestReasons, "reasons", "required")
	f.Fits(in.Reasons, longestReasons, "reasons")
	for _, key := range in.Modules {
		f.Need(module(key), "modules", "not_in_list")
	}
	if out.Title {
		f.Need(!in.ValidFrom.IsZero(), "validFrom", "required")
		f.Need(!in.ValidUntil.IsZero(), "validUntil", "required")
		f.Need(!in.ValidUntil.Before(in.ValidFrom), "validUntil", "before_start")
		f.Need(longest.IsZero() || !longest.Before(in.ValidUntil), "validUntil", "longer_than_lawful")
		less := !longest.IsZero() && in.ValidUntil.Before(longest)
		f.Need(!less || in.LessReason != nil && *in.LessReason != "", "lessReason", "required")
	}
	return f.As(ErrInput)
}

// change is a step towards a decision, by somebody who may decide cases of this service.
func (s *Service) change(ctx context.Context, id uuid.UUID, version int, states []cases.CaseState,
	fn func(ctx context.Context, tx *db.Tx, c *cases.Case) (cases.Deed, error),
) error {
	return s.cases.Change(ctx, "cases.decide", id, version, states, func(ctx context.Context, tx *db.Tx, c *cases.Case) (cases.Deed, error) {
		if !identity.ViewerFrom(ctx).CanDecide(c.Service) {
			return cases.Deed{}, ErrNotQualified
		}
		return fn(ctx, tx, c)
	})
}

// Draft writes or rewrites the draft of the decision, with its letter. The longest lawful duration is proposed; less needs a reason.
func (s *Service) Draft(ctx context.Context, in DraftDecision) error {
	return s.change(ctx, in.Case, in.Version, cases.Undecided, func(ctx context.Context, tx *db.Tx, c *cases.Case) (cases.Deed, error) {
		w, err := s.decidingTx(ctx, tx, c)
		if err != nil {
			return cases.Deed{}, err
		}
		out, known := w.Offer.Outcome(string(in.Outcome))
		if !known {
			var f errs.Faults
			f.Need(false, "outcome", "not_in_list")
			return cases.Deed{}, f.As(ErrInput)
		}
		longest, _ := w.Offer.LongestDuration(w.facts, clock.Today(tx.Now))
		if err := in.check(out, longest.Until, s.hasModule); err != nil {
			return cases.Deed{}, err
		}
		d, err := s.decisionTx(ctx, tx, c.ID)
		if err != nil {
			return cases.Deed{}, err
		}
		if d == nil {
			d = &Decision{ID: ids.New(), CaseID: c.ID, Version: 0}
		}
		if d.State == DecisionProposed || d.State == DecisionApproved {
			return cases.Deed{}, cases.ErrState
		}
		in.into(d, out, longest.Until)
		d.DraftedBy, d.State = audit.ActorFrom(ctx).ID, DecisionDraft
		d.askFor(w.Offer.FourEyes(string(in.Outcome), w.facts))
		if err := s.writeLetterTx(ctx, tx, w, d, out); err != nil {
			return cases.Deed{}, err
		}
		if c.State != cases.Waiting && c.State != cases.InHearing {
			c.State = cases.Deciding
		}
		return cases.Deed{Action: "case.decision_drafted", Details: audit.Details{"decision": d.ID.String(), "outcome": string(d.Outcome)}}, d.saveTx(ctx, tx)
	})
}

func (in DraftDecision) into(d *Decision, out catalogue.Outcome, longest clock.Date) {
	d.Outcome, d.Reasons, d.Modules, d.LessReason = in.Outcome, in.Reasons, in.Modules, in.LessReason
	d.ValidFrom, d.ValidUntil, d.LongestUntil = clock.Date{}, clock.Date{}, clock.Date{}
	if d.Modules == nil {
		d.Modules = []string{}
	}
	if out.Title {
		d.ValidFrom, d.ValidUntil, d.LongestUntil = in.ValidFrom, in.ValidUntil, longest
	}
}

func (s *Service) hasModule(key string) bool {
	_, ok := s.letters.TextModule(key)
	return ok
}

// deciding is what a decision is made of: the case, whom to write to, the service, and the answers as they were signed.
type deciding struct {
	*writing.Writer
	c     *cases.Case
	facts catalogue.Facts
}

func (s *Service) decidingTx(ctx context.Context, tx *db.Tx, c *cases.Case) (*deciding, error) {
	w, err := s.cases.WriterTx(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	facts, err := factsOf(ctx, tx, c)
	return &deciding{w, c, facts}, err
}

// factsOf are the answers of an application as they were signed, on the day of receipt.
func factsOf(ctx context.Context, q bun.IDB, c *cases.Case) (catalogue.Facts, error) {
	var row struct {
		Who     string
		Answers map[string]any `bun:"type:jsonb"`
	}
	err := q.NewSelect().TableExpr("applications.application_v1").Column("who", "answers").Where("id = ?", c.ApplicationID).Scan(ctx, &row)
	if err := db.NoRows(err, cases.ErrNotFound, "read answers"); err != nil {
		return catalogue.Facts{}, err
	}
	return catalogue.Facts{Form: row.Who, Answers: row.Answers, Today: c.ReceivedOn}, nil
}

// decisionTx reads the decision of a case, nil if there is none.
func (s *Service) decisionTx(ctx context.Context, q bun.IDB, id uuid.UUID) (*Decision, error) {
	var found []*Decision
	if err := q.NewSelect().Model(&found).Where("case_id = ?", id).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read decision: %w", err)
	}
	if len(found) == 0 {
		return nil, nil // no decision yet is an ordinary answer
	}
	return found[0], nil
}

func (d *Decision) saveTx(ctx context.Context, tx *db.Tx) error {
	d.Version++
	if d.Version == 1 {
		if _, err := tx.NewInsert().Model(d).Exec(ctx); err != nil {
			return fmt.Errorf("write decision: %w", err)
		}
		return nil
	}
	res, err := tx.NewUpdate().Model(d).Where("id = ? AND version = ?", d.ID, d.Version-1).Exec(ctx)
	return mapped(db.One(res, err, cases.ErrConflict, "write decision"))
}

// mapped turns what the database refuses into our words.
func mapped(err error) error {
	return db.MapConstraints(err, map[string]error{
		"decision_four_eyes": ErrSameEyes, "decision_by": ErrSameEyes, "decision_stands": cases.ErrState, "decision_is_frozen": cases.ErrConflict,
	})
}

// DiscardDecision drops a draft.
type DiscardDecision struct {
	Case, Decision uuid.UUID
	Version        int // of the case
}

// Discard drops a draft that was not proposed, or was sent back.
func (s *Service) Discard(ctx context.Context, in DiscardDecision) error {
	return s.change(ctx, in.Case, in.Version, cases.Undecided, func(ctx context.Context, tx *db.Tx, c *cases.Case) (cases.Deed, error) {
		if _, err := s.decisionOf(ctx, tx, c, in.Decision, DecisionDraft); err != nil {
			return cases.Deed{}, err
		}
		if c.State == cases.Deciding {
			c.State = cases.Checking
		}
		return cases.Deed{Action: "case.decision_discarded", Details: audit.Details{"decision": in.Decision.String()}}, s.dropDraftTx(ctx, tx, c)
	})
}

// dropDraftTx removes a decision that was not made, with its letter.
func (s *Service) dropDraftTx(ctx context.Context, tx *db.Tx, c *cases.Case) error {
	d, err := s.decisionTx(ctx, tx, c.ID)
	if err != nil || d == nil {
		return err
	}
	if d.State == DecisionApproved {
		return cases.ErrState
	}
	if _, err := tx.NewDelete().Model(d).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("drop decision: %w", err)
	}
	return s.letters.DiscardTx(ctx, tx, d.LetterID)
}
