package documents

import (
	"context"
	"io"
	"time"

	"github.com/ankunft/ankunft/platform/errs"
)

// ErrNoObject says that nothing is stored under a key, or that an upload in parts is unknown.
var ErrNoObject = errs.New(errs.NotFound, "documents.no_object")

// ErrStoreUnavailable says that the store could not be reached or answered with a fault of its own: try again later.
var ErrStoreUnavailable = errs.New(errs.Unavailable, "documents.store_unavailable")

// ErrBadParts says that an upload cannot be completed from the parts that were named: one is missing,
// changed, or (any but the last) smaller than MinPartSize.
var ErrBadParts = errs.New(errs.Invalid, "documents.bad_parts")

// MinPartSize is the least size in bytes of every part but the last; the S3 protocol sets it.
const MinPartSize = 5 << 20

// Store keeps bytes under a key. Keys are opaque: they hold no name, no number of a case, nothing a person wrote.
//
// A key that holds nothing yields ErrNoObject, a store out of reach ErrStoreUnavailable.
type Store interface {
	// Put stores size bytes of r under key, replacing what was there; a shorter or longer r is an error and stores nothing.
	Put(ctx context.Context, key string, r io.Reader, size int64, contentType string) error
	// Get opens the bytes under key from the start. The caller closes.
	Get(ctx context.Context, key string) (io.ReadCloser, error)
	// GetRange opens length bytes from offset (both ≥ 0, length ≥ 1); fewer come when the object ends before.
	GetRange(ctx context.Context, key string, offset, length int64) (io.ReadCloser, error)
	// Stat tells size and type without reading.
	Stat(ctx context.Context, key string) (ObjectInfo, error)
	// Delete removes the bytes; a key that holds nothing is no error, so that a retried deletion succeeds.
	Delete(ctx context.Context, key string) error

	// BeginParts opens an upload in parts straight from the browser: the office signs, the bytes never pass through it.
	BeginParts(ctx context.Context, key, contentType string) (uploadID string, err error)
	// SignPart yields a URL to which the browser may PUT exactly size bytes as part number (1 … 10,000) until expires has passed.
	SignPart(ctx context.Context, key, uploadID string, number int, size int64, expires time.Duration) (url string, err error)
	// ListParts tells which parts have arrived, by rising number, so that a broken upload goes on where it stopped.
	ListParts(ctx context.Context, key, uploadID string) ([]Part, error)
	// CompleteParts joins the parts, in order, into the object; ErrBadParts when they do not fit.
	CompleteParts(ctx context.Context, key, uploadID string, parts []Part) error
	// AbortParts forgets the upload and its parts; an unknown upload is no error.
	AbortParts(ctx context.Context, key, uploadID string) error
}

// ObjectInfo is what a Store knows of an object without reading it.
type ObjectInfo struct {
	Size        int64 // bytes
	ContentType string
	ModifiedAt  time.Time
}

// Part is one piece of an upload in parts.
type Part struct {
	Number int   // from 1
	Size   int64 // bytes
	ETag   string
}

// ErrScannerUnavailable says that no verdict could be had now: the file stays in quarantine, try again later.
var ErrScannerUnavailable = errs.New(errs.Unavailable, "documents.scanner_unavailable")

// ErrScanTooLarge says that the file is larger than the scanner is set up to take.
var ErrScanTooLarge = errs.New(errs.Limited, "documents.scan_too_large")

// Scanner looks for malicious content.
type Scanner interface {
	// Scan reads r to its end and tells what it found; an error is never a clean verdict.
	Scan(ctx context.Context, r io.Reader) (Verdict, error)
}

// Verdict is a Scanner's answer.
type Verdict struct {
	Clean   bool
	Finding string // name of what was found, as the scanner calls it; empty when clean
}
