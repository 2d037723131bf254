package dense

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

var (
	contextType = reflect.TypeFor[context.Context]()
	errorType   = reflect.TypeFor[error]()
)

// method is a field that is computed: a method of the model, or one of a resolver that takes the model.
type method struct {
	function  reflect.Value // of a resolver; else
	index     int           // the number of the model's own method
	own       bool          // whether it is the model's own
	pointer   bool          // whether the model is wanted as a pointer
	context   bool          // whether it wants the context first
	arguments []argument    // those of the schema, in its order
	fails     bool          // whether it returns an error too
	value     writer
}

// method plans a field that a method answers; nil when there is none.
func (b *builder) method(model reflect.Type, f graphql.CollectedField) (*method, error) {
	m := &method{}
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
		return nil, nil // an ordinary field
	}
	if kind.NumOut() == 0 || kind.NumOut() > 2 || kind.NumOut() == 2 && kind.Out(1) != errorType || kind.NumIn()-skip != len(f.Definition.Arguments) {
		return nil, fmt.Errorf("dense: %s.%s: cannot call %s", model, f.Name, kind)
	}
	m.fails = kind.NumOut() == 2
	m.arguments = argumentsOf(f.Field, kind, skip)
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
		args = append(args, reflect.ValueOf(&r.ctx).Elem())
	}
	if !m.own {
		args = append(args, v)
	}
	for _, a := range m.arguments {
		arg, err := a.value(r.vars)
		if err != nil {
			r.err = err
			return
		}
		args = append(args, arg)
	}
	out := call.Call(args)
	if m.fails && !out[1].IsNil() {
		r.err, _ = out[1].Interface().(error)
		return
	}
	m.value.write(r, out[0])
}
