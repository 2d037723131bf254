package office_test

import (
	"testing"

	"github.com/99designs/gqlgen/complexity"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/ankunft/ankunft/graph"
	"github.com/ankunft/ankunft/graph/serve"
	"github.com/ankunft/ankunft/web"
)

// What a screen asks at first, with a page of the usual length or of its own, is never too heavy.
func TestNoScreenAsksForTooMuch(t *testing.T) {
	t.Parallel()
	documents, err := web.Operations()
	if err != nil {
		t.Fatal(err)
	}
	es := graph.Schema(&graph.Root{})
	for _, text := range documents {
		document, faults := gqlparser.LoadQueryWithRules(es.Schema(), text, rules.NewDefaultRules())
		if faults != nil {
			t.Error(faults)
			continue
		}
		for _, op := range document.Operations {
			variables := map[string]any{}
			if narrow := shortPages[op.Name]; narrow > 0 {
				variables["first"] = int64(narrow)
			}
			if weight := complexity.Calculate(t.Context(), es, op, variables); weight > serve.Heaviest {
				t.Errorf("%s weighs %d, at most %d are answered: ask for shorter pages or fewer fields", op.Name, weight, serve.Heaviest)
			}
		}
	}
}

// shortPages are the lengths of the longest pages that screens ask for where an entry is heavy.
var shortPages = map[string]int{"InterpreterRequests": 45, "SettlementClaims": 40, "MatchProposals": 40}
