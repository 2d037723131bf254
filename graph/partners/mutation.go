package partnersgql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/partners"
)

// NoteIncident is what a colleague reports, and to whom it happened.
type NoteIncident struct {
	Report    partners.ReportIncident
	Concerned []uuid.UUID
}

// KeepPartner writes a partner.
func (m Mutation) KeepPartner(ctx context.Context, input partners.KeepOrganisation) (*PartnerOrganisation, error) {
	return do(ctx, m.Resolver, input, (*partners.Service).KeepOrganisation, m.organisation)
}

// KeepPartnerMember writes somebody of a partner.
func (m Mutation) KeepPartnerMember(ctx context.Context, input partners.KeepMember) (*PartnerMember, error) {
	return do(ctx, m.Resolver, input, (*partners.Service).KeepMember, m.member)
}

// GivePartnerAccess gives a task.
func (m Mutation) GivePartnerAccess(ctx context.Context, input partners.GiveAccess) (*PartnerMember, error) {
	return do(ctx, m.Resolver, input, (*partners.Service).GiveAccess, m.member)
}

// EndPartnerAccess takes a task back.
func (m Mutation) EndPartnerAccess(ctx context.Context, input partners.EndAccess) (*PartnerMember, error) {
	return do(ctx, m.Resolver, input, (*partners.Service).EndAccess, m.member)
}

// PlanPartnerDuty plans shifts.
func (m Mutation) PlanPartnerDuty(ctx context.Context, input partners.PlanDuty) ([]PartnerShift, error) {
	return do(ctx, m.Resolver, input, (*partners.Service).PlanDuty, each(m.shift))
}

// CancelPartnerDuty takes a shift back.
func (m Mutation) CancelPartnerDuty(ctx context.Context, input partners.CancelDuty) (*PartnerShift, error) {
	return do(ctx, m.Resolver, input, (*partners.Service).CancelDuty, m.shift)
}

// PublishBriefing publishes a briefing, or a new version.
func (m Mutation) PublishBriefing(ctx context.Context, input partners.PublishBriefing) (*Briefing, error) {
	return do(ctx, m.Resolver, input, (*partners.Service).PublishBriefing, m.briefing)
}

// EndBriefing takes a briefing off the board.
func (m Mutation) EndBriefing(ctx context.Context, input partners.EndBriefing) (*Briefing, error) {
	return do(ctx, m.Resolver, input, (*partners.Service).EndBriefing, m.briefing)
}

// NoteIncident notes what a colleague tells.
func (m Mutation) NoteIncident(ctx context.Context, input NoteIncident) (*Incident, error) {
	return do(ctx, m.Resolver, input, func(s *partners.Service, ctx context.Context, in NoteIncident) (*partners.Incident, error) {
		return s.Note(ctx, in.Report, in.Concerned)
	}, m.incident)
}

// FollowIncident takes a follow-up on.
func (m Mutation) FollowIncident(ctx context.Context, input partners.FollowIncident) (*Incident, error) {
	return do(ctx, m.Resolver, input, (*partners.Service).Follow, m.incident)
}

// ConfirmBriefing says that the viewer has read it.
func (m Mutation) ConfirmBriefing(ctx context.Context, input partners.ConfirmBriefing) (*partners.OwnBriefing, error) {
	return do(ctx, m.Resolver, input, (*partners.Service).ConfirmBriefing, same[*partners.OwnBriefing])
}

// ReportIncident notes what a member tells.
func (m Mutation) ReportIncident(ctx context.Context, input partners.ReportIncident) (*OwnIncident, error) {
	return do(ctx, m.Resolver, input, (*partners.Service).Report, m.ownIncident)
}
