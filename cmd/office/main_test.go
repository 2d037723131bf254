package office_test

import (
	"os"
	"testing"

	"github.com/ankunft/ankunft/integrations/images"
)

// TestMain lets this program be what it starts itself as: a decoder of pictures, or a worker or server that is to be killed.
func TestMain(m *testing.M) {
	images.Child()
	beWorker()
	beServer()
	os.Exit(m.Run())
}
