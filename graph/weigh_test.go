package graph

import (
	"reflect"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/graph/generated"
	"github.com/ankunft/ankunft/platform/page"
)

// A field whose weight takes `first` must weigh as many times its entries as the page holds.
func TestEachPagedFieldWeighsItsPage(t *testing.T) {
	t.Parallel()
	var c generated.ComplexityRoot
	weigh(&c)
	paged := 0
	types := reflect.ValueOf(c)
	for i := range types.NumField() {
		fields := types.Field(i)
		for j := range fields.NumField() {
			f, name := fields.Field(j), types.Type().Field(i).Name+"."+fields.Type().Field(j).Name
			at, ok := first(f.Type())
			if !ok {
				continue
			}
			paged++
			if f.IsNil() {
				t.Errorf("%s does not weigh its page", name)
				continue
			}
			for _, want := range []struct{ first, weight int }{{1, 7}, {20, 140}, {page.Max, 7 * page.Max}, {1_000_000, 7 * page.Max}} {
				if got := call(f, at, &want.first); got != want.weight {
					t.Errorf("%s(first: %d) weighs %d, want %d", name, want.first, got, want.weight)
				}
			}
			if got := call(f, at, nil); got != 7*page.Default {
				t.Errorf("%s weighs %d without a size", name, got)
			}
		}
	}
	if paged < 8 {
		t.Fatalf("%d fields with pages: the test looks at nothing", paged)
	}
}

// first is the place of the argument `first`: an *int that a *string `after` follows.
func first(f reflect.Type) (int, bool) {
	if f.Kind() != reflect.Func {
		return 0, false
	}
	var types []string
	for i := range f.NumIn() {
		types = append(types, f.In(i).String())
	}
	before, _, ok := strings.Cut(strings.Join(types, " ")+" ", "*int *string ")
	return strings.Count(before, " "), ok
}

func call(f reflect.Value, at int, first *int) int {
	args := make([]reflect.Value, f.Type().NumIn())
	for i := range args {
		args[i] = reflect.Zero(f.Type().In(i))
	}
	args[0] = reflect.ValueOf(7)
	args[at] = reflect.ValueOf(first)
	return int(f.Call(args)[0].Int())
}
