package dense

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/ankunft/ankunft/platform/clock"
)

// run is one writing: what was written so far, and the first error that a method returned.
type run struct {
	ctx  context.Context // the life of one writing
	vars map[string]any
	out  []byte
	err  error
}

// writer writes the JSON of a value.
type writer interface {
	write(r *run, v reflect.Value)
}

type (
	object []member
	member struct {
		prefix string
		index  []int
		value  writer // nil: the prefix says it all
	}
	list     struct{ elem writer }
	optional struct{ elem writer }
	scalar   func(out []byte, v reflect.Value) []byte
)

func (o object) write(r *run, v reflect.Value) {
	r.out = append(r.out, '{')
	for _, m := range o {
		r.out = append(r.out, m.prefix...)
		switch {
		case m.value == nil:
		case m.index == nil:
			m.value.write(r, v)
		default:
			m.value.write(r, v.FieldByIndex(m.index))
		}
	}
	r.out = append(r.out, '}')
}

func (l list) write(r *run, v reflect.Value) {
	r.out = append(r.out, '[')
	for i := range v.Len() {
		if i > 0 {
			r.out = append(r.out, ',')
		}
		l.elem.write(r, v.Index(i))
	}
	r.out = append(r.out, ']')
}

func (o optional) write(r *run, v reflect.Value) {
	if v.IsNil() {
		r.out = append(r.out, "null"...)
		return
	}
	o.elem.write(r, v.Elem())
}

func (s scalar) write(r *run, v reflect.Value) { r.out = s(r.out, v) }

var (
	uuidType = reflect.TypeFor[uuid.UUID]()
	dateType = reflect.TypeFor[clock.Date]()
	timeType = reflect.TypeFor[time.Time]()
	jsonType = reflect.TypeFor[json.RawMessage]()
)

// value plans one value of the Go type model for the GraphQL type gql.
func (b *builder) value(model reflect.Type, gql *ast.Type, sel ast.SelectionSet) (writer, error) {
	switch model {
	case uuidType:
		return scalar(appendUUID), nil
	case dateType:
		return scalar(appendDate(gql.NonNull)), nil
	case timeType:
		return scalar(appendTime), nil
	case jsonType:
		return scalar(func(out []byte, v reflect.Value) []byte { return append(out, v.Bytes()...) }), nil
	}
	switch model.Kind() {
	case reflect.Pointer:
		elem, err := b.value(model.Elem(), gql, sel)
		return optional{elem}, err
	case reflect.Slice:
		if gql.Elem == nil {
			return nil, fmt.Errorf("dense: %s for the type %s", model, gql)
		}
		elem, err := b.value(model.Elem(), gql.Elem, sel)
		return list{elem}, err
	case reflect.Struct:
		return b.object(model, gql.Name(), sel)
	case reflect.String:
		return scalar(func(out []byte, v reflect.Value) []byte { return appendText(out, v.String()) }), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return scalar(func(out []byte, v reflect.Value) []byte { return strconv.AppendInt(out, v.Int(), 10) }), nil
	case reflect.Bool:
		return scalar(func(out []byte, v reflect.Value) []byte { return strconv.AppendBool(out, v.Bool()) }), nil
	default:
		return nil, fmt.Errorf("dense: no way to write a %s", model)
	}
}
