package errs_test

import (
	"errors"
	"testing"

	"github.com/ankunft/ankunft/platform/errs"
)

func TestAllFaultsOfAnInputAreToldAtOnce(t *testing.T) {
	t.Parallel()
	var f errs.Faults
	f.Need(true, "name", "required")
	if err := f.As(errTaken); err != nil {
		t.Fatalf("nothing is wrong: %v", err)
	}
	f.Fits("жёлтый", 6, "name") // characters, not bytes
	f.Fits("жёлтый", 5, "name")
	if len(f) != 1 || f[0].Code != "too_long" || f[0].Params["max"] != "5" {
		t.Fatalf("nobody is told how much fits: %+v", f)
	}
	f = nil
	f.Need(false, "name", "required")
	f.Need(false, "day", "too_late")
	err := f.As(errTaken)
	if !errors.Is(err, errTaken) || len(errs.Of(err).Fields) != 2 || errs.Of(err).Fields[1].Path != "day" || errs.Of(err).Fields[1].Code != "too_late" {
		t.Fatalf("%v", err)
	}
}
