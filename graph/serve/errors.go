package serve

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/httpd"
)

// presenter is the one place that turns errors into GraphQL: a stable code, the faults of fields, the id of the request. What nobody
// declared becomes INTERNAL and is logged once.
func presenter(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		shown := &gqlerror.Error{Path: graphql.GetPath(ctx), Extensions: map[string]any{}}
		var declared *gqlerror.Error
		domain := errs.Of(err)
		switch {
		case domain != nil && domain.Kind != errs.Internal:
			shown.Message = domain.Code
			shown.Extensions["code"], shown.Extensions["kind"] = domain.Code, string(domain.Kind)
			if len(domain.Fields) > 0 {
				shown.Extensions["fields"] = domain.Fields
			}
		case db.IsUnavailable(err):
			shown.Message = "the database does not answer; try again"
			shown.Extensions["code"], shown.Extensions["kind"] = "UNAVAILABLE", string(errs.Unavailable)
			log.WarnContext(ctx, "database away", "request", httpd.RequestID(ctx))
		case errors.As(err, &declared) && len(declared.Path) > len(shown.Path): // a value that its type refuses, below the field's arguments
			shown.Message = "a value of the wrong type"
			shown.Extensions["code"], shown.Extensions["kind"] = codeInvalid, string(errs.Invalid)
			shown.Extensions["fields"] = []errs.Field{{Path: declared.Path[len(shown.Path):].String(), Code: "type"}}
		case strings.HasSuffix(err.Error(), "introspection disabled"):
			shown.Message = "the schema is not shown here"
			shown.Extensions["code"] = "graphql.introspection_off"
		case errors.As(err, &declared) && (declared.Err == nil || declared.Unwrap() == nil):
			shown.Message, shown.Locations, shown.Rule = declared.Message, declared.Locations, declared.Rule
			for k, v := range declared.Extensions {
				shown.Extensions[k] = v
			}
			if shown.Extensions["code"] == nil {
				shown.Extensions["code"] = codeInvalid
			}
		case errors.Is(err, context.Canceled):
			shown.Message = "the request was given up"
			shown.Extensions["code"] = "CANCELLED"
		default:
			log.ErrorContext(ctx, "unknown error", "request", httpd.RequestID(ctx), "path", shown.Path.String(), "err", err)
			shown.Message = "something went wrong on our side"
			shown.Extensions["code"], shown.Extensions["kind"] = "INTERNAL", string(errs.Internal)
		}
		shown.Extensions["requestId"] = httpd.RequestID(ctx)
		return shown
	}
}

// codeInvalid is the code of documents and values that do not fit the schema.
const codeInvalid = "graphql.invalid"

// recovered turns a panic in a resolver into INTERNAL.
func recovered(log *slog.Logger) graphql.RecoverFunc {
	return func(ctx context.Context, p any) error {
		log.ErrorContext(ctx, "panic in resolver", "request", httpd.RequestID(ctx), "what", p, "stack", string(debug.Stack()))
		return errPanic
	}
}

var errPanic = errs.New(errs.Internal, "graphql.panic")
