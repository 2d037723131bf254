// Package serve answers GraphQL over HTTP, whichever parts a schema is made of: limits before validation, rights on every root field (Can),
// errors with stable codes. A city that takes some of the modules generates a schema of its own from their parts and has it served here.
package serve

import (
	"log/slog"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/ankunft/ankunft/graph/gate"
)

// Options of the server.
type Options struct {
	// Operations are the documents of our own apps by their SHA-256.
	Operations map[string]string
	// Open answers other documents too, within the limits.
	Open bool
	// Introspection shows the schema.
	Introspection bool
	Log           *slog.Logger
}

// Heaviest is how much an operation may weigh: a field weighs one, in a list as often as the page has entries.
const Heaviest = 3000

const cachedPlans = 1000

// Server serves a schema: POST for queries and mutations, Server-Sent Events for subscriptions.
func Server(schema graphql.ExecutableSchema, o Options) http.Handler {
	srv := handler.New(schema)
	srv.AddTransport(stream{transport.SSE{KeepAlivePingInterval: keepAlive}})
	srv.AddTransport(post{gate.NamesOf(o.Operations)})
	srv.SetQueryCache(lru.New[*ast.QueryDocument](cachedPlans))
	srv.SetParserTokenLimit(gate.Default.Tokens)
	srv.SetDisableSuggestion(true)
	srv.SetErrorPresenter(presenter(o.Log))
	srv.SetRecoverFunc(recovered(o.Log))
	srv.Use(gate.New(o.Operations, o.Open))
	srv.Use(newWeighing(o.Operations))
	if o.Introspection {
		srv.Use(extension.Introspection{})
	}
	return bounded(srv)
}

// bounded refuses a large request before anything reads it, whatever it wants to be answered with.
func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most := largest(r)
		if r.ContentLength > most {
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			write(w, &graphql.Response{Errors: gqlerror.List{tooLarge()}})
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		next.ServeHTTP(w, r)
	})
}

var _ graphql.Transport = post{}
