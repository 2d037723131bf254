package budgets

import (
	"context"
	"embed"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "budgets", FS: migrations}

var (
	// ErrOverCeiling says that the rest does not suffice and nobody has approved more; params: rest, wanted (cents).
	ErrOverCeiling = errs.New(errs.Conflict, "budgets.over_ceiling")
	// ErrUnbudgeted says that the team has no budget, and the city binds nothing without one.
	ErrUnbudgeted = errs.New(errs.Conflict, "budgets.unbudgeted")
	// ErrInput says that the input is at fault.
	ErrInput = errs.New(errs.Invalid, "budgets.input")
	// ErrConflict says that somebody else has changed the budget: read again.
	ErrConflict = errs.New(errs.Conflict, "budgets.conflict")
)

// Deps is what the module stands on.
type Deps struct {
	DB    *db.DB
	Audit *audit.Service
	// Unbudgeted says for each purpose whether money is bound for a team that has no budget. A purpose that is not named does not exist.
	Unbudgeted map[string]bool
}

// Service keeps the budgets.
type Service struct{ Deps }

// New makes the Service.
func New(d Deps) *Service { return &Service{d} }

// Approval is who allowed a binding over the ceiling, and why.
type Approval struct {
	By     uuid.UUID
	Reason string
}

// Bind names money: for what, from which budget, how much.
type Bind struct {
	Purpose    string // interpreting
	Year       int
	Team       string
	CostCentre string
	About      audit.Record // an assignment; its money is bound once
	Cents      int64
	Approval   *Approval // over the ceiling
}

// BindTx sets money aside. The same record again sets aside the new amount instead of the old one.
func (s *Service) BindTx(ctx context.Context, tx *db.Tx, in Bind) error { return nil }

// FreeTx gives back what is bound for a record.
func (s *Service) FreeTx(ctx context.Context, tx *db.Tx, about audit.Record) error { return nil }

// SpendTx pays Cents for a record and gives back what was bound for it.
func (s *Service) SpendTx(ctx context.Context, tx *db.Tx, in Bind) error { return nil }
