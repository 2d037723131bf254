package applications

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

var errCanonical = errors.New("no canonical JSON")

// Canonical writes a value the way RFC 8785 (JSON Canonicalization Scheme) says, so that the same content always has the same bytes: keys
// sorted by UTF-16 code units, no blanks, the shortest numbers, only necessary escapes. It takes nil, bool, string, int, float64, []any and
// map[string]any, as encoding/json makes them, and lists and maps of these; anything else, and texts that are no UTF-8, are an error.
func Canonical(v any) ([]byte, error) {
	var b strings.Builder
	if err := writeCanonical(&b, v); err != nil {
		return nil, err
	}
	return []byte(b.String()), nil
}

func writeCanonical(b *strings.Builder, v any) error {
	switch v := v.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		fmt.Fprint(b, v)
	case int:
		return writeNumber(b, float64(v))
	case float64:
		return writeNumber(b, v)
	case string:
		return writeText(b, v)
	case []string:
		list := make([]any, len(v))
		for i, s := range v {
			list[i] = s
		}
		return writeList(b, list)
	case []map[string]any:
		list := make([]any, len(v))
		for i, m := range v {
			list[i] = m
		}
		return writeList(b, list)
	case []any:
		return writeList(b, v)
	case map[string]any:
		return writeObject(b, v)
	default:
		return fmt.Errorf("%w: %T", errCanonical, v)
	}
	return nil
}

// writeNumber relies on encoding/json, which writes numbers as ECMAScript does; only the sign of zero differs.
func writeNumber(b *strings.Builder, f float64) error {
	if f == 0 {
		f = 0 // never -0
	}
	raw, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("%w: %w", errCanonical, err) // infinite, or no number
	}
	b.Write(raw)
	return nil
}

var escapes = map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\t': `\t`, '\n': `\n`, '\f': `\f`, '\r': `\r`}

func writeText(b *strings.Builder, s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("%w: text is no UTF-8", errCanonical)
	}
	b.WriteByte('"')
	for _, r := range s {
		switch short, ok := escapes[r]; {
		case ok:
			b.WriteString(short)
		case r < ' ':
			fmt.Fprintf(b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return nil
}

func writeList(b *strings.Builder, list []any) error {
	b.WriteByte('[')
	for i, e := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := writeCanonical(b, e); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

func writeObject(b *strings.Builder, m map[string]any) error {
	keys := slices.SortedFunc(maps.Keys(m), func(x, y string) int {
		return slices.Compare(utf16.Encode([]rune(x)), utf16.Encode([]rune(y)))
	})
	b.WriteByte('{')
	for i, k := range keys {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := writeText(b, k); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := writeCanonical(b, m[k]); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}
