package interpreters

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/platform/db"
)

// MovedTx asks again for what was moved to another time or place: first the one who would have come, then others. What called the old booking off costs
// stays bound. Nobody needed for it is no fault.
func (s *Service) MovedTx(ctx context.Context, tx *db.Tx, about audit.Record, during Span, site, place string) error {
	old, err := activeTx(ctx, tx, about)
	if err != nil || old == nil || old.During.Same(during) && old.Site == site {
		return err
	}
	first, err := s.endAllTx(ctx, tx, old, "moved", "office")
	if err != nil {
		return err
	}
	in := Ask{
		Wanted: old.Wanted(), Key: "moved:" + old.ID.String(), Place: place, Manner: InTurn, Limit: time.Duration(old.OfferMinutes) * time.Minute, Team: old.Team,
		CostCentre: old.CostCentre, Client: old.Client,
	}
	in.During, in.Site = during, site
	if left := old.ApprovedCents - stays(first); old.ApprovedBy != nil && left > 0 {
		in.Approval, in.approved = &budgets.Approval{By: *old.ApprovedBy, Reason: old.Approval}, left
	}
	if err := old.saveTx(ctx, tx, RequestCancelled, "moved"); err != nil {
		return err
	}
	r, made, err := s.openTx(ctx, tx, in)
	if err != nil || !made {
		return err
	}
	return s.againTx(ctx, tx, r, first)
}

// stays is what calling off costs.
func stays(a *Assignment) int64 {
	if a == nil || a.State != AssignmentCancelled {
		return 0
	}
	return a.Cents
}

// againTx offers a moved request to who would have come, or tells them that it is off, and has others looked for.
func (s *Service) againTx(ctx context.Context, tx *db.Tx, r *Request, first *Assignment) error {
	if first == nil {
		return tx.Enqueue(ctx, SeekArgs{r.ID}, nil)
	}
	found, err := s.whoCanTx(ctx, tx, r.Wanted(), search{only: []uuid.UUID{first.InterpreterID}})
	if err != nil {
		return err
	}
	if len(found) == 0 {
		if err := s.mailTx(ctx, tx, mailCancelled, r, first.InterpreterID, first.ID); err != nil {
			return err
		}
		return tx.Enqueue(ctx, SeekArgs{r.ID}, nil)
	}
	r.movedFrom = found[0].Interpreter
	if err := s.offersTx(ctx, tx, r, found); err != nil {
		return err
	}
	return s.goOnTx(ctx, tx, r)
}

// EndedTx cancels what was asked for or booked about something that does not take place; by is client or office.
func (s *Service) EndedTx(ctx context.Context, tx *db.Tx, about audit.Record, by string) error {
	r, err := activeTx(ctx, tx, about)
	if err != nil || r == nil {
		return err
	}
	return s.callOffTx(ctx, tx, r, by, "appointment")
}

// activeTx is the request about a record that is under way, locked; nil where there is none, or it has begun.
func activeTx(ctx context.Context, tx *db.Tx, about audit.Record) (*Request, error) {
	var list []*Request
	err := tx.NewSelect().Model(&list).Where("about_kind = ? AND about_id = ? AND NOT urgent", about.Kind, about.ID).
		Where("state IN ('open', 'filled', 'unfilled') AND NOT EXISTS (SELECT FROM interpreters.assignment a WHERE a.request_id = r.id AND a.state IN ('arrived', 'started'))").
		For("UPDATE").Scan(ctx)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}
