package network

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/db"
)

// open are the states in which a partner reads a referral.
var open = []ReferralState{ReferralSent, ReferralAccepted, ReferralFinished}

// partnerSees keeps a read to what partners may read now.
func (s *Service) partnerSees(q *bun.SelectQuery) *bun.SelectQuery {
	return q.Where("r.state IN (?)", bun.List(open)).Where("r.ended_at IS NULL OR r.ended_at > ?", s.DB.Clock.Now().AddDate(0, 0, -s.Partners.Rules.ReferralDays))
}

// ReferredToMe are the referrals to the viewer's organisation.
func (s *Service) ReferredToMe(ctx context.Context) ([]*Referral, error) {
	m, err := s.member(ctx, partners.Referrals)
	if err != nil {
		return nil, err
	}
	list := []*Referral{}
	err = s.partnerSees(s.DB.NewSelect().Model(&list).Relation("Contact")).Where("contact.organisation_id = ?", m.OrganisationID).
		OrderExpr("r.state = 'sent' DESC, r.asked_at DESC, r.id").Limit(200).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list referrals to partner: %w", err)
	}
	return list, nil
}

// LookReferral reads what a link opens.
func (s *Service) LookReferral(ctx context.Context, link string) (*Referral, error) {
	id, err := s.seal().OpenLink('r', link, s.DB.Clock.Now())
	if err != nil {
		return nil, ErrLink
	}
	r := new(Referral)
	return r, db.NoRows(s.partnerSees(s.DB.NewSelect().Model(r).Relation("Contact").Where("r.id = ?", id)).Scan(ctx), ErrLink, "read referral")
}

// AnswerReferral is a partner's answer: by login, or by the link of the mail.
type AnswerReferral struct {
	Referral uuid.UUID
	Link     *string
	Answer   string // accepted, declined; then came, helped or other
	Note     *string
}

// Reply takes a partner's answer. ErrConflict when it does not follow on what was answered before.
func (s *Service) Reply(ctx context.Context, in AnswerReferral) (*Referral, error) {
	var f partners.Form
	note := f.Text(in.Note, 500, "note", false)
	f.Need(slices.Contains([]string{"accepted", "declined", "came", "helped", "other"}, in.Answer), "answer", "unknown")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	by, err := s.answers(ctx, in)
	if err != nil {
		return nil, err
	}
	r := new(Referral)
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := db.NoRows(s.partnerSees(tx.NewSelect().Model(r).Where("r.id = ?", in.Referral).For("UPDATE")).Scan(ctx), ErrNone, "read referral"); err != nil {
			return err
		}
		switch {
		case r.State == ReferralSent && in.Answer == "accepted":
			r.State = ReferralAccepted
		case r.State == ReferralSent && in.Answer == "declined":
			r.State, r.EndedAt = ReferralDeclined, &tx.Now
		case r.State == ReferralAccepted && in.Answer != "accepted" && in.Answer != "declined":
			r.State, r.Outcome, r.EndedAt = ReferralFinished, in.Answer, &tx.Now
		default:
			return ErrConflict
		}
		r.AnsweredAt, r.AnsweredBy, r.Answer, r.Version = &tx.Now, by, note, r.Version+1
		if err := update(ctx, tx, r, "answer referral"); err != nil {
			return err
		}
		return s.record(ctx, tx, ReferralRecord(r.ID), "answered", audit.Details{"answer": in.Answer})
	})
	if err != nil {
		return nil, err
	}
	if r.State == ReferralDeclined {
		r.Passed = Passed{} // no business of theirs any more
	}
	return r, nil
}

// answers says who may answer: whoever has the link, or a member of the organisation; nil by the link.
func (s *Service) answers(ctx context.Context, in AnswerReferral) (*uuid.UUID, error) {
	if in.Link != nil {
		r, err := s.LookReferral(ctx, *in.Link)
		if err != nil || r.ID != in.Referral {
			return nil, ErrLink
		}
		return nil, nil //nolint:nilnil // nobody is logged in
	}
	m, err := s.member(ctx, partners.Referrals)
	if err != nil {
		return nil, err
	}
	is, err := s.DB.NewSelect().Model((*Referral)(nil)).Join("JOIN network.contact AS c ON c.id = r.contact_id").
		Where("r.id = ? AND c.organisation_id = ?", in.Referral, m.OrganisationID).Exists(ctx)
	if err != nil || !is {
		return nil, orNone(err)
	}
	return &m.ID, nil
}
