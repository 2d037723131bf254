package sheet

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"
)

// Write is a list as a file that spreadsheets open: separated by semicolons, and no text in it is taken for a formula.
func Write(rows [][]string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, text := range row {
			cells[i] = harmless(text)
		}
		_ = w.Write(cells) // a buffer takes everything
	}
	w.Flush()
	return out.Bytes()
}

var negative = regexp.MustCompile(`^-\d+(,\d+)?$`)

// harmless is a text that no spreadsheet takes for a formula, on one line. An amount below zero stays a number.
func harmless(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text != "" && strings.ContainsRune("=+-@", rune(text[0])) && !negative.MatchString(text) {
		return "'" + text
	}
	return text
}
