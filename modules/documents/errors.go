package documents

import "github.com/ankunft/ankunft/platform/errs"

// What can go wrong, beside the errors of the ports.
var (
	// ErrNotFound: there is no such paper or file, or not for this viewer.
	ErrNotFound = errs.New(errs.NotFound, "documents.not_found")
	// ErrInvalid: the input is at fault; its fields say where.
	ErrInvalid = errs.New(errs.Invalid, "documents.invalid")
	// ErrConflict: somebody else changed the document; read it again.
	ErrConflict = errs.New(errs.Conflict, "documents.conflict")
	// ErrSealed: the document was given in or checked; its files stay as they are.
	ErrSealed = errs.New(errs.Conflict, "documents.sealed")
	// ErrNotReady: a file of it cannot be seen yet, or was refused.
	ErrNotReady = errs.New(errs.Conflict, "documents.not_ready")
	// ErrIncomplete: pieces of the upload are missing; ask for the upload to see which.
	ErrIncomplete = errs.New(errs.Conflict, "documents.incomplete")
	// ErrTooManyFiles: the document, or the person's day, is full.
	ErrTooManyFiles = errs.New(errs.Limited, "documents.too_many_files")
	// ErrNotReusable: the paper does not count for that person now.
	ErrNotReusable = errs.New(errs.Conflict, "documents.not_reusable")
)
