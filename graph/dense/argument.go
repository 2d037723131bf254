package dense

import (
	"fmt"
	"reflect"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// argument is one of a field: what Go wants it as, how the document gives it, and what it is where nobody does.
type argument struct {
	kind          reflect.Type
	given, preset *ast.Value
}

// argumentsOf are those of a field in the order of the schema; the function that wants them has others of its own before them.
func argumentsOf(f *ast.Field, function reflect.Type, others int) []argument {
	all := make([]argument, len(f.Definition.Arguments))
	for i, defined := range f.Definition.Arguments {
		all[i] = argument{kind: function.In(others + i), given: defined.DefaultValue, preset: defined.DefaultValue}
		if a := f.Arguments.ForName(defined.Name); a != nil {
			all[i].given = a.Value
		}
	}
	return all
}

var (
	stringType = reflect.TypeFor[string]()
	intType    = reflect.TypeFor[int]()
)

// value is what one request gives; validation has seen that it fits the schema.
func (a argument) value(vars map[string]any) (reflect.Value, error) {
	from := a.given
	if from != nil && from.Kind == ast.Variable {
		if v, ok := vars[from.Raw]; ok {
			return as(a.kind, v)
		}
		from = a.preset
	}
	v, err := from.Value(vars)
	if err != nil {
		return reflect.Value{}, err
	}
	return as(a.kind, v)
}

// as makes what was given a Go value: a text, a number, an id, or a pointer to one.
func as(kind reflect.Type, given any) (reflect.Value, error) {
	into := reflect.New(kind).Elem()
	if given == nil {
		return into, nil
	}
	target := into
	if kind.Kind() == reflect.Pointer {
		into.Set(reflect.New(kind.Elem()))
		target = into.Elem()
	}
	switch target.Type() {
	case stringType:
		text, err := graphql.UnmarshalString(given)
		target.SetString(text)
		return into, err
	case intType:
		n, err := graphql.UnmarshalInt(given)
		target.SetInt(int64(n))
		return into, err
	case uuidType:
		id, err := graphql.UnmarshalUUID(given)
		target.Set(reflect.ValueOf(id))
		return into, err
	default:
		return into, fmt.Errorf("dense: no way to hand over a %s", kind)
	}
}
