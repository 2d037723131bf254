package s3

import (
	"errors"
	"io"
)

var (
	errTooShort = errors.New("the source ended before its size")
	errTooLong  = errors.New("the source goes on past its size")
)

// exactReader hands on r and fails unless r ends exactly when nothing is left. It looks past the end before it hands out the
// last byte, so that a store never gets a whole object out of a source that lied.
type exactReader struct {
	r    io.Reader
	left int64
	err  error
}

// Read implements io.Reader.
func (e *exactReader) Read(p []byte) (int, error) {
	if e.err != nil {
		return 0, e.err
	}
	if e.left == 0 {
		e.err = e.end()
		return 0, e.err
	}
	if int64(len(p)) > e.left {
		p = p[:e.left]
	}
	n, err := e.r.Read(p)
	e.left -= int64(n)
	switch {
	case e.left > 0 && errors.Is(err, io.EOF):
		e.err = errTooShort
	case err != nil && !errors.Is(err, io.EOF):
		e.err = err
	case e.left == 0:
		if e.err = e.end(); !errors.Is(e.err, io.EOF) {
			return 0, e.err
		}
		return n, nil
	}
	if e.err != nil {
		return 0, e.err
	}
	return n, nil
}

// end reads one byte that should not be there.
func (e *exactReader) end() error {
	var extra [1]byte
	for {
		n, err := e.r.Read(extra[:])
		switch {
		case n > 0:
			return errTooLong
		case err != nil:
			return err
		}
	}
}
