package translations

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// AcceptDelivery takes a translation into the case.
type AcceptDelivery struct {
	ID       uuid.UUID
	Version  int
	Approval string // why the ceiling may be passed, where it is longer than was expected
}

// AcceptDelivery makes what came a paper of the case beside its original, sets the money of the strokes aside that it really has, and has it claimed.
// ErrNotReady while a file cannot be seen.
func (s *Service) AcceptDelivery(ctx context.Context, in AcceptDelivery) (*Order, error) {
	return s.judge(ctx, in.ID, in.Version, func(ctx context.Context, tx *db.Tx, o *Order) error {
		v := identity.ViewerFrom(ctx)
		if err := s.verdictTx(ctx, tx, o, documents.Check{Accepted: true}); err != nil {
			return err
		}
		bill, err := s.owedTx(ctx, tx, o)
		if err != nil {
			return err
		}
		if err := s.approve(ctx, o, in.Approval); err != nil {
			return err
		}
		if in.Approval != "" {
			o.ApprovedCents = bill.TotalCents
		}
		if err := s.bindTx(ctx, tx, o, clock.Today(*o.DeliveredAt), bill.TotalCents); err != nil {
			return err
		}
		if err := s.papers.FileTx(ctx, tx, o); err != nil {
			return fmt.Errorf("file translation: %w", err)
		}
		o.State, o.Reason, o.AcceptedBy, o.AcceptedAt = Accepted, "", &v.AccountID, &tx.Now
		if err := o.saveTx(ctx, tx); err != nil {
			return err
		}
		details := audit.Details{"document": o.TranslationID.String(), "cents": strconv.FormatInt(o.Cents, 10)}
		if err := s.tellTx(ctx, tx, o, "translation.accepted", details); err != nil || s.claims == nil {
			return err
		}
		return s.claims.ClaimTx(ctx, tx, o.claim(bill, clock.Today(*o.DeliveredAt)))
	})
}

// judge locks an order whose delivery the viewer may judge: they must also be allowed to see the paper.
func (s *Service) judge(ctx context.Context, id uuid.UUID, version int, do func(ctx context.Context, tx *db.Tx, o *Order) error) (*Order, error) {
	seen, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if _, err := s.paper(ctx, seen.DocumentID); err != nil {
		return nil, err
	}
	return s.change(ctx, id, version, func(ctx context.Context, tx *db.Tx, o *Order) error {
		if o.State != Delivered {
			return ErrOver
		}
		return do(ctx, tx, o)
	})
}

// change locks an order of a team for which the viewer may order.
func (s *Service) change(ctx context.Context, id uuid.UUID, version int, do func(ctx context.Context, tx *db.Tx, o *Order) error) (*Order, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		o := new(Order)
		err := reach(tx.NewSelect().Model(o).Where("r.id = ?", id), identity.ViewerFrom(ctx), ActionOrder).For("UPDATE").Scan(ctx)
		if err := db.NoRows(err, ErrNone, "read order"); err != nil {
			return err
		}
		if o.Version != version {
			return ErrConflict
		}
		return do(ctx, tx, o)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, id)
}

func (s *Service) verdictTx(ctx context.Context, tx *db.Tx, o *Order, check documents.Check) error {
	err := tx.NewRaw("SELECT version FROM documents.document_version_v1 WHERE id = ?", *o.TranslationID).Scan(ctx, &check.Version)
	if err := db.NoRows(err, ErrNotReady, "look at translation"); err != nil {
		return err
	}
	_, err = s.Documents.VerifyTx(ctx, tx, *o.TranslationID, check)
	if errors.Is(err, documents.ErrNotReady) {
		return ErrNotReady
	}
	return err
}

// owedTx is what the translation costs by its strokes and the tariff of the day on which it was ordered.
func (s *Service) owedTx(ctx context.Context, tx *db.Tx, o *Order) (remuneration.Bill, error) {
	t, vat, err := s.termsTx(ctx, tx, o)
	if err != nil {
		return remuneration.Bill{}, err
	}
	return t.Translate(remuneration.Order{Texts: []remuneration.Text{{Strokes: *o.Strokes, Editable: o.Editable, Difficult: o.Difficult}}, VAT: vat}), nil
}

