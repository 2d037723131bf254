package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/errs"
)

// Status tells how far the trails are sealed.
type Status struct {
	Checkpoints      int64      // how many there are
	LastCheckpointAt *time.Time // nil before the first
	NotExported      int64      // checkpoints that are not in the vault yet
	TailRecords      int64      // records with entries that no checkpoint covers yet
	TailEntries      int64      // such entries
	TailSince        *time.Time // the oldest of them
}

// Status tells how far the trails are sealed, without verifying anything.
func (s *Service) Status(ctx context.Context) (Status, error) { return s.status(ctx, s.db) }

func (s *Service) status(ctx context.Context, q selector) (Status, error) {
	var st Status
	err := q.NewSelect().TableExpr("audit.checkpoint").ColumnExpr("count(*) AS checkpoints").
		ColumnExpr("max(at) AS last_checkpoint_at").ColumnExpr("count(*) FILTER (WHERE exported_at IS NULL) AS not_exported").
		Scan(ctx, &st)
	if err != nil {
		return st, fmt.Errorf("read checkpoints: %w", err)
	}
	var tail struct {
		TailRecords, TailEntries int64
		TailSince                *time.Time
	}
	err = q.NewSelect().TableExpr("audit.chain AS c").
		Join("LEFT JOIN audit.entry AS e ON (e.record_kind, e.record_id, e.seq) = (c.record_kind, c.record_id, c.sealed_seq + 1)").
		ColumnExpr("count(*) AS tail_records, coalesce(sum(c.seq - c.sealed_seq), 0)::bigint AS tail_entries, min(e.at) AS tail_since").
		Where("c.seq > c.sealed_seq").Scan(ctx, &tail)
	if err != nil {
		return st, fmt.Errorf("read tail: %w", err)
	}
	st.TailRecords, st.TailEntries, st.TailSince = tail.TailRecords, tail.TailEntries, tail.TailSince
	return st, nil
}

// errNoCheckpoint says that there is no checkpoint of that number.
var errNoCheckpoint = errs.New(errs.NotFound, "audit.no_checkpoint")

type selector interface{ NewSelect() *bun.SelectQuery }
