package errs

import (
	"strconv"
	"unicode/utf8"
)

// Faults collects what is wrong with an input, so that all of it is told at once.
type Faults []Field

// Need notes a fault of a field unless ok.
func (f *Faults) Need(ok bool, path, code string) {
	if !ok {
		*f = append(*f, Field{Path: path, Code: code})
	}
}

// Fits notes a fault of a text that has more than so many characters, and tells how many it may have.
func (f *Faults) Fits(text string, most int, path string) {
	if utf8.RuneCountInString(text) > most {
		*f = append(*f, Field{Path: path, Code: "too_long", Params: map[string]string{"max": strconv.Itoa(most)}})
	}
}

// FitsIf is Fits for a text that may be left out.
func (f *Faults) FitsIf(text *string, most int, path string) {
	if text != nil {
		f.Fits(*text, most, path)
	}
}

// As is the sentinel with all faults, nil when there are none.
func (f Faults) As(sentinel *Error) error {
	if len(f) == 0 {
		return nil
	}
	return sentinel.With(f...)
}
