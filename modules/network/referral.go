package network

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/page"
)

// ConsentText is the version of the words by which somebody agrees (web/locales, partners: consent). Whoever changes the words changes it.
const ConsentText = "2026-11"

// ReferralState is how far a referral is.
type ReferralState string

// The states.
const (
	ReferralAsked     ReferralState = "asked" // the person is asked for their consent; nothing has left the house
	ReferralSent      ReferralState = "sent"
	ReferralAccepted  ReferralState = "accepted"
	ReferralDeclined  ReferralState = "declined"
	ReferralFinished  ReferralState = "finished"
	ReferralWithdrawn ReferralState = "withdrawn" // by the person, or before they agreed
)

// ConsentWay is how somebody is asked for their consent.
type ConsentWay string

// The ways.
const (
	AskInPortal ConsentWay = "portal" // who has an account
	AskByLink   ConsentWay = "link"   // who has none, by a link to a mailbox that is theirs alone
	AskOnPaper  ConsentWay = "paper"  // at the desk
)

// ConsentWays are all of them.
var ConsentWays = []ConsentWay{AskInPortal, AskByLink, AskOnPaper}

// Passed is what a partner is told; what is empty is not.
type Passed struct {
	Name     string `json:"name,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Email    string `json:"email,omitempty"`
	Language string `json:"language,omitempty"` // that the person speaks, in words
	Concern  string `json:"concern,omitempty"`
}

// String tells nothing personal.
func (Passed) String() string { return "what is passed on" }

// GoString tells nothing personal.
func (Passed) GoString() string { return "what is passed on" }

// Referral is that somebody is referred to a contact.
type Referral struct {
	bun.BaseModel `bun:"table:network.referral,alias:r"`

	ID             uuid.UUID `bun:",pk"`
	ContactID      uuid.UUID
	OrganisationID *uuid.UUID // whose contact it was when it was made: nobody else reads it, whoever has the contact later
	SubjectKind    string
	SubjectID      uuid.UUID
	Passed         Passed `bun:"type:jsonb"`
	State          ReferralState
	AskedBy        uuid.UUID
	AskedAt        time.Time
	Ask            ConsentWay
	ConsentText    string
	ConsentAt      *time.Time
	ConsentBy      *string    // person (logged in), link or paper; office: spoken, of old
	ConsentNotedBy *uuid.UUID // nil by a link
	ConsentPaper   *uuid.UUID // the document that they signed
	WithdrawnAt    *time.Time
	AnsweredAt     *time.Time
	AnsweredBy     *uuid.UUID // a member; nil by the link
	Answer         string
	Outcome        string // came, helped, other
	EndedAt        *time.Time
	EmptiedAt      *time.Time
	Version        int

	Contact *Contact `bun:"rel:belongs-to,join:contact_id=id"`
}

// Refer refers the person of a record.
type Refer struct {
	Key         uuid.UUID // becomes its id: the same once
	Contact     uuid.UUID
	SubjectKind string
	SubjectID   uuid.UUID
	Name        *string
	Phone       *string
	Email       *string
	Language    *string
	Concern     *string
	Ask         ConsentWay
}

// linkLasts is how long somebody can take a consent by link back; it opens nothing any more once what was passed on is gone.
const linkLasts = 365 * 24 * time.Hour

// Refer makes a referral of what was chosen. Nothing is sent: the person is asked.
func (s *Service) Refer(ctx context.Context, in Refer) (*Referral, error) {
	var f partners.Form
	r := &Referral{ID: in.Key, ContactID: in.Contact, SubjectKind: in.SubjectKind, SubjectID: in.SubjectID, State: ReferralAsked, Ask: in.Ask, AskedBy: actor(ctx), Version: 1}
	r.Passed = Passed{
		Name: f.Line(in.Name, 200, "name", true), Phone: f.Line(in.Phone, 40, "phone", false), Email: f.Mail(in.Email, "email"),
		Language: f.Line(in.Language, 60, "language", false), Concern: f.Text(in.Concern, 1000, "concern", true),
	}
	f.Need(in.Key != uuid.Nil, "key", "required")
	f.Need(r.Passed.Phone+r.Passed.Email != "", "phone", "unreachable")
	f.Need(slices.Contains(ConsentWays, in.Ask), "ask", "unknown")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	about := audit.Record{Kind: in.SubjectKind, ID: in.SubjectID}
	if s.Sees == nil {
		return nil, ErrNone
	}
	if err := s.Sees(ctx, about); err != nil {
		return nil, err
	}
	to, err := s.reach(ctx, about)
	if err != nil {
		return nil, err
	}
	if in.Ask == AskByLink && to.Email == "" {
		return nil, ErrInput.With(field("ask", "no_mailbox"))
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c := new(Contact)
		if err := db.NoRows(tx.NewSelect().Model(c).Where("c.id = ? AND NOT c.ended", in.Contact).Where(ofNoneEnded, bun.Ident("c")).For("SHARE").Scan(ctx), ErrNone, "read contact"); err != nil {
			return err
		}
		r.AskedAt, r.OrganisationID = tx.Now, c.OrganisationID
		res, err := tx.NewInsert().Model(r).On("CONFLICT (id) DO NOTHING").Exec(ctx)
		if err != nil {
			return fmt.Errorf("refer: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return orSame(ctx, tx, r, err) // done before
		}
		if err := s.record(ctx, tx, ReferralRecord(r.ID), "made", audit.Details{"contact": c.ID.String(), "subject": about.Kind + "/" + about.ID.String()}); err != nil {
			return err
		}
		return s.askTx(ctx, tx, r, to)
	})
	if err != nil {
		return nil, err
	}
	return s.referral(ctx, in.Key)
}

// askTx asks the person; on paper the desk does.
func (s *Service) askTx(ctx context.Context, tx *db.Tx, r *Referral, to messages.Addressee) error {
	n := messages.Notice{Key: "referral:" + r.ID.String() + ":asked", Template: messages.TemplateReferralAsked, About: ReferralRecord(r.ID), To: to, Path: "/my/referrals"}
	switch r.Ask {
	case AskOnPaper:
		return nil
	case AskByLink:
		n.Path, n.Secret = "/referral", s.consentSeal().Link('c', r.ID, tx.Now.Add(linkLasts))
	}
	return s.Messages.NotifyTx(ctx, tx, n)
}

// orSame is what went wrong, or that the key is that of another referral.
func orSame(ctx context.Context, tx *db.Tx, r *Referral, err error) error {
	if err != nil {
		return err
	}
	same, err := tx.NewSelect().Model((*Referral)(nil)).Where("r.id = ? AND r.contact_id = ? AND r.subject_kind = ? AND r.subject_id = ?", r.ID, r.ContactID, r.SubjectKind, r.SubjectID).Exists(ctx)
	if err != nil || !same {
		return orNone(err)
	}
	return nil
}

// sendTx lets what was chosen leave the house: the person has agreed. ErrConflict where the contact has ended, or is that of somebody else by now: nobody was asked about them.
func (s *Service) sendTx(ctx context.Context, tx *db.Tx, r *Referral, by string) error {
	c := new(Contact)
	q := tx.NewSelect().Model(c).Where("c.id = ? AND NOT c.ended AND c.organisation_id IS NOT DISTINCT FROM ?", r.ContactID, r.OrganisationID).Where(ofNoneEnded, bun.Ident("c"))
	if err := db.NoRows(q.For("SHARE").Scan(ctx), ErrConflict, "read contact"); err != nil {
		return err
	}
	r.State, r.ConsentText, r.ConsentAt, r.ConsentBy, r.Version = ReferralSent, ConsentText, &tx.Now, &by, r.Version+1
	if noted := actor(ctx); by != byTheLink {
		r.ConsentNotedBy = &noted
	}
	if err := update(ctx, tx, r, "send referral"); err != nil {
		return err
	}
	if err := s.record(ctx, tx, ReferralRecord(r.ID), "sent", audit.Details{"consent": ConsentText, "by": by}); err != nil {
		return err
	}
	if c.Email == "" {
		return nil
	}
	until := tx.Now.AddDate(0, 0, s.Partners.Rules.LinkDays)
	return s.Messages.NotifyTx(ctx, tx, messages.Notice{
		Key: "referral:" + r.ID.String() + ":sent", Template: messages.TemplatePartnerReferral, About: ReferralRecord(r.ID), To: messages.Addressee{Email: c.Email, Language: "de"},
		Path: "/partner/referral", Secret: s.seal().Link('r', r.ID, until), Params: map[string]string{"date": clock.Today(until).Written("de")},
	})
}

func (s *Service) referral(ctx context.Context, id uuid.UUID) (*Referral, error) {
	r := new(Referral)
	return r, db.NoRows(s.DB.NewSelect().Model(r).Relation("Contact").Where("r.id = ?", id).Scan(ctx), ErrNone, "read referral")
}

type referralKey struct {
	At time.Time
	ID uuid.UUID
}

// Referrals lists them for the office, the newest first; those of one record if one is named, which the viewer must see. In the list of all, what was passed on is
// shown only of records that the viewer sees.
func (s *Service) Referrals(ctx context.Context, about *audit.Record, args page.Args) (page.Page[*Referral], error) {
	var after referralKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[*Referral]{}, err
	}
	rows := []*Referral{}
	q := s.DB.NewSelect().Model(&rows).Relation("Contact").OrderExpr("r.asked_at DESC, r.id DESC").Limit(int64(args.Size()) + 1)
	if more {
		q = q.Where("(r.asked_at, r.id) < (?, ?)", after.At, after.ID)
	}
	if about != nil {
		if s.Sees == nil {
			return page.Page[*Referral]{}, ErrNone
		}
		if err := s.Sees(ctx, *about); err != nil {
			return page.Page[*Referral]{}, err
		}
		q = q.Where("r.subject_kind = ? AND r.subject_id = ?", about.Kind, about.ID)
	} else {
		q = q.Where("r.asked_by = ?", actor(ctx)) // of all others the office sees what belongs to the person or case that it opens
	}
	if err := q.Scan(ctx); err != nil {
		return page.Page[*Referral]{}, fmt.Errorf("list referrals: %w", err)
	}
	p := page.Cut(rows, args.Size(), func(r *Referral) any { return referralKey{r.AskedAt, r.ID} })
	if about == nil {
		err = s.hideUnseen(ctx, p.Items)
	}
	return p, err
}

// hideUnseen empties what was said of records that the viewer sees no more.
func (s *Service) hideUnseen(ctx context.Context, list []*Referral) error {
	seen := map[audit.Record]error{}
	for _, r := range list {
		about := audit.Record{Kind: r.SubjectKind, ID: r.SubjectID}
		err, known := seen[about]
		if !known {
			err = ErrNone
			if s.Sees != nil {
				err = s.Sees(ctx, about)
			}
			seen[about] = err
		}
		switch {
		case errs.KindOf(err) == errs.NotFound:
			r.Passed, r.Answer = Passed{}, ""
		case err != nil:
			return err
		}
	}
	return nil
}

// forget empties what was passed on, so many days after the end, or after the last that was heard of it; what nobody has agreed to or answered in that time ends.
func (s *Service) forget(ctx context.Context) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var unsent []uuid.UUID
		err := tx.NewRaw(`WITH gone AS (UPDATE network.referral AS r SET passed = '{}', emptied_at = ?0, version = version + 1, ended_at = coalesce(ended_at, ?0),
 state = CASE WHEN state = 'asked' THEN 'withdrawn' ELSE state END WHERE passed <> '{}' AND `+lastHeard+` < ?1 RETURNING r.id, r.consent_at)
 SELECT id FROM gone WHERE consent_at IS NULL`, tx.Now, tx.Now.AddDate(0, 0, -s.Partners.Rules.ReferralDays)).Scan(ctx, &unsent)
		if err != nil {
			return fmt.Errorf("forget referrals: %w", err)
		}
		for _, id := range unsent {
			if err := s.dropPaperTx(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// MergeTx moves what is known of a record to another: two records of one person became one.
func (s *Service) MergeTx(ctx context.Context, tx *db.Tx, from, to audit.Record) error {
	var moved []uuid.UUID
	err := tx.NewUpdate().Model((*Referral)(nil)).Set("subject_kind = ?, subject_id = ?, version = version + 1", to.Kind, to.ID).
		Where("subject_kind = ? AND subject_id = ?", from.Kind, from.ID).Returning("id").Scan(ctx, &moved)
	if err != nil {
		return fmt.Errorf("merge referrals: %w", err)
	}
	for _, id := range moved {
		if err := s.record(ctx, tx, ReferralRecord(id), "merged", audit.Details{"subject": to.Kind + "/" + to.ID.String()}); err != nil {
			return err
		}
	}
	return nil
}

// EraseTx removes what is known of records whose person is erased.
func (s *Service) EraseTx(ctx context.Context, tx *db.Tx, about ...audit.Record) error {
	for _, rec := range about {
		var gone []uuid.UUID
		if err := tx.NewDelete().Model((*Referral)(nil)).Where("subject_kind = ? AND subject_id = ?", rec.Kind, rec.ID).Returning("id").Scan(ctx, &gone); err != nil {
			return fmt.Errorf("erase referrals: %w", err)
		}
		for _, id := range gone {
			if err := errors.Join(s.Messages.EraseTx(ctx, tx, ReferralRecord(id)), s.dropPaperTx(ctx, tx, id)); err != nil {
				return err
			}
		}
	}
	return nil
}
