package clearing

import (
	"context"
	"embed"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "clearing", FS: migrations}

// Config says how long things are kept. The zero value is what a city needs as a rule.
type Config struct {
	KeepDays int    // so long papers of somebody without a case wait for them; 0: 14
	BaseURL  string // of the portal
	Secret   []byte // signs the links by which papers are taken over; nil: there are none
}

const keepDays = 14

// Deps is what the module stands on.
type Deps struct {
	DB        *db.DB
	Audit     *audit.Service
	Catalogue *catalogue.Service
	Documents *documents.Service
	Letters   *letters.Service
	Frontdesk *frontdesk.Service // nil: the city has no hall, and visits have no tickets
	Log       *slog.Logger
}

// Service is the desk.
type Service struct {
	Deps
	cfg   Config
	cases Cases
}

// New makes the Service. Nobody with a case can be served before Connect.
func New(d Deps, cfg Config) *Service {
	if cfg.KeepDays <= 0 {
		cfg.KeepDays = keepDays
	}
	return &Service{Deps: d, cfg: cfg}
}

// Connect names who keeps the cases. They lie above this module, which is therefore told while the program is wired.
func (s *Service) Connect(c Cases) { s.cases = c }

// DailyArgs is the job that ends visits that were left open, and erases what nobody came back for.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "clearing.daily" }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Every(r, "clearing.daily", time.Hour, func() river.JobArgs { return DailyArgs{} })
}

// reach keeps a read to visits that the viewer may see: one's own, and all for who serves every team, as the front desk does. What a visit
// brought to a case is seen by the case's team in the case.
func reach(q *bun.SelectQuery, v *identity.Viewer) *bun.SelectQuery {
	teams, all := v.TeamsFor(Action)
	if !all && len(teams) == 0 {
		return q.Where("false")
	}
	return q.Where("v.clerk_id = ? OR ?", v.AccountID, all)
}

func (s *Service) read(ctx context.Context, q bun.IDB, id uuid.UUID, lock bool) (*Visit, error) {
	v := new(Visit)
	sel := reach(q.NewSelect().Model(v).Where("v.id = ?", id), identity.ViewerFrom(ctx))
	if lock {
		sel = sel.For("UPDATE OF v")
	} else {
		sel = sel.Relation("Originals", func(q *bun.SelectQuery) *bun.SelectQuery { return q.OrderExpr("original.seen_at, original.item") }).
			Relation("Extras", func(q *bun.SelectQuery) *bun.SelectQuery { return q.OrderExpr("extra.item") })
	}
	return v, db.NoRows(sel.Scan(ctx), ErrNotFound, "read visit")
}

// change changes an open visit that the viewer may see.
func (s *Service) change(ctx context.Context, id uuid.UUID, fn func(ctx context.Context, tx *db.Tx, v *Visit) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		v, err := s.read(ctx, tx, id, true)
		if err != nil {
			return err
		}
		if v.State != Open {
			return ErrState
		}
		if err := fn(ctx, tx, v); err != nil {
			return err
		}
		return v.saveTx(ctx, tx)
	})
}

func (v *Visit) saveTx(ctx context.Context, tx *db.Tx) error {
	was := v.Version
	v.Version++
	res, err := tx.NewUpdate().Model(v).Where("v.id = ? AND v.version = ?", v.ID, was).Exec(ctx)
	return db.One(res, err, ErrState, "write visit")
}
