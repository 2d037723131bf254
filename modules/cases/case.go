package cases

import (
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
)

// CaseState is where a case stands.
type CaseState string

// The states.
const (
	Received  CaseState = "received"  // nobody has looked yet
	Checking  CaseState = "checking"  // a clerk is at the papers
	Waiting   CaseState = "waiting"   // for the applicant: a request is open
	InHearing CaseState = "hearing"   // the applicant is heard before a refusal (VwVfG §28)
	Deciding  CaseState = "deciding"  // a draft of the decision exists
	Approval  CaseState = "approval"  // the second pair of eyes is asked for
	Decided   CaseState = "decided"   // decided, not yet served
	Delivered CaseState = "delivered" // decided and served
	Withdrawn CaseState = "withdrawn" // by the applicant
)

// Urgency says how soon a case must be worked on, Difficulty how hard it is; the catalogue's rules say so.
type (
	Urgency    string // normal, soon, urgent
	Difficulty string // simple, normal, hard
)

// Case is one application of one person, as the office keeps it.
type Case struct {
	bun.BaseModel `bun:"table:cases.case,alias:c"`

	ID             uuid.UUID `bun:",pk"`
	Number         string
	CodeHash       []byte
	ApplicationID  uuid.UUID
	SittingID      uuid.UUID
	PersonID       uuid.UUID
	AccountID      *uuid.UUID
	Role           string // principal, or what the person is to them
	Service        string
	ServiceVersion int
	State          CaseState
	Team           string
	ClerkID        *uuid.UUID
	Urgency        Urgency
	Difficulty     Difficulty
	Routing        []string `bun:",array"` // keys of the reasons
	Language       string
	ReceivedAt     time.Time
	ReceivedOn     clock.Date
	TitleEndsOn    clock.Date `bun:",nullzero"`
	ActionDueOn    clock.Date
	PromiseDueOn   clock.Date
	PromiseDays    int
	RiskOn         clock.Date `bun:",scanonly"`
	PausedSince    clock.Date `bun:",nullzero"`
	PausedReason   *string
	PausedDays     int
	PapersMissing  int           `bun:",scanonly"`
	PapersToCheck  int           `bun:",scanonly"`
	PapersAccepted int           `bun:",scanonly"`
	PapersTotal    int           `bun:",scanonly"`
	PapersBeside   int           // not on the list and not looked at, as a neighbour counts; PapersToCheck holds them
	Fee            catalogue.Fee `bun:"type:jsonb"`
	ReceiptLetter  *uuid.UUID
	DecidedAt      *time.Time
	ClosedAt       *time.Time
	Version        int
}

// Pending says that nothing is decided yet and nothing was withdrawn.
func (c *Case) Pending() bool { return slices.Contains(Undecided, c.State) || c.State == Approval }
