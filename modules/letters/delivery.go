package letters

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// sweepInterval is how often letters are looked for that nobody retrieved.
const sweepInterval = time.Hour

// NoticeSentTx notes that the notice of a letter in the portal went out: the time to retrieve it runs from now. The first notice
// counts. (VwVfG §41(2a) sentence 4)
func (s *Service) NoticeSentTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	return s.happened(ctx, tx, id, "noticed", func(r *row) (bool, error) {
		if r.State != Released || r.Dispatch != ByPortal {
			return false, ErrState
		}
		first := r.NoticeAt == nil
		if first {
			r.NoticeAt = &tx.Now
		}
		return first, nil
	})
}

// RetrievedTx notes that the person opened a letter in the portal, logged in as the law asks. Only the first time counts; looking at
// the copy of a letter that goes by post is no retrieval and changes nothing.
func (s *Service) RetrievedTx(ctx context.Context, tx *db.Tx, about About, id uuid.UUID) error {
	return s.happened(ctx, tx, id, "retrieved", func(r *row) (bool, error) {
		if r.AboutKind != about.Kind || r.AboutID != about.ID {
			return false, ErrNotFound
		}
		if r.State != Released {
			return false, ErrState
		}
		if r.Dispatch != ByPortal || r.RetrievedAt != nil {
			return false, nil
		}
		r.RetrievedAt = &tx.Now
		return true, tx.Emit(ctx, Retrieved{r.ID, about})
	})
}

// HandedOverTx notes that the person was given the letter on a day, today or before.
func (s *Service) HandedOverTx(ctx context.Context, tx *db.Tx, id uuid.UUID, on clock.Date) error {
	if on.IsZero() || clock.Today(tx.Now).Before(on) {
		return ErrInput.With(errs.Field{Path: "on", Code: "in_future"})
	}
	return s.happened(ctx, tx, id, "handed_over", func(r *row) (bool, error) {
		if r.State != Released || r.Dispatch != ByHand || !r.HandedOn.IsZero() {
			return false, ErrState
		}
		r.HandedOn = on
		return true, nil
	})
}

func (s *Service) happened(ctx context.Context, tx *db.Tx, id uuid.UUID, action string, note func(r *row) (bool, error)) error {
	r, err := s.lock(ctx, tx, id)
	if err != nil {
		return err
	}
	if news, err := note(r); err != nil || !news {
		return err
	}
	s.serve(r, tx)
	_, err = tx.NewUpdate().Model(r).Column("notice_at", "retrieved_at", "handed_on", "served_on", "served_basis").WherePK().Exec(ctx)
	if err != nil {
		return fmt.Errorf("note letter %s: %w", action, err)
	}
	tx.Notify(r.AboutKind + ":" + r.AboutID.String())
	return s.record(ctx, tx, id, action, audit.Details{"basis": string(r.ServedBasis), "served_on": r.ServedOn.String()})
}

type sweep struct{}

// Kind implements river.JobArgs.
func (sweep) Kind() string { return "letters.sweep" }

func sweepArgs() river.JobArgs { return sweep{} }

// sweepBatch is how many letters one sweep looks at in a transaction.
const sweepBatch = 100

// sweep sends by post what nobody retrieved in time. (VwVfG §41(2a) sentence 5: then it is not served, and must be served anew)
func (s *Service) sweep(ctx context.Context, _ sweep) error {
	rules := s.rules
	if rules == (ServiceRules{}) {
		rules = DefaultServiceRules
	}
	last := uuid.Nil
	for {
		var ids []uuid.UUID
		err := s.db.NewSelect().Model((*Letter)(nil)).Column("id").
			Where("dispatch = 'portal' AND regime = 'vwvfg41_2a' AND retrieved_at IS NULL AND served_basis = 'pending'").
			Where("notice_at < ?", s.db.Clock.Now().AddDate(0, 0, -rules.RetrieveDays)).Where("id > ?", last).
			OrderExpr("id").Limit(sweepBatch).Scan(ctx, &ids)
		if err != nil {
			return fmt.Errorf("look for letters nobody retrieved: %w", err)
		}
		for _, id := range ids {
			if err := s.fallBack(ctx, id); err != nil {
				return err
			}
			last = id
		}
		if len(ids) < sweepBatch {
			return nil
		}
	}
}

// fallBack puts one letter into the print queue, if its time has run out.
func (s *Service) fallBack(ctx context.Context, id uuid.UUID) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := s.lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.Dispatch != ByPortal || ServedOn(r.Regime, r.facts(), s.rules, s.holidays, tx.Now).Basis != BasisUnretrieved {
			return nil
		}
		return s.divertTx(ctx, tx, r, "unretrieved")
	})
}

// divertTx sends by post what stood in the portal. What must be served is served anew by the post; what need not be stays informal.
func (s *Service) divertTx(ctx context.Context, tx *db.Tx, r *row, why string) error {
	r.Dispatch = ByPost
	if r.Regime != RegimeNone {
		r.Regime = RegimePost
	}
	s.serve(r, tx)
	_, err := tx.NewUpdate().Model(r).Column("dispatch", "regime", "served_on", "served_basis").WherePK().Exec(ctx)
	if err != nil {
		return fmt.Errorf("send letter by post instead: %w", err)
	}
	tx.Notify("letters:queue")
	tx.Notify(r.AboutKind + ":" + r.AboutID.String())
	if err := s.record(ctx, tx, r.ID, why, nil); err != nil {
		return err
	}
	return tx.Emit(ctx, Unretrieved{r.ID, About{r.AboutKind, r.AboutID}})
}
