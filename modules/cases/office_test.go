package cases_test

import (
	"testing"

	"github.com/ankunft/ankunft/modules/cases/casestest"
)

// office is the office of these stories.
type office struct{ *casestest.Office }

func open(t testing.TB, change ...func(*casestest.Plan)) *office {
	t.Helper()
	return &office{casestest.Open(t, change...)}
}
