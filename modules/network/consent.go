package network

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
)

// owned keeps a read to referrals of the viewer's own records.
func (s *Service) owned(ctx context.Context) (func(*bun.SelectQuery) *bun.SelectQuery, error) {
	var list []audit.Record
	if s.Own != nil {
		var err error
		if list, err = s.Own(ctx); err != nil {
			return nil, err
		}
	}
	return func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
			q = q.Where("false")
			for _, rec := range list {
				q = q.WhereOr("r.subject_kind = ? AND r.subject_id = ?", rec.Kind, rec.ID)
			}
			return q
		})
	}, nil
}

// MyReferrals are those of the viewer themselves: what is to be passed on, or was.
func (s *Service) MyReferrals(ctx context.Context) ([]*Referral, error) {
	list := []*Referral{}
	owned, err := s.owned(ctx)
	if err != nil {
		return nil, err
	}
	if err := owned(s.DB.NewSelect().Model(&list).Relation("Contact")).OrderExpr("r.asked_at DESC, r.id DESC").Limit(50).Scan(ctx); err != nil {
		return nil, fmt.Errorf("list own referrals: %w", err)
	}
	return list, nil
}

// AnswerConsent says whether the viewer agrees to the words of a version.
type AnswerConsent struct {
	Referral uuid.UUID
	Text     string // version of the words
	Agreed   bool   // false: no, or not any more
}

// AnswerConsent is the person's own word: with it the referral is sent, and it can be taken back at any time, which ends it at once.
func (s *Service) AnswerConsent(ctx context.Context, in AnswerConsent) (*Referral, error) {
	owned, err := s.owned(ctx)
	if err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, c := new(Referral), new(Contact)
		if err := db.NoRows(owned(tx.NewSelect().Model(r).Where("r.id = ?", in.Referral)).For("UPDATE").Scan(ctx), ErrNone, "read own referral"); err != nil {
			return err
		}
		switch {
		case !in.Agreed:
			return s.withdrawTx(ctx, tx, r, "person")
		case in.Text != ConsentText:
			return ErrConsent
		case r.State != ReferralAsked:
			return nil // agreed before, or over
		}
		q := tx.NewSelect().Model(c).Where("c.id = ? AND NOT c.ended AND c.organisation_id IS NOT DISTINCT FROM ?", r.ContactID, r.OrganisationID).Where(ofNoneEnded, bun.Ident("c"))
		if err := db.NoRows(q.For("SHARE").Scan(ctx), ErrConflict, "read contact"); err != nil {
			return err // it ended, or is that of somebody else by now: nobody was asked about them
		}
		return s.sendTx(ctx, tx, r, c, "person")
	})
	if err != nil {
		return nil, err
	}
	return s.referral(ctx, in.Referral)
}

// WithdrawReferral notes that the person has withdrawn their consent, or that the office thought again.
type WithdrawReferral struct{ Referral uuid.UUID }

// Withdraw ends a referral and the partner's view at once; what was passed on is emptied. Again is as before.
func (s *Service) Withdraw(ctx context.Context, in WithdrawReferral) (*Referral, error) {
	r, err := s.referral(ctx, in.Referral)
	if err != nil {
		return nil, err
	}
	if s.Sees == nil {
		return nil, ErrNone
	}
	if err := s.Sees(ctx, audit.Record{Kind: r.SubjectKind, ID: r.SubjectID}); err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := lockTx(ctx, tx, r, in.Referral); err != nil {
			return err
		}
		return s.withdrawTx(ctx, tx, r, "office")
	})
	if err != nil {
		return nil, err
	}
	return s.referral(ctx, in.Referral)
}

func (s *Service) withdrawTx(ctx context.Context, tx *db.Tx, r *Referral, by string) error {
	if r.State == ReferralWithdrawn {
		return nil
	}
	r.State, r.Passed, r.WithdrawnAt, r.EndedAt, r.EmptiedAt, r.Version = ReferralWithdrawn, Passed{}, &tx.Now, &tx.Now, &tx.Now, r.Version+1
	if err := update(ctx, tx, r, "withdraw referral"); err != nil {
		return err
	}
	return s.record(ctx, tx, ReferralRecord(r.ID), "withdrawn", audit.Details{"by": by})
}
