package frontdesk

import (
	"context"
	"embed"
	"fmt"
	"log/slog"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/rates"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "frontdesk", FS: migrations}

// Deps is what the module stands on.
type Deps struct {
	DB           *db.DB
	Audit        *audit.Service
	Appointments *appointments.Service
	Rules        *Rules
	// Secret signs the links of tickets and what shows that somebody is in a hall.
	Secret []byte
	// Push tells the phones of who is called; nil: none is configured.
	Push Pusher
	// Texts are the office's words by language, namespace and key.
	Texts func(language, namespace, key string, params map[string]string) string
	// Drawn hears in the same transaction that a ticket was drawn: what its person needs is kept elsewhere. Nil: nobody does.
	Drawn func(ctx context.Context, tx *db.Tx, t *Ticket) error
	Log   *slog.Logger
}

// Service runs the halls.
type Service struct {
	Deps

	asks, reads rates.Networks
	streams     streams
}

// New makes the Service.
func New(d Deps) *Service { return &Service{Deps: d} }

// Record names a ticket in the trail.
func Record(id uuid.UUID) audit.Record { return audit.Record{Kind: "ticket", ID: id} }

func (s *Service) today() clock.Date { return clock.Today(s.DB.Clock.Now()) }

func getTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Ticket, error) {
	t := new(Ticket)
	err := tx.NewSelect().Model(t).Where("id = ?", id).For("UPDATE").Scan(ctx)
	return t, db.NoRows(err, ErrNone, "read ticket")
}

// Get reads a ticket.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (*Ticket, error) {
	t := new(Ticket)
	err := s.DB.NewSelect().Model(t).Where("id = ?", id).Scan(ctx)
	return t, db.NoRows(err, ErrNone, "read ticket")
}

// save writes what has changed, one version on, and tells the hall.
func (s *Service) save(ctx context.Context, tx *db.Tx, t *Ticket, columns ...string) error {
	was := t.Version
	t.Version++
	res, err := tx.NewUpdate().Model(t).Column(append(columns, "version")...).Where("id = ? AND version = ?", t.ID, was).Exec(ctx)
	if err := db.One(res, db.MapConstraints(err, map[string]error{"ticket_one_at_a_counter": ErrBusy}), ErrState, "change ticket"); err != nil {
		return err
	}
	tx.Notify(Topic(t.Site))
	return nil
}

func (s *Service) record(ctx context.Context, tx *db.Tx, t *Ticket, action string) error {
	if err := s.Audit.RecordTx(ctx, tx, Record(t.ID), action, audit.Details{"site": t.Site, "queue": t.Queue}); err != nil {
		return fmt.Errorf("record ticket: %w", err)
	}
	return nil
}
