package dense

import (
	"reflect"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
)

func appendUUID(out []byte, v reflect.Value) []byte {
	id, _ := reflect.TypeAssert[uuid.UUID](v) // the plan was made for this type
	var text [36]byte
	const hex = "0123456789abcdef"
	at := 0
	for i, c := range id {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			text[at] = '-'
			at++
		}
		text[at], text[at+1] = hex[c>>4], hex[c&15]
		at += 2
	}
	return append(append(append(out, '"'), text[:]...), '"')
}

func appendDate(nonNull bool) func([]byte, reflect.Value) []byte {
	return func(out []byte, v reflect.Value) []byte {
		d, _ := reflect.TypeAssert[clock.Date](v) // the plan was made for this type
		if d.IsZero() && !nonNull {
			return append(out, "null"...)
		}
		out = append(out, '"')
		out = appendPadded(out, d.Year, 4)
		out = appendPadded(append(out, '-'), int(d.Month), 2)
		out = appendPadded(append(out, '-'), d.Day, 2)
		return append(out, '"')
	}
}

func appendPadded(out []byte, n, width int) []byte {
	for limit := 10; width > 1; width-- {
		if n < limit {
			out = append(out, '0')
		}
		limit *= 10
	}
	return strconv.AppendInt(out, int64(n), 10)
}

func appendTime(out []byte, v reflect.Value) []byte {
	t, _ := reflect.TypeAssert[time.Time](v) // the plan was made for this type
	return append(t.AppendFormat(append(out, '"'), time.RFC3339Nano), '"')
}

const escapes = "0123456789abcdef"

// appendText quotes as encoding/json does without HTML escaping; broken UTF-8 becomes U+FFFD.
func appendText(out []byte, s string) []byte {
	out = append(out, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' {
				i++
				continue
			}
			out = appendEscape(append(out, s[start:i]...), c)
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			out = append(append(out, s[start:i]...), `�`...)
			start = i + 1
		}
		i += size
	}
	return append(append(out, s[start:]...), '"')
}

func appendEscape(out []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(out, '\\', c)
	case '\n':
		return append(out, '\\', 'n')
	case '\t':
		return append(out, '\\', 't')
	default:
		return append(out, '\\', 'u', '0', '0', escapes[c>>4], escapes[c&15])
	}
}
