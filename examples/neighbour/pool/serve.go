package pool

import (
	"context"
	"net/http"

	"github.com/ankunft/ankunft/examples/neighbour/generated"
	budgetsgql "github.com/ankunft/ankunft/graph/budgets"
	identitygql "github.com/ankunft/ankunft/graph/identity"
	interpretersgql "github.com/ankunft/ankunft/graph/interpreters"
	linguistsgql "github.com/ankunft/ankunft/graph/linguists"
	"github.com/ankunft/ankunft/graph/serve"
)

// root gives the parts of the schema their modules.
type root struct {
	identity     identitygql.Resolver
	budgets      budgetsgql.Resolver
	linguists    linguistsgql.Resolver
	interpreters interpretersgql.Resolver
}

// The parts' roots under names of their own, so that they can be embedded side by side.
type (
	identityQuery        = identitygql.Query
	budgetsQuery         = budgetsgql.Query
	linguistsQuery       = linguistsgql.Query
	interpretersQuery    = interpretersgql.Query
	identityMutation     = identitygql.Mutation
	budgetsMutation      = budgetsgql.Mutation
	linguistsMutation    = linguistsgql.Mutation
	interpretersMutation = interpretersgql.Mutation

	query struct {
		identityQuery
		budgetsQuery
		linguistsQuery
		interpretersQuery
	}
	mutation struct {
		identityMutation
		budgetsMutation
		linguistsMutation
		interpretersMutation
	}
)

var _ generated.ResolverRoot = root{}

// Query implements generated.ResolverRoot, as do the others.
func (r root) Query() generated.QueryResolver {
	return query{
		identitygql.Query{Resolver: r.identity}, budgetsgql.Query{Resolver: r.budgets}, linguistsgql.Query{Resolver: r.linguists}, interpretersgql.Query{Resolver: r.interpreters},
	}
}

// Mutation resolves the mutations.
func (r root) Mutation() generated.MutationResolver {
	return mutation{
		identitygql.Mutation{Resolver: r.identity}, budgetsgql.Mutation{Resolver: r.budgets}, linguistsgql.Mutation{Resolver: r.linguists},
		interpretersgql.Mutation{Resolver: r.interpreters},
	}
}

// Subscription resolves the hints.
func (r root) Subscription() generated.SubscriptionResolver {
	return interpretersgql.Subscription{Resolver: r.interpreters}
}

// Interpreter resolves entries of the directory.
func (r root) Interpreter() generated.InterpreterResolver {
	return linguistsgql.InterpreterResolver{Resolver: r.linguists}
}

// InterpreterNeed resolves needs of an interpreter.
func (r root) InterpreterNeed() generated.InterpreterNeedResolver {
	return linguistsgql.InterpreterNeedResolver{Resolver: r.linguists}
}

// InterpreterSkill resolves languages of somebody.
func (r root) InterpreterSkill() generated.InterpreterSkillResolver {
	return linguistsgql.InterpreterSkillResolver{Resolver: r.linguists}
}

// Handler is the program over HTTP.
func (p *Pool) Handler() http.Handler {
	cfg := generated.Config{Resolvers: root{
		identitygql.Resolver{Identity: p.Identity}, budgetsgql.Resolver{Budgets: p.Budgets}, linguistsgql.Resolver{Linguists: p.Linguists},
		interpretersgql.Resolver{Interpreters: p.Interpreters, Duty: p.Duty},
	}}
	cfg.Directives.Can = serve.Can
	return p.Town.Handler(generated.NewExecutableSchema(cfg), nil)
}

// Run answers and works jobs until ctx ends.
func (p *Pool) Run(ctx context.Context) error { return p.Serve(ctx, p.Handler()) }
