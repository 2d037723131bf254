package archtest

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Arrow allows one room to use another. Either end may be a pattern of path.Match: platform/*.
type Arrow struct {
	From, To string
	Test     bool // for tests alone
	Line     int  // in the table's file
}

func (a Arrow) String() string {
	if a.Test {
		return fmt.Sprintf("tests of %s → %s", a.From, a.To)
	}
	return a.From + " → " + a.To
}

func (a Arrow) allows(from, to string, test bool) bool {
	return (test || !a.Test) && matches(a.From, from) && matches(a.To, to)
}

func matches(pattern, room string) bool {
	ok, err := path.Match(pattern, room)
	return ok && err == nil || pattern == "*"
}

// ParseTable reads the table `| from | may import |` of a Markdown text. A cell holds rooms in backticks; a first cell that
// begins with "tests of" speaks of tests only. Rows stand from the ground up: a module's row may only name modules whose
// row stands above, so that no arrow points up.
func ParseTable(markdown string) ([]Arrow, error) {
	var arrows []Arrow
	var above []string
	inside := false
	number := 0
	for line := range strings.Lines(markdown) {
		number++
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) < 2 || !strings.HasPrefix(line, "|") {
			inside = false
			continue
		}
		first := strings.TrimSpace(cells[0])
		if first == "from" && strings.TrimSpace(cells[1]) == "may import" {
			inside = true
			continue
		}
		if !inside || strings.HasPrefix(first, "---") {
			continue
		}
		test := strings.HasPrefix(first, "tests of")
		for _, from := range quoted(first) {
			for _, to := range quoted(cells[1]) {
				if !test && isModule(from) && isModule(to) && !slices.Contains(above, to) {
					return nil, fmt.Errorf("line %d: the arrow %s → %s points up: the row of %s must stand above", number, from, to, to)
				}
				arrows = append(arrows, Arrow{From: from, To: to, Test: test, Line: number})
			}
			if !test {
				above = append(above, from)
			}
		}
	}
	if len(arrows) == 0 {
		return nil, fmt.Errorf("no table `| from | may import |` with rooms in backticks")
	}
	return arrows, nil
}

func isModule(room string) bool {
	return strings.HasPrefix(room, "modules/") && !strings.Contains(room, "*")
}

// quoted returns what stands in backticks.
func quoted(cell string) []string {
	var all []string
	for i, part := range strings.Split(cell, "`") {
		if i%2 == 1 {
			all = append(all, part)
		}
	}
	return all
}