// termsTx are the tariff by which who works on an order is paid, and whether they charge VAT.
func (s *Service) termsTx(ctx context.Context, tx *db.Tx, o *Order) (*remuneration.Tariff, bool, error) {
	var terms struct {
		Contract string
		Tax      json.RawMessage
	}
	err := tx.NewRaw(`SELECT coalesce(a.contract, p.contract) AS contract, coalesce(a.tax, p.tax) AS tax FROM linguists.interpreter_v1 p
LEFT JOIN linguists.interpreter_v1 a ON a.id = p.agency_id WHERE p.id = ?`, *o.InterpreterID).Scan(ctx, &terms)
	if err := db.NoRows(err, ErrNone, "read terms"); err != nil {
		return nil, false, err
	}
	var tax linguists.Tax
	if err := json.Unmarshal(terms.Tax, &tax); err != nil {
		return nil, false, fmt.Errorf("read tax facts: %w", err)
	}
	t, err := s.Tariffs.Of(terms.Contract, clock.Today(o.AskedAt))
	return t, !tax.Exempt, err
}

// SendBack gives a translation back to who made it.
type SendBack struct {
	ID      uuid.UUID
	Version int
	Reason  string
	DueOn   clock.Date // until when it is to be done again; zero: as before
}

// SendBack gives a translation back with a reason; what came is not taken into the case.
func (s *Service) SendBack(ctx context.Context, in SendBack) (*Order, error) {
	in.Reason = strings.TrimSpace(in.Reason)
	var f errs.Faults
	f.Need(in.Reason != "", "reason", "required")
	f.Fits(in.Reason, 1000, "reason")
	f.Need(in.DueOn.IsZero() || s.today().Before(in.DueOn), "dueOn", "too_early")
	f.Need(in.DueOn.IsZero() || in.DueOn.Before(s.today().AddDays(latest)), "dueOn", "too_late")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.judge(ctx, in.ID, in.Version, func(ctx context.Context, tx *db.Tx, o *Order) error {
		if in.DueOn.IsZero() && o.DueOn.Before(clock.Today(tx.Now)) {
			return ErrInput.With(errs.Field{Path: "dueOn", Code: "required"}) // their link ends with the day on which it is due
		}
		// Of what they took back while they delivered there is nothing to be judged.
		if err := errs.Ignore(s.verdictTx(ctx, tx, o, documents.Check{Reason: "incomplete"}), ErrNotReady); err != nil {
			return err
		}
		if !in.DueOn.IsZero() {
			o.DueOn = in.DueOn
			if _, err := tx.NewUpdate().Model(o).Column("due_on").WherePK().Exec(ctx); err != nil {
				return fmt.Errorf("give more time: %w", err)
			}
		}
		o.State, o.Reason, o.Strokes, o.DeliveredAt, o.TranslationID, o.SentBack = Given, in.Reason, nil, nil, nil, o.SentBack+1
		if err := o.saveTx(ctx, tx); err != nil {
			return err
		}
		if err := s.tellTx(ctx, tx, o, "translation.sent_back", nil); err != nil {
			return err
		}
		of := new(Offer)
		err := tx.NewSelect().Model(of).Where("o.order_id = ? AND o.state = ?", o.ID, OfferAccepted).Scan(ctx)
		if err := db.NoRows(err, ErrNone, "read offer"); err != nil {
			return err
		}
		return s.mailTx(ctx, tx, mailReturned, o, of)
	})
}

// Cancel calls an order off.
type Cancel struct {
	ID          uuid.UUID
	Version     int
	Reason      string
	AgreedCents int64 // before VAT: on what was agreed with who works on it, for what they have done
}

// Cancel calls an order off that was not delivered: who was asked or works on it is told, the money is free again, and what was sent is deleted. What was agreed with who
// has begun is claimed for them, and stays bound; it is not more than the whole would have cost.
func (s *Service) Cancel(ctx context.Context, in Cancel) (*Order, error) {
	var f errs.Faults
	f.Fits(in.Reason, 300, "reason")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, in.Version, func(ctx context.Context, tx *db.Tx, o *Order) error {
		if o.State != Open && o.State != Given && o.State != Unfilled {
			return ErrOver
		}
		if err := s.agreeTx(ctx, tx, o, in.AgreedCents); err != nil {
			return err
		}
		o.State, o.Reason, o.InterpreterID = Cancelled, in.Reason, nil
		if err := o.saveTx(ctx, tx); err != nil {
			return err
		}
		if err := s.withdrawTx(ctx, tx, o); err != nil {
			return err
		}
		if err := s.Documents.EraseSubjectTx(ctx, tx, Record(o.ID)); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, o, "translation.cancelled", audit.Details{"cents": strconv.FormatInt(o.Cents, 10)})
	})
}

