// Neighbour is the program of a city that keeps its own software for cases and takes from Ankunft the interpreters alone: the directory, who can,
// requests, offers, duty and the budget. It composes the modules that it wants, generates a schema of their parts, and brings an integration of its own.
package main

import (
	"github.com/ankunft/ankunft/examples/neighbour/pool"
	"github.com/ankunft/ankunft/examples/town"
)

func main() { town.Main("neighbour", "Interpreters for a neighbouring city.", pool.Open) }
