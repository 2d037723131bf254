package sheet

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/ankunft/ankunft/platform/clock"
)

const (
	maxFile  = 1 << 20 // bytes of one YAML file
	maxDepth = 24      // levels of nesting
)

// Sheet is one YAML file as plain data, with the line of each of its places ("checklist[2].when").
type Sheet struct {
	File  string
	Data  any // maps, lists and scalars
	lines map[string]int
}

// Line finds a place, or the nearest one around it.
func (d *Sheet) Line(path string) int {
	for {
		if n, ok := d.lines[path]; ok {
			return n
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return 1
		}
		path = path[:cut]
	}
}

// Read parses a file; nil where it is missing or not YAML, which is then among the faults.
func Read(fsys fs.FS, file string, faults *Faults) *Sheet {
	raw, err := fs.ReadFile(fsys, file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		faults.Add(file, 1, "file is missing")
		return nil
	case err != nil:
		faults.Add(file, 1, "read file: %v", err)
		return nil
	}
	return Parse(file, raw, faults)
}

// Parse is Read of bytes that are there.
func Parse(file string, raw []byte, faults *Faults) (d *Sheet) {
	if len(raw) > maxFile {
		faults.Add(file, 1, "file is larger than %d bytes", maxFile)
		return nil
	}
	defer func() { // the parser was seen to panic on bytes that are not YAML
		if r := recover(); r != nil {
			faults.Add(file, 1, "not YAML")
			d = nil
		}
	}()
	tree, err := parser.ParseBytes(raw, 0)
	if err != nil {
		faults.Add(file, lineOf(err), "not YAML: %s", reason(err))
		return nil
	}
	if len(tree.Docs) != 1 || tree.Docs[0].Body == nil {
		faults.Add(file, 1, "file must hold exactly one document")
		return nil
	}
	d = &Sheet{File: file, lines: map[string]int{}}
	d.Data = d.plain("", tree.Docs[0].Body, 0, faults)
	return d
}

func lineOf(err error) int {
	var at yaml.Error
	if errors.As(err, &at) && at.GetToken() != nil {
		return at.GetToken().Position.Line
	}
	return 1
}

func reason(err error) string {
	var at yaml.Error
	if errors.As(err, &at) {
		return at.GetMessage()
	}
	return err.Error()
}

// plain turns a node into maps, lists and scalars, and notes the lines.
func (d *Sheet) plain(path string, node ast.Node, depth int, faults *Faults) any {
	at := 1
	if t := node.GetToken(); t != nil {
		at = t.Position.Line
	}
	if _, known := d.lines[path]; !known {
		d.lines[path] = at
	}
	if depth > maxDepth {
		faults.Add(d.File, at, "nested deeper than %d levels", maxDepth)
		return nil
	}
	switch n := node.(type) {
	case *ast.MappingNode:
		m := map[string]any{}
		for _, pair := range n.Values {
			d.pair(m, path, pair, depth, faults)
		}
		return m
	case *ast.MappingValueNode:
		m := map[string]any{}
		d.pair(m, path, n, depth, faults)
		return m
	case *ast.SequenceNode:
		list := make([]any, len(n.Values))
		for i, v := range n.Values {
			list[i] = d.plain(fmt.Sprintf("%s[%d]", path, i), v, depth+1, faults)
		}
		return list
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.IntegerNode:
		return n.Value
	case *ast.FloatNode:
		return n.Value
	case *ast.BoolNode:
		return n.Value
	case *ast.NullNode:
		return nil
	}
	faults.Add(d.File, at, "anchors, tags and merges are not used here")
	return nil
}

func (d *Sheet) pair(m map[string]any, path string, pair *ast.MappingValueNode, depth int, faults *Faults) {
	key := pair.Key.GetToken().Value
	at := pair.Key.GetToken().Position.Line
	if _, plain := pair.Key.(*ast.StringNode); !plain {
		key = pair.Key.String()
	}
	where := join(path, key)
	d.lines[where] = at
	m[key] = d.plain(where, pair.Value, depth+1, faults)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// Into decodes the document; unknown keys and wrong types are faults, all of them.
func (d *Sheet) Into(target any, faults *Faults) bool {
	before := len(*faults)
	d.fit("", d.Data, reflect.TypeOf(target).Elem(), faults)
	raw, err := json.Marshal(d.Data)
	if err == nil {
		err = json.Unmarshal(raw, target) // fills what fits
	}
	if len(*faults) > before {
		return false
	}
	if err != nil {
		faults.Add(d.File, 1, "decode: %v", err)
	}
	return err == nil
}

var dateType = reflect.TypeFor[clock.Date]()

// fit compares data with the type it shall become.
func (d *Sheet) fit(path string, v any, t reflect.Type, faults *Faults) {
	wrong := func(want string) { faults.Add(d.File, d.Line(path), "%s: must be %s", path, want) }
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case v == nil || t.Kind() == reflect.Interface:
		return
	case t == dateType:
		s, _ := v.(string)
		if _, err := clock.ParseDate(s); err != nil {
			wrong("a day YYYY-MM-DD that exists")
		}
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		d.fitStruct(path, v, t, faults)
	case reflect.Slice:
		list, ok := v.([]any)
		if !ok {
			wrong("a list")
		}
		for i, e := range list {
			d.fit(fmt.Sprintf("%s[%d]", path, i), e, t.Elem(), faults)
		}
	case reflect.Map:
		m, ok := v.(map[string]any)
		if !ok {
			wrong("a mapping")
		}
		for _, key := range sortedKeys(m) {
			d.fit(join(path, key), m[key], t.Elem(), faults)
		}
	default:
		d.fitScalar(v, t.Kind(), wrong)
	}
}

func (d *Sheet) fitStruct(path string, v any, t reflect.Type, faults *Faults) {
	m, ok := v.(map[string]any)
	if !ok {
		faults.Add(d.File, d.Line(path), "%s: must be a mapping", path)
		return
	}
	known := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			known[name] = f.Type
		}
	}
	for _, key := range sortedKeys(m) {
		where := join(path, key)
		if ft, ok := known[key]; ok {
			d.fit(where, m[key], ft, faults)
			continue
		}
		faults.Add(d.File, d.Line(where), "unknown key %q", where)
	}
}

func (d *Sheet) fitScalar(v any, kind reflect.Kind, wrong func(string)) {
	ok, want := true, ""
	switch kind {
	case reflect.String:
		_, ok = v.(string)
		want = "a text (numbers and yes/no in quotes)"
	case reflect.Bool:
		_, ok = v.(bool)
		want = "true or false"
	case reflect.Int, reflect.Int64:
		n, isInt := v.(uint64)
		ok, want = isInt && n < 1<<31, "a whole number from 0"
	case reflect.Float64:
		_, isInt := v.(uint64)
		_, isFloat := v.(float64)
		ok, want = isInt || isFloat, "a number"
	}
	if !ok {
		wrong(want)
	}
}

// Has says whether a place stands in the file.
func (d *Sheet) Has(path string) bool {
	_, ok := d.lines[path]
	return ok
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
