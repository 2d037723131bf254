// Package qualitygql is the part of the schema about how interpreting went, and about complaints.
package qualitygql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/quality"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/page"
)

// Resolver resolves the part; it is Query and Mutation.
type Resolver struct {
	Quality *quality.Service // nil where the city asks nobody: nothing is found
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

func (r Resolver) service() (*quality.Service, error) {
	if r.Quality == nil {
		return nil, quality.ErrNone
	}
	return r.Quality, nil
}

// linked is the service for who has a link, unless the network asks too fast.
func (r Resolver) linked(ctx context.Context) (*quality.Service, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	return s, s.MayAnswer(identity.NetworkFrom(ctx))
}

// FeedbackByLink is what a link asks.
func (q Query) FeedbackByLink(ctx context.Context, token string) (*FeedbackForm, error) {
	s, err := q.linked(ctx)
	if err != nil {
		return nil, err
	}
	f, err := s.Look(ctx, token)
	if err != nil {
		return nil, err
	}
	return form(f), nil
}

// AssignmentFeedback is what the viewer is still asked.
func (q Query) AssignmentFeedback(ctx context.Context, assignment uuid.UUID) (*FeedbackForm, error) {
	if q.Quality == nil {
		return nil, nil // nothing is asked
	}
	f, err := q.Quality.OfClerk(ctx, assignment)
	if err != nil || f == nil {
		return nil, err
	}
	return form(f), nil
}

// InterpreterQuality are the figures of closed half-years.
func (q Query) InterpreterQuality(ctx context.Context, interpreter uuid.UUID) ([]QualityHalfYear, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	list, err := s.Figures(ctx, interpreter)
	if err != nil {
		return nil, err
	}
	shown := make([]QualityHalfYear, len(list))
	for i, h := range list {
		shown[i] = QualityHalfYear{From: h.From, Side: string(h.Side), Answers: h.Answers, Questions: h.Questions, Remarks: h.Remarks}
	}
	return shown, nil
}

// Complaints lists complaints.
func (q Query) Complaints(ctx context.Context, in *ComplaintFilter, first *int, after *string) (*ComplaintPage, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	var f quality.ComplaintFilter
	if in != nil {
		f.Interpreter, f.Overdue = in.Interpreter, in.Overdue
		for _, state := range in.States {
			f.States = append(f.States, quality.ComplaintState(state))
		}
	}
	args := page.Args{}
	if first != nil {
		args.First = *first
	}
	if after != nil {
		args.After = *after
	}
	list, err := s.Complaints(ctx, f, args)
	if err != nil {
		return nil, err
	}
	shown := &ComplaintPage{Items: make([]Complaint, len(list.Items))}
	if list.Next != "" {
		shown.Next = &list.Next
	}
	for i, c := range list.Items {
		shown.Items[i] = *complaint(identity.ViewerFrom(ctx), c, clock.Today(s.DB.Clock.Now()))
	}
	return shown, nil
}

// Complaint is one complaint.
func (q Query) Complaint(ctx context.Context, id uuid.UUID) (*Complaint, error) {
	return q.complained(ctx, func(s *quality.Service) (*quality.Complaint, error) { return s.Complaint(ctx, id) })
}

// GiveFeedback says how it went, by a link.
func (m Mutation) GiveFeedback(ctx context.Context, in GiveFeedback) (bool, error) {
	s, err := m.linked(ctx)
	if err != nil {
		return false, err
	}
	err = s.Give(ctx, in.Token, in.Answers, in.Remark)
	return err == nil, err
}

// GiveAssignmentFeedback says how it went, as the clerk.
func (m Mutation) GiveAssignmentFeedback(ctx context.Context, in GiveAssignmentFeedback) (bool, error) {
	s, err := m.service()
	if err != nil {
		return false, err
	}
	err = s.GiveOfClerk(ctx, in.Assignment, in.Answers, in.Remark)
	return err == nil, err
}

// Complain complains by a link.
func (m Mutation) Complain(ctx context.Context, in Complain) (bool, error) {
	s, err := m.linked(ctx)
	if err != nil {
		return false, err
	}
	err = s.Complain(ctx, in.Token, in.Text, in.Name, in.Email)
	return err == nil, err
}

// TakeComplaint writes a complaint down.
func (m Mutation) TakeComplaint(ctx context.Context, in TakeComplaint) (*Complaint, error) {
	return m.complained(ctx, func(s *quality.Service) (*quality.Complaint, error) {
		return s.Take(ctx, quality.TakeComplaint{
			Key: in.Key, Interpreter: in.Interpreter, From: quality.Side(in.From), Text: in.Text, Name: in.Name, Email: in.Email, Language: in.Language,
		})
	})
}

// HearComplaint keeps what the interpreter says.
func (m Mutation) HearComplaint(ctx context.Context, in HearComplaint) (*Complaint, error) {
	return m.complained(ctx, func(s *quality.Service) (*quality.Complaint, error) { return s.Hear(ctx, in) })
}

// SettleComplaint ends a complaint.
func (m Mutation) SettleComplaint(ctx context.Context, in SettleComplaint) (*Complaint, error) {
	return m.complained(ctx, func(s *quality.Service) (*quality.Complaint, error) {
		return s.Settle(ctx, quality.SettleComplaint{ID: in.ID, Version: in.Version, Outcome: quality.Outcome(in.Outcome), Measure: in.Measure})
	})
}

func (r Resolver) complained(ctx context.Context, do func(*quality.Service) (*quality.Complaint, error)) (*Complaint, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	c, err := do(s)
	if err != nil {
		return nil, err
	}
	return complaint(identity.ViewerFrom(ctx), c, clock.Today(s.DB.Clock.Now())), nil
}
