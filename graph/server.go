// Package graph composes the one GraphQL schema of the office from the parts of its modules. How it is served stands in graph/serve.
package graph

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"

	"github.com/ankunft/ankunft/graph/generated"
	"github.com/ankunft/ankunft/graph/serve"
)

// Options of the server.
type Options = serve.Options

// Server serves the whole schema.
func Server(root *Root, o Options) http.Handler { return serve.Server(Schema(root), o) }

// Schema is the whole schema with its rights and weights.
func Schema(root *Root) graphql.ExecutableSchema {
	cfg := generated.Config{Resolvers: root}
	cfg.Directives.Can = serve.Can
	weigh(&cfg.Complexity)
	return generated.NewExecutableSchema(cfg)
}
