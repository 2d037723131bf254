package persons

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// ConsentKind is something a person may agree to and take back.
type ConsentKind string

// The kinds of consent.
const (
	PortalDelivery ConsentKind = "portal_delivery" // decisions are delivered in the portal (VwVfG §41(2a))
	PDFByMail      ConsentKind = "pdf_by_mail"     // PDFs come by unprotected mail, on explicit wish
)

// Consent is one yes or no, with its time and the words it was said to. All are kept, the latest counts.
type Consent struct {
	bun.BaseModel `bun:"table:persons.consent,alias:c"`

	ID          uuid.UUID `bun:",pk"`
	PersonID    uuid.UUID
	Kind        ConsentKind
	Given       bool
	ChangedAt   time.Time
	TextVersion string
	AccountID   *uuid.UUID // who said it
}

// ConsentTx keeps a yes or a no; saying the same again to the same words adds nothing.
func (s *Service) ConsentTx(ctx context.Context, tx *db.Tx, person uuid.UUID, kind ConsentKind, given bool, textVersion string) error {
	if kind != PortalDelivery && kind != PDFByMail {
		return ErrDetails.With(errs.Field{Path: "kind", Code: "not_in_list"})
	}
	now, err := consents(ctx, tx, person)
	if err != nil {
		return err
	}
	for _, c := range now {
		if c.Kind == kind && c.Given == given && c.TextVersion == textVersion {
			return nil
		}
	}
	c := &Consent{ID: ids.New(), PersonID: person, Kind: kind, Given: given, ChangedAt: tx.Now, TextVersion: textVersion,
		AccountID: actor(ctx)}
	if _, err := tx.NewInsert().Model(c).Exec(ctx); err != nil {
		return fmt.Errorf("keep consent: %w", err)
	}
	answer := "withdrawn"
	if given {
		answer = "given"
	}
	return s.audit.RecordTx(ctx, tx, Record(person), "person.consent_"+answer, audit.Details{"kind": string(kind)})
}

// Consents are the consents of a person as they stand.
func (s *Service) Consents(ctx context.Context, person uuid.UUID) ([]*Consent, error) {
	return consents(ctx, s.db, person)
}

// HasConsent says whether the person agrees at this moment; nobody agrees by silence.
func (s *Service) HasConsent(ctx context.Context, person uuid.UUID, kind ConsentKind) (bool, error) {
	last, err := lastConsent(ctx, s.db, person, kind)
	return last != nil && last.Given, err
}

// LastConsentTx is the last yes or no of a person, nil where nobody asked them.
func (s *Service) LastConsentTx(ctx context.Context, tx *db.Tx, person uuid.UUID, kind ConsentKind) (*Consent, error) {
	return lastConsent(ctx, tx, person, kind)
}

func lastConsent(ctx context.Context, q bun.IDB, person uuid.UUID, kind ConsentKind) (*Consent, error) {
	list, err := consents(ctx, q, person)
	for _, c := range list {
		if c.Kind == kind {
			return c, nil
		}
	}
	return nil, err
}

func consents(ctx context.Context, q bun.IDB, person uuid.UUID) ([]*Consent, error) {
	var rows []*Consent
	err := q.NewSelect().Model(&rows).DistinctOn("kind").Where("person_id = ?", person).OrderExpr("kind, id DESC").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read consents: %w", err)
	}
	return rows, nil
}

// Representative speaks for a person besides the account (VwVfG §14).
type Representative struct {
	bun.BaseModel `bun:"table:persons.representative,alias:rep"`

	ID                 uuid.UUID `bun:",pk"`
	PersonID           uuid.UUID
	Kind               string // parent, guardian, authorised, lawyer
	Name, Email, Phone string
	Since, Until       clock.Date
	CreatedAt          time.Time
	EndedAt            *time.Time // withdrawn
}

// AddRepresentativeTx notes who speaks for a person; its ID and CreatedAt are filled in.
func (s *Service) AddRepresentativeTx(ctx context.Context, tx *db.Tx, r Representative) (*Representative, error) {
	r.ID, r.CreatedAt = ids.New(), tx.Now
	if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
		return nil, fmt.Errorf("add representative: %w", err)
	}
	return &r, s.audit.RecordTx(ctx, tx, Record(r.PersonID), "person.representative_added",
		audit.Details{"representative": r.ID.String(), "kind": r.Kind})
}

// EndRepresentativeTx notes that somebody no longer speaks for a person.
func (s *Service) EndRepresentativeTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	var r Representative
	res, err := tx.NewUpdate().Model(&r).Set("ended_at = ?", tx.Now).Where("id = ? AND ended_at IS NULL", id).Returning("*").Exec(ctx)
	if err := db.One(res, err, ErrNotFound, "end representation"); err != nil {
		return err
	}
	return s.audit.RecordTx(ctx, tx, Record(r.PersonID), "person.representative_ended", audit.Details{"representative": id.String()})
}

// Representatives lists who speaks for a person now.
func (s *Service) Representatives(ctx context.Context, person uuid.UUID) ([]*Representative, error) {
	var rows []*Representative
	if err := s.db.NewSelect().Model(&rows).Where("person_id = ? AND ended_at IS NULL", person).OrderExpr("id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("list representatives: %w", err)
	}
	return rows, nil
}
