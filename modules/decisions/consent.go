package decisions

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// SetDeliveryConsent agrees to decisions in the portal, or no longer; nil leaves the other consent as it is.
type SetDeliveryConsent struct {
	Case      uuid.UUID
	Portal    bool
	PdfByMail *bool
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
		return s.persons.ConsentTx(ctx, tx, c.PersonID, persons.PortalDelivery, in.Portal, applications.DeclarationVersion)
	})
}

// DeliveryConsent says whether it was agreed that decisions about the person of a case come in the portal; nil while nobody asked.
func (s *Service) DeliveryConsent(ctx context.Context, c *cases.Case) (*bool, error) {
	consents, err := s.persons.Consents(ctx, c.PersonID)
	for _, said := range consents {
		if said.Kind == persons.PortalDelivery {
			given := said.Given
			return &given, err
		}
	}
	return nil, err
}

// agreedTx says whether a decision may be delivered to the account of its case (VwVfG §41(2a)). What was said for a minor ends when they
// come of age: from that day on nobody has agreed.
func (s *Service) agreedTx(ctx context.Context, tx *db.Tx, w *deciding) (bool, error) {
	said, err := s.persons.LastConsentTx(ctx, tx, w.c.PersonID, persons.PortalDelivery)
	if err != nil || said == nil || !said.Given {
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
