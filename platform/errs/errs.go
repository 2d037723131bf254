// Package errs is the one error type of the office: a kind that decides the status, a stable code that the web translates,
// and the faults of single fields, all at once.
package errs

import (
	"errors"
	"strings"
)

// Kind says what sort of trouble it is; the renderers of GraphQL and HTTP look at nothing else.
type Kind string

// The kinds.
const (
	Invalid         Kind = "INVALID"         // the input is at fault; Fields say where
	NotFound        Kind = "NOT_FOUND"       // it does not exist, or not for this viewer
	Conflict        Kind = "CONFLICT"        // somebody else was faster; read again
	Forbidden       Kind = "FORBIDDEN"       // known, but not allowed to this viewer
	Unauthenticated Kind = "UNAUTHENTICATED" // log in first
	Limited         Kind = "LIMITED"         // too much or too often; try later
	Unavailable     Kind = "UNAVAILABLE"     // something we need is away; try again
	Internal        Kind = "INTERNAL"        // our fault
)

// Field is one fault of one input field.
type Field struct {
	Path   string            `json:"path"`             // where, as the client named it: "answers.passport.number"
	Code   string            `json:"code"`             // stable: "required", "too_long", …
	Params map[string]string `json:"params,omitempty"` // what the text needs: limits, allowed values; never personal data
}

// Error is an error with a kind and a stable code such as "cases.conflict". Compare with errors.Is: codes decide.
type Error struct {
	Kind   Kind
	Code   string
	Fields []Field
	cause  error
}

// New declares a sentinel.
func New(kind Kind, code string) *Error { return &Error{Kind: kind, Code: code} }

// Error implements error.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	for _, f := range e.Fields {
		b.WriteString(" " + f.Path + ":" + f.Code)
	}
	if e.cause != nil {
		b.WriteString(": " + e.cause.Error())
	}
	return b.String()
}

// Is makes two errors the same when their codes are.
func (e *Error) Is(target error) bool {
	var other *Error
	return errors.As(target, &other) && other.Code == e.Code
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }

// With returns a copy that carries faults of fields.
func (e *Error) With(fields ...Field) *Error {
	c := *e
	c.Fields = append(append([]Field(nil), e.Fields...), fields...)
	return &c
}

// Because returns a copy that carries its cause.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// Of finds the Error within err, or nil.
func Of(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// KindOf is the kind of err; errors that nobody declared are Internal.
func KindOf(err error) Kind {
	if e := Of(err); e != nil {
		return e.Kind
	}
	return Internal
}

// Ignore lets an error pass that is no fault here: a handler that finds its work done, or nothing to do.
func Ignore(err, sentinel error) error {
	if errors.Is(err, sentinel) {
		return nil
	}
	return err
}
