// Package dense writes the hot lists of the schema.
//
// gqlgen starts a goroutine for each element of a list and a context for each field: about 2 µs of CPU a field, most of a work
// list's cost. A type whose fields are all plain data can do without. Its Go model implements graphql's ContextMarshaler by one
// call of Write, which reads the selection once, makes a plan of it and runs the plan over all rows. The schema shows nothing
// of this; aliases, fragments, @skip, @include and __typename work as everywhere. What a dense type may hold: texts, numbers,
// booleans, ids, dates, times, structs, lists and pointers of these, and methods that compute such things, with arguments that are texts or
// numbers. They are called one after the other: what reads the database once for each element of a list does not belong in one.
package dense

import (
	"context"
	"fmt"
	"io"
	"reflect"
	"strings"
	"sync"
	"unicode"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 32<<10); return &b }}

// Write writes v, the value of the field that ctx stands at, as the query selected it. A field is looked for among the methods of the
// resolvers that take its model, as gqlgen's resolvers do, then among the methods of the model, then among its fields. The first error
// of a method is the whole value's.
func Write(ctx context.Context, w io.Writer, v any, resolvers ...any) error {
	op, field := graphql.GetOperationContext(ctx), graphql.GetFieldContext(ctx)
	p, err := planFor(op, field, reflect.TypeOf(v), resolvers)
	if err != nil {
		return err
	}
	buf := buffers.Get().(*[]byte) //nolint:errcheck // the pool holds nothing else
	r := run{ctx: ctx, vars: op.Variables, out: (*buf)[:0]}
	p.write(&r, reflect.ValueOf(v))
	if err = r.err; err == nil {
		_, err = w.Write(r.out)
	}
	*buf = r.out
	buffers.Put(buf)
	return err
}

type planKey struct {
	doc   *ast.QueryDocument
	field *ast.Field
	model reflect.Type
}

// plans are those of documents without @skip and @include.
var plans memory[planKey, writer]

func planFor(op *graphql.OperationContext, fc *graphql.FieldContext, model reflect.Type, resolvers []any) (writer, error) {
	key := planKey{op.Doc, fc.Field.Field, model}
	if p, ok := plans.find(key); ok {
		return p, nil
	}
	b := builder{op: op, resolvers: resolvers}
	p, err := b.value(model, fc.Field.Definition.Type, fc.Field.Selections)
	if err != nil || b.conditional {
		return p, err
	}
	plans.keep(key, p)
	return p, nil
}

// builder makes a plan from a selection and a Go type.
type builder struct {
	op          *graphql.OperationContext
	resolvers   []any
	conditional bool // the selection depends on variables: the plan is good for this request only
}

func (b *builder) object(model reflect.Type, typeName string, sel ast.SelectionSet) (writer, error) {
	b.conditional = b.conditional || hasConditions(b.op.Doc, sel)
	var o object
	for _, f := range graphql.CollectFields(b.op, sel, []string{typeName}) {
		prefix := fmt.Sprintf("%q:", f.Alias)
		if len(o) > 0 {
			prefix = "," + prefix
		}
		if f.Name == "__typename" {
			o = append(o, member{prefix: prefix + fmt.Sprintf("%q", typeName)})
			continue
		}
		call, err := b.method(model, f)
		if err != nil {
			return nil, err
		}
		if call != nil {
			o = append(o, member{prefix: prefix, value: call})
			continue
		}
		sf, ok := model.FieldByNameFunc(func(name string) bool { return strings.EqualFold(name, f.Name) })
		if !ok || !unicode.IsUpper(rune(sf.Name[0])) {
			return nil, fmt.Errorf("dense: %s has no field %s", model, f.Name)
		}
		child, err := b.value(sf.Type, f.Definition.Type, f.Selections)
		if err != nil {
			return nil, err
		}
		o = append(o, member{prefix, sf.Index, child})
	}
	return o, nil
}

func hasConditions(doc *ast.QueryDocument, sel ast.SelectionSet) bool {
	for _, s := range sel {
		switch s := s.(type) {
		case *ast.Field:
			if len(s.Directives) > 0 || hasConditions(doc, s.SelectionSet) {
				return true
			}
		case *ast.InlineFragment:
			if len(s.Directives) > 0 || hasConditions(doc, s.SelectionSet) {
				return true
			}
		case *ast.FragmentSpread:
			if f := doc.Fragments.ForName(s.Name); len(s.Directives) > 0 || f != nil && hasConditions(doc, f.SelectionSet) {
				return true
			}
		}
	}
	return false
}
