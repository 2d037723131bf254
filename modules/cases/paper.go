package cases

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// PaperState is what the office thinks of one item of the checklist.
type PaperState string

// The states of a paper.
const (
	PaperMissing  PaperState = "missing"
	PaperToCheck  PaperState = "to_check"
	PaperAccepted PaperState = "accepted"
	PaperRejected PaperState = "rejected"
	PaperWaived   PaperState = "waived" // the office does without it
)

// Paper is one item of the case's checklist.
type Paper struct {
	bun.BaseModel `bun:"table:cases.paper,alias:paper"`

	ID         uuid.UUID `bun:",pk"`
	CaseID     uuid.UUID
	Item       string
	Required   bool
	Expires    bool // accepting it needs the day until which it is valid
	State      PaperState
	DocumentID *uuid.UUID
	Reused     bool
	Reason     *string    // a code of Reasons, or the office's words
	ValidUntil clock.Date `bun:",nullzero"`
	Requested  bool
	CheckedBy  *uuid.UUID
	CheckedAt  *time.Time
	Position   int
	Version    int
}

// open says that the person still owes the paper.
func (p *Paper) open() bool { return p.State == PaperMissing || p.State == PaperRejected }

// PapersJudged tells that the office came to another opinion of a paper of a case.
type PapersJudged struct{ CaseID uuid.UUID }

// EventName implements events.Event.
func (PapersJudged) EventName() string { return "cases.papers_judged" }

// Reasons are the codes for rejecting a paper; other texts are the clerk's own words.
var Reasons = []string{"unreadable", "incomplete", "expired", "wrong_document", "no_translation", "not_original", "contradiction"}

const longestRemark = 2000

// CheckPaper is a clerk's verdict on a paper.
type CheckPaper struct {
	Case       uuid.UUID
	Item       string
	Version    int // of the paper
	Verdict    PaperState
	Reason     *string
	ValidUntil clock.Date
}

func (in CheckPaper) check(p *Paper, today clock.Date) error {
	var f errs.Faults
	f.Need(slices.Contains([]PaperState{PaperAccepted, PaperRejected, PaperWaived}, in.Verdict), "verdict", "not_in_list")
	f.Need(in.Verdict != PaperRejected && in.Verdict != PaperWaived || in.Reason != nil && *in.Reason != "", "reason", "required")
	f.FitsIf(in.Reason, longestRemark, "reason")
	f.Need(in.Verdict != PaperAccepted || !p.Expires || !in.ValidUntil.IsZero(), "validUntil", "required")
	f.Need(in.ValidUntil.IsZero() || !in.ValidUntil.Before(today), "validUntil", "date_in_past")
	return f.As(ErrInput)
}

// Check accepts a paper, rejects it with a reason, or waives it. It is checked once: what is accepted serves the person's later
// cases until it runs out.
func (s *Service) Check(ctx context.Context, in CheckPaper) error {
	return s.Change(ctx, "cases.check", in.Case, AnyVersion, Undecided, func(ctx context.Context, tx *db.Tx, c *Case) (Deed, error) {
		p, err := paperTx(ctx, tx, c.ID, in.Item)
		if err != nil {
			return Deed{}, err
		}
		looked, err := p.documentTx(ctx, tx)
		if err != nil {
			return Deed{}, err
		}
		if in.Version != seen(p.Version, looked) {
			return Deed{}, ErrConflict
		}
		if err := in.check(p, clock.Today(tx.Now)); err != nil {
			return Deed{}, err
		}
		if in.Verdict != PaperWaived {
			if err := s.verifyTx(ctx, tx, p, in, looked); err != nil {
				return Deed{}, err
			}
		}
		by := audit.ActorFrom(ctx).ID
		p.State, p.Reason, p.ValidUntil, p.CheckedBy, p.CheckedAt = in.Verdict, in.Reason, in.ValidUntil, &by, &tx.Now
		if in.Verdict == PaperAccepted {
			p.Reason = nil
		}
		if c.State == Received {
			c.State = Checking
		}
		if c.ClerkID == nil {
			c.ClerkID = &by // who begins with the papers has the case
		}
		if err := p.saveTx(ctx, tx); err != nil {
			return Deed{}, err
		}
		return Deed{"case.paper_" + string(in.Verdict), audit.Details{"item": p.Item}}, tx.Emit(ctx, PapersJudged{c.ID})
	})
}

// seen is what a clerk has seen of a paper, the versions of its row and of its document, as the one number that they hand back: a verdict
// counts only for the very document that was on the screen.
func seen(paper, document int) int { return paper<<16 | document&0xffff }

// documentTx is the version of the document as it is now; 0 where nothing was given in.
func (p *Paper) documentTx(ctx context.Context, tx *db.Tx) (version int, err error) {
	if p.DocumentID == nil {
		return 0, nil
	}
	err = tx.NewRaw("SELECT version FROM documents.document_version_v1 WHERE id = ?", *p.DocumentID).Scan(ctx, &version)
	return version, db.NoRows(err, ErrConflict, "look at document")
}

// verifyTx tells the documents what the office thinks of them.
func (s *Service) verifyTx(ctx context.Context, tx *db.Tx, p *Paper, in CheckPaper, version int) error {
	if p.DocumentID == nil {
		return ErrInput.With(errs.Field{Path: "verdict", Code: "nothing_there"})
	}
	check := documents.Check{Version: version, Accepted: in.Verdict == PaperAccepted, ValidUntil: in.ValidUntil}
	if in.Reason != nil && !check.Accepted {
		check.Reason = *in.Reason
		if !slices.Contains(Reasons, check.Reason) {
			check.Reason, check.Remark = "other", *in.Reason
		}
	}
	_, err := s.documents.VerifyTx(ctx, tx, *p.DocumentID, check)
	if errors.Is(err, documents.ErrConflict) {
		return ErrConflict
	}
	return err
}

func paperTx(ctx context.Context, tx *db.Tx, id uuid.UUID, item string) (*Paper, error) {
	p := new(Paper)
	err := tx.NewSelect().Model(p).Where("case_id = ? AND item = ?", id, item).Scan(ctx)
	return p, db.NoRows(err, ErrNotFound, "read paper")
}

func papersOf(ctx context.Context, q bun.IDB, cases ...uuid.UUID) ([]*Paper, error) {
	var papers []*Paper
	err := q.NewSelect().Model(&papers).Where("case_id IN (?)", bun.List(cases)).OrderExpr("case_id, position").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list papers: %w", err)
	}
	return papers, nil
}

func (p *Paper) saveTx(ctx context.Context, tx *db.Tx) error {
	was := p.Version
	p.Version++
	res, err := tx.NewUpdate().Model(p).Where("id = ? AND version = ?", p.ID, was).Exec(ctx)
	return db.One(res, err, ErrConflict, "write paper")
}
