package settlement

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
)

// warnDays before a claim lapses its holder is told.
const warnDays = 14

// Daily makes the claims that are missing, asks who has not signed to do so, tells whose claims lapse soon (JVEG §2), and lets those lapse that nobody claimed. As often as
// one likes.
func (s *Service) Daily(ctx context.Context) error {
	if err := s.Gather(ctx, uuid.Nil); err != nil {
		return err
	}
	today := s.Today()
	if err := s.each(ctx, "c.missing IN ('marking', 'signature') AND c.asked_on IS NULL AND c.ended_on < ?", []any{today}, s.askTx); err != nil {
		return err
	}
	if err := s.each(ctx, "c.warned_on IS NULL AND c.lapses_on <= ?", []any{today.AddDays(warnDays)}, s.warnTx); err != nil {
		return err
	}
	return s.each(ctx, "c.lapses_on < ? AND c.warned_on <= ?", []any{today, today.AddDays(-warnDays)}, s.lapseTx)
}

// each does something to each claim that nobody has claimed yet, in a transaction of its own.
func (s *Service) each(ctx context.Context, where string, args []any, do func(context.Context, *db.Tx, *Claim) error) error {
	var due []uuid.UUID
	err := s.DB.NewSelect().Model((*Claim)(nil)).Column("id").Where("c.state = 'open' AND c.reported_at IS NULL").Where(where, args...).OrderExpr("c.lapses_on, c.id").
		Limit(gatheredAtOnce).Scan(ctx, &due)
	if err != nil {
		return fmt.Errorf("find claims that are due: %w", err)
	}
	for _, id := range due {
		err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			c := new(Claim)
			if err := tx.NewSelect().Model(c).Where("c.id = ?", id).For("UPDATE").Scan(ctx); err != nil {
				return fmt.Errorf("read claim: %w", err)
			}
			if c.State != ClaimOpen || c.ReportedAt != nil {
				return nil // claimed meanwhile
			}
			if err := do(ctx, tx, c); err != nil {
				return err
			}
			return c.saveTx(ctx, tx)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// askTx asks who is paid to look at the times and to claim them, which is their signature.
func (s *Service) askTx(ctx context.Context, tx *db.Tx, c *Claim) error {
	c.AskedOn = s.Today()
	return s.newsTx(ctx, tx, messages.TemplateSettlementUnsigned, c.ID.String(), ClaimRecord(c.ID), c.PayeeID, func(language string) map[string]string {
		return map[string]string{"day": c.EndedOn.Written(language), "date": c.LapsesOn.Written(language)}
	})
}

// warnTx tells who is paid until when they can claim it. Who is told late has the same time.
func (s *Service) warnTx(ctx context.Context, tx *db.Tx, c *Claim) error {
	c.WarnedOn = s.Today()
	if least := c.WarnedOn.AddDays(warnDays); c.LapsesOn.Before(least) {
		c.LapsesOn = least
	}
	return s.newsTx(ctx, tx, messages.TemplateSettlementLapses, c.ID.String()+c.LapsesOn.String(), ClaimRecord(c.ID), c.PayeeID, func(language string) map[string]string {
		return map[string]string{"date": c.LapsesOn.Written(language)}
	})
}

func (s *Service) lapseTx(ctx context.Context, tx *db.Tx, c *Claim) error {
	c.State = ClaimLapsed
	if err := s.Budgets.FreeTx(ctx, tx, c.About()); err != nil {
		return err
	}
	return s.tellTx(ctx, tx, c, "claim.lapsed")
}
