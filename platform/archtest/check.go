package archtest

import (
	"fmt"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Limits in lines.
const (
	MaxFile   = 400
	MaxModule = 3000 // without tests
	MaxReadme = 100
)

// Check returns all faults, sorted; each names the file or the row.
func Check(t *Tree, arrows []Arrow) ([]string, error) {
	w := &walls{arrows: arrows, used: map[Arrow]bool{}, rooms: map[string]bool{}, told: map[string]bool{}}
	for _, f := range t.Files {
		w.rooms[f.Room] = true
	}
	for _, f := range t.Files {
		if strings.HasSuffix(f.Path, ".go") {
			if err := w.imports(t.Module, f); err != nil {
				return nil, err
			}
		}
		w.sql(f)
	}
	w.unused()
	w.sizes(t)
	slices.Sort(w.faults)
	return w.faults, nil
}

type walls struct {
	arrows []Arrow
	used   map[Arrow]bool
	rooms  map[string]bool
	told   map[string]bool
	faults []string
}

func (w *walls) fault(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if !w.told[text] {
		w.told[text] = true
		w.faults = append(w.faults, text)
	}
}

// allowed tells whether an arrow allows this, and marks it as used. What only tests use belongs into a row of the tests:
// they do not count as users of a general arrow.
func (w *walls) allowed(from, to string, test bool) bool {
	general, forTests := false, false
	for _, a := range w.arrows {
		if a.allows(from, to, test) && !a.Test {
			general = true
			w.used[a] = w.used[a] || !test
		}
	}
	for _, a := range w.arrows {
		if !general && a.allows(from, to, test) {
			forTests = true
			w.used[a] = true
		}
	}
	return general || forTests
}

func (w *walls) imports(module string, f File) error {
	parsed, err := parser.ParseFile(token.NewFileSet(), f.Path, f.Text, parser.ImportsOnly)
	if err != nil {
		return err
	}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		dir, ours := strings.CutPrefix(imported, module+"/")
		if !ours {
			continue
		}
		if to := RoomOf(dir); to != f.Room && !w.allowed(f.Room, to, f.Test) {
			w.fault("%s imports %s: the table has no arrow %s → %s", f.Path, dir, f.Room, to)
		}
	}
	return nil
}

// unused names rows that nobody needs. Rows about rooms that do not exist yet are plans, not faults.
func (w *walls) unused() {
	for _, a := range w.arrows {
		if !w.used[a] && w.exists(a.From) && w.exists(a.To) {
			w.fault("the table's line %d: nobody uses the arrow %s", a.Line, a)
		}
	}
}

func (w *walls) exists(pattern string) bool {
	for room := range w.rooms {
		if matches(pattern, room) {
			return true
		}
	}
	return false
}

func (w *walls) sizes(t *Tree) {
	modules := map[string]int{}
	for _, f := range t.Files {
		lines, limit := f.Lines(), MaxFile
		if path.Base(f.Path) == "README.md" {
			limit = MaxReadme
		}
		if lines > limit {
			w.fault("%s has %d lines, at most %d are allowed", f.Path, lines, limit)
		}
		if strings.HasPrefix(f.Room, "modules/") && strings.HasSuffix(f.Path, ".go") && !f.Test {
			modules[f.Room] += lines
		}
	}
	for room, lines := range modules {
		if lines > MaxModule {
			w.fault("%s has %d lines without tests, at most %d are allowed: split it", room, lines, MaxModule)
		}
	}
}
