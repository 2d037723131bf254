package coursesgql

import (
	"context"

	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/training"
)

// own shows a place of the viewer.
func own(o *courses.Own, err error) (*CoursePlace, error) {
	if err != nil {
		return nil, err
	}
	return place(o), nil
}

// shown shows a course.
func shown(c *courses.Course, err error) (*Course, error) {
	if err != nil {
		return nil, err
	}
	return course(c), nil
}

// KeepCourseProvider writes a provider.
func (m Mutation) KeepCourseProvider(ctx context.Context, input KeepCourseProvider) (*CourseProvider, error) {
	p, err := m.Resolver.Courses.KeepProvider(ctx, input)
	if err != nil {
		return nil, err
	}
	return provider(p), nil
}

// KeepCourse writes a course.
func (m Mutation) KeepCourse(ctx context.Context, in KeepCourse) (*Course, error) {
	return shown(m.Resolver.Courses.KeepCourse(ctx, courses.KeepCourse{
		ID: in.ID, Version: in.Version, Training: in.Training, Provider: in.Provider, Title: in.Title, About: in.About, Form: in.Form, Subject: training.Kind(in.Subject),
		Level: in.Level, Link: in.Link, Approval: in.Approval, CancelDays: in.CancelDays, Ended: in.Ended,
	}))
}

// PlanSession plans a session.
func (m Mutation) PlanSession(ctx context.Context, input PlanSession) (*CourseList, error) {
	s, err := m.Resolver.Courses.Plan(ctx, input)
	return m.list(ctx, s, err)
}

// MoveSession changes one.
func (m Mutation) MoveSession(ctx context.Context, input MoveSession) (*CourseList, error) {
	s, err := m.Resolver.Courses.Move(ctx, input)
	return m.list(ctx, s, err)
}

// CancelSession calls one off.
func (m Mutation) CancelSession(ctx context.Context, input CancelSession) (*CourseList, error) {
	s, err := m.Resolver.Courses.CallOff(ctx, input)
	return m.list(ctx, s, err)
}

// FinishSession closes its list.
func (m Mutation) FinishSession(ctx context.Context, input FinishSession) (*CourseList, error) {
	s, err := m.Resolver.Courses.Finish(ctx, input)
	return m.list(ctx, s, err)
}

// MarkPresent writes the list.
func (m Mutation) MarkPresent(ctx context.Context, input MarkPresent) (*CourseList, error) {
	s, err := m.Resolver.Courses.Mark(ctx, input)
	return m.list(ctx, s, err)
}

// RemoveParticipant takes somebody out.
func (m Mutation) RemoveParticipant(ctx context.Context, input OfEnrolment) (*CourseList, error) {
	s, err := m.Resolver.Courses.Remove(ctx, input.Enrolment)
	return m.list(ctx, s, err)
}

// ApproveEnrolment approves a place.
func (m Mutation) ApproveEnrolment(ctx context.Context, input ApproveEnrolment) (bool, error) {
	err := m.Resolver.Courses.Approve(ctx, input)
	return err == nil, err
}

// DeclineEnrolment refuses one.
func (m Mutation) DeclineEnrolment(ctx context.Context, input DeclineEnrolment) (bool, error) {
	err := m.Resolver.Courses.Decline(ctx, input)
	return err == nil, err
}

// Enrol has the viewer take part.
func (m Mutation) Enrol(ctx context.Context, input Enrol) (*CoursePlace, error) {
	return own(m.Resolver.Courses.Enrol(ctx, input.Session))
}

// CancelEnrolment takes the viewer out.
func (m Mutation) CancelEnrolment(ctx context.Context, input OfEnrolment) (*CoursePlace, error) {
	return own(m.Resolver.Courses.Cancel(ctx, input.Enrolment))
}

// AttendSession notes that the viewer is there.
func (m Mutation) AttendSession(ctx context.Context, input AttendSession) (*CoursePlace, error) {
	return own(m.Resolver.Courses.Attend(ctx, input))
}

// ConfirmCourse notes that the viewer has worked an online course through.
func (m Mutation) ConfirmCourse(ctx context.Context, input ConfirmCourse) (*Course, error) {
	return shown(m.Resolver.Courses.Confirm(ctx, input.Course))
}

// GiveCourseFeedback says how it was.
func (m Mutation) GiveCourseFeedback(ctx context.Context, input GiveCourseFeedback) (*CoursePlace, error) {
	return own(m.Resolver.Courses.Say(ctx, input))
}

// AnswerCourseQuestion says what it has brought.
func (m Mutation) AnswerCourseQuestion(ctx context.Context, input AnswerCourseQuestion) (bool, error) {
	err := m.Resolver.Courses.AnswerEffect(ctx, input)
	return err == nil, err
}
