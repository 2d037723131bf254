package documents

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

// atOnce bounds what one run of a periodic job takes on; the next run goes on.
const atOnce = 500

// DiscardArgs is the job that deletes the bytes of a file that is no more.
type DiscardArgs struct {
	FileID       uuid.UUID `json:"file_id"`
	Pages        int       `json:"pages"`
	UploadID     string    `json:"upload_id,omitempty"`
	KeepOriginal bool      `json:"keep_original,omitempty"`
}

// Kind implements river.JobArgs.
func (DiscardArgs) Kind() string { return "documents.discard" }

func discardOf(f *File) DiscardArgs {
	args := DiscardArgs{FileID: f.ID, Pages: f.PageCount}
	if f.UploadID != nil {
		args.UploadID = *f.UploadID
	}
	return args
}

// SweepArgs is the job that removes what nobody needs: broken uploads, refused bytes, papers past their retention.
type SweepArgs struct{}

// Kind implements river.JobArgs.
func (SweepArgs) Kind() string { return "documents.sweep" }

// WatchArgs is the job that raises the alarm for files that wait too long for their inspection.
type WatchArgs struct{}

// Kind implements river.JobArgs.
func (WatchArgs) Kind() string { return "documents.watch" }

// Register tells the Runner what jobs of this module do.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, s.Inspect)
	jobs.Handle(r, s.discard)
	jobs.Handle(r, s.drop)
	jobs.Handle(r, s.Rescan)
	jobs.Handle(r, func(ctx context.Context, _ CatchUpArgs) error { return s.CatchUp(ctx) })
	jobs.Handle(r, func(ctx context.Context, _ SweepArgs) error { return s.Sweep(ctx) })
	jobs.Handle(r, func(ctx context.Context, _ WatchArgs) error { return s.Watch(ctx) })
	jobs.Every(r, "documents.sweep", 10*time.Minute, func() river.JobArgs { return SweepArgs{} })
	jobs.Every(r, "documents.watch", time.Minute, func() river.JobArgs { return WatchArgs{} })
	jobs.Every(r, "documents.catch_up", catchUpEvery, func() river.JobArgs { return CatchUpArgs{} })
}

func (s *Service) discard(ctx context.Context, args DiscardArgs) error {
	f := &File{ID: args.FileID}
	if args.UploadID != "" {
		if err := s.ports.Store.AbortParts(ctx, f.originalKey(), args.UploadID); err != nil {
			return fmt.Errorf("discard upload: %w", err)
		}
	}
	for _, key := range keysOf(f, args.Pages) {
		if args.KeepOriginal && key == f.originalKey() {
			continue
		}
		if err := s.ports.Store.Delete(ctx, key); err != nil {
			return fmt.Errorf("discard file: %w", err)
		}
	}
	return nil
}

// DropArgs is the job that deletes objects of the store whose rows are no more.
type DropArgs struct {
	Keys []string `json:"keys"`
}

// Kind implements river.JobArgs.
func (DropArgs) Kind() string { return "documents.drop" }

// DropTx has objects deleted after the commit: PDFs of letters that were erased. Keys are opaque.
func (s *Service) DropTx(ctx context.Context, tx *db.Tx, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	return tx.Enqueue(ctx, DropArgs{Keys: keys}, nil)
}

func (s *Service) drop(ctx context.Context, args DropArgs) error {
	for _, key := range args.Keys {
		if err := s.ports.Store.Delete(ctx, key); err != nil {
			return fmt.Errorf("drop object: %w", err)
		}
	}
	return nil
}

// Sweep gives up uploads without a sign of life, deletes refused bytes when their time is over, and documents after the end
// of their retention.
func (s *Service) Sweep(ctx context.Context) error {
	return errors.Join(s.sweepUploads(ctx), s.sweepRefused(ctx), s.sweepExpired(ctx))
}

func (s *Service) sweepUploads(ctx context.Context) error {
	var files []*File
	err := s.db.NewSelect().Model(&files).Where("state = ? AND touched_at < ?", Uploading, s.db.Clock.Now().Add(-s.cfg.AbandonAfter)).
		OrderExpr("touched_at").Limit(atOnce).Scan(ctx)
	if err != nil {
		return fmt.Errorf("find abandoned uploads: %w", err)
	}
	for _, f := range files {
		if err := s.dropUpload(ctx, f); err != nil && !errors.Is(err, ErrConflict) {
			return err
		}
	}
	return nil
}

// sweepRefused deletes the bytes; the row stays and tells that there was a file and why it was refused.
func (s *Service) sweepRefused(ctx context.Context) error {
	now := s.db.Clock.Now()
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var files []*File
		err := tx.NewRaw(`UPDATE documents.file SET discarded_at = ?0 WHERE id IN (SELECT id FROM documents.file
			WHERE state = ?1 AND inspected_at < ?2 AND discarded_at IS NULL ORDER BY inspected_at LIMIT ?3 FOR UPDATE SKIP LOCKED)
			RETURNING *`, now, Refused, now.Add(-s.cfg.KeepRefused), atOnce).Scan(ctx, &files)
		if err != nil {
			return fmt.Errorf("find refused files: %w", err)
		}
		for _, f := range files {
			if err := tx.Enqueue(ctx, discardOf(f), nil); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) sweepExpired(ctx context.Context) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var expired []uuid.UUID
		err := tx.NewSelect().Model((*Document)(nil)).Column("id").Where("delete_after < ?", clock.Today(tx.Now)).
			OrderExpr("id").Limit(atOnce).For("UPDATE SKIP LOCKED").Scan(ctx, &expired)
		if err != nil {
			return fmt.Errorf("find expired documents: %w", err)
		}
		for _, id := range expired {
			if err := s.eraseTx(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// StuckScans counts the files that have waited longer than that for their inspection: the figure to raise an alarm on.
func (s *Service) StuckScans(ctx context.Context, longerThan time.Duration) (int, error) {
	n, err := s.db.NewSelect().Model((*File)(nil)).Where("state IN (?, ?)", Received, Inspecting).
		Where("received_at < ?", s.db.Clock.Now().Add(-longerThan)).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count stuck scans: %w", err)
	}
	return int(n), nil
}

// Watch tells once of each file that waits too long (event documents.scan_stuck, one line in the log) and puts its inspection
// into the queue again, in case its job was lost.
func (s *Service) Watch(ctx context.Context) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var stuck []uuid.UUID
		err := tx.NewRaw(`UPDATE documents.file SET alarmed_at = ?0 WHERE id IN (SELECT id FROM documents.file
			WHERE state IN (?1, ?2) AND received_at < ?3 AND alarmed_at IS NULL ORDER BY received_at LIMIT ?4 FOR UPDATE SKIP LOCKED)
			RETURNING id`, tx.Now, Received, Inspecting, tx.Now.Add(-s.cfg.StuckAfter), atOnce).Scan(ctx, &stuck)
		if err != nil {
			return fmt.Errorf("find stuck scans: %w", err)
		}
		for _, id := range stuck {
			if err := tx.Emit(ctx, ScanStuck{FileID: id}); err != nil {
				return err
			}
			if err := tx.Enqueue(ctx, InspectArgs{FileID: id}, nil); err != nil {
				return err
			}
		}
		if len(stuck) > 0 {
			s.log.ErrorContext(ctx, "files wait too long for their inspection", "files", len(stuck), "longer_than", s.cfg.StuckAfter)
		}
		return nil
	})
}
