package linguists

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ImportFault is one thing wrong with a list.
type ImportFault struct {
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

// columns are what a list may hold, with what else they are called. Languages stand in one cell, parted by |: "prs/Herati:spoken:into_german:C1:sworn | Arabisch"; so do
// certificates, with the days from and until which they hold: "BDÜ-Zertifikat:1.3.2024:28.2.2029". An agency is called by its name.
var columns = map[string][]string{
	"name": {"vollständiger name"}, "kind": {"art"}, "agency": {"agentur"}, "email": {"e-mail", "mail"}, "phone": {"telefon"}, "gender": {"geschlecht"}, "modes": {"formen", "einsatzarten"},
	"subjects": {"fachgebiete"}, "sites": {"standorte"}, "travel_minutes": {"fahrzeit", "anfahrt in minuten"}, "travel_km": {"km", "entfernung in km"}, "contract": {"rahmenvertrag"},
	"mail_language": {"sprache der mails"}, "languages": {"sprachen"}, "tax_number": {"steuernummer"}, "vat_id": {"ust-id"}, "exempt": {"kleinunternehmer"}, "iban": nil,
	"secrecy_on": {"verpflichtung am"}, "data_protection_on": {"datenschutz am"}, "oath_on": {"vereidigt am"}, "oath_until": {"vereidigt bis"},
	"certificates": {"zertifikate", "nachweise"},
}

// row is a line of a list, by column.
type row struct {
	line  int
	cells map[string]string
}

// readTable reads a list with a head. Each fault has its line, and the lines after it are read all the same. Semicolon, comma or tab part its cells, as the head does.
func readTable(text string) ([]row, []ImportFault) {
	raw := bytes.TrimPrefix([]byte(text), []byte("\xef\xbb\xbf"))
	switch {
	case len(raw) > largestList:
		return nil, []ImportFault{{Line: 1, Code: "too_large"}}
	case !utf8.Valid(raw):
		return nil, []ImportFault{{Line: 1 + bytes.Count(raw[:invalid(raw)], []byte("\n")), Code: "not_utf8"}}
	}
	r := csv.NewReader(bytes.NewReader(raw))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = separator(raw), -1, true
	var rows []row
	var faults []ImportFault
	var head []string
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			faults = append(faults, ImportFault{Line: broken.StartLine, Code: "quotes"})
			continue
		}
		line, _ := r.FieldPos(0)
		if head == nil {
			head = heads(cells, line, &faults)
			continue
		}
		if !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
			continue
		}
		if len(cells) != len(head) {
			faults = append(faults, ImportFault{Line: line, Code: "columns", Value: strconv.Itoa(len(cells)) + "/" + strconv.Itoa(len(head))})
			continue
		}
		if len(rows) == mostLines {
			return nil, append(faults, ImportFault{Line: line, Code: "too_many"})
		}
		found := row{line: line, cells: map[string]string{}}
		for i, name := range head {
			found.cells[name] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, found)
	}
	if head == nil {
		faults = append(faults, ImportFault{Line: 1, Code: "empty"})
	}
	return rows, faults
}

// heads reads the names of the columns.
func heads(cells []string, line int, faults *[]ImportFault) []string {
	head := make([]string, len(cells))
	for i, cell := range cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		for column, also := range columns {
			if slices.Contains(also, name) {
				name = column
			}
		}
		if _, known := columns[name]; !known {
			*faults = append(*faults, ImportFault{Line: line, Column: short(cell), Code: "unknown_column"})
		}
		if name != "" && slices.Contains(head[:i], name) {
			*faults = append(*faults, ImportFault{Line: line, Column: name, Code: "twice"})
		}
		head[i] = name
	}
	for _, needed := range []string{"name", "languages"} {
		if !slices.Contains(head, needed) {
			*faults = append(*faults, ImportFault{Line: line, Column: needed, Code: "missing_column"})
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

// short is what stands in a cell, as much as one needs to find it.
func short(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}
