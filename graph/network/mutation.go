package networkgql

import (
	"context"

	"github.com/ankunft/ankunft/modules/network"
	"github.com/ankunft/ankunft/modules/partners"
)

// KeepContact writes a contact.
func (m Mutation) KeepContact(ctx context.Context, input network.KeepContact) (*NetworkContact, error) {
	return do(ctx, m.Resolver, input, (*network.Service).KeepContact, contact)
}

// Refer refers somebody.
func (m Mutation) Refer(ctx context.Context, input network.Refer) (*Referral, error) {
	return do(ctx, m.Resolver, input, (*network.Service).Refer, referral)
}

// NoteConsent notes that somebody signed on paper.
func (m Mutation) NoteConsent(ctx context.Context, input network.NoteConsent) (*Referral, error) {
	return do(ctx, m.Resolver, input, (*network.Service).NoteConsent, referral)
}

// WithdrawReferral ends a referral.
func (m Mutation) WithdrawReferral(ctx context.Context, input network.WithdrawReferral) (*Referral, error) {
	return do(ctx, m.Resolver, input, (*network.Service).Withdraw, referral)
}

// CallMeeting calls a meeting, or a series.
func (m Mutation) CallMeeting(ctx context.Context, input network.CallMeeting) ([]Meeting, error) {
	return do(ctx, m.Resolver, input, (*network.Service).Call, each(m.meeting))
}

// MoveMeeting changes a meeting.
func (m Mutation) MoveMeeting(ctx context.Context, input network.MoveMeeting) (*Meeting, error) {
	return do(ctx, m.Resolver, input, (*network.Service).Move, m.meeting)
}

// WriteMinutes writes minutes.
func (m Mutation) WriteMinutes(ctx context.Context, input network.WriteMinutes) (*Meeting, error) {
	return do(ctx, m.Resolver, input, (*network.Service).WriteMinutes, m.meeting)
}

// PutOnAgenda puts a point of the office on the agenda.
func (m Mutation) PutOnAgenda(ctx context.Context, input network.ProposeItem) (*Meeting, error) {
	return do(ctx, m.Resolver, input, (*network.Service).Propose, m.meeting)
}

// AgreeMeasure notes a measure.
func (m Mutation) AgreeMeasure(ctx context.Context, input network.AgreeMeasure) (*Meeting, error) {
	return do(ctx, m.Resolver, input, (*network.Service).Agree, m.meeting)
}

// SettleMeasure settles any measure.
func (m Mutation) SettleMeasure(ctx context.Context, input network.SettleMeasure) (*Measure, error) {
	return do(ctx, m.Resolver, input, (*network.Service).Settle, m.measure)
}

// SettleOwnMeasure settles a measure of the viewer.
func (m Mutation) SettleOwnMeasure(ctx context.Context, input network.SettleMeasure) (*Measure, error) {
	return do(ctx, m.Resolver, input, (*network.Service).Settle, m.measure)
}

// AnswerConsent is the person's own word.
func (m Mutation) AnswerConsent(ctx context.Context, input network.AnswerConsent) (*OwnReferral, error) {
	return do(ctx, m.Resolver, input, (*network.Service).AnswerConsent, ownReferral)
}

// AnswerConsentByLink is the word of who has no account.
func (m Mutation) AnswerConsentByLink(ctx context.Context, input network.AnswerConsentByLink) (*OwnReferral, error) {
	if err := m.mayAnswer(ctx); err != nil {
		return nil, err
	}
	return do(ctx, m.Resolver, input, (*network.Service).AnswerConsentByLink, ownReferral)
}

// AnswerReferral is a partner's answer by login.
func (m Mutation) AnswerReferral(ctx context.Context, input network.AnswerReferral) (*PartnerReferral, error) {
	input.Link = nil
	return do(ctx, m.Resolver, input, (*network.Service).Reply, toPartner)
}

// AnswerReferralByLink is a partner's answer by the link of the mail.
func (m Mutation) AnswerReferralByLink(ctx context.Context, input network.AnswerReferral) (*PartnerReferral, error) {
	if input.Link == nil {
		return nil, network.ErrLink
	}
	if err := m.mayAnswer(ctx); err != nil {
		return nil, err
	}
	return do(ctx, m.Resolver, input, (*network.Service).Reply, toPartner)
}

// AnswerInvitation says whether the viewer comes.
func (m Mutation) AnswerInvitation(ctx context.Context, input network.AnswerInvitation) (*OwnMeeting, error) {
	return asGuest(ctx, m.Resolver, input, (*network.Service).AnswerInvitation)
}

// ProposeItem puts a point of the viewer on the agenda.
func (m Mutation) ProposeItem(ctx context.Context, input network.ProposeItem) (*OwnMeeting, error) {
	return asGuest(ctx, m.Resolver, input, (*network.Service).Propose)
}

// asGuest does what a guest asks for.
func asGuest[In any](ctx context.Context, r Resolver, in In, what func(*network.Service, context.Context, In) (*network.Meeting, error)) (*OwnMeeting, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	me, err := s.Partners.Own(ctx, partners.Meetings)
	if err != nil {
		return nil, err
	}
	m, err := what(s, ctx, in)
	if err != nil {
		return nil, err
	}
	return r.ownMeeting(m, me.ID), nil
}
