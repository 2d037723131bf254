package translations

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// What a viewer must be allowed to do in the team of the case.
const (
	ActionRead  = "interpreters.read"
	ActionOrder = "interpreters.book"
)

// OrderState is how far an order is.
type OrderState string

// The states.
const (
	Open      OrderState = "open"      // somebody is asked
	Given     OrderState = "given"     // somebody works on it
	Delivered OrderState = "delivered" // the office has to look at it
	Accepted  OrderState = "accepted"  // it is a paper of the case
	Unfilled  OrderState = "unfilled"  // nobody is left to ask
	Cancelled OrderState = "cancelled"
)

// Order is a paper that is to be translated.
type Order struct {
	bun.BaseModel `bun:"table:translations.orders,alias:r"`

	ID              uuid.UUID `bun:",pk"`
	Key             []byte
	AboutKind       string
	AboutID         uuid.UUID
	SubjectKind     string
	SubjectID       *uuid.UUID
	DocumentID      uuid.UUID
	Title           string
	Pages           int
	Language        string // ISO 639-3; the other one is German
	Direction       linguists.Direction
	Sworn           bool
	Difficult       bool
	Editable        bool
	ExpectedStrokes int
	DueOn           clock.Date
	OfferMinutes    int
	Note            string
	Team            string
	CostCentre      string
	State           OrderState
	Reason          string
	InterpreterID   *uuid.UUID
	GivenAt         *time.Time
	OriginalOn      *time.Time // when the original came
	Strokes         *int
	DeliveredAt     *time.Time // when the translation came
	SentBack        int
	TranslationID   *uuid.UUID
	Cents           int64
	ApprovedBy      *uuid.UUID
	ApprovedCents   int64 // up to which
	Approval        string
	AcceptedBy      *uuid.UUID
	AcceptedAt      *time.Time
	Version         int
	AskedBy         *uuid.UUID
	AskedAt         time.Time

	Offers      []*Offer `bun:"rel:has-many,join:id=order_id"`
	Sheets      []*Sheet `bun:"rel:has-many,join:id=order_id"`
	Interpreter *Who     `bun:"rel:belongs-to,join:interpreter_id=id"`
}

// Overdue says whether somebody works on it longer than was said.
func (o *Order) Overdue(today clock.Date) bool { return o.State == Given && o.DueOn.Before(today) }

// OrderTranslation has a paper translated.
type OrderTranslation struct {
	Key          string // the same order once
	Document     uuid.UUID
	More         []uuid.UUID         // further papers of the case that belong to it
	Language     string              // ISO 639-3
	Direction    linguists.Direction // "" is into German
	Sworn        bool                // by somebody whom a court has sworn in
	Difficult    bool                // JVEG §11(1) sentence 3
	Editable     bool
	Strokes      int // expected, with spaces; 0: by the pages
	DueOn        clock.Date
	Chosen       []uuid.UUID // whom to ask, in this order; none: all who can, the best first
	OfferMinutes int         // to answer; 0: the city's
	CostCentre   string
	Note         string // for who has accepted
	Approval     string // why the ceiling may be passed, for who may allow that
}

// Limits of what is believed.
const (
	strokesOfPage = 1_500 // a page as translators count it
	mostStrokes   = 5_000_000
	mostAsked     = 20
	latest        = 366 // days ahead
)

func (in *OrderTranslation) check(today clock.Date) error {
	var f errs.Faults
	f.Need(in.Key != "" && len(in.Key) <= 200, "key", "required")
	f.Need(linguists.KnownLanguage(in.Language) && in.Language != "deu", "language", "unknown")
	f.Need(in.Direction == linguists.IntoGerman || in.Direction == linguists.FromGerman, "direction", "unknown")
	f.Need(in.Strokes >= 0 && in.Strokes <= mostStrokes, "strokes", "out_of_range")
	f.Need(!in.DueOn.IsZero(), "dueOn", "required")
	f.Need(in.DueOn.IsZero() || today.Before(in.DueOn), "dueOn", "too_early")
	f.Need(in.DueOn.IsZero() || in.DueOn.Before(today.AddDays(latest)), "dueOn", "too_late")
	f.Need(len(in.Chosen) <= mostAsked, "chosen", "too_many")
	f.Need(in.OfferMinutes >= 1 && in.OfferMinutes <= 14*24*60, "offerMinutes", "out_of_range")
	f.Fits(in.CostCentre, 40, "costCentre")
	f.Fits(in.Note, 1000, "note")
	return f.As(ErrInput)
}

