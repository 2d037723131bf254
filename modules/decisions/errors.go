package decisions

import "github.com/ankunft/ankunft/platform/errs"

// What can be wrong with a decision. What is wrong with the case itself is told by cases: not found, another version, another state.
var (
	// ErrInput says what is missing or wrong in the input.
	ErrInput = errs.New(errs.Invalid, "decisions.input")
	// ErrNotQualified says that the viewer may not decide or approve this service.
	ErrNotQualified = errs.New(errs.Forbidden, "decisions.not_qualified")
	// ErrSameEyes says that whoever drafted or proposed a decision cannot approve it.
	ErrSameEyes = errs.New(errs.Forbidden, "decisions.same_eyes")
	// ErrDigest says that what was approved is not what was proposed: read it again.
	ErrDigest = errs.New(errs.Conflict, "decisions.digest")
	// ErrNoHearing says that a decision that burdens needs a hearing first (VwVfG §28).
	ErrNoHearing = errs.New(errs.Conflict, "decisions.no_hearing")
)
