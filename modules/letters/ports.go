package letters

import (
	"context"
	"io"
	"time"

	"github.com/ankunft/ankunft/platform/errs"
)

// Errors of a Renderer.
var (
	// ErrTemplate says that the template, or its data, cannot be set: a fault of the city's files, trying again does not help.
	ErrTemplate = errs.New(errs.Internal, "letters.template")
	// ErrUnprintable says that no font has a character of the text; Unprintable lists them.
	ErrUnprintable = errs.New(errs.Invalid, "letters.unprintable")
	// ErrRendererUnavailable says that the renderer is away, too slow or broken: try again later.
	ErrRendererUnavailable = errs.New(errs.Unavailable, "letters.renderer_unavailable")
	// ErrTooLarge says that the letter grew beyond what the renderer is set up to give.
	ErrTooLarge = errs.New(errs.Limited, "letters.too_large")
)

// The standards a Renderer must know. They exclude one another in one file.
const (
	StandardPrint = "1.7"  // PDF 1.7 and nothing more: for the printer, may hold pages of other PDFs
	StandardUA    = "ua-1" // PDF/UA-1 (ISO 14289-1): accessible, what people get
	StandardA     = "a-2a" // PDF/A-2a (ISO 19005-2): for the archive, tagged too
)

// Renderer sets a template with its data as PDF. The same Job yields the same bytes, on one version of the renderer.
type Renderer interface {
	// Render returns the PDF; ErrTemplate, ErrUnprintable, ErrTooLarge and ErrRendererUnavailable tell what went wrong.
	// It obeys the context's end.
	Render(ctx context.Context, job Job) ([]byte, error)
}

// Job is all that a Renderer may know: templates read nothing but Files and Data, neither from disk nor from the network.
type Job struct {
	Main      string            // the file to set, a key of Files: "receipt.typ"
	Files     map[string][]byte // by path with slashes, relative, clean
	Data      []byte            // JSON; templates read it as "/data.json"
	Standard  string            // StandardUA when empty
	CreatedAt time.Time         // stands in the PDF's metadata; given, so that a letter can be set again bit by bit
}

// DataFile is the path under which a template reads Job.Data; Files must not hold it.
const DataFile = "data.json"

// Store keeps PDFs under opaque keys; documents.Store fills it.
type Store interface {
	// Put stores size bytes of r under key, replacing what was there.
	Put(ctx context.Context, key string, r io.Reader, size int64, contentType string) error
	// Get opens the bytes; an error of kind NotFound when there are none. The caller closes.
	Get(ctx context.Context, key string) (io.ReadCloser, error)
}

// Unprintable returns the characters that an ErrUnprintable names, or "".
func Unprintable(err error) string {
	if e := errs.Of(err); e != nil {
		for _, f := range e.Fields {
			if f.Code == "unprintable" {
				return f.Params["characters"]
			}
		}
	}
	return ""
}

// UnprintableError is ErrUnprintable for these characters. (Single characters out of their context: no personal data.)
func UnprintableError(characters string) error {
	return ErrUnprintable.With(errs.Field{
		Path: "text", Code: "unprintable", Params: map[string]string{"characters": characters},
	})
}
