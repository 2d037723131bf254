package catalogue

import (
	"errors"
	"fmt"

	"cel.dev/cel-go/cel"

	"github.com/ankunft/ankunft/platform/condition"
)

var errNotCompiled = errors.New("condition was not compiled")

// environment declares what the conditions of a service may see.
func environment(kinds map[string]string, parameters []Parameter) (*cel.Env, error) {
	seen := make(map[string]string, len(kinds))
	for key, kind := range kinds {
		if !reserved[key] { // else a fault of the form, told there
			seen[key] = kind
		}
	}
	figures := make([]string, len(parameters))
	for i, p := range parameters {
		figures[i] = p.Key
	}
	return condition.Environment(seen, figures)
}

// holds evaluates a condition; "" always holds.
func (o *Offer) holds(when string, vars map[string]any) (bool, error) {
	if when == "" {
		return true, nil
	}
	p, ok := o.compiled.programs[when]
	if !ok {
		return false, errNotCompiled
	}
	val, _, err := p.Eval(vars)
	if err != nil {
		return false, fmt.Errorf("evaluate condition: %w", err)
	}
	yes, _ := val.Value().(bool)
	return yes, nil
}
