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
	return q.Where("r.state IN (?) AND r.emptied_at IS NULL", bun.List(open)).Where(lastHeard+" > ?", s.DB.Clock.Now().AddDate(0, 0, -s.Partners.Rules.ReferralDays))
}

// lastHeard is when something last happened to a referral, or its end.
const lastHeard = "coalesce(r.ended_at, r.answered_at, r.consent_at, r.asked_at)"

// ofNoneEnded keeps a read to rows of no partner, or of one who has not ended.
const ofNoneEnded = "NOT EXISTS (SELECT FROM partners.organisation_v1 po WHERE po.id = ?.organisation_id AND po.ended)"

// byLink keeps a read to what a link may still open: neither the contact nor the partner has ended.
func byLink(q *bun.SelectQuery) *bun.SelectQuery {
	return q.Where("EXISTS (SELECT FROM network.contact lc WHERE lc.id = r.contact_id AND NOT lc.ended)").Where(ofNoneEnded, bun.Ident("r"))
}

// ReferredToMe are the referrals to the viewer's organisation.
func (s *Service) ReferredToMe(ctx context.Context) ([]*Referral, error) {
	m, err := s.member(ctx, partners.Referrals)
	if err != nil {
		return nil, err
	}
	list := []*Referral{}
	err = s.partnerSees(s.DB.NewSelect().Model(&list).Relation("Contact")).Where("r.organisation_id = ?", m.OrganisationID).
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
		return nil, err
	}
	r := new(Referral)
	return r, db.NoRows(byLink(s.partnerSees(s.DB.NewSelect().Model(r).Relation("Contact").Where("r.id = ?", id))).Scan(ctx), ErrLink, "read referral")
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
	by, narrow, err := s.whoAnswers(ctx, in)
	if err != nil {
		return nil, err
	}
	r := new(Referral)
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := db.NoRows(narrow(s.partnerSees(tx.NewSelect().Model(r).Where("r.id = ?", in.Referral).For("UPDATE"))).Scan(ctx), ErrNone, "read referral"); err != nil {
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
	if r, err = s.referral(ctx, in.Referral); err != nil {
		return nil, err
	}
	if r.State == ReferralDeclined {
		r.Passed = Passed{} // no business of theirs any more
	}
	return r, nil
}

// whoAnswers says who answers, nil by the link, and keeps the read to what they may answer: what the link opens, or what is referred to their organisation.
func (s *Service) whoAnswers(ctx context.Context, in AnswerReferral) (*uuid.UUID, func(*bun.SelectQuery) *bun.SelectQuery, error) {
	if in.Link != nil {
		r, err := s.LookReferral(ctx, *in.Link)
		if err != nil || r.ID != in.Referral {
			return nil, nil, ErrLink
		}
		return nil, byLink, nil
	}
	m, err := s.member(ctx, partners.Referrals)
	if err != nil {
		return nil, nil, err
	}
	return &m.ID, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("r.organisation_id = ?", m.OrganisationID) }, nil
}
