package archtest

import (
	"go/scanner"
	"go/token"
	"path"
	"regexp"
	"strconv"
	"strings"
)

var (
	// tableName finds schema.table where SQL, or a bun tag, can only mean a table.
	tableName = regexp.MustCompile(`(?i)(?:\b(from|join|into|update|references|table|only|truncate|using|copy|on)[\s"]+|"table:)` +
		`(?:if\s+(?:not\s+)?exists\s+)?"?([a-z_]+)"?\."?([a-z_0-9]+)`)
	// tableExpr is a whole string that names a table with its alias, as bun's TableExpr takes it.
	tableExpr = regexp.MustCompile(`^()"?([a-z_]+)"?\."?([a-z_0-9]+)"?\s+(?:AS|as)\s+\w+$`)
	published = regexp.MustCompile(`_v[0-9]+$`)
)

// sql finds tables of other modules: a module's schema bears its name. Others may join its published views, and a foreign
// key may name a table, both only along the arrows. Tests and the benches' generator may look everywhere.
func (w *walls) sql(f File) {
	if f.Test || f.Room == "bench" || f.Room == "examples" || f.Room == "platform/archtest" {
		return
	}
	texts := []string{string(f.Text)}
	switch path.Ext(f.Path) {
	case ".sql":
	case ".go":
		texts = literals(f.Text)
	default:
		return
	}
	for _, text := range texts {
		for _, hit := range append(tableName.FindAllStringSubmatch(text, -1), tableExpr.FindAllStringSubmatch(text, -1)...) {
			w.named(f, strings.ToLower(hit[1]), strings.ToLower(hit[2]), strings.ToLower(hit[3]))
		}
	}
}

func (w *walls) named(f File, word, schema, table string) {
	owner := "modules/" + schema
	if !w.rooms[owner] || owner == f.Room {
		return
	}
	if word != "references" && !published.MatchString(table) {
		w.fault("%s names the table %s.%s of another module: join a published view (%s.…_v1) or ask the module", f.Path, schema, table, schema)
		return
	}
	if !w.allowed(f.Room, owner, false) {
		w.fault("%s uses %s.%s: the table has no arrow %s → %s", f.Path, schema, table, f.Room, owner)
	}
}

// literals returns the strings of a Go file, so that comments and identifiers cannot look like SQL.
func literals(text []byte) []string {
	var all []string
	files := token.NewFileSet()
	var s scanner.Scanner
	s.Init(files.AddFile("", files.Base(), len(text)), text, nil, 0)
	for {
		_, tok, lit := s.Scan()
		switch tok {
		case token.EOF:
			return all
		case token.STRING:
			if plain, err := strconv.Unquote(lit); err == nil {
				all = append(all, plain)
			}
		}
	}
}
