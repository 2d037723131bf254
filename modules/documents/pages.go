package documents

import (
	"context"
	"io"

	"github.com/ankunft/ankunft/platform/errs"
)

// What a Pages cannot do with a file. The sentinels become the refusals of the same name.
var (
	ErrEncrypted     = errs.New(errs.Invalid, "documents.encrypted")
	ErrDamaged       = errs.New(errs.Invalid, "documents.damaged")
	ErrTooManyPixels = errs.New(errs.Invalid, "documents.too_many_pixels")
)

// ErrPagesUnavailable says that no picture could be made for a reason that is not the file's: try again later.
var ErrPagesUnavailable = errs.New(errs.Unavailable, "documents.pages_unavailable")

// Pages makes pictures of the pages of files that nobody should open. Whatever the bytes are, it ends in bounded time and
// memory and takes nothing else with it; a file that it gives up on is ErrDamaged.
type Pages interface {
	// Look tells what the file at path is without painting it.
	Look(ctx context.Context, path string) (PageFacts, error)
	// Paint writes page n (from 1) to w as a JPEG, upright, on white, without metadata, its longer edge at most edge pixels.
	Paint(ctx context.Context, path string, n, edge int, w io.Writer) error
}

// PageFacts is what a Pages knows of a file.
type PageFacts struct {
	Pages  int
	Active bool // it has scripts or actions, which Pages does not run
}