// Order has papers translated in the viewer's name: the first who can is asked, and the money set aside. The same key again is the order that was made.
// ErrAsked where one of the papers is with somebody already; what budgets says where the money does not suffice.
func (s *Service) Order(ctx context.Context, in OrderTranslation) (*Order, error) {
	in.Direction, in.OfferMinutes = cmp.Or(in.Direction, linguists.IntoGerman), cmp.Or(in.OfferMinutes, s.OfferMinutes)
	if err := in.check(s.today()); err != nil {
		return nil, err
	}
	paper, papers, err := s.together(ctx, in.Document, in.More)
	if err != nil {
		return nil, err
	}
	v := identity.ViewerFrom(ctx)
	if !v.CanInTeam(ActionOrder, paper.Team) {
		return nil, ErrNone
	}
	o := newOrder(v, in, paper)
	if err := s.approve(ctx, o, in.Approval); err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.orderTx(ctx, tx, o, papers, in.Chosen) })
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, o.ID)
}

func (s *Service) paper(ctx context.Context, document uuid.UUID) (*Paper, error) {
	if s.papers == nil {
		return nil, ErrNone
	}
	return s.papers.Paper(ctx, document)
}

func newOrder(v *identity.Viewer, in OrderTranslation, p *Paper) *Order {
	key := sha256.Sum256([]byte(v.AccountID.String() + "\x00" + in.Key))
	o := &Order{
		ID: ids.New(), Key: key[:], AboutKind: p.About.Kind, AboutID: p.About.ID, DocumentID: p.Document, Title: p.Title, Pages: p.Pages, Language: in.Language,
		Direction: in.Direction, Sworn: in.Sworn, Difficult: in.Difficult, Editable: in.Editable, ExpectedStrokes: cmp.Or(in.Strokes, max(p.Pages, 1)*strokesOfPage),
		DueOn: in.DueOn, OfferMinutes: in.OfferMinutes, Note: in.Note, Team: p.Team, CostCentre: in.CostCentre, State: Open, Version: 1, AskedBy: &v.AccountID,
	}
	if p.Subject != nil {
		o.SubjectKind, o.SubjectID = p.Subject.Kind, &p.Subject.ID
	}
	if !p.Came.IsZero() {
		o.OriginalOn = &p.Came
	}
	return o
}

// approve notes that the viewer allows the ceiling to be passed, if they do; for how much is said by whoever asks. budgets says what is wrong with the reason.
func (s *Service) approve(ctx context.Context, o *Order, reason string) error {
	a, err := s.Budgets.Approve(ctx, o.Team, reason, "approval")
	if a == nil {
		return err
	}
	o.ApprovedBy, o.Approval = &a.By, a.Reason
	return nil
}

