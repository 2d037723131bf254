package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ankunft/ankunft/platform/clock"
)

// CellFault is one thing wrong with a list.
type CellFault struct {
	Line   int    // of the file, from 1
	Column string // as it is called here; "" the whole line
	Code   string
	Value  string // what stands there, shortened; "" where it says nothing
}

// Limits of a list.
const (
	largestList = 1 << 20 // bytes: 500 for each line; a request of the staff holds twice as much
	mostLines   = 2000
)

// Table is what a list that people keep may hold: its columns with what else they are called, and those without which it is none.
type Table struct {
	Columns map[string][]string
	Needed  []string
}

// Row is a line of a list, by column.
type Row struct {
	Line  int
	Cells map[string]string
}

// Read reads a list with a head. Each fault has its line, and the lines after it are read all the same. Semicolon, comma or tab part its cells, as the head does.
func (t Table) Read(text string) ([]Row, []CellFault) {
	raw := bytes.TrimPrefix([]byte(text), []byte("\xef\xbb\xbf"))
	switch {
	case len(raw) > largestList:
		return nil, []CellFault{{Line: 1, Code: "too_large"}}
	case !utf8.Valid(raw):
		return nil, []CellFault{{Line: 1 + bytes.Count(raw[:invalid(raw)], []byte("\n")), Code: "not_utf8"}}
	}
	r := csv.NewReader(bytes.NewReader(raw))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = separator(raw), -1, true
	var rows []Row
	var faults []CellFault
	var head []string
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			faults = append(faults, CellFault{Line: broken.StartLine, Code: "quotes"})
			continue
		}
		line, _ := r.FieldPos(0)
		if head == nil {
			head = t.head(cells, line, &faults)
			continue
		}
		if !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
			continue
		}
		if len(cells) != len(head) {
			faults = append(faults, CellFault{Line: line, Code: "columns", Value: strconv.Itoa(len(cells)) + "/" + strconv.Itoa(len(head))})
			continue
		}
		if len(rows) == mostLines {
			return nil, append(faults, CellFault{Line: line, Code: "too_many"})
		}
		found := Row{Line: line, Cells: map[string]string{}}
		for i, name := range head {
			found.Cells[name] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, found)
	}
	if head == nil {
		faults = append(faults, CellFault{Line: 1, Code: "empty"})
	}
	return rows, faults
}

// head reads the names of the columns.
func (t Table) head(cells []string, line int, faults *[]CellFault) []string {
	head := make([]string, len(cells))
	for i, cell := range cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		for column, also := range t.Columns {
			if slices.Contains(also, name) {
				name = column
			}
		}
		if _, known := t.Columns[name]; !known {
			*faults = append(*faults, CellFault{Line: line, Column: Short(cell), Code: "unknown_column"})
		}
		if name != "" && slices.Contains(head[:i], name) {
			*faults = append(*faults, CellFault{Line: line, Column: name, Code: "twice"})
		}
		head[i] = name
	}
	for _, needed := range t.Needed {
		if !slices.Contains(head, needed) {
			*faults = append(*faults, CellFault{Line: line, Column: needed, Code: "missing_column"})
		}
	}
	return head
}

// invalid is where a text stops being UTF-8.
func invalid(raw []byte) int {
	at := 0
	for at < len(raw) {
		r, n := utf8.DecodeRune(raw[at:])
		if r == utf8.RuneError && n <= 1 {
			break
		}
		at += n
	}
	return at
}

// separator is what parts the cells of the head most often.
func separator(raw []byte) rune {
	head, _, _ := bytes.Cut(raw, []byte("\n"))
	best, most := ';', 0
	for _, r := range ";,\t" {
		if n := bytes.Count(head, []byte(string(r))); n > most {
			best, most = r, n
		}
	}
	return best
}

// Short is what stands in a cell, as much as one needs to find it.
func Short(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}

// Day reads a day as people write it here, or as machines do.
func Day(text string) (clock.Date, error) {
	if p := strings.Split(text, "."); len(p) == 3 && len(p[2]) == 4 {
		text = p[2] + "-" + padded(p[1]) + "-" + padded(p[0])
	}
	return clock.ParseDate(text)
}

func padded(number string) string {
	if len(number) == 1 {
		return "0" + number
	}
	return number
}

// OneOf is a word by which something else is meant, or itself in small letters.
func OneOf(text string, also map[string]string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if meant, ok := also[text]; ok {
		return meant
	}
	return text
}
