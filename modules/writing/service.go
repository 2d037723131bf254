// Package writing puts into words what the office tells a person: letters and messages in their language and in German, and answers as
// a German file writes them. It keeps nothing; what it writes lies with letters and messages.
package writing

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
)

// Deps is what the module stands on.
type Deps struct {
	Catalogue *catalogue.Service
	Persons   *persons.Service
	Letters   *letters.Service
	Messages  *messages.Service
	Texts     messages.Texts
}

// Service writes.
type Service struct{ Deps }

// New makes the Service.
func New(d Deps) *Service { return &Service{d} }

// Matter is what is written about, and to whom.
type Matter struct {
	About    audit.Record // letters and messages hang on it
	Number   string       // the office's reference
	Path     string       // where the person reads of it in the portal
	Language string       // of the person
	Team     string       // answers questions
	Person   uuid.UUID
	Account  *uuid.UUID // nil: the person has none
	Service  string
	Version  int // of the service
}

// Writer writes to the person of one matter, in their language and in German.
type Writer struct {
	Matter
	Offer  *catalogue.Offer
	Person *persons.Person

	s *Service
}

// ToTx makes the Writer of a matter.
func (s *Service) ToTx(ctx context.Context, tx *db.Tx, m Matter) (*Writer, error) {
	offer, err := s.Catalogue.OfferVersion(ctx, m.Service, m.Version)
	if err != nil {
		return nil, fmt.Errorf("find service of matter: %w", err)
	}
	person, err := s.Persons.GetTx(ctx, tx, m.Person)
	if err != nil {
		return nil, fmt.Errorf("find person of matter: %w", err)
	}
	return &Writer{Matter: m, Offer: offer, Person: person, s: s}, nil
}

// To is where notices of the matter go.
func (m Matter) To(p *persons.Person) messages.Addressee {
	to := messages.Addressee{Email: p.Email, Language: m.Language}
	if m.Account != nil {
		to.AccountID = *m.Account
	}
	return to
}
