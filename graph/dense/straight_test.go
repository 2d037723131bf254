package dense_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/ankunft/ankunft/graph/dense"
)

const doors = `
directive @can(action: String!) on FIELD_DEFINITION
directive @slow on FIELD_DEFINITION
type Query {
 door(name: String!, id: ID, n: Int = 3, deep: Deep): Door @can(action: "look")
 gate: Door! @can(action: "look")
 locked: Door! @can(action: "enter")
 slow: Door @can(action: "look") @slow
 open: Door
 word: String @can(action: "look")
}
type Mutation { open: Door @can(action: "look") }
input Deep { a: Int }
type Door { says: String! }`

// door is a dense type.
type door struct{ Says string }

func (d *door) MarshalGQLContext(ctx context.Context, w io.Writer) error {
	if strings.HasPrefix(d.Says, "stuck") {
		return errors.New("stuck")
	}
	return dense.Write(ctx, w, *d)
}

type deep struct{ A *int }

type doorman struct{}

func (doorman) Door(ctx context.Context, name string, id *uuid.UUID, n *int, d *deep) (*door, error) {
	switch name {
	case "none":
		return nil, nil // no such door
	case "broken":
		return nil, errors.New("broken")
	case "panic":
		panic("at the door")
	}
	if graphql.GetFieldContext(ctx).Field.Name != "door" || d != nil {
		return nil, errors.New("the resolver does not know where it is")
	}
	if id == nil {
		id = &uuid.UUID{}
	}
	if n == nil {
		n = new(int)
	}
	return &door{strings.TrimSpace(fmt.Sprint(name, " ", id.String()[:4], " ", *n))}, nil
}

func (doorman) Gate(context.Context) (*door, error)   { return nil, nil } // what must not be
func (doorman) Locked(context.Context) (*door, error) { return &door{"in"}, nil }
func (doorman) Slow(context.Context) (*door, error)   { return &door{"slow"}, nil }
func (doorman) Open(context.Context) (*door, error)   { return &door{"open"}, nil }
func (doorman) Word(context.Context) (string, error)  { return "word", nil }

// usually is the other way, which here only says that it was taken.
type usually struct{ s *ast.Schema }

func (u usually) Schema() *ast.Schema { return u.s }
func (usually) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}
func (usually) Exec(context.Context) graphql.ResponseHandler {
	return graphql.OneShot(&graphql.Response{Data: []byte(`"usual"`)})
}

// ask sends a query through gqlgen's executor; errors stand behind the data with their paths.
func ask(t *testing.T, query string, vars map[string]any) string {
	t.Helper()
	s := gqlparser.MustLoadSchema(&ast.Source{Input: doors})
	can := func(ctx context.Context, _ any, next graphql.Resolver, action string) (any, error) {
		if action != "look" {
			return nil, errors.New("forbidden")
		}
		return next(ctx)
	}
	exec := executor.New(dense.NewStraight(usually{s}, doorman{}, can))
	exec.SetRecoverFunc(func(context.Context, any) error { return errors.New("fallen") })
	said := ""
	for range 2 { // the second time by the remembered way
		ctx := graphql.StartOperationTrace(t.Context())
		op, faults := exec.CreateOperationContext(ctx, &graphql.RawParams{Query: query, Variables: vars})
		if faults != nil {
			t.Fatal(faults)
		}
		responses, ctx := exec.DispatchOperation(ctx, op)
		answer := responses(ctx)
		said = string(answer.Data)
		for _, e := range answer.Errors {
			said += fmt.Sprintf(" %s at %s", e.Message, e.Path)
		}
		if responses(ctx) != nil {
			t.Errorf("%s: answered twice", query)
		}
	}
	return said
}

func TestOneDenseFieldGoesStraight(t *testing.T) {
	t.Parallel()
	const some = "0199a0b1-c2d3-7e4f-8a5b-6c7d8e9f0a1b"
	for _, c := range []struct {
		query string
		vars  map[string]any
		want  string
	}{
		{`{ door(name: "front") { says } }`, nil, `{"door":{"says":"front 0000 3"}}`},
		{`{ d: door(name: "front", n: null, id: "` + some + `") { __typename s: says } }`, nil, `{"d":{"__typename":"Door","s":"front 0199 0"}}`},
		{`query($n: String!, $i: ID, $k: Int) { door(name: $n, id: $i, n: $k) { says } }`, map[string]any{"n": "back", "i": some, "k": int64(7)}, `{"door":{"says":"back 0199 7"}}`},
		{`query($n: String!, $i: ID, $k: Int) { door(name: $n, id: $i, n: $k) { says } }`, map[string]any{"n": "back"}, `{"door":{"says":"back 0000 3"}}`},
		{`query($k: Int = 5) { door(name: "x", n: $k) { ... on Door { says @skip(if: true) } } }`, nil, `{"door":{}}`},
		{`query($d: Deep) { door(name: "x", deep: $d) { says } }`, nil, `{"door":{"says":"x 0000 3"}}`},
		{`{ door(name: "none") { says } }`, nil, `{"door":null}`},
		{`{ door(name: "broken") { says } }`, nil, `{"door":null} broken at door`},
		{`{ door(name: "stuck") { says } }`, nil, `{"door":null} stuck at door`},
		{`{ a: door(name: "panic") { says } }`, nil, `{"a":null} fallen at a`},
		{`{ gate { says } }`, nil, `null the requested element is null which the schema does not allow at gate`},
		{`{ locked { says } }`, nil, `null forbidden at locked`},
	} {
		if got := ask(t, c.query, c.vars); got != c.want {
			t.Errorf("%s\n%s, want %s", c.query, got, c.want)
		}
	}
}

func TestWhatIsNotPlainGoesTheUsualWay(t *testing.T) {
	t.Parallel()
	for query, vars := range map[string]map[string]any{
		`{ gate { says } locked { says } }`:                      nil,
		`{ ... on Query { gate { says } } }`:                     nil,
		`{ ...f } fragment f on Query { gate { says } }`:         nil,
		`{ gate @include(if: true) { says } }`:                   nil,
		`{ slow { says } }`:                                      nil,
		`{ open { says } }`:                                      nil,
		`{ word }`:                                               nil,
		`{ __typename }`:                                         nil,
		`mutation { open { says } }`:                             nil,
		`{ door(name: "x", id: "no id") { says } }`:              nil,
		`{ door(name: "x", deep: {a: 1}) { says } }`:             nil,
		`query($d: Deep) { door(name: "x", deep: $d) { says } }`: {"d": map[string]any{"a": int64(1)}},
		`query($i: ID) { door(name: "x", id: $i) { says } }`:     {"i": "0199"},
	} {
		if got := ask(t, query, vars); got != `"usual"` {
			t.Errorf("%s\n%s", query, got)
		}
	}
}
