// Package sheet reads a YAML file that people write, into structs, and tells all that is wrong with it, each fault with its line.
package sheet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing wrong in a folder of sheets.
type Fault struct {
	File    string // path within the folder
	Line    int    // from 1
	Message string
}

func (f Fault) String() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Message) }

// Faults is all that is wrong in a folder of sheets, sorted by file and line.
type Faults []Fault

// Error prints one fault per line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}

// Add notes a fault.
func (f *Faults) Add(file string, line int, format string, args ...any) {
	*f = append(*f, Fault{file, max(line, 1), fmt.Sprintf(format, args...)})
}

// Err is the faults, sorted and each once; nil where nothing is wrong.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(f)
}
