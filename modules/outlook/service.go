package outlook

import (
	"context"
	"embed"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/jobs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "outlook", FS: migrations}

// ErrInput says what of a question is missing or wrong.
var ErrInput = errs.New(errs.Invalid, "outlook.input")

// Deps is what the module stands on.
type Deps struct {
	DB           *db.DB
	Appointments *appointments.Service
	Halls        *frontdesk.Rules // nil where the city has no hall
	// DayName is what the city calls a day on which it is closed besides the holidays of the Land, "" if it is none.
	DayName func(clock.Date) string
	Log     *slog.Logger
}

// Service looks ahead.
type Service struct {
	Deps

	hours atomic.Pointer[knownHours]
}

// New makes the Service.
func New(d Deps) *Service { return &Service{Deps: d} }

const (
	// weeks are how many weeks of the past count, and how many of the future are shown.
	weeks = 8
	// waitingWeeks are how many weeks of measured lead times are shown: enough to see whether it gets better.
	waitingWeeks = 12
)

func (s *Service) today() clock.Date { return clock.Today(s.DB.Clock.Now()) }

// at reads the plan, and refuses a site that the city does not have.
func (s *Service) at(ctx context.Context, site string) (*capacity.Plan, error) {
	plan, err := s.Appointments.Plan(ctx)
	if err != nil {
		return nil, err
	}
	if _, ok := plan.Site(site); !ok {
		return nil, ErrInput.With(errs.Field{Path: "site", Code: "unknown"})
	}
	return plan, nil
}

// DailyArgs is the job of what is measured once a day.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "outlook.daily" }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Measure(ctx) })
	jobs.Every(r, "outlook.daily", time.Hour, func() river.JobArgs { return DailyArgs{} })
}
