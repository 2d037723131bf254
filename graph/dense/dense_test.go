package dense_test

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/ankunft/ankunft/graph/dense"
	"github.com/ankunft/ankunft/platform/clock"
)

const schema = `
scalar Date scalar Time
type Query { list(n: Int): List! }
type List { items: [Item!]! next: String }
type Item { id: ID! name: String! note: String tags: [String!]! day: Date last: Date at: Time! n: Int! ok: Boolean! owner: Owner }
type Owner { name: String! }`

type (
	list struct {
		Items []item
		Next  string
	}
	item struct {
		ID    uuid.UUID
		Name  string
		Note  *string
		Tags  []string
		Day   clock.Date
		Last  clock.Date
		At    time.Time
		N     int16
		OK    bool
		Owner *owner
	}
	owner struct{ Name string }
)

var id = uuid.MustParse("0199a0b1-c2d3-7e4f-8a5b-6c7d8e9f0a1b")

func sample() list {
	note := "a \"quoted\"\nline \\ \x01 <b> Ñandú \xff سلام"
	return list{Next: "n", Items: []item{
		{ID: id, Name: "Amal", Note: &note, Tags: []string{"x", "y"}, Day: clock.Date{Year: 28, Month: 2, Day: 29},
			At: time.Date(2026, 11, 21, 8, 0, 0, 5000, time.UTC), N: -7, OK: true, Owner: &owner{"Kim"}},
		{ID: id},
	}}
}

func write(t testing.TB, query string, variables map[string]any) string {
	t.Helper()
	s := gqlparser.MustLoadSchema(&ast.Source{Input: schema})
	doc := gqlparser.MustLoadQueryWithRules(s, query, rules.NewDefaultRules())
	op := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0], Variables: variables}
	ctx := graphql.WithOperationContext(context.Background(), op)
	root := graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query"})[0]
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Field: root})
	var out bytes.Buffer
	for range 2 { // the second time by the remembered plan
		out.Reset()
		if err := dense.Write(ctx, &out, sample()); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func TestDenseListsAnswerWhatWasAsked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ query, want string }{
		{"{ list { next } }", `{"next":"n"}`},
		{"{ list { items { day last } } }", `{"items":[{"day":"0028-02-29","last":null},{"day":null,"last":null}]}`},
		{"{ list { items { who: name n ok id } } }", `{"items":[{"who":"Amal","n":-7,"ok":true,"id":"` + id.String() + `"},{"who":"","n":0,"ok":false,"id":"` + id.String() + `"}]}`},
		{"{ list { __typename ...f } } fragment f on List { items { ... { tags } owner { __typename name } } }",
			`{"__typename":"List","items":[{"tags":["x","y"],"owner":{"__typename":"Owner","name":"Kim"}},{"tags":[],"owner":null}]}`},
		{"{ list { items { at } } }", `{"items":[{"at":"2026-11-21T08:00:00.000005Z"},{"at":"0001-01-01T00:00:00Z"}]}`},
	} {
		if got := write(t, c.query, nil); got != c.want {
			t.Errorf("%s\n%s", c.query, cmp.Diff(c.want, got))
		}
	}
}

func TestTextsSurviveTheirQuoting(t *testing.T) {
	t.Parallel()
	var got struct{ Items []struct{ Note *string } }
	if err := json.Unmarshal([]byte(write(t, "{ list { items { note } } }", nil)), &got); err != nil {
		t.Fatal(err)
	}
	if want := "a \"quoted\"\nline \\ \x01 <b> Ñandú \uFFFD سلام"; *got.Items[0].Note != want || got.Items[1].Note != nil {
		t.Fatalf("%q", *got.Items[0].Note)
	}
}

func TestConditionsAreReadForEachRequest(t *testing.T) {
	t.Parallel()
	s := gqlparser.MustLoadSchema(&ast.Source{Input: schema})
	doc := gqlparser.MustLoadQueryWithRules(s, "query($w: Boolean!) { list { next @include(if: $w) ... @skip(if: $w) { items { n } } } }", rules.NewDefaultRules())
	for w, want := range map[bool]string{true: `{"next":"n"}`, false: `{"items":[{"n":-7},{"n":0}]}`} {
		op := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0], Variables: map[string]any{"w": w}}
		ctx := graphql.WithOperationContext(t.Context(), op)
		ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Field: graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query"})[0]})
		var out bytes.Buffer
		if err := dense.Write(ctx, &out, sample()); err != nil || out.String() != want {
			t.Errorf("with %v: %s %v", w, out.String(), err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	s := gqlparser.MustLoadSchema(&ast.Source{Input: schema})
	doc := gqlparser.MustLoadQueryWithRules(s, "{ list { items { id name note tags day at n ok owner { name } } next } }", rules.NewDefaultRules())
	op := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0]}
	ctx := graphql.WithOperationContext(b.Context(), op)
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Field: graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query"})[0]})
	l := list{Items: make([]item, 50)}
	for i := range l.Items {
		l.Items[i] = sample().Items[0]
	}
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		if err := dense.Write(ctx, &out, l); err != nil {
			b.Fatal(err)
		}
	}
}
