package intake

import (
	"context"
	"embed"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/events"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "intake", FS: migrations}

// Deps is what the module stands on.
type Deps struct {
	DB           *db.DB
	Audit        *audit.Service
	Persons      *persons.Service
	Documents    *documents.Service
	Applications *applications.Service
	Clearing     *clearing.Service
	Cases        *cases.Service
}

// Service watches over the papers of cases.
type Service struct{ Deps }

// New makes the Service and lets it adjoin the cases.
func New(d Deps) *Service {
	s := &Service{d}
	d.Cases.Adjoin(cases.Neighbour{Beside: s.beside, BesideOwn: s.besideOwn})
	return s
}

// Register hands the work of this module to the workers.
func (s *Service) Register(bus *events.Bus) {
	events.Subscribe(bus, "intake.on_visit_ended", s.onVisitEnded)
	events.Subscribe(bus, "intake.on_opened", s.onOpened)
	events.Subscribe(bus, "intake.on_judged", func(ctx context.Context, e cases.PapersJudged) error { return s.Settle(ctx, e.CaseID) })
}
