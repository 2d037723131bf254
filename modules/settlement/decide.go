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
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// ConfirmClaim confirms what is claimed: what was proposed, else what was worked out.
type ConfirmClaim struct {
	Claim    uuid.UUID
	Version  int
	Team     string // who bears it, where that is not settled (a shift)
	Approval string // why the budget may be exceeded, for who may allow that
	// Necessity is why it had to be at night, on a Sunday or holiday (JVEG §9(6)), where nobody has stated it before.
	Necessity string
}

// Confirm confirms a claim in the viewer's name: what was bound in the budget is spent now. ErrMissing where nobody can confirm it yet, budgets.ErrOverCeiling where the
// rest does not suffice and nobody has approved more.
func (s *Service) Confirm(ctx context.Context, in ConfirmClaim) (*Claim, error) {
	in.Necessity = strings.TrimSpace(in.Necessity)
	var f errs.Faults
	f.Fits(in.Necessity, longestNecessity, "necessity")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.decide(ctx, in.Claim, in.Version, func(ctx context.Context, tx *db.Tx, c *Claim) error {
		if !c.proposable() {
			return ErrOver
		}
		if !c.ready() {
			return ErrMissing.With(errs.Field{Path: "claim", Code: string(c.Missing)})
		}
		if err := s.bear(ctx, c, in.Team); err != nil {
			return err
		}
		approval, err := s.Budgets.Approve(ctx, c.Team, in.Approval, "approval")
		if err != nil {
			return err
		}
		if err := s.settleBill(c, in.Necessity); err != nil {
			return err
		}
		by := identity.ViewerFrom(ctx).AccountID
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

// bear puts a claim of no team to one for which the viewer may confirm.
func (s *Service) bear(ctx context.Context, c *Claim, team string) error {
	if c.Team != "" {
		return nil
	}
	if team == "" || !identity.ViewerFrom(ctx).CanInTeam(ActionConfirm, team) || s.Budgets.Teams != nil && !slices.Contains(s.Budgets.Teams, team) {
		return ErrInput.With(errs.Field{Path: "team", Code: "required"})
	}
	c.Team = team
	return nil
}

// settleBill makes what was proposed, if anything was, the bill of a claim, with the surcharge whose necessity is stated now.
func (s *Service) settleBill(c *Claim, necessity string) error {
	if c.State == ClaimProposed {
		c.Times, c.Missing = c.ProposedTimes, MissingNothing
		c.charge(*c.ProposedBill)
	}
	if necessity == "" || c.Terms == nil || c.Times == nil {
		return nil
	}
	c.Terms.Necessity = necessity
	bill, err := s.bill(c.Terms, c.Times)
	if err != nil {
		return err
	}
	c.charge(bill)
	return nil
}

// spendTx turns what was bound for a claim into what was spent. First it is bound anew with what it has become, so that the ceiling holds.
func (s *Service) spendTx(ctx context.Context, tx *db.Tx, c *Claim, approval *budgets.Approval) error {
	bind := budgets.Bind{
		Purpose: interpreters.Purpose, Year: c.BudgetYear, Team: c.Team, CostCentre: c.CostCentre, About: c.About(), Cents: c.TotalCents, Approval: approval,
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

// Refuse sees a claim otherwise, with a reason: it is disputed, and the interpreter is told.
func (s *Service) Refuse(ctx context.Context, in RefuseClaim) (*Claim, error) {
	return s.answer(ctx, in, "claim.refused", func(c *Claim, now time.Time) error {
		if !c.proposable() {
			return ErrOver
		}
		c.State, c.RefusedAt = ClaimDisputed, &now
		return nil
	})
}

// Reject ends a dispute to which the interpreter has said nothing new for answerDays: what was bound is free. ErrOver before that.
func (s *Service) Reject(ctx context.Context, in RefuseClaim) (*Claim, error) {
	return s.answer(ctx, in, "claim.rejected", func(c *Claim, now time.Time) error {
		if !c.rejectable(clock.Today(now)) {
			return ErrOver
		}
		c.State = ClaimRejected
		return nil
	})
}

// answerDays is how long who was refused has to answer before the office can reject it.
const answerDays = 14

func (c *Claim) rejectable(today clock.Date) bool {
	return c.State == ClaimDisputed && c.RefusedAt != nil && clock.Today(*c.RefusedAt).AddDays(answerDays).Before(today)
}

// ExtendClaim gives more time to claim something, until a day; the reason is told.
type ExtendClaim struct {
	RefuseClaim

	Until clock.Date
}

// Extend gives more time for what nobody has claimed yet (JVEG §2(1)), and opens what has lapsed or was rejected again.
func (s *Service) Extend(ctx context.Context, in ExtendClaim) (*Claim, error) {
	var f errs.Faults
	f.Need(s.Today().Before(in.Until), "until", "too_early")
	f.Need(in.Until.Before(s.Today().AddDays(longestExtension)), "until", "too_late")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.answer(ctx, in.RefuseClaim, "claim.extended", func(c *Claim, _ time.Time) error {
		if !c.extendable() {
			return ErrOver
		}
		if c.State == ClaimOpen && !c.LapsesOn.Before(in.Until) {
			return ErrInput.With(errs.Field{Path: "until", Code: "too_early"})
		}
		c.State, c.LapsesOn, c.WarnedOn = ClaimOpen, in.Until, clock.Date{}
		return nil
	})
}

func (c *Claim) extendable() bool {
	return c.State == ClaimLapsed || c.State == ClaimRejected || c.State == ClaimOpen && c.ReportedAt == nil
}

// answer changes a claim with a reason that its holder is told. What is over frees its money.
func (s *Service) answer(ctx context.Context, in RefuseClaim, action string, change func(c *Claim, now time.Time) error) (*Claim, error) {
	reason := strings.TrimSpace(in.Reason)
	var f errs.Faults
	f.Need(reason != "", "reason", "required")
	f.Fits(reason, longestReason, "reason")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.decide(ctx, in.Claim, in.Version, func(ctx context.Context, tx *db.Tx, c *Claim) error {
		if err := change(c, tx.Now); err != nil {
			return err
		}
		c.Answer = reason
		if c.State == ClaimRejected {
			if err := s.Budgets.FreeTx(ctx, tx, c.About()); err != nil {
				return err
			}
		}
		if err := s.tellTx(ctx, tx, c, action); err != nil {
			return err
		}
		return s.newsTx(ctx, tx, messages.TemplateSettlementNews, c.ID.String()+":"+action+":"+tx.Now.String(), ClaimRecord(c.ID), c.PayeeID, nil)
	})
}

// decide changes a claim that the viewer may confirm, if nobody else was faster.
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
