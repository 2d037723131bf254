package letters

import (
	"encoding/json"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// Errors of the module.
var (
	// ErrNotFound says that there is no such letter about that record.
	ErrNotFound = errs.New(errs.NotFound, "letters.not_found")
	// ErrState says that the letter is past what was asked of it: frozen words are not changed, released letters not taken back.
	ErrState = errs.New(errs.Conflict, "letters.state")
	// ErrNotRendered says that the PDF is still to come.
	ErrNotRendered = errs.New(errs.Unavailable, "letters.not_rendered")
	// ErrInput says which parts of a letter are missing or wrong.
	ErrInput = errs.New(errs.Invalid, "letters.input")
	// ErrOpen says that words still stand open in a letter, {{name}}: its field names the first.
	ErrOpen = errs.New(errs.Invalid, "letters.open")
	// ErrDigest says that a frozen letter is no longer what was frozen. Somebody has changed the database by hand.
	ErrDigest = errs.New(errs.Internal, "letters.digest")
)

// Kind is what sort of letter it is, and the name of its template.
type Kind string

// The kinds.
const (
	KindReceipt    Kind = "receipt"     // VwVfG §25(2): it has come in; expected duration; missing by the list
	KindRequest    Kind = "request"     // AufenthG §82(1): what is missing, until when
	KindHearing    Kind = "hearing"     // VwVfG §28: before a decision that burdens
	KindGrant      Kind = "grant"       // the title is granted; the card is the title (AufenthG §78)
	KindPartial    Kind = "partial"     // granted with limits
	KindRefusal    Kind = "refusal"     // refused
	KindChecklist  Kind = "checklist"   // the person's papers, to take along
	KindStatusNote Kind = "status_note" // where the case stands
	KindClearing   Kind = "clearing"    // what was handed in at the clearing desk, and what is missing
)

// State is how firm a letter is.
type State string

// The states.
const (
	Draft    State = "draft"    // words may change
	Frozen   State = "frozen"   // words stand, under a digest; number and date are to come
	Released State = "released" // sent, or on its way
)

// Dispatch is the way by which a letter reaches its person.
type Dispatch string

// The ways.
const (
	ByPortal Dispatch = "portal"
	ByPost   Dispatch = "post"
	ByHand   Dispatch = "handed_over"
	ByMail   Dispatch = "mail" // as an attachment, on the person's explicit wish
)

// About is the record that a letter is about: Kind "case" or "application".
type About struct {
	Kind string    `json:"about_kind"`
	ID   uuid.UUID `json:"about_id"`
}

// Recipient is whom the letter is for. Personal: logs show nothing of it.
type Recipient struct {
	Name  string   `json:"name"`  // legal name as in the passport, Latin script (DIN 91379)
	Lines []string `json:"lines"` // the address under the name, at most four lines
}

// LogValue hides the person.
func (Recipient) LogValue() slog.Value { return slog.StringValue("[recipient]") }

// String hides the person.
func (Recipient) String() string { return "[recipient]" }

// Letter is one letter without its words; Words of the Service gives those.
type Letter struct {
	bun.BaseModel `bun:"table:letters.letter,alias:letter"`

	ID           uuid.UUID `bun:",pk"`
	AboutKind    string
	AboutID      uuid.UUID
	Kind         Kind
	Language     string
	State        State
	Dispatch     Dispatch
	Regime       Regime
	Digest       []byte // SHA-256; nil in a draft
	Version      int
	CreatedAt    time.Time
	FrozenAt     *time.Time
	ReleasedAt   *time.Time
	Number       *string
	Dated        clock.Date `bun:",nullzero"`
	RenderedAt   *time.Time
	PDFSHA256    []byte `bun:"pdf_sha256"`
	Pages        *int
	Substituted  bool // some characters had no font and were printed as a box
	PrintedAt    *time.Time
	PostedOn     clock.Date `bun:",nullzero"`
	ReturnedAt   *time.Time
	ReturnReason *string // a code: unknown, moved, refused, not_collected, other
	ProvidedAt   *time.Time
	NoticeAt     *time.Time
	RetrievedAt  *time.Time
	HandedOn     clock.Date `bun:",nullzero"`
	ServedOn     clock.Date `bun:",nullzero"`
	ServedBasis  Basis
}

// facts are what the law looks at.
func (l *Letter) facts() ServiceFacts {
	value := func(t *time.Time) time.Time {
		if t == nil {
			return time.Time{}
		}
		return *t
	}
	return ServiceFacts{
		PostedOn: l.PostedOn, ReturnedAt: value(l.ReturnedAt), ProvidedAt: value(l.ProvidedAt),
		NoticeAt: value(l.NoticeAt), RetrievedAt: value(l.RetrievedAt), HandedOverOn: l.HandedOn,
	}
}

// words is what stands in a letter; canonical JSON of it is what the digest covers.
type words struct {
	Sender    Sender          `json:"sender"`
	Recipient Recipient       `json:"recipient"`
	Reference string          `json:"reference"`
	Contact   Contact         `json:"contact"`
	Content   json.RawMessage `json:"content"`
}

// issued is what a letter gets when it is released.
type issued struct {
	Number string     `json:"number"`
	Date   clock.Date `json:"date"`
}

// sheet is what a template reads as /data.json.
type sheet struct {
	Kind     Kind              `json:"kind"`
	Language string            `json:"language"`
	Words    json.RawMessage   `json:"words"`
	Secrets  map[string]string `json:"secrets"`
	Issued   *issued           `json:"issued"`
	Copy     bool              `json:"copy"`
}
