package applications

import (
	"context"
	"strings"

	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
)

// postBox is the rule of a city by which a decision in the portal counts unread (OZG §9; docs/decisions/0118).
const postBox = "ozg9"

// portalWords are the versions of the words to which a person agrees that decisions come in the portal, by the city's rule: what follows differs, and so do
// the words. By VwVfG §41(2a) a decision counts once it was fetched, and else comes by post; by OZG §9 it counts on the fourth day, read or not.
var portalWords = map[string]string{"vwvfg41_2a": DeclarationVersion, postBox: postBox + " 2026-11-23"}

// PortalWords names the words to which a person agrees that decisions come in the portal; none where the city serves none there.
func PortalWords(rule string) (version string, asked bool) {
	version, asked = portalWords[rule]
	return version, asked
}

// AgreedTo says whether words that somebody has agreed to are about a rule: who agreed to fetch decisions has not agreed that they count unread.
func AgreedTo(rule, version string) bool {
	_, asked := portalWords[rule]
	return asked && strings.HasPrefix(version, postBox) == (rule == postBox)
}

func (s *Service) portalRule() string { return s.deps.Catalogue.City().Delivery.Portal }

// consentTx keeps what the signer agreed to: for the principal, and for the minors whom they represent by signing for them (VwVfG §12(1), BGB
// §1629(1)). A spouse, or any other member of age, agrees for themself.
func (s *Service) consentTx(ctx context.Context, tx *db.Tx, sit *Sitting, people []persons.Resolution, c SubmitConsents) error {
	portal, asked := PortalWords(s.portalRule())
	for i, a := range sit.Applications {
		if a.Who != Principal && (a.Signing.Minor == nil || !*a.Signing.Minor) {
			continue
		}
		if err := s.deps.Persons.ConsentTx(ctx, tx, people[i].PersonID, persons.PDFByMail, c.PdfByMail, DeclarationVersion); err != nil {
			return err
		}
		if !asked {
			continue
		}
		if err := s.deps.Persons.ConsentTx(ctx, tx, people[i].PersonID, persons.PortalDelivery, c.PortalDelivery, portal); err != nil {
			return err
		}
	}
	return nil
}
