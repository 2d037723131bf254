// Command print writes the whole schema into one file: print <root of the repository> <file>.
package main

import (
	"fmt"
	"os"

	"github.com/ankunft/ankunft/graph/sdl"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("want two arguments, the root and the file, got %d", len(args))
	}
	schema, err := sdl.Load(os.DirFS(args[0]))
	if err != nil {
		return err
	}
	return os.WriteFile(args[1], []byte(sdl.Print(schema)), 0o644) // a document for everybody
}
