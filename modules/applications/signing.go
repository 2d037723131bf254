package applications

import (
	"context"
	"strings"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/latin"
)

// SetSigner says in what capacity an application is signed. Name is needed where somebody else than the principal signs for a principal.
type SetSigner struct {
	Application ID
	As          SignedAs
	Name        *string
}

const maxName = 200

// signing works out who may sign. AufenthG §80(1): a foreigner acts for themself from full age; for a minor the parents with custody or
// a guardian do (BGB §1629, and §80(4) AufenthG for the duty to apply). Which capacities a service takes is its data. An adult member
// may be signed for with a power of attorney (VwVfG §14(1)).
func (a *Application) signing(o *catalogue.Offer, today clock.Date) *SigningState {
	s := &SigningState{Allowed: []SignedAs{}, As: a.SignedAs, Name: a.SignerName}
	text, _ := a.counts["birth_date"].(string)
	birth, err := clock.ParseBirth(text)
	if err != nil {
		return s
	}
	age, known := birth.AgeOn(today)
	if !known {
		return s
	}
	minor := age < o.Signing.AdultAge
	s.Minor = &minor
	switch {
	case minor:
		for _, by := range o.Signing.MinorBy {
			s.Allowed = append(s.Allowed, SignedAs(by))
		}
	case a.Who == Principal:
		s.Allowed = []SignedAs{SelfSigned}
	default:
		s.Allowed = []SignedAs{Authorised}
	}
	if s.As == nil && a.Who == Principal && !minor {
		self := SelfSigned // nothing to declare: the one who is logged in signs for themself
		s.As = &self
	}
	return s
}

// fault says why an application cannot be signed as it stands, "" when it can.
func (s *SigningState) fault(who ApplicationWho) string {
	if s.As == nil {
		return "required"
	}
	for _, ok := range s.Allowed {
		if ok == *s.As {
			if who == Principal && ok != SelfSigned && s.Name == "" {
				return "name_required"
			}
			return ""
		}
	}
	return "not_allowed"
}

// SetSigner declares in what capacity the account signs an application; ErrSigner when that is not possible by the age of the person.
func (s *Service) SetSigner(ctx context.Context, account ID, in SetSigner) (*Application, error) {
	name := ""
	if in.Name != nil {
		name = strings.TrimSpace(*in.Name)
	}
	if len([]rune(name)) > maxName || !latin.Text(name) {
		return nil, ErrSigner.With(errs.Field{Path: "name", Code: "format"})
	}
	return s.changeApplication(ctx, account, in.Application, func(ctx context.Context, tx *db.Tx, sit *Sitting, a *Application) error {
		a.judge(sit.Offer, sit.Language, clock.Today(tx.Now), nil, nil)
		a.SignedAs, a.SignerName = &in.As, name
		if code := a.signing(sit.Offer, clock.Today(tx.Now)).fault(Member); code != "" {
			return ErrSigner.With(errs.Field{Path: "as", Code: code})
		}
		return s.deps.Audit.RecordTx(ctx, tx, Record(sit.ID), "sitting.signer_declared",
			audit.Details{"application": a.ID.String(), "as": string(in.As)})
	})
}
