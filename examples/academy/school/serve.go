package school

import (
	"context"
	"net/http"

	"github.com/ankunft/ankunft/examples/academy/generated"
	budgetsgql "github.com/ankunft/ankunft/graph/budgets"
	coursesgql "github.com/ankunft/ankunft/graph/courses"
	documentsgql "github.com/ankunft/ankunft/graph/documents"
	identitygql "github.com/ankunft/ankunft/graph/identity"
	"github.com/ankunft/ankunft/graph/serve"
	traininggql "github.com/ankunft/ankunft/graph/training"
)

// root gives the parts of the schema their modules.
type root struct {
	identity  identitygql.Resolver
	documents documentsgql.Resolver
	budgets   budgetsgql.Resolver
	training  traininggql.Resolver
	courses   coursesgql.Resolver
}

// The parts' roots under names of their own, so that they can be embedded side by side.
type (
	identityQuery     = identitygql.Query
	documentsQuery    = documentsgql.Query
	budgetsQuery      = budgetsgql.Query
	trainingQuery     = traininggql.Query
	coursesQuery      = coursesgql.Query
	identityMutation  = identitygql.Mutation
	documentsMutation = documentsgql.Mutation
	budgetsMutation   = budgetsgql.Mutation
	trainingMutation  = traininggql.Mutation
	coursesMutation   = coursesgql.Mutation

	query struct {
		identityQuery
		documentsQuery
		budgetsQuery
		trainingQuery
		coursesQuery
	}
	mutation struct {
		identityMutation
		documentsMutation
		budgetsMutation
		trainingMutation
		coursesMutation
	}
)

var _ generated.ResolverRoot = root{}

// Query implements generated.ResolverRoot, as do the others.
func (r root) Query() generated.QueryResolver {
	return query{
		identitygql.Query{Resolver: r.identity}, documentsgql.Query{Resolver: r.documents}, budgetsgql.Query{Resolver: r.budgets}, traininggql.Query{Resolver: r.training},
		coursesgql.Query{Resolver: r.courses},
	}
}

// Mutation resolves the mutations.
func (r root) Mutation() generated.MutationResolver {
	return mutation{
		identitygql.Mutation{Resolver: r.identity}, documentsgql.Mutation{Resolver: r.documents}, budgetsgql.Mutation{Resolver: r.budgets},
		traininggql.Mutation{Resolver: r.training}, coursesgql.Mutation{Resolver: r.courses},
	}
}

// Document resolves papers.
func (root) Document() generated.DocumentResolver { return documentsgql.DocumentResolver{} }

// File resolves their files.
func (root) File() generated.FileResolver { return documentsgql.FileResolver{} }

// Handler is the program over HTTP.
func (s *School) Handler() http.Handler {
	cfg := generated.Config{Resolvers: root{
		identitygql.Resolver{Identity: s.Identity}, documentsgql.Resolver{Documents: s.Documents}, budgetsgql.Resolver{Budgets: s.Budgets},
		traininggql.Resolver{Training: s.Training}, coursesgql.Resolver{Courses: s.Courses},
	}}
	cfg.Directives.Can = serve.Can
	return s.Town.Handler(generated.NewExecutableSchema(cfg), map[string]http.Handler{
		"/files/documents/": documentsgql.Files(s.Documents, s.Log), "/files/courses/": coursesgql.Files(s.Courses, nil, s.Log),
	})
}

// Run answers and works jobs until ctx ends.
func (s *School) Run(ctx context.Context) error {
	if err := s.Training.Begin(ctx); err != nil {
		return err
	}
	return s.Serve(ctx, s.Handler())
}
