package serve

import (
	"context"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/ankunft/ankunft/platform/page"
)

// weighing limits the complexity of operations. What our own apps ask is always the same, so that each is weighed once for each length
// of page; others are weighed each time.
type weighing struct {
	*extension.ComplexityLimit
	light map[string]*[page.Max + 1]atomic.Bool // by document: the lengths of page with which it was found light enough
}

func newWeighing(operations map[string]string) *weighing {
	w := &weighing{extension.FixedComplexityLimit(Heaviest), make(map[string]*[page.Max + 1]atomic.Bool, len(operations))}
	for _, document := range operations {
		w.light[document] = new([page.Max + 1]atomic.Bool)
	}
	return w
}

// MutateOperationContext implements graphql.OperationContextMutator.
func (w *weighing) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	light := w.light[op.RawQuery]
	if light == nil {
		return w.ComplexityLimit.MutateOperationContext(ctx, op)
	}
	var first *int
	if given, ok := op.Variables["first"]; ok && given != nil {
		n, err := graphql.UnmarshalInt(given)
		if err != nil {
			return w.ComplexityLimit.MutateOperationContext(ctx, op)
		}
		first = &n
	}
	length := page.SizeOf(first)
	if light[length].Load() {
		return nil
	}
	err := w.ComplexityLimit.MutateOperationContext(ctx, op)
	if err == nil {
		light[length].Store(true)
	}
	return err
}
