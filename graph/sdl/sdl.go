// Package sdl puts the parts of the schema together and prints the whole, in an order that never changes by itself.
package sdl

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
)

// Patterns are where the parts lie, seen from the repository's root.
var Patterns = []string{"graph/*.graphql", "graph/*/*.graphql"}

// Load reads all parts below root into one schema.
func Load(root fs.FS) (*ast.Schema, error) {
	var sources []*ast.Source
	for _, pattern := range Patterns {
		paths, err := fs.Glob(root, pattern)
		if err != nil {
			return nil, fmt.Errorf("look for parts of the schema: %w", err)
		}
		slices.Sort(paths)
		for _, path := range paths {
			text, err := fs.ReadFile(root, path)
			if err != nil {
				return nil, fmt.Errorf("read part of the schema: %w", err)
			}
			sources = append(sources, &ast.Source{Name: path, Input: string(text)})
		}
	}
	schema, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		return nil, fmt.Errorf("put the schema together: %w", err)
	}
	return schema, nil
}

// Print writes a schema as one document: types by name, fields as their authors put them.
func Print(schema *ast.Schema) string {
	var text strings.Builder
	formatter.NewFormatter(&text, formatter.WithIndent("  ")).FormatSchema(schema)
	return text.String()
}
