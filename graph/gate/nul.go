package gate

import "strings"

// withNUL finds the character U+0000 anywhere in what a client sent. PostgreSQL keeps no such text, and nobody types it: it is refused here,
// once, and not as a fault of ours wherever it would have been stored or looked for.
func withNUL(query string, variables map[string]any) bool {
	return strings.Contains(query, "\x00") || strings.Contains(query, `\u0000`) || nulIn(variables)
}

func nulIn(value any) bool {
	switch v := value.(type) {
	case string:
		return strings.Contains(v, "\x00")
	case []any:
		for _, item := range v {
			if nulIn(item) {
				return true
			}
		}
	case map[string]any:
		for key, item := range v {
			if nulIn(key) || nulIn(item) {
				return true
			}
		}
	}
	return false
}
