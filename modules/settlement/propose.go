package settlement

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// ProposeClaim is what an interpreter claims: as it was worked out (no times), or by other times with a reason; of what was called off late, what they lost.
type ProposeClaim struct {
	Token     string // of the mail; "": who is logged in
	Claim     uuid.UUID
	Version   int
	Times     *Times
	Reason    string
	LostCents int64
	Assured   bool // that they lost so much (JVEG §9(5))
}

// farFromPlan is how far proposed times may lie from those that both signed.
const farFromPlan = 12 * time.Hour

// Propose claims what was worked out, or something else for the office to look at. Either keeps it from lapsing. All faults at once. To claim it by the times that were noted is to
// sign for them.
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
		if err := s.proposeTx(ctx, tx, c, in); err != nil {
			return err
		}
		c.ReportedAt = &tx.Now
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

func (s *Service) proposeTx(ctx context.Context, tx *db.Tx, c *Claim, in ProposeClaim) error {
	switch {
	case c.Kind == ForCancellation:
		return c.assure(in, tx.Now)
	case in.Times != nil:
		return s.propose(c, in, tx.Now)
	}
	c.State, c.ProposedTimes, c.ProposedBill, c.Reason, c.Agreed = ClaimOpen, nil, nil, "", c.Missing == MissingSignature
	if !c.Agreed {
		return nil
	}
	var signed bool
	err := tx.NewRaw("SELECT office_signed_at IS NOT NULL FROM interpreters.assignment_v1 WHERE id = ?", c.AboutID).Scan(ctx, &signed)
	if err := db.NoRows(err, ErrNone, "look who has signed"); err != nil {
		return err
	}
	if c.Missing = MissingCountersignature; signed {
		c.Missing = MissingNothing
	}
	return nil
}

// assure puts to a claim for what was called off late what they assure to have lost, up to what was worked out.
func (c *Claim) assure(in ProposeClaim, now time.Time) error {
	var f errs.Faults
	f.Need(in.Times == nil, "times", "not_by_time")
	f.Need(in.LostCents > 0 && in.LostCents <= c.TotalCents, "lostCents", "out_of_range")
	f.Need(in.Assured, "assured", "required")
	f.Fits(in.Reason, longestReason, "reason")
	if err := f.As(ErrInput); err != nil {
		return err
	}
	bill := c.Bill.Lost(in.LostCents)
	c.State, c.ProposedBill, c.Reason, c.Answer, c.AssuredAt = ClaimProposed, &bill, strings.TrimSpace(in.Reason), "", &now
	return nil
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
