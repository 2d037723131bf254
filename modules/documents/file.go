package documents

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// FileState is where a file is in its life; see the package comment.
type FileState string

// The states of a file.
const (
	Uploading  FileState = "uploading"
	Received   FileState = "received"
	Inspecting FileState = "inspecting"
	Ready      FileState = "ready"
	Unscanned  FileState = "unscanned"
	Refused    FileState = "refused"
)

// Refusal is why a file was refused.
type Refusal string

// The reasons. A text for each says what to do: documents_<reason> in the namespace "errors".
const (
	WrongType     Refusal = "wrong_type"      // none of Types, or also a program archive
	TooLarge      Refusal = "too_large"       // more bytes than the scanner takes
	Encrypted     Refusal = "encrypted"       // needs a password to be read
	Damaged       Refusal = "damaged"         // cannot be read, or not in reasonable time
	Infected      Refusal = "infected"        // the scanner found something
	TooManyPages  Refusal = "too_many_pages"  // more than Config.MaxPages
	TooManyPixels Refusal = "too_many_pixels" // more than Config.MaxPixels in one picture
	Empty         Refusal = "empty"           // a PDF without pages
	Mismatch      Refusal = "mismatch"        // the store holds other bytes than were announced
)

// Types are the media types that the office takes.
var Types = []string{"image/jpeg", "image/png", typeHEIC, typePDF}

const (
	typePDF  = "application/pdf"
	typeHEIC = "image/heic"
)

// File is one file of a document.
type File struct {
	bun.BaseModel `bun:"table:documents.file,alias:file"`

	ID         uuid.UUID `bun:",pk"`
	DocumentID uuid.UUID
	AccountID  *uuid.UUID
	Position   int    // from 1
	Name       string // the person's own, cleaned; for showing only, personal data
	Type       string // as declared; by its content once inspected
	Size       int    // bytes

	State       FileState
	Refusal     *Refusal
	Finding     *string // what the scanner calls it
	SHA256      string  `bun:"sha256,nullzero"` // of the original, in hexadecimal; "" until inspected
	Active      bool    // a PDF with scripts or actions
	DuplicateOf *uuid.UUID
	PageCount   int

	UploadID    *string
	PartSize    int
	CreatedAt   time.Time
	TouchedAt   time.Time
	ReceivedAt  *time.Time
	InspectedAt *time.Time
	AlarmedAt   *time.Time
	DiscardedAt *time.Time
}

// LogValue implements slog.LogValuer: the id is all that a log may know.
func (f *File) LogValue() slog.Value { return slog.StringValue(f.ID.String()) }

// Visible says whether pictures of the pages can be seen.
func (f *File) Visible() bool { return f.State == Ready || f.State == Unscanned }

// PartCount is how many pieces the upload has.
func (f *File) PartCount() int { return (f.Size + f.PartSize - 1) / f.PartSize }

// partLength is the size of piece n, from 1.
func (f *File) partLength(n int) int { return min(f.PartSize, f.Size-(n-1)*f.PartSize) }

func (f *File) behind() (DocumentState, int) {
	switch f.State {
	case Refused:
		return DocumentRefused, 5
	case Uploading:
		return DocumentUploading, 4
	case Received, Inspecting:
		return DocumentChecking, 3
	case Unscanned:
		return DocumentUnscanned, 2
	default:
		return DocumentReady, 1
	}
}

// Keys in the store come from the id alone: they tell nothing, and a repeated inspection writes to the same places.
func (f *File) originalKey() string  { return "documents/" + f.ID.String() + "/original" }
func (f *File) pageKey(n int) string { return fmt.Sprintf("documents/%s/page-%d", f.ID, n) }
func (f *File) thumbKey() string     { return "documents/" + f.ID.String() + "/thumb" }
func keysOf(f *File, pages int) []string {
	keys := []string{f.originalKey(), f.thumbKey()}
	for n := 1; n <= pages; n++ {
		keys = append(keys, f.pageKey(n))
	}
	return keys
}
