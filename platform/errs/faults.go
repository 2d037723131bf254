package errs

// Faults collects what is wrong with an input, so that all of it is told at once.
type Faults []Field

// Need notes a fault of a field unless ok.
func (f *Faults) Need(ok bool, path, code string) {
	if !ok {
		*f = append(*f, Field{Path: path, Code: code})
	}
}

// As is the sentinel with all faults, nil when there are none.
func (f Faults) As(sentinel *Error) error {
	if len(f) == 0 {
		return nil
	}
	return sentinel.With(f...)
}
