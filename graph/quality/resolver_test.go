package qualitygql_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	qualitygql "github.com/ankunft/ankunft/graph/quality"
	"github.com/ankunft/ankunft/modules/quality"
)

// Where the city asks nobody how it went, nothing is found, and nobody is told that something is missing.
func TestACityThatAsksNobody(t *testing.T) {
	t.Parallel()
	q, m := qualitygql.Query{}, qualitygql.Mutation{}
	if f, err := q.AssignmentFeedback(t.Context(), uuid.New()); f != nil || err != nil {
		t.Error(f, err)
	}
	for name, ask := range map[string]func() error{
		"a link":      func() error { _, err := q.FeedbackByLink(t.Context(), "x"); return err },
		"figures":     func() error { _, err := q.InterpreterQuality(t.Context(), uuid.New()); return err },
		"complaints":  func() error { _, err := q.Complaints(t.Context(), nil, nil, nil); return err },
		"a complaint": func() error { _, err := q.Complaint(t.Context(), uuid.New()); return err },
		"an answer":   func() error { _, err := m.GiveFeedback(t.Context(), qualitygql.GiveFeedback{}); return err },
		"complaining": func() error { _, err := m.Complain(t.Context(), qualitygql.Complain{}); return err },
		"taking":      func() error { _, err := m.TakeComplaint(t.Context(), qualitygql.TakeComplaint{}); return err },
	} {
		if err := ask(); !errors.Is(err, quality.ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
