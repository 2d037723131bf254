package budgets

import (
	"context"
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "budgets", FS: migrations}

var (
	// ErrOverCeiling says that the rest does not suffice and nobody has approved more. The field "budget" has the params rest and wanted, in cents.
	ErrOverCeiling = errs.New(errs.Conflict, "budgets.over_ceiling")
	// ErrUnbudgeted says that the team has no budget for the year, and the city binds nothing without one.
	ErrUnbudgeted = errs.New(errs.Conflict, "budgets.unbudgeted")
	// ErrSpent says that something else was paid for the same thing before.
	ErrSpent = errs.New(errs.Conflict, "budgets.spent")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "budgets.input")
	// ErrConflict says that somebody else has changed the budget: read again.
	ErrConflict = errs.New(errs.Conflict, "budgets.conflict")
	// ErrNone says that there is no such budget.
	ErrNone = errs.New(errs.NotFound, "budgets.none")
	// ErrTeam says that the viewer may not do this in the team.
	ErrTeam = errs.New(errs.Forbidden, "budgets.team")
)

// The actions that the module asks for.
const (
	ActionRead   = "budgets.read"
	ActionSet    = "budgets.set"
	ActionExceed = "budgets.exceed"
)

// Deps is what the module stands on.
type Deps struct {
	DB    *db.DB
	Audit *audit.Service
	// Unbudgeted says for each purpose whether money is bound for a team that has no budget. A purpose that is not named does not exist.
	Unbudgeted map[string]bool
	// Teams are the keys of the city's teams; nil: any.
	Teams []string
}

// Service keeps the budgets.
type Service struct{ Deps }

// New makes the Service.
func New(d Deps) *Service { return &Service{d} }

// Budget is the money of a year for a team, or for one cost centre of it.
type Budget struct {
	bun.BaseModel `bun:"table:budgets.budget,alias:b"`

	ID         uuid.UUID `bun:",pk"`
	Purpose    string
	Year       int
	Team       string
	CostCentre string
	Cents      *int64 // the ceiling; nil: money was bound, but nobody has set one
	BoundCents int64
	SpentCents int64
	WarnAt     []int16 `bun:",array"` // per cent of the ceiling, ascending
	Warned     []int16 `bun:",array"` // those of which was told
	Version    int
}

// Record names a budget in the trail.
func Record(id uuid.UUID) audit.Record { return audit.Record{Kind: "budget", ID: id} }

// ByID is a budget, for what asks without a viewer: a mail.
func (s *Service) ByID(ctx context.Context, id uuid.UUID) (*Budget, error) {
	b := new(Budget)
	err := s.DB.NewSelect().Model(b).Where("id = ?", id).Scan(ctx)
	return b, db.NoRows(err, ErrNone, "read budget")
}

// Warned tells that a share of a budget is bound or spent: once for each threshold, as long as the ceiling stays.
type Warned struct {
	BudgetID uuid.UUID
	Percent  int
}

// EventName implements events.Event.
func (Warned) EventName() string { return "budgets.warned" }

// usualWarnings are thresholds in per cent where nobody has named others.
var usualWarnings = []int16{80, 95}

// used is what cannot be bound again.
func (b *Budget) used() int64 { return b.BoundCents + b.SpentCents }

// reached says whether a threshold is.
func (b *Budget) reached(percent int16) bool {
	return b.Cents != nil && b.used() > 0 && b.used()*100 >= *b.Cents*int64(percent)
}

// warnTx notes the thresholds that are reached now and were not told, and tells them.
func (b *Budget) warnTx(ctx context.Context, tx *db.Tx) error {
	for _, percent := range b.WarnAt {
		if !b.reached(percent) || slices.Contains(b.Warned, percent) {
			continue
		}
		b.Warned = append(b.Warned, percent)
		if err := tx.Emit(ctx, Warned{BudgetID: b.ID, Percent: int(percent)}); err != nil {
			return err
		}
	}
	return nil
}

