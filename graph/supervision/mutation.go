package supervisiongql

import (
	"context"

	"github.com/ankunft/ankunft/modules/supervision"
)

// done does something, and shows the list anew.
func done[Out any](ctx context.Context, r Resolver, do func(*supervision.Service) error, show func(context.Context) ([]Out, error)) ([]Out, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	if err := do(s); err != nil {
		return nil, err
	}
	return show(ctx)
}

// BookSupervision takes a place.
func (m Mutation) BookSupervision(ctx context.Context, in BookSupervision) ([]SupervisionOffer, error) {
	return done(ctx, m.Resolver, func(s *supervision.Service) error { return s.Book(ctx, in.ID) }, Query(m).SupervisionOffers)
}

// LeaveSupervision gives it back.
func (m Mutation) LeaveSupervision(ctx context.Context, in LeaveSupervision) ([]SupervisionOffer, error) {
	return done(ctx, m.Resolver, func(s *supervision.Service) error { return s.Leave(ctx, in.ID) }, Query(m).SupervisionOffers)
}

// ClosePrivateSupervision puts an offer away.
func (m Mutation) ClosePrivateSupervision(ctx context.Context, in ClosePrivateSupervision) (bool, error) {
	s, err := m.service()
	if err != nil {
		return false, err
	}
	err = s.ClosePrivate(ctx, in.ID)
	return err == nil, err
}

// EnterAbsence enters that the viewer is away.
func (m Mutation) EnterAbsence(ctx context.Context, in EnterAbsence) ([]Absence, error) {
	return done(ctx, m.Resolver, func(s *supervision.Service) error { return s.EnterAway(ctx, in.Day, string(in.Part)) }, Query(m).MyAbsences)
}

// RemoveAbsence takes that back.
func (m Mutation) RemoveAbsence(ctx context.Context, in RemoveAbsence) ([]Absence, error) {
	return done(ctx, m.Resolver, func(s *supervision.Service) error { return s.RemoveAway(ctx, in.ID) }, Query(m).MyAbsences)
}

// KeepSupervisor makes a supervisor known, or changes them.
func (m Mutation) KeepSupervisor(ctx context.Context, in KeepSupervisor) (*supervision.Supervisor, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	keep := supervision.KeepSupervisor{ID: in.ID, Name: in.Name, Email: in.Email, Ended: in.Ended != nil && *in.Ended}
	if in.Version != nil {
		keep.Version = *in.Version
	}
	return s.KeepSupervisor(ctx, keep)
}

// PlanSupervision plans a series.
func (m Mutation) PlanSupervision(ctx context.Context, in PlanSupervision) (bool, error) {
	s, err := m.service()
	if err != nil {
		return false, err
	}
	plan := supervision.PlanSeries{
		Kind: in.Kind, Title: in.Title, Supervisor: in.Supervisor, Place: in.Place, Cents: in.Cents, Day: in.Day, FromMinute: in.FromMinute, ToMinute: in.ToMinute, Sessions: in.Sessions,
	}
	if in.Places != nil {
		plan.Places = *in.Places
	}
	if in.EveryWeeks != nil {
		plan.EveryWeeks = *in.EveryWeeks
	}
	_, err = s.Plan(ctx, plan)
	return err == nil, err
}

// CancelSupervision calls a session off.
func (m Mutation) CancelSupervision(ctx context.Context, in CancelSupervision) (*SupervisionSession, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	e, err := s.Cancel(ctx, supervision.CancelSession(in))
	if err != nil {
		return nil, err
	}
	shown := session(s, e)
	return &shown, nil
}

// CancelLedSupervision is CancelSupervision by the session's supervisor.
func (m Mutation) CancelLedSupervision(ctx context.Context, in CancelSupervision) ([]LedSupervision, error) {
	return done(ctx, m.Resolver, func(s *supervision.Service) error {
		_, err := s.CancelOwn(ctx, supervision.CancelSession(in))
		return err
	}, Query(m).LedSupervision)
}

// NoteSupervision keeps notes.
func (m Mutation) NoteSupervision(ctx context.Context, in NoteSupervision) (*LedSupervision, error) {
	return m.led(func(s *supervision.Service) (*supervision.Led, error) {
		return s.Note(ctx, supervision.NoteSession(in))
	})
}

// HoldSupervision says that a session was held.
func (m Mutation) HoldSupervision(ctx context.Context, in HoldSupervision) (*LedSupervision, error) {
	return m.led(func(s *supervision.Service) (*supervision.Led, error) {
		return s.Hold(ctx, supervision.HoldSession(in))
	})
}

func (m Mutation) led(do func(*supervision.Service) (*supervision.Led, error)) (*LedSupervision, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	l, err := do(s)
	if err != nil {
		return nil, err
	}
	shown := led(s, *l)
	return &shown, nil
}
