package errs_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/ankunft/ankunft/platform/errs"
)

var errTaken = errs.New(errs.Conflict, "test.taken")

func TestCodesDecideWhetherErrorsAreTheSame(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("book slot: %w", errTaken.With(errs.Field{Path: "slot", Code: "taken"}).Because(errors.New("row")))
	if !errors.Is(err, errTaken) {
		t.Fatalf("%v is not %v", err, errTaken)
	}
	if errs.KindOf(err) != errs.Conflict || errs.Of(err).Fields[0].Path != "slot" {
		t.Fatalf("kind %s, fields %v", errs.KindOf(err), errs.Of(err).Fields)
	}
	if len(errTaken.Fields) != 0 {
		t.Fatal("With changed the sentinel")
	}
}

func TestUndeclaredErrorsAreInternal(t *testing.T) {
	t.Parallel()
	if errs.KindOf(errors.New("boom")) != errs.Internal || errs.Of(errors.New("boom")) != nil {
		t.Fatal("an undeclared error must be internal")
	}
}
