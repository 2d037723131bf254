package office_test

import (
	"context"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/graph"
	"github.com/ankunft/ankunft/graph/dense"
	"github.com/ankunft/ankunft/graph/sdl"
	"github.com/ankunft/ankunft/web"
)

// straight are the types that are written from a plan; an operation with one of them alone does without gqlgen's executor.
var straight = map[string]bool{"WorkList": true, "Case": true, "PublicStatus": true}

// straightOperations are those of our apps.
func straightOperations(t *testing.T) map[*ast.OperationDefinition]string {
	t.Helper()
	known, err := web.Operations()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := sdl.Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	found := map[*ast.OperationDefinition]string{}
	for _, text := range known {
		doc, faults := gqlparser.LoadQueryWithRules(schema, text, rules.NewDefaultRules())
		if faults != nil {
			t.Fatal(faults)
		}
		op := doc.Operations[0]
		if f, ok := op.SelectionSet[0].(*ast.Field); ok && op.Operation == ast.Query && len(op.SelectionSet) == 1 && straight[f.Definition.Type.Name()] {
			found[op] = text
		}
	}
	return found
}

// usual asks the same of gqlgen's executor: a root inside a fragment does not go straight. What it asks for stays at its place, which errors tell.
func usual(document string) string {
	return strings.Replace(strings.Replace(document, "{\n", "{ ... on Query {\n", 1), "\n}", "\n}}", 1)
}

var requestID = regexp.MustCompile(`"requestId":"[^"]*"`)

func TestStraightAnswersAreTheUsualOnes(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	applicant := o.Applicant(t)
	opened := applicant.Apply(t, false, nil)
	people := map[string]*officetest.Person{"stranger": o.Stranger(t), "applicant": applicant, "clerk": o.Colleague(t, officetest.Clerk()), "lead": o.Colleague(t, officetest.Lead())}
	right := map[string]any{"id": opened.CaseID, "number": opened.Number, "code": opened.Code, "language": "ar", "first": 5}
	alike := func(who, name, document string, vars map[string]any) *officetest.Answer {
		t.Helper()
		one := people[who].Ask(t, document, vars)
		other := people[who].Ask(t, usual(document), vars)
		if got, want := requestID.ReplaceAllString(one.Raw, ""), requestID.ReplaceAllString(other.Raw, ""); got != want || one.Status != other.Status {
			t.Errorf("%s of a %s with %v:\n%d %s\nand usually\n%d %s", name, who, vars, one.Status, got, other.Status, want)
		}
		return one
	}
	operations := straightOperations(t)
	if len(operations) < 5 {
		t.Fatalf("%d operations go straight", len(operations))
	}
	answered := map[string]bool{}
	for op, document := range operations {
		for who := range people {
			people[who].Ask(t, document, right) // that somebody opens a case is written once
			answered[op.Name] = alike(who, op.Name, document, right).Code() == "" || answered[op.Name]
			alike(who, op.Name, document, nil)
			for _, v := range op.VariableDefinitions {
				for _, bad := range []any{nil, "", 7, true, map[string]any{"x": 1}, []string{"x"}, "0199a0b1-c2d3-7e4f-8a5b-6c7d8e9f0a1b"} {
					if op.Name == "PublicStatus" && (bad == "" || who != "stranger") {
						continue // guesses are counted
					}
					changed := map[string]any{v.Variable: bad}
					for name, value := range right {
						if name != v.Variable {
							changed[name] = value
						}
					}
					alike(who, op.Name, document, changed)
				}
			}
		}
		if !answered[op.Name] {
			t.Errorf("nobody was told %s", op.Name)
		}
		if op.Name != "PublicStatus" {
			continue
		}
		wrong := map[string]any{"number": opened.Number, "code": "AAAA-BBBB-CCCC-DDDD", "language": "de"}
		for range 6 {
			people["stranger"].Ask(t, document, wrong)
		}
		if a := alike("stranger", op.Name, document, right); a.Code() != "cases.guesses" {
			t.Errorf("after six wrong guesses: %s", a.Raw)
		}
	}
}

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
