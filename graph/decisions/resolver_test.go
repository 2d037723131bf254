package decisionsgql_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	casesgql "github.com/ankunft/ankunft/graph/cases"
	decisionsgql "github.com/ankunft/ankunft/graph/decisions"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/decisions"
)

// schema is that of a program that takes cases and decisions alone.
func schema(t testing.TB) *ast.Schema {
	t.Helper()
	sources := []*ast.Source{{Input: "type Document { id: ID! }"}} // of another part
	for _, path := range []string{"../base.graphql", "../cases/cases.graphql", "decisions.graphql"} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: path, Input: string(text)})
	}
	s, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// written is a case as it is written for somebody who asks for these fields of it.
func written(t testing.TB, c *casesgql.Case, fields string) map[string]any {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(schema(t), "{ case(id: \"x\") { "+fields+" } }", rules.NewDefaultRules())
	if errs != nil {
		t.Fatal(errs)
	}
	op := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0]}
	ctx := graphql.WithOperationContext(t.Context(), op)
	root := graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query"})[0]
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Field: root})
	var out bytes.Buffer
	if err := c.MarshalGQLContext(ctx, &out); err != nil {
		t.Fatal(err)
	}
	got := map[string]any{}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%s: %v", out.String(), err)
	}
	return got
}

func plain(t testing.TB, typeName string) string {
	t.Helper()
	var names []string
	for _, f := range schema(t).Types[typeName].Fields {
		if f.Name != "draftedBy" && f.Name != "proposedBy" && f.Name != "approvedBy" {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, " ")
}

func TestACaseIsWrittenWithWhatDecisionsLaidBesideIt(t *testing.T) {
	t.Parallel()
	fields := "number hearing { " + plain(t, "Hearing") + " } decision { " + plain(t, "Decision") + " draftedBy { name } } delivery { " + plain(t, "Delivery") + " }"
	cabinet := casesgql.Resolver{Beside: []any{decisionsgql.CaseResolver{}}}
	untouched := cabinet.Of(&cases.Detail{Case: cases.Case{ID: uuid.New(), Number: "2026-00001-7"}, Beside: []cases.Beside{&decisions.Beside{}}})
	got := written(t, untouched, fields)
	if got["number"] != "2026-00001-7" || got["hearing"] != nil || got["decision"] != nil || got["delivery"] != nil || len(got) != 4 {
		t.Errorf("%v", got)
	}
}
