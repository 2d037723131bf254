package serve

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/errs"
)

// The two refusals of @can.
var (
	ErrLogIn     = errs.New(errs.Unauthenticated, "UNAUTHENTICATED") // log in first
	ErrForbidden = errs.New(errs.Forbidden, "FORBIDDEN")             // not with this role
)

// Can refuses a root field to whoever may not do its action. Which things the action may be done to stands in the SQL.
func Can(ctx context.Context, _ any, next graphql.Resolver, action string) (any, error) {
	v := identity.ViewerFrom(ctx)
	if v.Can(action) {
		return next(ctx)
	}
	if !v.LoggedIn() {
		return nil, ErrLogIn
	}
	return nil, ErrForbidden
}
