package appointments

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/rates"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "appointments", FS: migrations}

// Deps is what the module stands on.
type Deps struct {
	DB       *db.DB
	Audit    *audit.Service
	Messages *messages.Service
	Rules    *capacity.Rules
	// Holiday says whether a day is a public holiday of the Land or a closed day of the city.
	Holiday func(clock.Date) bool
	// Texts are the office's words by language, namespace and key.
	Texts func(language, namespace, key string, params map[string]string) string
	// Secret signs the challenges of the proof of work.
	Secret []byte
	// Office is the authority's name, for calendars.
	Office string
	// Domain is behind the @ of a calendar entry's UID.
	Domain string
	Log    *slog.Logger
	// Companions hears in the same transaction that an appointment was booked, moved or ended: whoever comes along is kept elsewhere, an interpreter. Its
	// refusal undoes all of it. Nil: nobody does.
	Companions func(ctx context.Context, tx *db.Tx, a *Appointment) error
}

func (s *Service) companionsTx(ctx context.Context, tx *db.Tx, a *Appointment) error {
	if s.Companions == nil {
		return nil
	}
	return s.Companions(ctx, tx, a)
}

// Service gives appointments.
type Service struct {
	Deps

	plan            atomic.Pointer[capacity.Plan]
	searches, holds rates.Networks
}

// New makes the Service.
func New(d Deps) *Service { return &Service{Deps: d} }

// Record names an appointment in the trail.
func Record(id uuid.UUID) audit.Record { return audit.Record{Kind: recordKind, ID: id} }

const recordKind = "appointment"

const planVersion = "SELECT version FROM appointments.plan"

// Plan is the plan as it holds now.
func (s *Service) Plan(ctx context.Context) (*capacity.Plan, error) {
	var version int
	if err := s.DB.Pool().QueryRow(ctx, planVersion).Scan(&version); err != nil {
		return nil, fmt.Errorf("read version of plan: %w", err)
	}
	return s.planOf(ctx, version)
}

// planOf is the plan of a version that was just read; a newer one if it has changed since.
func (s *Service) planOf(ctx context.Context, version int) (*capacity.Plan, error) {
	if p := s.plan.Load(); p != nil && p.Version == version {
		return p, nil
	}
	p, batch := s.queuePlan()
	if err := s.DB.Pool().SendBatch(ctx, batch).Close(); err != nil {
		return nil, fmt.Errorf("read plan: %w", err)
	}
	s.plan.Store(p)
	return p, nil
}

// planTx is the plan as a transaction sees it that changes it.
func (s *Service) planTx(ctx context.Context, tx *db.Tx) (*capacity.Plan, error) {
	p, batch := s.queuePlan()
	if err := tx.Batch(ctx, batch); err != nil {
		return nil, fmt.Errorf("read plan: %w", err)
	}
	return p, nil
}

func (s *Service) queuePlan() (*capacity.Plan, *pgx.Batch) {
	p, batch := capacity.NewPlan(s.Rules, s.Holiday), &pgx.Batch{}
	batch.Queue(planVersion).QueryRow(func(row pgx.Row) error { return row.Scan(&p.Version) })
	batch.Queue("SELECT key, name, street, place, hint, position, active FROM appointments.site ORDER BY position, key").
		Query(collect(&p.Sites, func(row pgx.CollectableRow) (s capacity.Site, err error) {
			return s, row.Scan(&s.Key, &s.Name, &s.Street, &s.Place, &s.Hint, &s.Position, &s.Active)
		}))
	batch.Queue("SELECT id, kind, coalesce(site, ''), key, name, active FROM appointments.resource ORDER BY site, kind, key").
		Query(collect(&p.Resources, func(row pgx.CollectableRow) (r capacity.Resource, err error) {
			return r, row.Scan(&r.ID, &r.Kind, &r.Site, &r.Key, &r.Name, &r.Active)
		}))
	batch.Queue(`SELECT id, counter_id, purpose, weekday, from_minute, to_minute, concerns, team, person_id, room_id, valid_from, valid_to
FROM appointments.stretch ORDER BY counter_id, weekday, from_minute, valid_from`).Query(collect(&p.Stretches, scanStretch))
	batch.Queue("SELECT id, site, resource_id, first_day, last_day, from_minute, to_minute, reason FROM appointments.closure WHERE last_day >= $1 ORDER BY first_day, id",
		s.today().AddDays(-1)).Query(collect(&p.Closures, scanClosure))
	return p, batch
}

func scanStretch(row pgx.CollectableRow) (s capacity.Stretch, err error) {
	return s, row.Scan(&s.ID, &s.CounterID, &s.Purpose, &s.Weekday, &s.FromMinute, &s.ToMinute, &s.Concerns, &s.Team, &s.PersonID, &s.RoomID, &s.ValidFrom, &s.ValidTo)
}

func scanClosure(row pgx.CollectableRow) (c capacity.Closure, err error) {
	return c, row.Scan(&c.ID, &c.Site, &c.ResourceID, &c.FirstDay, &c.LastDay, &c.FromMinute, &c.ToMinute, &c.Reason)
}

func collect[T any](list *[]T, scan func(pgx.CollectableRow) (T, error)) func(pgx.Rows) error {
	return func(rows pgx.Rows) (err error) {
		*list, err = pgx.CollectRows(rows, scan)
		return err
	}
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
