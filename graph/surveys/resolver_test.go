package surveysgql_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	surveysgql "github.com/ankunft/ankunft/graph/surveys"
	"github.com/ankunft/ankunft/modules/surveys"
)

// Where the office has no key for surveys, there are none, and nobody is told that something is missing.
func TestAnOfficeWithoutSurveys(t *testing.T) {
	t.Parallel()
	q, m := surveysgql.Query{}, surveysgql.Mutation{}
	if list, err := q.Surveys(t.Context(), nil, nil); err != nil || len(list.Items) != 0 {
		t.Error(list, err)
	}
	for name, ask := range map[string]func() error{
		"a survey":    func() error { _, err := q.Survey(t.Context(), uuid.New()); return err },
		"circles":     func() error { _, err := q.SurveyCircles(t.Context()); return err },
		"asking":      func() error { _, err := m.AskSurvey(t.Context(), surveysgql.AskSurvey{}); return err },
		"withdrawing": func() error { _, err := m.WithdrawSurvey(t.Context(), surveysgql.WithdrawSurvey{}); return err },
		"signing":     func() error { _, err := m.SignSurvey(t.Context(), surveysgql.SignSurvey{}); return err },
		"an answer":   func() error { _, err := m.HandInSurvey(t.Context(), surveysgql.HandInSurvey{}); return err },
		"a measure":   func() error { _, err := m.KeepSurveyMeasure(t.Context(), surveysgql.KeepSurveyMeasure{}); return err },
	} {
		if err := ask(); !errors.Is(err, surveys.ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
