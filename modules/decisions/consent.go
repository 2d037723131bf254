package decisions

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// SetDeliveryConsent agrees to ways of letters, or no longer; nil leaves a way as it is.
type SetDeliveryConsent struct {
	Case      uuid.UUID
	Portal    *bool   // decisions in the portal
	Rule      *string // by which they count there, as the words said to which the person agrees; VwVfG §41(2a) where none is named
	PdfByMail *bool   // copies of letters by mail
}

// DeliveryConsents are what was said about the ways of letters.
type DeliveryConsents struct {
	Portal    *bool // nil while nobody asked, in the words of the rule that the city goes by
	PdfByMail bool
	Rule      string // by which decisions in the portal count here (catalogue.Delivery); "" where none come there
}

// SetDeliveryConsent keeps what the person of a case, or who represents them, says about the ways of letters. It counts for decisions that
// are not yet proposed. cases.ErrState for a relative who is of age: they speak for themself.
func (s *Service) SetDeliveryConsent(ctx context.Context, in SetDeliveryConsent) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c, err := cases.LockOwnTx(ctx, tx, in.Case)
		if err != nil {
			return err
		}
		who, err := s.persons.GetTx(ctx, tx, c.PersonID)
		if err != nil {
			return fmt.Errorf("find person of case: %w", err)
		}
		if may, err := s.mayConsent(ctx, c, who); err != nil || !may {
			return orElse(err, cases.ErrState)
		}
		cases.Touch(tx, c)
		if in.PdfByMail != nil {
			if err := s.persons.ConsentTx(ctx, tx, c.PersonID, persons.PDFByMail, *in.PdfByMail, applications.DeclarationVersion); err != nil {
				return err
			}
		}
		if in.Portal == nil {
			return nil
		}
		return s.portalConsentTx(ctx, tx, c.PersonID, in)
	})
}

// portalConsentTx keeps a yes or a no to decisions in the portal. A yes is to the words of the city's rule, and to no others; a no is heard whatever was asked.
func (s *Service) portalConsentTx(ctx context.Context, tx *db.Tx, person uuid.UUID, in SetDeliveryConsent) error {
	rule := s.catalogue.City().Delivery.Portal
	words, asked := applications.PortalWords(rule)
	shown := string(letters.RegimePortal)
	if in.Rule != nil {
		shown = *in.Rule
	}
	switch {
	case *in.Portal && !asked:
		return cases.ErrState
	case *in.Portal && shown != rule:
		return cases.ErrConflict
	case !asked:
		words = applications.DeclarationVersion
	}
	return s.persons.ConsentTx(ctx, tx, person, persons.PortalDelivery, *in.Portal, words)
}

// DeliveryConsents tells how letters to the person of a case may come.
func (s *Service) DeliveryConsents(ctx context.Context, c *cases.Case) (*DeliveryConsents, error) {
	now, rule := new(DeliveryConsents), s.catalogue.City().Delivery.Portal
	if _, asked := applications.PortalWords(rule); asked {
		now.Rule = rule
	}
	consents, err := s.persons.Consents(ctx, c.PersonID)
	for _, said := range consents {
		switch said.Kind {
		case persons.PortalDelivery:
			if applications.AgreedTo(rule, said.TextVersion) {
				now.Portal = &said.Given
			}
		case persons.PDFByMail:
			now.PdfByMail = said.Given
		}
	}
	return now, err
}

// agreedTx says whether a decision may be delivered to the account of its case by the rule of the city (VwVfG §41(2a), OZG §9). What was said for a minor ends when they
// come of age: from that day on nobody has agreed.
func (s *Service) agreedTx(ctx context.Context, tx *db.Tx, w *deciding) (bool, error) {
	said, err := s.persons.LastConsentTx(ctx, tx, w.c.PersonID, persons.PortalDelivery)
	if err != nil || said == nil || !said.Given || !applications.AgreedTo(s.catalogue.City().Delivery.Portal, said.TextVersion) {
		return false, err
	}
	if minorOn(w.Offer, w.Person, clock.Today(tx.Now)) {
		return true, nil
	}
	return w.c.Role == catalogue.Principal && !minorOn(w.Offer, w.Person, clock.Today(said.ChangedAt)), nil
}

// mayConsent says whether the account of a case may agree for its person: for the principal; for a relative while they are a minor, because
// whoever signs for them represents them (VwVfG §12(1), BGB §1629(1)). A spouse, or any other relative of age, agrees for themself.
func (s *Service) mayConsent(ctx context.Context, c *cases.Case, who *persons.Person) (bool, error) {
	if c.Role == catalogue.Principal {
		return true, nil
	}
	offer, err := s.catalogue.OfferVersion(ctx, c.Service, c.ServiceVersion)
	if err != nil || who == nil {
		return false, err
	}
	return minorOn(offer, who, clock.Today(s.db.Clock.Now())), nil
}

// minorOn says whether a person is under age on a day (AufenthG §80(1); the age is the service's data).
func minorOn(o *catalogue.Offer, p *persons.Person, day clock.Date) bool {
	birth, err := clock.ParseBirth(p.BirthDate)
	age, known := birth.AgeOn(day)
	return err == nil && known && age < o.Signing.AdultAge
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
