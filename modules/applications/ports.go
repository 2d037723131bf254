package applications

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
)

// ID is the name of a thing.
type ID = uuid.UUID

// Office is the office's side: it opens and closes cases. Both join the transaction and make no other.
type Office interface {
	// OpenTx opens the case for one application. The sitting's principal comes first.
	OpenTx(ctx context.Context, tx *db.Tx, in Submitted) (Opened, error)
	// WithdrawTx closes the case of an application that its person takes back.
	WithdrawTx(ctx context.Context, tx *db.Tx, application ID) error
}

// Submitted is one application as it was handed in.
type Submitted struct {
	SittingID, ApplicationID ID
	PrincipalCase            *ID // case of the principal, for a member's linked application
	Principal                bool
	Relation                 *MemberRelation // what a member is to the principal
	Account                  Signatory
	PersonID                 ID
	PersonJoined             bool // the account speaks for the person beyond doubt: papers may be reused
	PersonPending            bool // a clerk has yet to say whether the person is on file
	Offer                    *catalogue.Offer
	Language                 string
	Facts                    catalogue.Facts // the answers that count, on the day of receipt
	Checklist                []catalogue.Item
	Papers                   []*documents.Document
	SignedAs                 SignedAs
	SignerName               string
	SealDigest               string // SHA-256 in hex
	Consents                 SubmitConsents
	At                       time.Time // the time of receipt
}

// Opened is the case that came of an application.
type Opened struct {
	CaseID    ID
	Number    string
	Code      string // secret, for the public status page; never stored here
	ReceiptID *ID    // the letter
}

// Signatory is who is logged in, how surely, and what is vouched for.
type Signatory struct {
	AccountID       ID
	Issuer, Subject string         // at the identity provider
	Trust           identity.Trust // of this session
	Email           string
	Method          string          // how they logged in: link, oidc
	Vouched         persons.Account // what the provider says of them, at the level at which it said so
}

// String tells nothing personal.
func (w Signatory) String() string { return "account " + w.AccountID.String() }

// signatory reads who is behind a viewer. The names of an account come from its newest login, which another browser may have made at
// a lower level of trust than this session's: what is vouched for counts at the lower of both.
func (s *Service) signatory(ctx context.Context, v *identity.Viewer) (Signatory, error) {
	a, err := s.deps.Identity.Account(ctx, v.AccountID)
	if err != nil {
		return Signatory{}, err
	}
	w := Signatory{AccountID: a.ID, Issuer: a.Issuer, Subject: a.Subject, Trust: v.Trust, Email: a.Email, Method: "oidc"}
	if a.Issuer == identity.EmailIssuer {
		w.Method = "link"
	}
	w.Vouched = persons.Account{ID: a.ID, Trust: v.Trust, FamilyName: a.FamilyName, GivenNames: a.GivenName, BirthDate: a.BirthDate}
	if !a.Trust.AtLeast(v.Trust) {
		w.Vouched.Trust = a.Trust
	}
	return w, nil
}
