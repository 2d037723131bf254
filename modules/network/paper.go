package network

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
)

// Papers keeps what people sign by hand.
type Papers interface {
	// Signed is the paper that was taken in for a referral and looked at; uuid.Nil while there is none.
	Signed(ctx context.Context, referral uuid.UUID) (uuid.UUID, error)
	// DropTx removes what was taken in for a referral.
	DropTx(ctx context.Context, tx *db.Tx, referral uuid.UUID) error
}

func (s *Service) dropPaperTx(ctx context.Context, tx *db.Tx, referral uuid.UUID) error {
	if s.Papers == nil {
		return nil
	}
	return s.Papers.DropTx(ctx, tx, referral)
}

// seen is a referral whose person the viewer, who is of the staff, may see.
func (s *Service) seen(ctx context.Context, id uuid.UUID) (*Referral, error) {
	r, err := s.referral(ctx, id)
	if err != nil {
		return nil, err
	}
	if s.Sees == nil {
		return nil, ErrNone
	}
	return r, s.Sees(ctx, audit.Record{Kind: r.SubjectKind, ID: r.SubjectID})
}

// AwaitsPaper says whether the viewer may take in what the person of a referral has signed: ErrNone for who does not see them, ErrConflict when it is over.
func (s *Service) AwaitsPaper(ctx context.Context, referral uuid.UUID) error {
	r, err := s.seen(ctx, referral)
	if err != nil {
		return err
	}
	if s.Papers == nil || r.Ask != AskOnPaper || r.State != ReferralAsked {
		return ErrConflict
	}
	return nil
}

// SeesPaper says whether the viewer may look at what the person of a referral has signed.
func (s *Service) SeesPaper(ctx context.Context, referral uuid.UUID) error {
	_, err := s.seen(ctx, referral)
	return err
}

// Sheet is what somebody signs: the words in German and in their language.
type Sheet struct {
	*Referral
	Language string // of the person, BCP 47
	Texts    []SheetText
}

// SheetText is the sheet in one language.
type SheetText struct{ Language, Passes, Consent, Name, Phone, Email, Speaks, Concern string }

// Sheet is what the person of a referral is asked to sign.
func (s *Service) Sheet(ctx context.Context, referral uuid.UUID) (*Sheet, error) {
	r, err := s.seen(ctx, referral)
	if err != nil {
		return nil, err
	}
	to, err := s.reach(ctx, audit.Record{Kind: r.SubjectKind, ID: r.SubjectID})
	if err != nil {
		return nil, err
	}
	sheet := &Sheet{Referral: r, Language: "de", Texts: []SheetText{s.sheetIn("de")}}
	if to.Language != "" && to.Language != "de" {
		sheet.Language = to.Language
		sheet.Texts = append(sheet.Texts, s.sheetIn(to.Language))
	}
	return sheet, nil
}

func (s *Service) sheetIn(language string) SheetText {
	in := func(key string) string { return s.Partners.Texts(language, "partners", key, nil) }
	return SheetText{
		Language: language, Passes: in("own.passes"), Consent: in("consent.text"), Name: in("referral.name"), Phone: in("referral.phone"), Email: in("referral.email"),
		Speaks: in("referral.language"), Concern: in("referral.concern"),
	}
}

// NoteConsent notes that the person has signed the words of a version on paper.
type NoteConsent struct {
	Referral uuid.UUID
	Text     string
}

// NoteConsent sends a referral whose person has signed on paper, once the paper is there: else ErrInput.
func (s *Service) NoteConsent(ctx context.Context, in NoteConsent) (*Referral, error) {
	r, err := s.seen(ctx, in.Referral)
	if err != nil {
		return nil, err
	}
	if in.Text != ConsentText {
		return nil, ErrConsent
	}
	paper := uuid.Nil
	if s.Papers != nil {
		if paper, err = s.Papers.Signed(ctx, r.ID); err != nil {
			return nil, err
		}
	}
	if paper == uuid.Nil {
		return nil, ErrInput.With(field("paper", "required"))
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := lockTx(ctx, tx, r, in.Referral); err != nil {
			return err
		}
		switch {
		case r.ConsentPaper != nil && r.State != ReferralWithdrawn:
			return nil // noted before
		case r.Ask != AskOnPaper || r.State != ReferralAsked:
			return ErrConflict
		}
		r.ConsentPaper = &paper
		return s.sendTx(ctx, tx, r, "paper")
	})
	if err != nil {
		return nil, err
	}
	return s.referral(ctx, in.Referral)
}

// reach is how to reach the person of a record.
func (s *Service) reach(ctx context.Context, about audit.Record) (messages.Addressee, error) {
	if s.Reach == nil {
		return messages.Addressee{}, nil
	}
	return s.Reach(ctx, about)
}
