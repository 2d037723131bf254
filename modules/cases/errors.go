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
	// ErrNotQualified says that the viewer may not decide or approve this service.
	ErrNotQualified = errs.New(errs.Forbidden, "cases.not_qualified")
	// ErrSameEyes says that whoever drafted or proposed a decision cannot approve it.
	ErrSameEyes = errs.New(errs.Forbidden, "cases.same_eyes")
	// ErrDigest says that what was approved is not what was proposed: read it again.
	ErrDigest = errs.New(errs.Conflict, "cases.digest")
	// ErrNoHearing says that a decision that burdens needs a hearing first (VwVfG §28).
	ErrNoHearing = errs.New(errs.Conflict, "cases.no_hearing")
	// ErrGuesses says that a secret code was guessed too often; try again in a quarter of an hour.
	ErrGuesses = errs.New(errs.Limited, "cases.guesses")
	// ErrNoTranslator says that no translation is configured.
	ErrNoTranslator = errs.New(errs.Unavailable, "cases.no_translator")
)

// faults collects what is wrong with an input, so that all of it is told at once.
type faults []errs.Field

func (f *faults) need(ok bool, path, code string) {
	if !ok {
		*f = append(*f, errs.Field{Path: path, Code: code})
	}
}

func (f faults) err() error {
	if len(f) == 0 {
		return nil
	}
	return ErrInput.With(f...)
}
