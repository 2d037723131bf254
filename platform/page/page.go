// Package page pages through lists by key: no offsets, no exact counts.
package page

import (
	"encoding/base64"
	"encoding/json"

	"github.com/ankunft/ankunft/platform/errs"
)

// ErrCursor says that a cursor is none of ours.
var ErrCursor = errs.New(errs.Invalid, "page.cursor")

// Sizes of a page.
const (
	Default = 50
	Max     = 100
)

// Args asks for the First entries After a cursor.
type Args struct {
	First int
	After string
}

// Size is First within its limits; zero means Default.
func (a Args) Size() int {
	if a.First <= 0 {
		return Default
	}
	return min(a.First, Max)
}

// SizeOf is the size of a page whose First may have been left out.
func SizeOf(first *int) int {
	if first == nil {
		return Default
	}
	return Args{First: *first}.Size()
}

// Page is one page; Next is the cursor of the page after it, "" at the end.
type Page[T any] struct {
	Items []T
	Next  string
}

// Cut makes a page of rows that were read with LIMIT size+1; key gives the sort key of a row.
func Cut[T any](rows []T, size int, key func(T) any) Page[T] {
	if len(rows) <= size {
		return Page[T]{Items: rows}
	}
	rows = rows[:size]
	return Page[T]{Items: rows, Next: Cursor(key(rows[size-1]))}
}

// Cursor hides a key in an opaque text.
func Cursor(key any) string {
	raw, err := json.Marshal(key)
	if err != nil {
		panic(err) // keys are plain values of ours
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// Decode reads a cursor into key; "" leaves it alone and says false.
func Decode(cursor string, key any) (bool, error) {
	if cursor == "" {
		return false, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return false, ErrCursor.Because(err)
	}
	if err := json.Unmarshal(raw, key); err != nil {
		return false, ErrCursor.Because(err)
	}
	return true, nil
}
