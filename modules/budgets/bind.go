package budgets

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Approval is who allowed money to be bound over the ceiling, and why. Approve makes it.
type Approval struct {
	By     uuid.UUID
	Reason string
}

const longestReason = 500

// Approve lets the viewer allow that a team's ceiling is passed, with a reason; none without one, for mostly none is needed. ErrInput tells at a field what is wrong with it,
// and who has no budgets.exceed in the team.
func (s *Service) Approve(ctx context.Context, team, reason, at string) (*Approval, error) {
	if reason == "" {
		return nil, nil // mostly none is needed
	}
	v := identity.ViewerFrom(ctx)
	reason = strings.TrimSpace(reason)
	var f errs.Faults
	f.Need(v.CanInTeam(ActionExceed, team), at, "not_allowed")
	f.Need(reason != "", at, "required")
	f.Fits(reason, longestReason, at)
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return &Approval{By: v.AccountID, Reason: reason}, nil
}

// Bind names money: for what, of which budget, how much.
type Bind struct {
	Purpose    string // "interpreting"
	Year       int
	Team       string
	CostCentre string       // without a budget of its own it is the team's
	About      audit.Record // an assignment
	Cents      int64
	Approval   *Approval // over the ceiling
}

type entryKind string

const (
	bound entryKind = "bound"
	freed entryKind = "freed"
	spent entryKind = "spent"
)

type entry struct {
	bun.BaseModel `bun:"table:budgets.entry,alias:e"`

	ID         uuid.UUID `bun:",pk"`
	BudgetID   uuid.UUID
	AboutKind  string
	AboutID    uuid.UUID
	Kind       entryKind
	Cents      int64
	ApprovedBy *uuid.UUID
	Reason     string
	At         time.Time
}

// BindTx sets money aside for a record. For the same record again it sets aside the new amount instead of the old one, also in another year or team; the same amount
// again changes nothing. ErrOverCeiling where the rest does not suffice and nobody has approved more, ErrUnbudgeted where the city binds nothing without a budget.
func (s *Service) BindTx(ctx context.Context, tx *db.Tx, in Bind) error {
	w, err := s.readTx(ctx, tx, in)
	if err != nil {
		return err
	}
	if w.paid {
		return ErrSpent
	}
	if len(w.net) == 0 && in.Cents == 0 {
		return nil
	}
	id, err := s.budgetTx(ctx, tx, in)
	if err != nil {
		return err
	}
	if err := w.lockTx(ctx, tx, id); err != nil {
		return err
	}
	b, had := w.budgets[id], w.net[id]
	if had == in.Cents && len(w.net) == len(w.budgets) {
		return nil // as it is, and nothing elsewhere
	}
	over := b.Cents != nil && in.Cents > had && in.Cents-had > *b.Cents-b.used()
	if over && in.Approval == nil {
		return ErrOverCeiling.With(errs.Field{Path: "budget", Code: "over_ceiling", Params: map[string]string{
			"rest": strconv.FormatInt(*b.Cents-b.used()+had, 10), "wanted": strconv.FormatInt(in.Cents, 10),
		}})
	}
	w.free()
	e := w.add(b, bound, in.Cents)
	if over {
		e.ApprovedBy, e.Reason = &in.Approval.By, in.Approval.Reason
	}
	return w.writeTx(ctx, tx)
}

// FreeTx gives back what is bound for a record. Where nothing is, nothing happens.
func (s *Service) FreeTx(ctx context.Context, tx *db.Tx, about audit.Record) error {
	w, err := s.readTx(ctx, tx, Bind{About: about})
	if err != nil {
		return err
	}
	if err := w.lockTx(ctx, tx); err != nil {
		return err
	}
	w.free()
	return w.writeTx(ctx, tx)
}

// SpendTx notes that Cents were paid for a record, once, out of the budget in which money was bound for it, and gives back what was bound. What is owed is paid, also
// over the ceiling. The same again changes nothing, another amount is ErrSpent.
func (s *Service) SpendTx(ctx context.Context, tx *db.Tx, in Bind) error {
	w, err := s.readTx(ctx, tx, in)
	if err != nil {
		return err
	}
	if w.paid {
		if w.paidCents != in.Cents {
			return ErrSpent
		}
		return nil
	}
	held := w.held()
	if len(held) == 0 {
		id, err := s.budgetTx(ctx, tx, in)
		if err != nil {
			return err
		}
		held = append(held, id)
	}
	if err := w.lockTx(ctx, tx, held[0]); err != nil {
		return err
	}
	w.free()
	w.add(w.budgets[held[0]], spent, in.Cents)
	return w.writeTx(ctx, tx)
}

