// Ankunft is the office in production. It holds no demo login.
package main

import (
	"os"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/integrations/images"
)

func main() {
	images.Child()
	os.Exit(office.Main(office.Plugins(), os.Args[1:], os.Stdout, os.Stderr))
}
