// Package graph composes the one GraphQL schema of the office from the parts of its modules. How it is served stands in graph/serve.
package graph

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"

	"github.com/ankunft/ankunft/graph/dense"
	"github.com/ankunft/ankunft/graph/generated"
	"github.com/ankunft/ankunft/graph/serve"
)

// Options of the server.
type Options = serve.Options

// Server serves the whole schema.
func Server(root *Root, o Options) http.Handler { return serve.Server(Schema(root), o) }

// Schema is the whole schema with its rights and weights.
func Schema(root *Root) graphql.ExecutableSchema {
	resolvers := roots{root, root.Query(), root.Mutation(), root.Subscription()}
	cfg := generated.Config{Resolvers: resolvers}
	cfg.Directives.Can = serve.Can
	weigh(&cfg.Complexity)
	return dense.NewStraight(generated.NewExecutableSchema(cfg), resolvers.query, serve.Can)
}

// roots are the composed roots, made once: gqlgen asks for one at each request, and they are as large as the house has rooms.
type roots struct {
	*Root
	query        generated.QueryResolver
	mutation     generated.MutationResolver
	subscription generated.SubscriptionResolver
}

// Query implements generated.ResolverRoot.
func (r roots) Query() generated.QueryResolver { return r.query }

// Mutation implements generated.ResolverRoot.
func (r roots) Mutation() generated.MutationResolver { return r.mutation }

// Subscription implements generated.ResolverRoot.
func (r roots) Subscription() generated.SubscriptionResolver { return r.subscription }