// SetBudget sets the ceiling of a year.
type SetBudget struct {
	Purpose    string
	Year       int
	Team       string
	CostCentre *string
	Cents      int64
	WarnAt     []int // per cent; nil: as before, at first 80 and 95
	Version    int   // of the budget that was read; 0 where there was none
}

const (
	highest        = 1_000_000_000_00 // cents
	longestCentre  = 40
	mostThresholds = 5
)

// Set sets a ceiling, also below what is bound: then nothing more is. It needs budgets.set in the team. ErrConflict if somebody else was faster.
func (s *Service) Set(ctx context.Context, in SetBudget) (*Budget, error) {
	b := &Budget{ID: ids.New(), Purpose: in.Purpose, Year: in.Year, Team: in.Team, Cents: &in.Cents, WarnAt: slices.Clone(usualWarnings), Warned: []int16{}, Version: 1}
	if in.CostCentre != nil {
		b.CostCentre = strings.TrimSpace(*in.CostCentre)
	}
	if err := s.check(b, in); err != nil {
		return nil, err
	}
	if !identity.ViewerFrom(ctx).CanInTeam(ActionSet, in.Team) {
		return nil, ErrTeam
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := s.setTx(ctx, tx, b, in); err != nil {
			return err
		}
		return s.Audit.RecordTx(ctx, tx, Record(b.ID), "budget.set", audit.Details{"cents": fmt.Sprint(in.Cents), "version": fmt.Sprint(b.Version)})
	})
	return b, err
}

func (s *Service) check(b *Budget, in SetBudget) error {
	var f errs.Faults
	_, known := s.Unbudgeted[in.Purpose]
	f.Need(known, "purpose", "unknown")
	f.Need(in.Year >= 2000 && in.Year <= 2200, "year", "out_of_range")
	f.Need(in.Team != "" && (s.Teams == nil || slices.Contains(s.Teams, in.Team)), "team", "unknown")
	f.Fits(b.CostCentre, longestCentre, "costCentre")
	f.Need(in.Cents >= 0 && in.Cents <= highest, "cents", "out_of_range")
	f.Need(len(in.WarnAt) <= mostThresholds, "warnAt", "too_many")
	if in.WarnAt != nil {
		b.WarnAt = []int16{}
	}
	for _, percent := range in.WarnAt {
		ok := percent >= 1 && percent <= 100
		f.Need(ok, "warnAt", "out_of_range")
		if ok {
			b.WarnAt = append(b.WarnAt, int16(percent))
		}
	}
	slices.Sort(b.WarnAt)
	b.WarnAt = slices.Compact(b.WarnAt)
	return f.As(ErrInput)
}

// setTx writes the ceiling. What was told of the old one is told again of the new one once it is reached.
func (s *Service) setTx(ctx context.Context, tx *db.Tx, b *Budget, in SetBudget) error {
	if in.Version == 0 {
		_, err := tx.NewInsert().Model(b).Exec(ctx)
		return db.MapConstraints(err, map[string]error{"budget_once": ErrConflict})
	}
	before := new(Budget)
	err := tx.NewSelect().Model(before).Where("purpose = ? AND year = ? AND team = ? AND cost_centre = ?", b.Purpose, b.Year, b.Team, b.CostCentre).For("UPDATE").Scan(ctx)
	if err := db.NoRows(err, ErrConflict, "read budget"); err != nil {
		return err
	}
	if before.Version != in.Version {
		return ErrConflict
	}
	before.Cents, before.Version = b.Cents, before.Version+1
	if in.WarnAt != nil {
		before.WarnAt = b.WarnAt
	}
	before.Warned = slices.DeleteFunc(before.Warned, func(percent int16) bool { return !before.reached(percent) || !slices.Contains(before.WarnAt, percent) })
	*b = *before
	if err := b.warnTx(ctx, tx); err != nil {
		return err
	}
	_, err = tx.NewUpdate().Model(b).Column("cents", "warn_at", "warned", "version").WherePK().Exec(ctx)
	if err != nil {
		return fmt.Errorf("set budget: %w", err)
	}
	return nil
}
