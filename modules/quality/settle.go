package quality

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/page"
)

// Complaint is one complaint.
func (s *Service) Complaint(ctx context.Context, id uuid.UUID) (*Complaint, error) {
	c := new(Complaint)
	return c, db.NoRows(s.DB.NewSelect().Model(c).Relation("Interpreter").Where("c.id = ?", id).Scan(ctx), ErrNone, "read complaint")
}

// ComplaintFilter narrows a list of complaints; empty is all.
type ComplaintFilter struct {
	States      []ComplaintState
	Interpreter *uuid.UUID
	Overdue     bool
}

type listKey struct {
	Settled bool
	Due     clock.Date
	ID      uuid.UUID
}

// Complaints lists complaints: the open ones first, those due first.
func (s *Service) Complaints(ctx context.Context, f ComplaintFilter, args page.Args) (page.Page[*Complaint], error) {
	var after listKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[*Complaint]{}, err
	}
	list := []*Complaint{}
	q := s.DB.NewSelect().Model(&list).Relation("Interpreter").OrderExpr("(c.state = 'settled'), c.due_on, c.id").Limit(int64(args.Size()) + 1)
	if more {
		q = q.Where("((c.state = 'settled'), c.due_on, c.id) > (?, ?, ?)", after.Settled, after.Due, after.ID)
	}
	if len(f.States) > 0 {
		q = q.Where("c.state IN (?)", bun.List(f.States))
	}
	if f.Interpreter != nil {
		q = q.Where("c.interpreter_id = ?", *f.Interpreter)
	}
	if f.Overdue {
		q = q.Where("c.state <> ? AND c.due_on < ?", Settled, s.today())
	}
	if err := q.Scan(ctx); err != nil {
		return page.Page[*Complaint]{}, fmt.Errorf("list complaints: %w", err)
	}
	return page.Cut(list, args.Size(), func(c *Complaint) any { return listKey{c.State == Settled, c.DueOn, c.ID} }), nil
}

// HearComplaint keeps what the interpreter says.
type HearComplaint struct {
	ID      uuid.UUID
	Version int
	Said    string
}

// Hear keeps what the interpreter says to a complaint, as often as they say more, until it is settled.
func (s *Service) Hear(ctx context.Context, in HearComplaint) (*Complaint, error) {
	in.Said = tidy(in.Said)
	var f errs.Faults
	words(&f, in.Said, longestText, "said", true)
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, in.Version, func(ctx context.Context, tx *db.Tx, c *Complaint) error {
		c.State, c.Said = Heard, in.Said
		return s.saveTx(ctx, tx, c, "heard", audit.Details{})
	})
}

// SettleComplaint ends a complaint.
type SettleComplaint struct {
	ID      uuid.UUID
	Version int
	Outcome Outcome
	Measure string // what follows
}

const longestMeasure = 2_000

// Settle ends a complaint, after the interpreter was heard: ErrUnheard, unless it was withdrawn. Whoever complained with an address is told that it was looked into, and no more:
// mailboxes are read by others.
func (s *Service) Settle(ctx context.Context, in SettleComplaint) (*Complaint, error) {
	in.Measure = tidy(in.Measure)
	var f errs.Faults
	f.Need(slices.Contains(Outcomes, in.Outcome), "outcome", "unknown")
	words(&f, in.Measure, longestMeasure, "measure", false)
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, in.Version, func(ctx context.Context, tx *db.Tx, c *Complaint) error {
		if c.State != Heard && in.Outcome != Withdrawn {
			return ErrUnheard
		}
		c.State, c.Outcome, c.Measure, c.SettledOn = Settled, in.Outcome, in.Measure, clock.Today(tx.Now)
		if err := s.saveTx(ctx, tx, c, "settled", audit.Details{"outcome": string(c.Outcome)}); err != nil || c.Email == "" {
			return err
		}
		return s.Messages.NotifyTx(ctx, tx, messages.Notice{
			Key: messages.TemplateComplaintSettled + ":" + c.ID.String(), Template: messages.TemplateComplaintSettled, About: Record(c.ID),
			To: messages.Addressee{Email: c.Email, Language: c.Language}, Path: "/", Params: map[string]string{"date": c.ReceivedOn.Written(c.Language)},
		})
	})
}

// change does something to a complaint that is not settled and has not changed since it was read.
func (s *Service) change(ctx context.Context, id uuid.UUID, version int, do func(context.Context, *db.Tx, *Complaint) error) (*Complaint, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c := new(Complaint)
		if err := db.NoRows(tx.NewSelect().Model(c).Where("c.id = ?", id).For("UPDATE").Scan(ctx), ErrNone, "read complaint"); err != nil {
			return err
		}
		if c.State == Settled {
			return ErrSettled
		}
		if c.Version != version {
			return ErrConflict
		}
		return do(ctx, tx, c)
	})
	if err != nil {
		return nil, err
	}
	return s.Complaint(ctx, id)
}

func (s *Service) saveTx(ctx context.Context, tx *db.Tx, c *Complaint, action string, d audit.Details) error {
	c.Version++
	if _, err := tx.NewUpdate().Model(c).Column("state", "said", "outcome", "measure", "settled_on", "version").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("change complaint: %w", err)
	}
	return s.recordTx(ctx, tx, c, action, d)
}

// Permitted are the mutations that the viewer may do to a complaint as it stands.
func (c *Complaint) Permitted(v *identity.Viewer) []string {
	if !v.Can(ActionComplaints) || c.State == Settled {
		return []string{}
	}
	return []string{"hearComplaint", "settleComplaint"}
}
