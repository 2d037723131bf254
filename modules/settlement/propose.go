package settlement

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// ProposeClaim is what an interpreter claims: as it was worked out (no times), or by other times with a reason.
type ProposeClaim struct {
	Token   string // of the mail; "": who is logged in
	Claim   uuid.UUID
	Version int
	Times   *Times
	Reason  string
}

// farFromPlan is how far proposed times may lie from those that both signed.
const farFromPlan = 12 * time.Hour

// Propose claims what was worked out, or something else for the office to look at. Either keeps it from lapsing. All faults of the times at once.
func (s *Service) Propose(ctx context.Context, in ProposeClaim) (*Claim, error) {
	var c *Claim
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		payee, err := s.payee(ctx, tx, in.Token)
		if err != nil {
			return err
		}
		c = new(Claim)
		if err := tx.NewSelect().Model(c).Where("c.id = ? AND c.payee_id = ?", in.Claim, payee).For("UPDATE").Scan(ctx); err != nil {
			return db.NoRows(err, ErrNone, "read claim")
		}
		if c.Version != in.Version {
			return ErrConflict
		}
		if !c.proposable() {
			return ErrOver
		}
		c.ReportedAt = &tx.Now
		if in.Times == nil {
			c.State, c.ProposedTimes, c.ProposedBill, c.Reason = ClaimOpen, nil, nil, ""
		} else if err := s.propose(c, in, tx.Now); err != nil {
			return err
		}
		if err := c.saveTx(ctx, tx); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, c, "claim.proposed")
	})
	if err != nil {
		return nil, err
	}
	return s.ownClaim(ctx, c)
}

func (c *Claim) proposable() bool {
	return slices.Contains([]ClaimState{ClaimOpen, ClaimProposed, ClaimDisputed}, c.State)
}

// propose puts other times to a claim, if they can be.
func (s *Service) propose(c *Claim, in ProposeClaim, now time.Time) error {
	reason := strings.TrimSpace(in.Reason)
	var f errs.Faults
	f.Need(c.Terms != nil && c.Times != nil, "times", "not_by_time")
	f.Need(reason != "", "reason", "required")
	f.Fits(reason, longestReason, "reason")
	if err := f.As(ErrInput); err != nil {
		return err
	}
	t := *in.Times
	t.StartsAt, t.EndsAt = t.StartsAt.UTC(), t.EndsAt.UTC()
	if found := errs.Of(s.work(c.Terms, &t).Check()); found != nil {
		f = append(f, found.Fields...)
	}
	f.Need(t.StartsAt.After(c.Times.StartsAt.Add(-farFromPlan)) && t.StartsAt.Before(c.Times.EndsAt.Add(farFromPlan)), "starts", "out_of_range")
	f.Need(!t.EndsAt.After(now), "ends", "too_late")
	if err := f.As(ErrInput); err != nil {
		return err
	}
	bill, err := s.bill(c.Terms, &t)
	if err != nil {
		return err
	}
	c.State, c.ProposedTimes, c.ProposedBill, c.Reason, c.Answer = ClaimProposed, &t, &bill, reason, ""
	return nil
}

// ConfirmClaim confirms what is claimed: what was proposed, else what was worked out.
type ConfirmClaim struct {
	Claim    uuid.UUID
	Version  int
	Team     string // who bears it, where that is not settled (a shift)
	Approval string // why the budget may be exceeded, for who may allow that
}

// Confirm confirms a claim in the viewer's name: what was bound in the budget is spent now. budgets.ErrOverCeiling where the rest does not suffice and nobody has
// approved more.
func (s *Service) Confirm(ctx context.Context, in ConfirmClaim) (*Claim, error) {
	var approval *budgets.Approval
	return s.decide(ctx, in.Claim, in.Version, func(ctx context.Context, tx *db.Tx, c *Claim) error {
		v := identity.ViewerFrom(ctx)
		if c.Team == "" {
			if in.Team == "" || !v.CanInTeam(ActionConfirm, in.Team) || s.Budgets.Teams != nil && !slices.Contains(s.Budgets.Teams, in.Team) {
				return ErrInput.With(errs.Field{Path: "team", Code: "required"})
			}
			c.Team = in.Team
		}
		if in.Approval != "" {
			var err error
			if approval, err = s.Budgets.Approve(ctx, c.Team, in.Approval); err != nil {
				return err
			}
		}
		if c.State == ClaimProposed {
			c.Times = c.ProposedTimes
			c.charge(*c.ProposedBill)
		}
		by := v.AccountID
		c.State, c.ConfirmedBy, c.ConfirmedAt = ClaimConfirmed, &by, &tx.Now
		if err := s.spendTx(ctx, tx, c, approval); err != nil {
			return err
		}
		if err := s.tellTx(ctx, tx, c, "claim.confirmed"); err != nil {
			return err
		}
		return s.newsTx(ctx, tx, messages.TemplateSettlementNews, c.ID.String()+":confirmed", ClaimRecord(c.ID), c.PayeeID, nil)
	})
}

// spendTx turns what was bound for a claim into what was spent. First it is bound anew with what it has become, so that the ceiling holds.
func (s *Service) spendTx(ctx context.Context, tx *db.Tx, c *Claim, approval *budgets.Approval) error {
	bind := budgets.Bind{
		Purpose: interpreters.Purpose, Year: c.EndedOn.Year, Team: c.Team, CostCentre: c.CostCentre, About: c.About(), Cents: c.TotalCents, Approval: approval,
	}
	if err := s.Budgets.BindTx(ctx, tx, bind); err != nil {
		return err
	}
	return s.Budgets.SpendTx(ctx, tx, bind)
}

// RefuseClaim says why the office sees it otherwise.
type RefuseClaim struct {
	Claim   uuid.UUID
	Version int
	Reason  string
}

// Refuse answers proposed times with a reason: the claim is disputed, and the interpreter is told.
func (s *Service) Refuse(ctx context.Context, in RefuseClaim) (*Claim, error) {
	reason := strings.TrimSpace(in.Reason)
	var f errs.Faults
	f.Need(reason != "", "reason", "required")
	f.Fits(reason, longestReason, "reason")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.decide(ctx, in.Claim, in.Version, func(ctx context.Context, tx *db.Tx, c *Claim) error {
		if c.State != ClaimProposed {
			return ErrOver
		}
		c.State, c.Answer = ClaimDisputed, reason
		if err := s.tellTx(ctx, tx, c, "claim.refused"); err != nil {
			return err
		}
		return s.newsTx(ctx, tx, messages.TemplateSettlementNews, c.ID.String()+":refused:"+tx.Now.String(), ClaimRecord(c.ID), c.PayeeID, nil)
	})
}

// decide changes a claim that the viewer may confirm, if it is so far and nobody else was faster.
func (s *Service) decide(ctx context.Context, id uuid.UUID, version int, do func(ctx context.Context, tx *db.Tx, c *Claim) error) (*Claim, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c := new(Claim)
		err := reach(tx.NewSelect().Model(c).Where("c.id = ?", id), identity.ViewerFrom(ctx), ActionConfirm).For("UPDATE").Scan(ctx)
		if err := db.NoRows(err, ErrNone, "read claim"); err != nil {
			return err
		}
		if c.Version != version {
			return ErrConflict
		}
		if !c.proposable() {
			return ErrOver
		}
		if err := do(ctx, tx, c); err != nil {
			return err
		}
		return c.saveTx(ctx, tx)
	})
	if err != nil {
		return nil, err
	}
	return s.Claim(ctx, id)
}
