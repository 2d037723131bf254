package gate_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/ankunft/ankunft/graph/gate"
)

func enter(t *testing.T, g *gate.Gate, query, hash string) (string, string) {
	t.Helper()
	p := &graphql.RawParams{Query: query}
	if hash != "" {
		p.Extensions = map[string]any{"persistedQuery": map[string]any{"sha256Hash": hash}}
	}
	if err := g.MutateOperationParameters(t.Context(), p); err != nil {
		return "", err.Extensions["code"].(string)
	}
	return p.Query, ""
}

func bomb(n int) string {
	var b strings.Builder
	b.WriteString("{ ...f0 }")
	for i := range n {
		fmt.Fprintf(&b, " fragment f%d on Query { a { ...f%d ...f%d ...f%d } }", i, i+1, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment f%d on Query { a }", n)
	return b.String()
}

func TestDocumentsOfAnEvilShapeAreRefused(t *testing.T) {
	t.Parallel()
	g := gate.New(nil, true)
	for name, query := range map[string]string{
		"10,000 repeated fields":  "{ a { " + strings.Repeat("b ", 10_000) + "} }",
		"500 repeated roots":      "{ " + strings.Repeat("me ", 500) + "}",
		"fragment bomb":           bomb(10),
		"fragment inside itself":  "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
		"aliases":                 "{ x { " + strings.Repeat("a:b ", 100) + "} }",
		"thousands of directives": "{ a " + strings.Repeat("@x ", 3000) + "}",
		"directives of variables": "query(" + "$v:Int " + strings.Repeat("@x ", 50) + ") { a }",
		"deep":                    strings.Repeat("{ a ", 40) + strings.Repeat("}", 40),
		"nested inline fragments": "{ " + strings.Repeat("... { ", 700) + "a" + strings.Repeat("}", 701),
		"two operations":          "query a { a } query b { b }",
		"no document":             "{",
	} {
		if _, code := enter(t, g, query, ""); code != gate.CodeTooLarge && code != gate.CodeMalformed {
			t.Errorf("%s: code %q", name, code)
		}
	}
}

func TestAnOrdinaryDocumentEntersWhereTheCityAllowsIt(t *testing.T) {
	t.Parallel()
	query := "query W($n: Int) { workList(first: $n) { items { ...row } next } } fragment row on WorkItem { id number state }"
	for range 2 { // the second time from memory
		if got, code := enter(t, gate.New(nil, true), query, ""); got != query || code != "" {
			t.Fatal(got, code)
		}
	}
	if _, code := enter(t, gate.New(nil, false), query, ""); code != gate.CodeUnknownOperation {
		t.Fatal(code)
	}
}

func TestTheAppsOwnOperationsEnterByTheirHash(t *testing.T) {
	t.Parallel()
	query := "{ me { name } }"
	sum := sha256.Sum256([]byte(query))
	hash := hex.EncodeToString(sum[:])
	g := gate.New(map[string]string{hash: query}, false)
	for _, c := range [][2]string{{"", hash}, {query, ""}, {"{ forged }", hash}} {
		if got, code := enter(t, g, c[0], c[1]); got != query || code != "" {
			t.Errorf("%v: %q %s", c, got, code)
		}
	}
	if _, code := enter(t, g, "", strings.Repeat("0", 64)); code != gate.CodeUnknownOperation {
		t.Fatal(code)
	}
	if _, code := enter(t, g, "", ""); code != gate.CodeUnknownOperation {
		t.Fatal(code)
	}
}

func TestTheCharacterZeroIsRefusedWhereverItStands(t *testing.T) {
	t.Parallel()
	query := "query($a: JSON) { me(a: $a) }"
	sum := sha256.Sum256([]byte(query))
	g := gate.New(map[string]string{hex.EncodeToString(sum[:]): query}, true)
	for name, p := range map[string]*graphql.RawParams{
		"in the document":        {Query: "{ me(a: \"\x00\") }"},
		"escaped in it":          {Query: `{ me(a: "x\u0000") }`},
		"in a variable":          {Query: query, Variables: map[string]any{"a": "x\x00"}},
		"deep in one":            {Query: query, Variables: map[string]any{"a": map[string]any{"b": []any{1, nil, map[string]any{"c": "\x00"}}}}},
		"in the name of a field": {Query: query, Variables: map[string]any{"a": map[string]any{"b\x00": true}}},
	} {
		if err := g.MutateOperationParameters(t.Context(), p); err == nil || err.Extensions["code"] != gate.CodeMalformed {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := g.MutateOperationParameters(t.Context(), &graphql.RawParams{Query: query, Variables: map[string]any{"a": []any{"ü", 0, false}}}); err != nil {
		t.Error(err)
	}
}

func FuzzShape(f *testing.F) {
	f.Add("{ a }")
	f.Add(bomb(3))
	f.Fuzz(func(_ *testing.T, query string) { _ = gate.Default.Check(query) })
}
