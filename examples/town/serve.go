package town

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"golang.org/x/sync/errgroup"

	identitygql "github.com/ankunft/ankunft/graph/identity"
	"github.com/ankunft/ankunft/graph/serve"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/httpd"
)

const (
	workers = 4
	grace   = 30 * time.Second
)

// Handler is a schema and the login over HTTP. more are handlers by their paths, behind the login too.
func (t *Town) Handler(schema graphql.ExecutableSchema, more map[string]http.Handler) http.Handler {
	known := identity.Authenticate(t.Identity)
	mux := http.NewServeMux()
	mux.Handle("/graphql", known(http.NewCrossOriginProtection().Handler(serve.Server(schema, serve.Options{Open: true, Log: t.Log}))))
	mux.Handle("/auth/", known(identitygql.Handler(t.Identity, t.Log)))
	for path, h := range more {
		mux.Handle(path, known(h))
	}
	httpd.NewHealth(t.DB.Clock, t.Log, httpd.Part{Name: "database", Needed: true, Ask: t.DB.Ready}).Mount(mux, false)
	return httpd.Chain(mux, httpd.WithRequestID, httpd.Recover(t.Log), httpd.Secure(httpd.Sources{}, strings.HasPrefix(t.config.BaseURL, "https:")), httpd.Timeout(time.Minute))
}

// Serve answers and works jobs until ctx ends.
func (t *Town) Serve(ctx context.Context, h http.Handler) error {
	go t.DB.Live.Run(ctx)
	both, ctx := errgroup.WithContext(ctx)
	both.Go(func() error { return t.Jobs.Run(ctx, workers, grace) })
	both.Go(func() error { return httpd.Run(ctx, httpd.Config{Listen: t.config.Listen}, h, t.Log, nil) })
	return both.Wait()
}
