package serve

import (
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/ankunft/ankunft/graph/generated"
	"github.com/ankunft/ankunft/platform/page"
)

func TestAnAppsOperationIsWeighedWithEachPageThatItAsksFor(t *testing.T) {
	t.Parallel()
	var cfg generated.Config
	cfg.Complexity.Query.AuditTrail = func(child int, _ string, _ uuid.UUID, first *int, _ *string) int { return page.SizeOf(first) * child }
	es := generated.NewExecutableSchema(cfg)
	const heavy = `query Heavy($first: Int) { auditTrail(kind: "case", id: "0199a0b1-c2d3-7e4f-8a5b-6c7d8e9f0a1b", first: $first) { items { seq at action actorId actorKind actorName hash details
 a: seq b: seq c: seq d: seq e: seq f: seq g: seq h: seq i: seq j: seq k: seq l: seq m: seq n: seq o: seq p: seq q: seq r: seq s: seq t: seq u: seq v: seq w: seq } } }`
	w := newWeighing(map[string]string{"hash": heavy})
	if err := w.Validate(es); err != nil {
		t.Fatal(err)
	}
	doc, faults := gqlparser.LoadQueryWithRules(es.Schema(), heavy, rules.NewDefaultRules())
	if faults != nil {
		t.Fatal(faults)
	}
	for _, c := range []struct {
		first any
		heavy bool
	}{{nil, false}, {nil, false}, {int64(5), false}, {int64(100), true}, {int64(5), false}, {int64(100), true}, {"x", false}} {
		op := &graphql.OperationContext{RawQuery: heavy, Doc: doc, OperationName: "Heavy", Operation: doc.Operations[0], Variables: map[string]any{"first": c.first}}
		if err := w.MutateOperationContext(t.Context(), op); (err != nil) != c.heavy {
			t.Errorf("first %v: %v", c.first, err)
		}
	}
}
