package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

// ExportArgs is the job that brings a checkpoint into the vault.
type ExportArgs struct {
	Number int64 `json:"number"`
}

// Kind implements river.JobArgs.
func (ExportArgs) Kind() string { return "audit.export" }

// CheckpointArgs is the job that seals what has grown.
type CheckpointArgs struct{}

// Kind implements river.JobArgs.
func (CheckpointArgs) Kind() string { return "audit.checkpoint" }

// sealEvery is how long the unsealed tail may grow.
const sealEvery = 10 * time.Minute

// vaultPause is how long an export waits for a vault that is away.
const vaultPause = time.Minute

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ CheckpointArgs) error { return s.Checkpoint(ctx) })
	jobs.Handle(r, s.Export)
	jobs.Every(r, "audit.checkpoint", sealEvery, func() river.JobArgs { return CheckpointArgs{} })
}

// Export brings one checkpoint into the vault. It may be called again: what lies there already must be the same.
func (s *Service) Export(ctx context.Context, args ExportArgs) error {
	cp, heads, err := s.checkpoint(ctx, s.db, args.Number)
	if err != nil {
		return err
	}
	body, err := cp.export(heads)
	if err != nil {
		return fmt.Errorf("write checkpoint %d: %w", args.Number, err)
	}
	name := exportName(args.Number)
	switch err := s.vault.Put(ctx, name, body); {
	case errors.Is(err, ErrVaultUnavailable):
		s.log.WarnContext(ctx, "vault is away, checkpoint waits", "checkpoint", args.Number)
		return jobs.Later(vaultPause)
	case errors.Is(err, ErrVaultSealed):
		held, err := s.vault.Get(ctx, name)
		if err != nil {
			return fmt.Errorf("compare checkpoint %d: %w", args.Number, err)
		}
		if !bytes.Equal(held, body) {
			s.log.ErrorContext(ctx, "vault holds another checkpoint of this number", "checkpoint", args.Number)
			return fmt.Errorf("export checkpoint %d: %w", args.Number, ErrVaultSealed)
		}
	case err != nil:
		return fmt.Errorf("export checkpoint %d: %w", args.Number, err)
	}
	_, err = s.db.NewUpdate().Model((*Checkpoint)(nil)).Set("exported_at = ?", s.db.Clock.Now()).
		Where("number = ? AND exported_at IS NULL", args.Number).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note export of checkpoint %d: %w", args.Number, err)
	}
	return nil
}

func (s *Service) checkpoint(ctx context.Context, q selector, number int64) (Checkpoint, []Head, error) {
	var cp Checkpoint
	if err := q.NewSelect().Model(&cp).Where("number = ?", number).Scan(ctx); err != nil {
		return cp, nil, db.NoRows(err, errNoCheckpoint, "read checkpoint")
	}
	var heads []Head
	err := q.NewSelect().Model(&heads).Where("checkpoint = ?", number).OrderExpr("record_kind, record_id").
		Limit(2 * headsPerCheckpoint).Scan(ctx) // rows slipped in show as another digest, never as much memory
	if err != nil {
		return cp, nil, fmt.Errorf("read heads of checkpoint %d: %w", number, err)
	}
	return cp, heads, nil
}
