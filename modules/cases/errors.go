package cases

import "github.com/ankunft/ankunft/platform/errs"

// What can be wrong with a case.
var (
	// ErrNotFound says that there is no such case for this viewer.
	ErrNotFound = errs.New(errs.NotFound, "cases.not_found")
	// ErrConflict says that somebody changed the case since it was read: read it again.
	ErrConflict = errs.New(errs.Conflict, "cases.conflict")
	// ErrState says that the case is not where this step can be taken.
	ErrState = errs.New(errs.Conflict, "cases.state")
	// ErrInput says what is missing or wrong in the input.
	ErrInput = errs.New(errs.Invalid, "cases.input")
	// ErrGuesses says that a secret code was guessed too often; try again in a quarter of an hour.
	ErrGuesses = errs.New(errs.Limited, "cases.guesses")
	// ErrNoTranslator says that no translation is configured.
	ErrNoTranslator = errs.New(errs.Unavailable, "cases.no_translator")
)
