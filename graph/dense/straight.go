package dense

import (
	"bytes"
	"context"
	"reflect"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Straight is a schema that answers a query of one dense field itself. Around such a field gqlgen makes sets of fields, contexts, closures
// and its arguments twice, which costs more than to ask the database. All that comes before (limits, validation, weighing, variables) and
// after (presenting of errors) stays gqlgen's; whatever is not as plain as that goes the usual way, and is answered alike on both.
type Straight struct {
	graphql.ExecutableSchema
	queries reflect.Value
	can     Can
	ways    memory[*ast.OperationDefinition, *way]
}

// Can judges a field by the action of its @can.
type Can func(ctx context.Context, obj any, next graphql.Resolver, action string) (any, error)

// NewStraight puts a straight way beside the usual one, with the same resolvers of queries and the same judge.
func NewStraight(usual graphql.ExecutableSchema, queries any, can Can) *Straight {
	return &Straight{ExecutableSchema: usual, queries: reflect.ValueOf(queries), can: can}
}

// Exec implements graphql.ExecutableSchema.
func (s *Straight) Exec(ctx context.Context) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	w, ok := s.ways.find(op.Operation)
	if !ok {
		w = s.way(op.Operation)
		s.ways.keep(op.Operation, w)
	}
	if w == nil {
		return s.ExecutableSchema.Exec(ctx)
	}
	in, err := w.values(op.Variables)
	if err != nil { // gqlgen tells it with the place of the value
		return s.ExecutableSchema.Exec(ctx)
	}
	answered := false
	return func(ctx context.Context) *graphql.Response {
		if answered {
			return nil
		}
		answered = true
		return w.answer(ctx, op, in)
	}
}

// way is how an operation of one dense field is answered.
type way struct {
	field     graphql.CollectedField
	resolver  reflect.Value
	arguments []argument
	can       Can
	action    string
	opening   string // of the answer, up to the value
}

var denseType = reflect.TypeFor[graphql.ContextMarshaler]()

// way plans an operation; nil if it is to go the usual way.
func (s *Straight) way(op *ast.OperationDefinition) *way {
	if op.Operation != ast.Query || len(op.SelectionSet) != 1 {
		return nil
	}
	f, ok := op.SelectionSet[0].(*ast.Field)
	if !ok || len(f.Directives) > 0 || len(f.Definition.Directives) != 1 || f.Definition.Directives[0].Name != "can" {
		return nil
	}
	m, ok := methodOf(s.queries.Type(), f.Name)
	if !ok {
		return nil
	}
	resolver := s.queries.Method(m.Index)
	kind := resolver.Type()
	if kind.NumIn() != 1+len(f.Definition.Arguments) || kind.NumOut() != 2 || kind.Out(0).Kind() != reflect.Pointer || !kind.Out(0).Implements(denseType) {
		return nil
	}
	return &way{
		field: graphql.CollectedField{Field: f, Selections: f.SelectionSet}, resolver: resolver, arguments: argumentsOf(f, kind, 1),
		can: s.can, action: f.Definition.Directives[0].Arguments.ForName("action").Value.Raw, opening: "{" + strconv.Quote(f.Alias) + ":",
	}
}

// values are what the resolver is called with; the first is left for its context.
func (w *way) values(vars map[string]any) ([]reflect.Value, error) {
	in := make([]reflect.Value, 1+len(w.arguments))
	for i, a := range w.arguments {
		v, err := a.value(vars)
		if err != nil {
			return nil, err
		}
		in[1+i] = v
	}
	return in, nil
}

const usualSize = 1 << 10

func (w *way) answer(ctx context.Context, op *graphql.OperationContext, in []reflect.Value) *graphql.Response {
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: "Query", Field: w.field, IsMethod: true, IsResolver: true})
	value := w.resolve(ctx, op, in)
	if value == graphql.Null && w.field.Definition.Type.NonNull {
		return &graphql.Response{Data: []byte("null")}
	}
	var out bytes.Buffer
	out.Grow(usualSize)
	out.WriteString(w.opening)
	value.MarshalGQL(&out)
	out.WriteByte('}')
	return &graphql.Response{Data: out.Bytes()}
}

// resolve asks the resolver if the viewer may. What fails is told, and the value is null.
func (w *way) resolve(ctx context.Context, op *graphql.OperationContext, in []reflect.Value) (value graphql.Marshaler) {
	defer func() {
		if p := recover(); p != nil {
			op.Error(ctx, op.Recover(ctx, p))
			value = graphql.Null
		}
	}()
	found, err := op.ResolverMiddleware(ctx, func(ctx context.Context) (any, error) {
		return w.can(ctx, nil, func(ctx context.Context) (any, error) {
			in[0] = reflect.ValueOf(&ctx).Elem() // of the very type that is wanted: nothing has to be looked up
			out := w.resolver.Call(in)
			err, _ := out[1].Interface().(error)
			return out[0].Interface(), err
		}, w.action)
	})
	if err != nil {
		op.Error(ctx, graphql.AddFieldLocationToError(ctx, err))
		return graphql.Null
	}
	dense, ok := found.(graphql.ContextMarshaler)
	if !ok || reflect.ValueOf(dense).IsNil() {
		if w.field.Definition.Type.NonNull {
			graphql.AddErrorf(ctx, "the requested element is null which the schema does not allow")
		}
		return graphql.Null
	}
	return graphql.WrapContextMarshaler(ctx, dense)
}
