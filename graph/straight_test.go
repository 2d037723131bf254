package graph_test

import (
	"context"
	"slices"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/ankunft/ankunft/graph"
	"github.com/ankunft/ankunft/graph/dense"
	"github.com/ankunft/ankunft/web"
)

// asked is a schema that notes that it was asked.
type asked struct {
	graphql.ExecutableSchema
	yes bool
}

func (a *asked) Exec(context.Context) graphql.ResponseHandler {
	a.yes = true
	return nil
}

func TestWhatIsAskedOftenGoesStraight(t *testing.T) {
	t.Parallel()
	s, ok := graph.Schema(&graph.Root{}).(*dense.Straight)
	if !ok {
		t.Fatal("nothing goes straight")
	}
	usual := &asked{ExecutableSchema: s.ExecutableSchema}
	s.ExecutableSchema = usual
	known, err := web.Operations()
	if err != nil {
		t.Fatal(err)
	}
	var straight []string
	for _, text := range known {
		doc, faults := gqlparser.LoadQueryWithRules(s.Schema(), text, rules.NewDefaultRules())
		if faults != nil {
			t.Fatal(faults)
		}
		op := doc.Operations[0]
		usual.yes = false
		s.Exec(graphql.WithOperationContext(t.Context(), &graphql.OperationContext{
			Doc: doc, Operation: op, Variables: map[string]any{"id": "0199a0b1-c2d3-7e4f-8a5b-6c7d8e9f0a1b", "first": int64(50)},
		}))
		if !usual.yes {
			straight = append(straight, op.Name)
		}
	}
	slices.Sort(straight)
	want := []string{"Approvals", "CaseDetail", "OtherCases", "PublicStatus", "WorkList"}
	if !slices.Equal(straight, want) {
		t.Errorf("%v", straight)
	}
}