// budgetTx finds the budget from which something is bound: that of the cost centre, else that of the team. Where neither has a ceiling it is as the city wants.
func (s *Service) budgetTx(ctx context.Context, tx *db.Tx, in Bind) (uuid.UUID, error) {
	allowed, known := s.Unbudgeted[in.Purpose]
	if !known {
		return uuid.Nil, ErrInput.With(errs.Field{Path: "purpose", Code: "unknown"})
	}
	var ofCentre []uuid.UUID
	err := tx.NewSelect().Model((*Budget)(nil)).Column("id").OrderExpr("cost_centre DESC").Limit(1).
		Where("purpose = ? AND year = ? AND team = ? AND cost_centre IN (?, '') AND cents IS NOT NULL", in.Purpose, in.Year, in.Team, in.CostCentre).Scan(ctx, &ofCentre)
	if err != nil {
		return uuid.Nil, fmt.Errorf("find budget: %w", err)
	}
	if len(ofCentre) > 0 {
		return ofCentre[0], nil
	}
	if !allowed {
		return uuid.Nil, ErrUnbudgeted
	}
	open := &Budget{ID: ids.New(), Purpose: in.Purpose, Year: in.Year, Team: in.Team, WarnAt: slices.Clone(usualWarnings), Warned: []int16{}, Version: 1}
	// Whoever was faster has made the row: to set what it has anyway gives its id.
	if _, err := tx.NewInsert().Model(open).On("CONFLICT ON CONSTRAINT budget_once DO UPDATE").Set("team = excluded.team").Returning("id").Exec(ctx); err != nil {
		return uuid.Nil, fmt.Errorf("open budget: %w", err)
	}
	return open.ID, nil
}

// work is a change to what is bound for one record.
type work struct {
	s         *Service
	about     audit.Record
	net       map[uuid.UUID]int64   // what is bound for the record, by budget
	budgets   map[uuid.UUID]*Budget // those that are touched, locked
	paid      bool
	paidCents int64
	entries   []*entry
}

// readTx reads what is bound for a record. Two changes for one record wait for one another.
func (s *Service) readTx(ctx context.Context, tx *db.Tx, in Bind) (*work, error) {
	if in.Cents < 0 {
		return nil, ErrInput.With(errs.Field{Path: "cents", Code: "out_of_range"})
	}
	w := &work{s: s, about: in.About, budgets: map[uuid.UUID]*Budget{}, net: map[uuid.UUID]int64{}}
	if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended(?, 11))", "budgets "+in.About.Kind+in.About.ID.String()).Exec(ctx); err != nil {
		return nil, fmt.Errorf("wait for money of record: %w", err)
	}
	var entries []entry
	if err := tx.NewSelect().Model(&entries).Where("about_kind = ? AND about_id = ?", in.About.Kind, in.About.ID).OrderExpr("at, id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read money of record: %w", err)
	}
	for _, e := range entries {
		switch e.Kind {
		case bound:
			w.net[e.BudgetID] += e.Cents
		case freed:
			w.net[e.BudgetID] -= e.Cents
		case spent:
			w.paid, w.paidCents = true, e.Cents
		}
	}
	maps.DeleteFunc(w.net, func(_ uuid.UUID, cents int64) bool { return cents == 0 })
	return w, nil
}

// held are the budgets in which something is bound for the record, sorted.
func (w *work) held() []uuid.UUID {
	return slices.SortedFunc(maps.Keys(w.net), func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
}

// lockTx locks all budgets that are touched, in the order of their ids, and reads them as they are now.
func (w *work) lockTx(ctx context.Context, tx *db.Tx, also ...uuid.UUID) error {
	wanted := append(also, w.held()...)
	if len(wanted) == 0 {
		return nil
	}
	var list []*Budget
	if err := tx.NewSelect().Model(&list).Where("id IN (?)", bun.List(wanted)).OrderExpr("id").For("UPDATE").Scan(ctx); err != nil {
		return fmt.Errorf("lock budget: %w", err)
	}
	for _, b := range list {
		w.budgets[b.ID] = b
	}
	return nil
}

// free gives back all that is bound.
func (w *work) free() {
	for _, id := range w.held() {
		w.add(w.budgets[id], freed, w.net[id])
	}
}

func (w *work) add(b *Budget, kind entryKind, cents int64) *entry {
	e := &entry{ID: ids.New(), BudgetID: b.ID, AboutKind: w.about.Kind, AboutID: w.about.ID, Kind: kind, Cents: cents}
	switch kind {
	case bound:
		b.BoundCents += cents
	case freed:
		b.BoundCents -= cents
	case spent:
		b.SpentCents += cents
	}
	w.entries = append(w.entries, e)
	return e
}

// writeTx writes the entries, the sums and the trail, and tells the thresholds that are reached.
func (w *work) writeTx(ctx context.Context, tx *db.Tx) error {
	if len(w.entries) == 0 {
		return nil
	}
	for _, e := range w.entries {
		e.At = tx.Now
		d := audit.Details{"about": w.about.Kind + "/" + w.about.ID.String(), "cents": strconv.FormatInt(e.Cents, 10)}
		if e.ApprovedBy != nil {
			d["approved_by"] = e.ApprovedBy.String()
		}
		if err := w.s.Audit.RecordTx(ctx, tx, Record(e.BudgetID), "budget."+string(e.Kind), d); err != nil {
			return err
		}
	}
	if _, err := tx.NewInsert().Model(&w.entries).Exec(ctx); err != nil {
		return db.MapConstraints(fmt.Errorf("note money: %w", err), map[string]error{"entry_spent_once": ErrSpent})
	}
	for _, b := range w.budgets {
		if err := b.warnTx(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.NewUpdate().Model(b).Column("bound_cents", "spent_cents", "warned").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("write sums of budget: %w", err)
		}
	}
	return nil
}
