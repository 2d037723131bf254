package decisions

import (
	"context"
	"embed"
	"time"

	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/jobs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "decisions", FS: migrations}

// Deps is what the module stands on.
type Deps struct {
	DB        *db.DB
	Audit     *audit.Service
	Catalogue *catalogue.Service
	Persons   *persons.Service
	Letters   *letters.Service
	Cases     *cases.Service
}

// Service decides.
type Service struct {
	db        *db.DB
	audit     *audit.Service
	catalogue *catalogue.Service
	persons   *persons.Service
	letters   *letters.Service
	cases     *cases.Service
	checks    []ApprovalCheck
	alone     []ApprovalCheck
	proposals []ProposalCheck
}

// New makes the Service and lets it adjoin the cases.
func New(d Deps) *Service {
	s := &Service{db: d.DB, audit: d.Audit, catalogue: d.Catalogue, persons: d.Persons, letters: d.Letters, cases: d.Cases}
	d.Cases.Adjoin(cases.Neighbour{Beside: beside, BesideOwn: s.besideOwn, Withdraw: s.dropDraftTx, Foreign: s.foreign})
	return s
}

// DailyArgs is the job that looks for decisions that count as served by now.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "decisions.daily" }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner, bus *events.Bus) {
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Every(r, "decisions.daily", time.Hour, func() river.JobArgs { return DailyArgs{} })
	events.Subscribe(bus, "decisions.on_posted", func(ctx context.Context, e letters.Posted) error { return s.follow(ctx, e.LetterID) })
	events.Subscribe(bus, "decisions.on_returned", func(ctx context.Context, e letters.Returned) error { return s.follow(ctx, e.LetterID) })
	events.Subscribe(bus, "decisions.on_retrieved", func(ctx context.Context, e letters.Retrieved) error { return s.follow(ctx, e.LetterID) })
	events.Subscribe(bus, "decisions.on_unretrieved", func(ctx context.Context, e letters.Unretrieved) error { return s.follow(ctx, e.LetterID) })
}