func (s *Service) orderTx(ctx context.Context, tx *db.Tx, o *Order, papers, chosen []uuid.UUID) error {
	o.AskedAt = tx.Now
	if err := s.giveUpTx(ctx, tx, o, papers); err != nil {
		return err
	}
	res, err := tx.NewInsert().Model(o).On("CONFLICT ON CONSTRAINT orders_key DO NOTHING").Exec(ctx)
	if err != nil {
		return fmt.Errorf("order translation: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return cmp.Or(err, db.NoRows(tx.NewSelect().Model(o).Where("key = ?", o.Key).Scan(ctx), ErrNone, "read order"))
	}
	if err := o.sheetsTx(ctx, tx, papers); err != nil {
		return err
	}
	if err := s.tellTx(ctx, tx, o, "translation.ordered", audit.Details{"document": o.DocumentID.String(), "language": o.Language}); err != nil {
		return err
	}
	able, err := s.whoCan(ctx, tx, o.wanted(), clock.Today(tx.Now))
	if err != nil {
		return err
	}
	if able, err = picked(able, chosen); err != nil {
		return err
	}
	able = able[:min(len(able), mostAsked)]
	for _, c := range able {
		if o.ApprovedBy != nil {
			o.ApprovedCents = max(o.ApprovedCents, c.Cents) // whoever orders sees what each would cost
		}
	}
	if err := s.offersTx(ctx, tx, o, able); err != nil {
		return err
	}
	return s.nextTx(ctx, tx, o)
}

// giveUpTx ends what found nobody, of whoever asks again with another key for one of its papers.
func (s *Service) giveUpTx(ctx context.Context, tx *db.Tx, o *Order, papers []uuid.UUID) error {
	var gone []uuid.UUID
	err := tx.NewRaw(`UPDATE translations.orders SET state = 'cancelled', reason = 'asked_again', version = version + 1
WHERE id IN (SELECT order_id FROM translations.paper WHERE document_id IN (?)) AND language = ? AND direction = ? AND state = 'unfilled' AND key <> ? RETURNING id`, bun.List(papers), o.Language, o.Direction, o.Key).Scan(ctx, &gone)
	if err != nil {
		return fmt.Errorf("give up order: %w", err)
	}
	for _, id := range gone {
		if err := s.tellTx(ctx, tx, &Order{ID: id}, "translation.cancelled", audit.Details{"reason": "asked_again"}); err != nil {
			return err
		}
	}
	return nil
}

// picked are those who were chosen, in that order; all where nobody was.
func picked(able []Candidate, chosen []uuid.UUID) ([]Candidate, error) {
	if len(chosen) == 0 {
		return able, nil
	}
	list := make([]Candidate, 0, len(chosen))
	var f errs.Faults
	for i, id := range chosen {
		at := slices.IndexFunc(able, func(c Candidate) bool { return c.Interpreter == id })
		f.Need(at >= 0, fmt.Sprintf("chosen[%d]", i), "cannot")
		if at >= 0 {
			list = append(list, able[at])
		}
	}
	return list, f.As(ErrInput)
}

// tellTx writes into the trail of an order and hints the screens that show it.
func (s *Service) tellTx(ctx context.Context, tx *db.Tx, o *Order, action string, d audit.Details) error {
	tx.Notify("interpreting")
	return s.Audit.RecordTx(ctx, tx, Record(o.ID), action, d)
}

// saveTx writes how far an order is, one version on. Its row is locked, or was just made.
func (o *Order) saveTx(ctx context.Context, tx *db.Tx) error {
	o.Version++
	_, err := tx.NewUpdate().Model(o).Column("state", "reason", "interpreter_id", "given_at", "strokes", "delivered_at", "sent_back", "translation_id", "cents", "approved_by", "approval",
		"approved_cents", "accepted_by", "accepted_at", "version").WherePK().Exec(ctx)
	if err != nil {
		return fmt.Errorf("change order: %w", err)
	}
	if _, err := tx.NewRaw("UPDATE translations.paper SET active = ?0 WHERE order_id = ?1 AND active <> ?0", o.underway(), o.ID).Exec(ctx); err != nil {
		return db.MapConstraints(fmt.Errorf("change papers of order: %w", err), map[string]error{"paper_one": ErrAsked})
	}
	return nil
}

func orderTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Order, error) {
	o := new(Order)
	err := tx.NewSelect().Model(o).Where("r.id = ?", id).For("UPDATE").Scan(ctx)
	return o, db.NoRows(err, ErrNone, "read order")
}

// bindTx sets the money of an order aside, in the year of the day on which it is due or came. An approval holds for what it was given for.
func (s *Service) bindTx(ctx context.Context, tx *db.Tx, o *Order, on clock.Date, cents int64) error {
	bind := budgets.Bind{Purpose: Purpose, Year: on.Year, Team: o.Team, CostCentre: o.CostCentre, About: Record(o.ID), Cents: cents}
	if o.ApprovedBy != nil && cents <= o.ApprovedCents {
		bind.Approval = &budgets.Approval{By: *o.ApprovedBy, Reason: o.Approval}
	}
	o.Cents = cents
	return s.Budgets.BindTx(ctx, tx, bind)
}
