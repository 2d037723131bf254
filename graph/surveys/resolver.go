// Package surveysgql is the part of the schema about surveys of staff.
package surveysgql

import (
	"context"
	"encoding/base64"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/surveys"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/page"
)

// Resolver resolves the part; it is Query and Mutation.
type Resolver struct {
	Surveys *surveys.Service // nil where the office has no key for them: nothing is found
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

func (r Resolver) service() (*surveys.Service, error) {
	if r.Surveys == nil {
		return nil, surveys.ErrNone
	}
	return r.Surveys, nil
}

// Surveys are those that the viewer sees.
func (q Query) Surveys(ctx context.Context, first *int, after *string) (*SurveyPage, error) {
	if q.Resolver.Surveys == nil {
		return &SurveyPage{Items: []Survey{}}, nil
	}
	args := page.Args{First: page.SizeOf(first)}
	if after != nil {
		args.After = *after
	}
	list, err := q.Resolver.Surveys.Surveys(ctx, args)
	if err != nil {
		return nil, err
	}
	shown := &SurveyPage{Items: make([]Survey, len(list.Items))}
	if list.Next != "" {
		shown.Next = &list.Next
	}
	for i, s := range list.Items {
		shown.Items[i] = *show(identity.ViewerFrom(ctx), s, q.today())
	}
	return shown, nil
}

// Survey is one of them.
func (q Query) Survey(ctx context.Context, id uuid.UUID) (*Survey, error) {
	return q.shown(ctx, func(s *surveys.Service) (*surveys.Survey, error) { return s.Survey(ctx, id) })
}

// SurveyCircles are those who can be asked.
func (q Query) SurveyCircles(ctx context.Context) ([]SurveyCircle, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	return s.Circles(ctx)
}

// AskSurvey asks.
func (m Mutation) AskSurvey(ctx context.Context, in AskSurvey) (*Survey, error) {
	ask := surveys.Ask{Key: in.Key, Title: in.Title, Intro: in.Intro, Teams: in.Teams, Minimum: in.Minimum, OpensOn: in.OpensOn, ClosesOn: in.ClosesOn}
	for _, q := range in.Questions {
		ask.Questions = append(ask.Questions, surveys.AskedQuestion{Kind: surveys.Kind(q.Kind), Text: q.Text, Options: q.Options})
	}
	return m.shown(ctx, func(s *surveys.Service) (*surveys.Survey, error) { return s.Ask(ctx, ask) })
}

// WithdrawSurvey ends a survey without a result.
func (m Mutation) WithdrawSurvey(ctx context.Context, in WithdrawSurvey) (*Survey, error) {
	return m.shown(ctx, func(s *surveys.Service) (*surveys.Survey, error) { return s.Withdraw(ctx, in) })
}

// SignSurvey signs the viewer's blinded token.
func (m Mutation) SignSurvey(ctx context.Context, in SignSurvey) (*SurveySignature, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	blinded, err := base64.StdEncoding.DecodeString(in.Blinded)
	if err != nil {
		return nil, surveys.ErrInput.With(errs.Field{Path: "blinded", Code: "invalid"})
	}
	signature, err := s.Sign(ctx, in.Survey, blinded)
	if err != nil {
		return nil, err
	}
	return &SurveySignature{base64.StdEncoding.EncodeToString(signature)}, nil
}

// HandInSurvey takes an answer from nobody in particular.
func (m Mutation) HandInSurvey(ctx context.Context, in HandInSurvey) (bool, error) {
	s, err := m.service()
	if err != nil {
		return false, err
	}
	sealed, err := base64.StdEncoding.DecodeString(in.Sealed)
	if err != nil {
		return false, surveys.ErrToken
	}
	err = s.HandInSealed(ctx, in.Survey, sealed)
	return err == nil, err
}

// KeepSurveyMeasure makes or changes what follows from a survey.
func (m Mutation) KeepSurveyMeasure(ctx context.Context, in KeepSurveyMeasure) (*Survey, error) {
	return m.shown(ctx, func(s *surveys.Service) (*surveys.Survey, error) {
		return s.KeepMeasure(ctx, surveys.KeepMeasure{
			Survey: in.Survey, ID: in.ID, Version: in.Version, Title: in.Title, Note: in.Note, Owner: in.Owner, DueOn: in.DueOn, State: surveys.MeasureState(in.State),
		})
	})
}

// SaySurveyMeasure lets the owner of a measure say how far it is.
func (m Mutation) SaySurveyMeasure(ctx context.Context, in SaySurveyMeasure) (*Survey, error) {
	return m.shown(ctx, func(s *surveys.Service) (*surveys.Survey, error) {
		return s.SayMeasure(ctx, surveys.SayMeasure{ID: in.ID, Version: in.Version, State: surveys.MeasureState(in.State), Note: in.Note})
	})
}

func (r Resolver) today() clock.Date { return clock.Today(r.Surveys.DB.Clock.Now()) }

func (r Resolver) shown(ctx context.Context, do func(*surveys.Service) (*surveys.Survey, error)) (*Survey, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	survey, err := do(s)
	if err != nil {
		return nil, err
	}
	return show(identity.ViewerFrom(ctx), survey, r.today()), nil
}
