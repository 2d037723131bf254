package dense

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

var (
	contextType = reflect.TypeFor[context.Context]()
	errorType   = reflect.TypeFor[error]()
)

// method is a field that is computed: a method of the model, or one of a resolver that takes the model.
type method struct {
	field     *ast.Field
	function  reflect.Value  // of a resolver; else
	index     int            // the number of the model's own method
	own       bool           // whether it is the model's own
	pointer   bool           // whether the model is wanted as a pointer
	context   bool           // whether it wants the context first
	arguments []reflect.Type // those of the schema, in its order
	names     []string
	fails     bool // whether it returns an error too
	value     writer
}

// method plans a field that a method answers; nil when there is none.
func (b *builder) method(model reflect.Type, f graphql.CollectedField) (*method, error) {
	m := &method{field: f.Field}
	var kind reflect.Type // of the function, its first own parameter at skip
	skip := 0
	if r, ok := b.resolver(model, f.Name); ok {
		m.function, kind, skip, m.context = r, r.Type(), 2, true
		m.pointer = kind.In(1).Kind() == reflect.Pointer
	} else if own, ok := methodOf(reflect.PointerTo(model), f.Name); ok {
		m.index, m.own, m.pointer, kind, skip = own.Index, true, true, own.Type, 1
		if kind.NumIn() > 1 && kind.In(1) == contextType {
			m.context, skip = true, 2
		}
	} else {
		return nil, nil //nolint:nilnil // an ordinary field
	}
	if kind.NumOut() == 0 || kind.NumOut() > 2 || kind.NumOut() == 2 && kind.Out(1) != errorType || kind.NumIn()-skip != len(f.Definition.Arguments) {
		return nil, fmt.Errorf("dense: %s.%s: cannot call %s", model, f.Name, kind)
	}
	m.fails = kind.NumOut() == 2
	for i, a := range f.Definition.Arguments {
		m.arguments, m.names = append(m.arguments, kind.In(skip+i)), append(m.names, a.Name)
	}
	var err error
	m.value, err = b.value(kind.Out(0), f.Definition.Type, f.Selections)
	return m, err
}

// resolver finds a resolver's method for a field of a model.
func (b *builder) resolver(model reflect.Type, field string) (reflect.Value, bool) {
	for _, r := range b.resolvers {
		v := reflect.ValueOf(r)
		m, ok := methodOf(v.Type(), field)
		if !ok || m.Type.NumIn() < 3 || m.Type.In(1) != contextType {
			continue
		}
		if in := m.Type.In(2); in == model || in.Kind() == reflect.Pointer && in.Elem() == model {
			return v.Method(m.Index), true
		}
	}
	return reflect.Value{}, false
}

func methodOf(t reflect.Type, name string) (reflect.Method, bool) {
	for i := range t.NumMethod() {
		if m := t.Method(i); strings.EqualFold(m.Name, name) {
			return m, true
		}
	}
	return reflect.Method{}, false
}

func (m *method) write(r *run, v reflect.Value) {
	if r.err != nil {
		return
	}
	if m.pointer {
		if !v.CanAddr() {
			copied := reflect.New(v.Type())
			copied.Elem().Set(v)
			v = copied.Elem()
		}
		v = v.Addr()
	}
	var in [4]reflect.Value
	args, call := in[:0], m.function
	if m.own {
		call = v.Method(m.index)
	}
	if m.context {
		args = append(args, reflect.ValueOf(r.ctx))
	}
	if !m.own {
		args = append(args, v)
	}
	if len(m.arguments) > 0 {
		given := m.field.ArgumentMap(r.vars)
		for i, t := range m.arguments {
			arg, err := argument(given[m.names[i]], t)
			if err != nil {
				r.err = err
				return
			}
			args = append(args, arg)
		}
	}
	out := call.Call(args)
	if m.fails && !out[1].IsNil() {
		r.err, _ = out[1].Interface().(error)
		return
	}
	m.value.write(r, out[0])
}

// argument makes an argument of a given value; validation has seen that it fits the schema.
func argument(given any, t reflect.Type) (reflect.Value, error) {
	if given == nil {
		return reflect.Zero(t), nil
	}
	into := reflect.New(t).Elem()
	target := into
	if t.Kind() == reflect.Pointer {
		into.Set(reflect.New(t.Elem()))
		target = into.Elem()
	}
	switch target.Kind() {
	case reflect.String:
		text, err := graphql.UnmarshalString(given)
		target.SetString(text)
		return into, err
	case reflect.Int:
		n, err := graphql.UnmarshalInt(given)
		target.SetInt(int64(n))
		return into, err
	default:
		return into, fmt.Errorf("dense: no way to hand over a %s", t)
	}
}