// agreeTx has claimed what was agreed on with who works on an order, and frees the rest of its money.
func (s *Service) agreeTx(ctx context.Context, tx *db.Tx, o *Order, net int64) error {
	if net == 0 {
		o.Cents = 0
		return s.Budgets.FreeTx(ctx, tx, Record(o.ID))
	}
	if o.State != Given || s.claims == nil || net < 0 {
		return ErrInput.With(errs.Field{Path: "agreedCents", Code: "not_allowed"})
	}
	t, vat, err := s.termsTx(ctx, tx, o)
	if err != nil {
		return err
	}
	bill := t.Agreed(net, vat)
	if bill.TotalCents > o.Cents {
		return ErrInput.With(errs.Field{Path: "agreedCents", Code: "out_of_range"})
	}
	day := clock.Today(tx.Now)
	if err := s.bindTx(ctx, tx, o, day, bill.TotalCents); err != nil {
		return err
	}
	return s.claims.ClaimTx(ctx, tx, o.claim(bill, day))
}

func (o *Order) claim(bill remuneration.Bill, done clock.Date) Claim {
	return Claim{About: Record(o.ID), Interpreter: *o.InterpreterID, Team: o.Team, CostCentre: o.CostCentre, Language: o.Language, Bill: bill, DoneOn: done}
}

func (s *Service) withdrawTx(ctx context.Context, tx *db.Tx, o *Order) error {
	var asked []*Offer
	err := tx.NewRaw(`UPDATE translations.offer SET state = 'withdrawn', answered_at = ? WHERE order_id = ? AND state IN ('waiting', 'offered', 'accepted')
RETURNING id, interpreter_id, offered_at`, tx.Now, o.ID).Scan(ctx, &asked)
	if err != nil {
		return fmt.Errorf("withdraw offers: %w", err)
	}
	for _, of := range asked {
		if of.OfferedAt == nil {
			continue // nobody told them
		}
		if err := s.mailTx(ctx, tx, mailCancelled, o, of); err != nil {
			return err
		}
	}
	return nil
}

// EraseTx deletes what was ordered about records that are erased for good, with what was sent for it; what is owed stays in the budget, the rest is free.
func (s *Service) EraseTx(ctx context.Context, tx *db.Tx, about ...audit.Record) error {
	for _, rec := range about {
		var gone []*Order
		err := tx.NewRaw("DELETE FROM translations.orders WHERE about_kind = ? AND about_id = ? RETURNING id, state", rec.Kind, rec.ID).Scan(ctx, &gone)
		if err != nil {
			return fmt.Errorf("erase orders: %w", err)
		}
		for _, o := range gone {
			if err := s.Documents.EraseSubjectTx(ctx, tx, Record(o.ID)); err != nil {
				return err
			}
			if o.State == Accepted || o.State == Cancelled {
				continue // what is bound is owed
			}
			if err := s.Budgets.FreeTx(ctx, tx, Record(o.ID)); err != nil {
				return err
			}
		}
	}
	return nil
}

// EraseInterpreterTx forgets what a translator said when they were asked; what they did stays, as a figure. ErrConflict while they are asked, or work on an order that the
// office has not accepted.
func (s *Service) EraseInterpreterTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	var busy bool
	err := tx.NewRaw(`SELECT EXISTS (SELECT FROM translations.offer f JOIN translations.orders r ON r.id = f.order_id WHERE f.interpreter_id = ?0
 AND f.state IN ('waiting', 'offered') AND r.state IN ('open', 'given', 'delivered'))
OR EXISTS (SELECT FROM translations.orders WHERE interpreter_id = ?0 AND state IN ('given', 'delivered'))`, id).Scan(ctx, &busy)
	if err != nil {
		return fmt.Errorf("look what is left to do: %w", err)
	}
	if busy {
		return ErrConflict
	}
	if _, err := tx.NewRaw("UPDATE translations.offer SET reason = '' WHERE interpreter_id = ? AND reason <> ''", id).Exec(ctx); err != nil {
		return fmt.Errorf("erase what a translator said: %w", err)
	}
	return nil
}

// MergeTx follows two records of one party that became one: who is tied to them is asked for neither.
func (s *Service) MergeTx(ctx context.Context, tx *db.Tx, from, to audit.Record) error {
	_, err := tx.NewRaw("UPDATE translations.orders SET subject_kind = ?2, subject_id = ?3 WHERE subject_kind = ?0 AND subject_id = ?1", from.Kind, from.ID, to.Kind, to.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("follow merged %s: %w", from.Kind, err)
	}
	return nil
}
