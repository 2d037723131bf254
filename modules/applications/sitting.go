package applications

import (
	"encoding/json"
	"log/slog"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
)

// SittingState is how far a sitting is.
type SittingState string

// The states of a sitting.
const (
	Draft          SittingState = "draft"
	HandedIn       SittingState = "submitted"
	WithdrawnAgain SittingState = "withdrawn"
)

// ApplicationState is how far one application is.
type ApplicationState string

// The states of an application.
const (
	ApplicationDraft     ApplicationState = "draft"
	ApplicationSubmitted ApplicationState = "submitted"
	ApplicationTakenBack ApplicationState = "withdrawn"
)

// ApplicationWho says whose application it is.
type ApplicationWho string

// Whose application it is; the same words as catalogue.Principal and catalogue.Member.
const (
	Principal ApplicationWho = catalogue.Principal
	Member    ApplicationWho = catalogue.Member
)

// MemberRelation says what a member is to the principal.
type MemberRelation string

// SignedAs is the capacity in which an account signs.
type SignedAs string

// The capacities.
const (
	SelfSigned        SignedAs = "self"
	ParentWithCustody SignedAs = "parent_with_custody"
	ByGuardian        SignedAs = "guardian"
	Authorised        SignedAs = "authorised" // with a power of attorney of the adult (VwVfG §14(1))
)

// Sitting is one account's sitting over one service.
type Sitting struct {
	bun.BaseModel `bun:"table:applications.sitting,alias:s"`

	ID             ID `bun:",pk"`
	AccountID      ID
	Service        string
	ServiceVersion int
	Language       string // BCP 47
	State          SittingState
	Version        int // rises with each change of anything in it
	StartedAt      time.Time
	ChangedAt      time.Time
	ExpiresAt      *time.Time // of a draft
	RemindedAt     *time.Time
	SubmittedAt    *time.Time
	StartKey       string
	SubmitKey      string

	Applications []*Application   `bun:"-"`
	Offer        *catalogue.Offer `bun:"-"` // in the version of the sitting
}

// Application is the application of one person.
type Application struct {
	bun.BaseModel `bun:"table:applications.application,alias:a"`

	ID         ID `bun:",pk"`
	SittingID  ID
	Position   int
	Who        ApplicationWho
	Relation   *MemberRelation
	AddKey     string
	State      ApplicationState
	Version    int
	Answers    json.RawMessage `bun:"type:jsonb"` // as typed; once handed in: those that count
	SignedAs   *SignedAs
	SignerName string
	PersonID   *ID
	CaseID     *ID
	CaseNumber string
	ReceiptID  *ID

	Name      string           `bun:"-"` // as typed so far
	Visible   []string         `bun:"-"`
	Problems  []*Problem       `bun:"-"`
	Progress  []*StepProgress  `bun:"-"`
	Checklist []*ChecklistItem `bun:"-"`
	Fee       *ExpectedFee     `bun:"-"`
	Signing   *SigningState    `bun:"-"`

	facts  catalogue.Facts
	counts map[string]any        // the answers that count
	papers []*documents.Document // given in for this application
	reused []*documents.Document // that count from an earlier time
}

// LogValue implements slog.LogValuer: the id is all that a log may know.
func (s *Sitting) LogValue() slog.Value { return slog.StringValue(s.ID.String()) }

// LogValue implements slog.LogValuer.
func (a *Application) LogValue() slog.Value { return slog.StringValue(a.ID.String()) }

// String tells nothing personal.
func (a *Application) String() string { return "application " + a.ID.String() }

// NeedsTrust is the level of trust that handing in takes, "" when the viewer's suffices.
func (s *Sitting) NeedsTrust(has identity.Trust) string {
	need := identity.Trust(s.Offer.Trust)
	if s.State != Draft || has.AtLeast(need) {
		return ""
	}
	return string(need)
}

// Permitted names what the owner may do now.
func (s *Sitting) Permitted() []string {
	switch s.State {
	case Draft:
		list := []string{"save_answers", "set_signer", "delete_draft", "submit"}
		if n := len(s.Applications) - 1; s.Offer != nil && n < s.Offer.MaxMembers {
			list = append(list, "add_member")
		}
		if len(s.Applications) > 1 {
			list = append(list, "remove_member")
		}
		return list
	case HandedIn:
		return []string{"withdraw"}
	}
	return []string{}
}

func (s *Sitting) application(id ID) *Application {
	for _, a := range s.Applications {
		if a.ID == id {
			return a
		}
	}
	return nil
}

// Record names the application for its papers.
func (a *Application) Record() audit.Record {
	return audit.Record{Kind: string(documents.SubjectApplication), ID: a.ID}
}

// Beside are the papers given in for this application that its list does not ask for: brought along to the clearing desk, or asked for until
// an answer changed.
func (a *Application) Beside() []*documents.Document {
	var beside []*documents.Document
	for _, d := range a.papers {
		if len(d.Files) > 0 && !slices.ContainsFunc(a.Checklist, func(c *ChecklistItem) bool { return c.Item == d.Item }) {
			beside = append(beside, d)
		}
	}
	return beside
}

// typed are the answers as a map; what is stored has been checked to be an object.
func (a *Application) typed() map[string]any {
	m := map[string]any{}
	_ = json.Unmarshal(a.Answers, &m)
	return m
}
