// Academy is the program of a town that takes from Ankunft what its staff learn alone: what is asked of whom, certificates, courses with their places, and the
// budget. It composes the modules that it wants and generates a schema of their parts.
package main

import (
	"github.com/ankunft/ankunft/examples/academy/school"
	"github.com/ankunft/ankunft/examples/town"
	"github.com/ankunft/ankunft/integrations/images"
)

func main() {
	images.Child()
	town.Main("academy", "What the staff of a town learn.", school.Open)
}
