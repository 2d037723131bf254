package duty

import (
	"context"
	"embed"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/jobs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "duty", FS: migrations}

var (
	// ErrNone says that there is no such shift, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "duty.none")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "duty.input")
	// ErrConflict says that somebody else was faster: read again.
	ErrConflict = errs.New(errs.Conflict, "duty.conflict")
	// ErrOver says that a shift is not, or no longer, so far.
	ErrOver = errs.New(errs.Conflict, "duty.over")
	// ErrOverlaps says that somebody has another shift at that time or on the way, or a booking elsewhere or paid by itself.
	ErrOverlaps = errs.New(errs.Conflict, "duty.overlaps")
	// ErrPays says that bookings would not be paid without the shift.
	ErrPays = errs.New(errs.Conflict, "duty.pays")
)

// ActionPlan is planning and marking shifts; who binds money by it needs it in the team.
const ActionPlan = "interpreters.duty"

// Deps is what the module stands on.
type Deps struct {
	DB       *db.DB
	Audit    *audit.Service
	Messages *messages.Service
	Budgets  *budgets.Service
	Purpose  string // under which the money is kept in budgets
	Modes    []linguists.Mode
	Tariffs  *remuneration.Tariffs
	// Holiday says whether a day is a public holiday of the Land.
	Holiday func(clock.Date) bool
	// Place is a house of the office in words; nil: there is none.
	Place func(ctx context.Context, site string) string
	// Texts are the office's words by language, namespace and key.
	Texts func(language, namespace, key string, params map[string]string) string
}

// Booked says of a shift whether somebody is booked otherwise than in it at its time, in another house or for money of their own, and whether bookings of who had it would
// not be paid without it: of one that ends early only those that are not over.
type Booked func(ctx context.Context, tx *db.Tx, s *Shift, had *uuid.UUID) (otherwise, pays bool, err error)

// Service plans duty.
type Service struct {
	Deps

	booked Booked
}

// New makes the Service. Until somebody is connected who books, nobody is booked.
func New(d Deps) *Service { return &Service{Deps: d} }

// Connect fills what duty asks of the room above it that books.
func (s *Service) Connect(booked Booked) { s.booked = booked }

// DailyArgs is the job of what is due once a day.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "duty.daily" }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Every(r, "duty.daily", time.Hour, func() river.JobArgs { return DailyArgs{} })
}
