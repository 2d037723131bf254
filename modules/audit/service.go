package audit

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "audit", FS: migrations}

// Service keeps the trails.
type Service struct {
	db    *db.DB
	keys  Keyring
	vault Vault
	log   *slog.Logger

	mu     sync.Mutex
	opened map[opening]time.Time
}

// New makes the Service. The vault holds the exported checkpoints, outside the database.
func New(d *db.DB, keys Keyring, vault Vault, log *slog.Logger) *Service {
	return &Service{db: d, keys: keys, vault: vault, log: log, opened: map[opening]time.Time{}}
}

// One round trip: the row of the chain is locked, its head moves on, and the entry takes its place after it.
const record = `WITH c AS (
  INSERT INTO audit.chain AS chain (record_kind, record_id, seq, prev, head)
  VALUES ($1, $2, 1, $3, sha256($3::bytea || int8send(1) || $4::bytea))
  ON CONFLICT (record_kind, record_id) DO UPDATE
    SET seq = chain.seq + 1, prev = chain.head, head = sha256(chain.head || int8send(chain.seq + 1) || $4::bytea)
  RETURNING seq, prev, head)
INSERT INTO audit.entry (record_kind, record_id, seq, at, actor_kind, actor_id, action, details, prev, hash)
SELECT $1, $2, c.seq, $5::timestamptz, $6::text, $7::uuid, $8::text, $9::jsonb, c.prev, c.head FROM c`

// RecordTx writes into the trail of rec who (audit.ActorFrom) did what, as part of tx. Two writers to one record wait for one
// another until the first commits; who records to several records of one kind does so in the order of their ids.
func (s *Service) RecordTx(ctx context.Context, tx *db.Tx, rec Record, action string, d Details) error {
	batch := &pgx.Batch{}
	if err := s.QueueTx(ctx, tx, batch, rec, action, d); err != nil {
		return err
	}
	if err := tx.Batch(ctx, batch); err != nil {
		return fmt.Errorf("record %s of %s: %w", action, rec.Kind, err)
	}
	return nil
}

// QueueTx is RecordTx for whoever sends a batch to the database anyway: the entry is written when tx.Batch sends it.
func (s *Service) QueueTx(ctx context.Context, tx *db.Tx, batch *pgx.Batch, rec Record, action string, d Details) error {
	if err := rec.check(); err != nil {
		return err
	}
	if err := d.check(); err != nil {
		return err
	}
	if !codeLike.MatchString(action) {
		return fmt.Errorf("action %q: %w", action, ErrDetails)
	}
	who := ActorFrom(ctx)
	e := &Entry{RecordKind: rec.Kind, RecordID: rec.ID, At: tx.Now, ActorKind: who.Kind, Action: action, Details: d}
	if who.ID != uuid.Nil {
		e.ActorID = &who.ID
	}
	if e.Details == nil {
		e.Details = Details{}
	}
	batch.Queue(record, rec.Kind, rec.ID, genesis, e.body(), e.At, string(e.ActorKind), e.ActorID, action, e.Details)
	return nil
}

// Trail lists what happened to a record, newest first. The caller has checked that the viewer may see it.
func (s *Service) Trail(ctx context.Context, rec Record, args page.Args) (page.Page[Entry], error) {
	var before int64
	more, err := page.Decode(args.After, &before)
	if err != nil {
		return page.Page[Entry]{}, err
	}
	var rows []Entry
	q := s.db.NewSelect().Model(&rows).Where("record_kind = ? AND record_id = ?", rec.Kind, rec.ID).
		OrderExpr("seq DESC").Limit(int64(args.Size()) + 1)
	if more {
		q = q.Where("seq < ?", before)
	}
	if err := q.Scan(ctx); err != nil {
		return page.Page[Entry]{}, fmt.Errorf("read trail of %s: %w", rec.Kind, err)
	}
	return page.Cut(rows, args.Size(), func(e Entry) any { return e.Seq }), nil
}
