// Package condition compiles the conditions that people write into the data of a city: CEL, bounded, with the functions of our field.
package condition

import (
	"fmt"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/ankunft/ankunft/platform/clock"
)

const (
	maxExpression = 2000  // characters
	maxCost       = 10000 // steps of one evaluation
)

// Environment declares what conditions may see: variables by name with their kind (text, integer, number, boolean, list), and figures by
// name, which are numbers under "parameters.". Beside them stand today, form and outcome, all texts.
func Environment(kinds map[string]string, figures []string) (*cel.Env, error) {
	opts := []cel.EnvOption{
		cel.ParserExpressionSizeLimit(maxExpression), cel.ParserRecursionLimit(40), cel.CrossTypeNumericComparisons(true),
		cel.Variable("today", cel.StringType), cel.Variable("form", cel.StringType), cel.Variable("outcome", cel.StringType),
		cel.Function("age", cel.Overload("age_on", []*cel.Type{cel.StringType, cel.StringType}, cel.IntType, cel.BinaryBinding(age))),
		cel.Function("days", cel.Overload("days_from_to", []*cel.Type{cel.StringType, cel.StringType}, cel.IntType, cel.BinaryBinding(days))),
		cel.Function("add_months", cel.Overload("add_months_to", []*cel.Type{cel.StringType, cel.IntType}, cel.StringType, cel.BinaryBinding(addMonths))),
	}
	for key, kind := range kinds {
		opts = append(opts, cel.Variable(key, celType(kind)))
	}
	for _, key := range slices.Compact(slices.Sorted(slices.Values(figures))) {
		opts = append(opts, cel.Variable("parameters."+key, cel.DoubleType))
	}
	return cel.NewEnv(opts...)
}

func celType(kind string) *cel.Type {
	switch kind {
	case "integer":
		return cel.IntType
	case "number":
		return cel.DoubleType
	case "boolean":
		return cel.BoolType
	case "list":
		return cel.ListType(cel.StringType)
	}
	return cel.StringType
}

// Compile compiles one condition; its message says what is wrong within it.
func Compile(env *cel.Env, source string) (cel.Program, error) {
	if len(source) > maxExpression {
		return nil, fmt.Errorf("condition is longer than %d characters", maxExpression)
	}
	ast, issues := env.Compile(source)
	if issues.Err() != nil {
		first := issues.Errors()[0]
		return nil, fmt.Errorf("condition %q: %s (at character %d)", source, first.Message, first.Location.Column()+1)
	}
	if !ast.OutputType().IsExactType(cel.BoolType) {
		return nil, fmt.Errorf("condition %q: gives %s, not yes or no", source, ast.OutputType())
	}
	return env.Program(ast, cel.CostLimit(maxCost))
}

func twoDays(a, b ref.Val) (clock.Date, clock.Date, error) {
	from, err := clock.ParseDate(fmt.Sprint(a.Value()))
	if err != nil {
		return from, from, err
	}
	to, err := clock.ParseDate(fmt.Sprint(b.Value()))
	return from, to, err
}

// age is the number of whole years from a birth to a day; who is born on 29 February has the birthday on 1 March of other years
// (BGB §187(2), §188(2)). Of a birth date known in part it is the least age possible.
func age(birth, day ref.Val) ref.Val {
	b, err := clock.ParseBirth(fmt.Sprint(birth.Value()))
	d, wrong := clock.ParseDate(fmt.Sprint(day.Value()))
	years, known := b.AgeOn(d)
	if err != nil || wrong != nil || !known {
		return types.NewErr("age: not a day")
	}
	return types.Int(years)
}

func days(from, to ref.Val) ref.Val {
	a, b, err := twoDays(from, to)
	if err != nil {
		return types.NewErr("days: not a day")
	}
	return types.Int(a.DaysUntil(b))
}

func addMonths(day, months ref.Val) ref.Val {
	d, err := clock.ParseDate(fmt.Sprint(day.Value()))
	n, ok := months.Value().(int64)
	if err != nil || !ok || n > 1200 || n < -1200 {
		return types.NewErr("add_months: not a day or a number of months")
	}
	return types.String(d.AddMonths(int(n)).String())
}
