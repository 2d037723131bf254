package linguists

import (
	"errors"
	"io"
	"log/slog"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// InterpreterKind says who stands behind an entry of the directory.
type InterpreterKind string

// The kinds.
const (
	KindPerson InterpreterKind = "person"
	KindAgency InterpreterKind = "agency" // sends one of its people
)

// InterpreterState says whether somebody is asked.
type InterpreterState string

// The states.
const (
	StateActive  InterpreterState = "active"
	StateResting InterpreterState = "resting" // for a while
	StateEnded   InterpreterState = "ended"   // for good
)

// Mode is how somebody interprets.
type Mode string

// The modes.
const (
	OnSite Mode = "on_site"
	Phone  Mode = "phone"
	Video  Mode = "video"
)

// Modes are all of them.
var Modes = []Mode{OnSite, Phone, Video}

// Gender as the interpreter told it; Unsaid as a wish means anybody.
type Gender string

// The genders.
const (
	Unsaid  Gender = ""
	Female  Gender = "female"
	Male    Gender = "male"
	Diverse Gender = "diverse"
)

// unsaid is how Unsaid is written outside, where each value needs a word.
const unsaid = "unsaid"

// MarshalGQL writes the GraphQL enum InterpreterGender.
func (g Gender) MarshalGQL(w io.Writer) {
	word := string(g)
	if g == Unsaid {
		word = unsaid
	}
	_, _ = io.WriteString(w, strconv.Quote(word))
}

// UnmarshalGQL reads the GraphQL enum InterpreterGender.
func (g *Gender) UnmarshalGQL(v any) error {
	word, ok := v.(string)
	if !ok {
		return errors.New("a gender is a word")
	}
	if *g = Gender(word); word == unsaid {
		*g = Unsaid
	}
	return nil
}

// Interpreter is a person who interprets, or an agency that sends people. It never shows itself in a log.
type Interpreter struct {
	bun.BaseModel `bun:"table:linguists.interpreter,alias:i"`

	ID            uuid.UUID `bun:",pk"`
	Kind          InterpreterKind
	AgencyID      *uuid.UUID // for whom this person works
	Name          string
	Email         string // "": cannot be mailed
	Phone         string
	Gender        Gender
	Modes         []Mode   `bun:",array"`
	Subjects      []string `bun:",array"` // what they know their way in, in the office's words
	Sites         []string `bun:",array"` // to which they come; none: to all
	TravelMinutes int      // one way, from door to door
	TravelKm      int      // one way
	Contract      string   // key of a framework contract; "" is the law's tariff
	Tax           Tax      `bun:"type:jsonb"`
	Language      string   // in which we write to them, BCP 47
	AccountID     *uuid.UUID
	State         InterpreterState
	Version       int
	CreatedAt     time.Time
	Search        string

	Skills  []*Skill             `bun:"rel:has-many,join:id=interpreter_id"`
	Proofs  []*Proof             `bun:"rel:has-many,join:id=interpreter_id"`
	Changes []*InterpreterChange `bun:"rel:has-many,join:id=interpreter_id"` // the one that waits for the office
	Missing []ProofKind          `bun:"-"`                                   // those without which they are not asked today
}

// Tax is what an invoice needs.
type Tax struct {
	Number string `json:"number,omitempty"` // Steuernummer
	VATID  string `json:"vat_id,omitempty"` // Umsatzsteuer-Identifikationsnummer
	Exempt bool   `json:"exempt,omitempty"` // small business, UStG §19: no VAT is paid
	IBAN   string `json:"iban,omitempty"`
}

// String tells nothing personal.
func (i Interpreter) String() string { return "interpreter " + i.ID.String() }

// GoString tells nothing personal, not even to %#v.
func (i Interpreter) GoString() string { return i.String() }

// LogValue implements slog.LogValuer: the id only.
func (i Interpreter) LogValue() slog.Value { return slog.StringValue(i.ID.String()) }

// String tells nothing personal.
func (Tax) String() string { return "tax facts" }
