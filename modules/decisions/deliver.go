package decisions

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// DeliveryState is how far a decision is on its way.
type DeliveryState string

// The states of a delivery.
const (
	DeliveryNotified  DeliveryState = "notified"  // in the portal, notice sent
	DeliveryRetrieved DeliveryState = "retrieved" // opened by the logged-in person
	DeliveryPrinting  DeliveryState = "printing"  // in the print queue
	DeliveryPosted    DeliveryState = "posted"
	DeliveryReturned  DeliveryState = "returned" // the post brought it back: a clerk finds another way
	DeliveryServed    DeliveryState = "served"
)

// Delivery is how a decision reaches its person. The rules of service stand in letters; this row is what the office looks at.
type Delivery struct {
	bun.BaseModel `bun:"table:decisions.delivery,alias:delivery"`

	CaseID       uuid.UUID `bun:",pk"`
	LetterID     uuid.UUID
	Regime       string // letters.Regime
	State        DeliveryState
	NotifiedAt   *time.Time
	RetrievedAt  *time.Time
	PostedOn     clock.Date `bun:",nullzero"`
	ServedOn     clock.Date `bun:",nullzero"` // counts as served on this day, which may lie ahead
	RemedyEndsOn clock.Date `bun:",nullzero"`
}

// deliverTx sends a decision on its way. The notice of what stands in the portal goes out on the day of provision (OZG §9).
func (s *Service) deliverTx(ctx context.Context, tx *db.Tx, w *deciding, d *Decision, l *letters.Letter) error {
	if l.Dispatch == letters.ByPortal {
		if err := s.letters.NoticeSentTx(ctx, tx, l.ID); err != nil {
			return err
		}
	}
	row := Delivery{CaseID: w.c.ID, LetterID: l.ID, Regime: string(l.Regime), State: DeliveryPrinting}
	if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
		return fmt.Errorf("deliver decision: %w", err)
	}
	if err := s.followTx(ctx, tx, w.c, &row); err != nil {
		return err
	}
	template, day := messages.TemplateDecisionReady, clock.Date{}
	switch l.Regime {
	case letters.RegimeOZG: // counts read or not: whoever hears of it hears from when
		template, day = messages.TemplateDecisionProvided, row.ServedOn
	case letters.RegimePost: // nothing is to be fetched
		template = messages.TemplateDecisionPosted
	}
	return w.PostTx(ctx, tx, "decision:"+d.ID.String(), template, day)
}

// followTx brings the row up to date with its letter.
func (s *Service) followTx(ctx context.Context, tx *db.Tx, c *cases.Case, row *Delivery) error {
	l := new(letters.Letter)
	err := tx.NewSelect().Model(l).ModelTableExpr("letters.letter_v1 AS letter").Where("id = ?", row.LetterID).
		Column("kind", "dispatch", "regime", "notice_at", "retrieved_at", "posted_on", "returned_at", "served_on").Scan(ctx)
	if err != nil {
		return fmt.Errorf("read letter of decision: %w", err)
	}
	row.Regime, row.NotifiedAt, row.RetrievedAt, row.PostedOn, row.ServedOn = string(l.Regime), l.NoticeAt, l.RetrievedAt, l.PostedOn, l.ServedOn
	switch {
	case !l.ServedOn.IsZero() && !clock.Today(tx.Now).Before(l.ServedOn):
		row.State = DeliveryServed
	case l.ReturnedAt != nil:
		row.State = DeliveryReturned
	case !l.PostedOn.IsZero():
		row.State = DeliveryPosted
	case l.Dispatch == letters.ByPost:
		row.State = DeliveryPrinting
	case l.RetrievedAt != nil:
		row.State = DeliveryRetrieved
	default:
		row.State = DeliveryNotified
	}
	if row.RemedyEndsOn, err = s.remedyEnd(ctx, tx, c, l); err != nil {
		return err
	}
	if _, err := tx.NewUpdate().Model(row).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("follow delivery: %w", err)
	}
	return nil
}

// remedyEnd is the last day for the remedy that the letter names; where it names none, a year (VwGO §§58(2), 70, 74).
func (s *Service) remedyEnd(ctx context.Context, tx *db.Tx, c *cases.Case, l *letters.Letter) (clock.Date, error) {
	made, err := s.decisionTx(ctx, tx, c.ID)
	if err != nil {
		return clock.Date{}, err
	}
	offer, err := s.catalogue.OfferVersion(ctx, c.Service, c.ServiceVersion)
	if err != nil {
		return clock.Date{}, fmt.Errorf("find service of case: %w", err)
	}
	out, _ := offer.Outcome(string(made.Outcome))
	remedy, named := s.catalogue.City().Remedy(out.Remedy)
	return s.letters.RemedyEnd(l, max(1, remedy.Months), named), nil
}

// follow brings a case up to date with its decision's letter; a letter that is no decision's is none of our business.
func (s *Service) follow(ctx context.Context, letter uuid.UUID) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		row := new(Delivery)
		err := tx.NewSelect().Model(row).Where("letter_id = ?", letter).Scan(ctx)
		if err := db.NoRows(err, cases.ErrNotFound, "find delivery"); err != nil {
			return errs.Ignore(err, cases.ErrNotFound)
		}
		c, err := cases.LockTx(ctx, tx, row.CaseID)
		if err != nil {
			return err
		}
		was := row.State
		if err := s.followTx(ctx, tx, c, row); err != nil || row.State == was {
			return err
		}
		if row.State == DeliveryServed && c.State == cases.Decided {
			c.State, c.ClosedAt = cases.Delivered, &tx.Now
		}
		return s.cases.SaveTx(ctx, tx, c, cases.Deed{Action: "case.delivery_" + string(row.State), Details: audit.Details{"letter": letter.String(), "served_on": row.ServedOn.String()}})
	})
}

// Daily closes cases whose decision counts as served from today on.
func (s *Service) Daily(ctx context.Context) error {
	var due []uuid.UUID
	err := s.db.NewSelect().Model((*Delivery)(nil)).Column("letter_id").
		Where("state <> 'served' AND served_on <= ?", clock.Today(s.db.Clock.Now())).Scan(ctx, &due)
	if err != nil {
		return fmt.Errorf("look for served decisions: %w", err)
	}
	for _, letter := range due {
		if err := s.follow(ctx, letter); err != nil {
			return err
		}
	}
	return nil
}
