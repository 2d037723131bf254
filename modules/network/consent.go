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
	return s.answer(ctx, in, owned, "person")
}

func (s *Service) answer(ctx context.Context, in AnswerConsent, narrow func(*bun.SelectQuery) *bun.SelectQuery, by string) (*Referral, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r := new(Referral)
		if err := db.NoRows(narrow(tx.NewSelect().Model(r).Where("r.id = ?", in.Referral)).For("UPDATE").Scan(ctx), ErrNone, "read own referral"); err != nil {
			return err
		}
		switch {
		case !in.Agreed:
			return s.withdrawTx(ctx, tx, r, by)
		case in.Text != ConsentText:
			return ErrConsent
		case r.State != ReferralAsked:
			return nil // agreed before, or over
		}
		return s.sendTx(ctx, tx, r, by)
	})
	if err != nil {
		return nil, err
	}
	return s.referral(ctx, in.Referral)
}

// byTheLink is how somebody without an account answers.
const byTheLink = "link"

// theirs keeps a read to what a link to the person opens: what was asked by one, for as long as something of them is kept for the partner.
func theirs(q *bun.SelectQuery) *bun.SelectQuery {
	return q.Where("r.ask = ? AND r.emptied_at IS NULL", AskByLink)
}

// LookConsent reads what the link to the person opens: what is to be passed on to whom, or was.
func (s *Service) LookConsent(ctx context.Context, link string) (*Referral, error) {
	id, err := s.consentSeal().OpenLink('c', link, s.DB.Clock.Now())
	if err != nil {
		return nil, err
	}
	r := new(Referral)
	return r, db.NoRows(theirs(s.DB.NewSelect().Model(r).Relation("Contact").Where("r.id = ?", id)).Scan(ctx), ErrLink, "read referral of person")
}

// AnswerConsentByLink is what somebody without an account says.
type AnswerConsentByLink struct {
	Link   string
	Text   string
	Agreed bool
}

// AnswerConsentByLink is AnswerConsent for who has the link of the mail.
func (s *Service) AnswerConsentByLink(ctx context.Context, in AnswerConsentByLink) (*Referral, error) {
	r, err := s.LookConsent(ctx, in.Link)
	if err != nil {
		return nil, err
	}
	return s.answer(ctx, AnswerConsent{Referral: r.ID, Text: in.Text, Agreed: in.Agreed}, theirs, byTheLink)
}

// WithdrawReferral notes that the person has withdrawn their consent, or that the office thought again.
type WithdrawReferral struct{ Referral uuid.UUID }

// Withdraw ends a referral and the partner's view at once; what was passed on is emptied. Again is as before.
func (s *Service) Withdraw(ctx context.Context, in WithdrawReferral) (*Referral, error) {
	r, err := s.seen(ctx, in.Referral)
	if err != nil {
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
	if r.ConsentAt == nil {
		if err := s.dropPaperTx(ctx, tx, r.ID); err != nil {
			return err
		}
	}
	r.State, r.Passed, r.WithdrawnAt, r.EndedAt, r.EmptiedAt, r.Version = ReferralWithdrawn, Passed{}, &tx.Now, &tx.Now, &tx.Now, r.Version+1
	if err := update(ctx, tx, r, "withdraw referral"); err != nil {
		return err
	}
	return s.record(ctx, tx, ReferralRecord(r.ID), "withdrawn", audit.Details{"by": by})
}
