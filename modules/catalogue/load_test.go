package catalogue_test

import (
	"os"
	"testing"

	"github.com/ankunft/ankunft/modules/catalogue"
)

// The city that we ship has no faults.
func TestMusterstadtLoads(t *testing.T) {
	t.Parallel()
	city, err := catalogue.Load(os.DirFS("../../cities/musterstadt"))
	if err != nil {
		t.Fatal(err)
	}
	if len(city.Offers) != 3 {
		t.Fatalf("offers: %d", len(city.Offers))
	}
}
