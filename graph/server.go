// Package graph composes the one GraphQL schema of the office from the parts of its modules. How it is served stands in graph/serve.
package graph

import (
	"net/http"

	"github.com/ankunft/ankunft/graph/generated"
	"github.com/ankunft/ankunft/graph/serve"
)

// Options of the server.
type Options = serve.Options

// Server serves the whole schema.
func Server(root *Root, o Options) http.Handler {
	cfg := generated.Config{Resolvers: root}
	cfg.Directives.Can = serve.Can
	weigh(&cfg.Complexity)
	return serve.Server(generated.NewExecutableSchema(cfg), o)
}
