// Package gate stands before the GraphQL executor: it lets in the operations that our apps were built with and, where a city
// allows it, other documents of a bounded shape. It refuses before validation, whose overlap rule is quadratic.
package gate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// Limits bound the shape of a document.
type Limits struct {
	Tokens     int // lexed tokens; the parser stops there
	Depth      int // fields inside fields
	Fields     int // fields after spreading all fragments
	Roots      int // fields of the operation itself, aliases of one field included (batch guessing)
	Aliases    int
	Directives int
	Fragments  int
	Variables  int
}

// Default are the limits of the office; the largest operation of our own apps uses about half of each.
var Default = Limits{Tokens: 4000, Depth: 12, Fields: 600, Roots: 8, Aliases: 24, Directives: 40, Fragments: 40, Variables: 30}

// Gate is an extension of the GraphQL server.
type Gate struct {
	// Manifest maps the SHA-256 (hex) of each document of our apps to the document.
	Manifest map[string]string
	// Open lets in documents that are not in the Manifest.
	Open   bool
	Limits Limits

	known *lru.LRU[string] // documents whose shape has been looked at
}

// New makes a Gate with the default limits.
func New(manifest map[string]string, open bool) *Gate {
	return &Gate{Manifest: manifest, Open: open, Limits: Default, known: lru.New[string](1000)}
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
} = (*Gate)(nil)

// ExtensionName implements graphql.HandlerExtension.
func (*Gate) ExtensionName() string { return "Gate" }

// Validate implements graphql.HandlerExtension.
func (*Gate) Validate(graphql.ExecutableSchema) error { return nil }

// Codes of the refusals.
const (
	CodeUnknownOperation = "graphql.unknown_operation"
	CodeTooLarge         = "graphql.too_large"
	CodeMalformed        = "graphql.malformed"
)

func refuse(code, text string) *gqlerror.Error {
	return &gqlerror.Error{Message: text, Extensions: map[string]any{"code": code}}
}

// MutateOperationParameters puts the document in place of its hash and refuses what may not enter.
func (g *Gate) MutateOperationParameters(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	if withNUL(p.Query, p.Variables) {
		return refuse(CodeMalformed, "a text with the character U+0000")
	}
	hash := persistedHash(p.Extensions)
	if doc, ok := g.Manifest[hash]; ok && hash != "" {
		p.Query = doc
		return nil
	}
	if p.Query == "" {
		return refuse(CodeUnknownOperation, "this operation is not known; load the page again")
	}
	sum := sha256.Sum256([]byte(p.Query))
	hash = hex.EncodeToString(sum[:])
	if _, ok := g.Manifest[hash]; ok {
		return nil
	}
	if !g.Open {
		return refuse(CodeUnknownOperation, "only the operations of our own apps are answered here")
	}
	if _, ok := g.known.Get(ctx, hash); ok {
		return nil
	}
	if err := g.Limits.Check(p.Query); err != nil {
		return err
	}
	g.known.Add(ctx, hash, "")
	return nil
}

// Names are the extensions of requests that name a document of our apps, by its hash: each the same, so that they are made once.
type Names map[string]map[string]any

// NamesOf makes those of a manifest.
func NamesOf(manifest map[string]string) Names {
	n := make(Names, len(manifest))
	for hash := range manifest {
		n[hash] = persisted(hash)
	}
	return n
}

// Of are the extensions that name a document by this hash; they may not be written to.
func (n Names) Of(hash string) map[string]any {
	if e, ok := n[hash]; ok {
		return e
	}
	return persisted(hash)
}

func persisted(hash string) map[string]any {
	return map[string]any{"persistedQuery": map[string]any{"sha256Hash": hash}}
}

func persistedHash(extensions map[string]any) string {
	persisted, _ := extensions["persistedQuery"].(map[string]any)
	hash, _ := persisted["sha256Hash"].(string)
	return hash
}

// Check parses a document and measures its shape in one walk that stops at the first limit.
func (l Limits) Check(query string) *gqlerror.Error {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, l.Tokens)
	if err != nil {
		return refuse(CodeMalformed, err.Error())
	}
	if len(doc.Operations) != 1 {
		return refuse(CodeTooLarge, "one operation a request")
	}
	s := shape{limits: l, doc: doc, visiting: map[string]bool{}}
	op := doc.Operations[0]
	s.directives += len(op.Directives)
	switch {
	case len(doc.Fragments) > l.Fragments:
		return refuse(CodeTooLarge, "too many fragments")
	case len(op.VariableDefinitions) > l.Variables:
		return refuse(CodeTooLarge, "too many variables")
	}
	for _, v := range op.VariableDefinitions {
		s.directives += len(v.Directives)
	}
	for _, f := range doc.Fragments {
		s.directives += len(f.Directives)
	}
	s.walk(op.SelectionSet, 1)
	if s.over != "" {
		return refuse(CodeTooLarge, s.over)
	}
	return nil
}
