package documents

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/ankunft/ankunft/platform/db"
)

// RescanArgs is the job that lets the scanner look at a file that was accepted without one.
type RescanArgs struct {
	FileID uuid.UUID `json:"file_id"`
}

// Kind implements river.JobArgs.
func (RescanArgs) Kind() string { return "documents.rescan" }

// CatchUpArgs is the job that looks for what a scanner that is there now has still to see.
type CatchUpArgs struct{}

// Kind implements river.JobArgs.
func (CatchUpArgs) Kind() string { return "documents.catch_up" }

// catchUpEvery is how soon after the scanner's return the files that waited for it are taken up.
const catchUpEvery = 10 * time.Minute

// CatchUp enqueues what waits for a scanner, if there is one that answers: files accepted while the city had none, and files whose
// inspection has tried so often in vain that its next try is far away. Files are looked at at most 500 in a run, the oldest first.
func (s *Service) CatchUp(ctx context.Context) error {
	if s.ports.Scanner == nil {
		return nil
	}
	if p, ok := s.ports.Scanner.(interface {
		Probe(ctx context.Context) error
	}); ok {
		if err := p.Probe(ctx); err != nil {
			s.log.WarnContext(ctx, "the virus scanner is away, what waits for it goes on waiting", "err", err)
			return nil
		}
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		unscanned, err := filesTx(ctx, tx, "state = ?", Unscanned)
		if err != nil {
			return err
		}
		for _, id := range unscanned { // once a day at most: a file that the scanner finds too long comes again
			if err := tx.Enqueue(ctx, RescanArgs{id}, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByPeriod: 24 * time.Hour}}); err != nil {
				return err
			}
		}
		waiting, err := filesTx(ctx, tx, "state IN (?, ?) AND received_at < ?", Received, Inspecting, tx.Now.Add(-s.cfg.StuckAfter))
		if err != nil {
			return err
		}
		for _, id := range waiting {
			if err := tx.Enqueue(ctx, InspectArgs{id}, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: soon}}); err != nil {
				return err
			}
		}
		return nil
	})
}

// soon are the states of jobs that will run without waiting for a far retry.
var soon = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

func filesTx(ctx context.Context, tx *db.Tx, where string, args ...any) ([]uuid.UUID, error) {
	var found []uuid.UUID
	err := tx.NewSelect().Model((*File)(nil)).Column("id").Where(where, args...).OrderExpr("received_at").Limit(atOnce).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("look for files to scan: %w", err)
	}
	return found, nil
}

// Rescan lets the scanner look at one file that was accepted without one. A clean file becomes Ready; one with a finding is refused, and
// told as if its first inspection had found it. It can run twice; a file that is too long for the scanner stays as it is.
func (s *Service) Rescan(ctx context.Context, args RescanArgs) error {
	leave, err := s.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	f := new(File)
	err = s.db.NewSelect().Model(f).Where("id = ? AND state = ?", args.FileID, Unscanned).Scan(ctx)
	if err = db.NoRows(err, ErrNotFound, "take up scan"); errors.Is(err, ErrNotFound) {
		return nil // removed, or scanned by an earlier run
	} else if err != nil || s.ports.Scanner == nil {
		return err
	}
	dir, err := os.MkdirTemp(s.cfg.TempDir, "ankunft-rescan-")
	if err != nil {
		return fmt.Errorf("make room for file: %w", err)
	}
	defer os.RemoveAll(dir)
	local, sum, err := s.fetch(ctx, f, dir)
	if err != nil {
		return fmt.Errorf("scan file again: %w", err)
	}
	if local != nil {
		defer local.Close()
	}
	if local == nil || sum != f.SHA256 {
		return s.settleScan(ctx, f, Mismatch, "")
	}
	refusal, finding, err := s.scan(ctx, local)
	if err != nil {
		return fmt.Errorf("scan file again: %w", err)
	}
	if refusal == TooLarge {
		return nil
	}
	return s.settleScan(ctx, f, refusal, finding)
}

// settleScan writes down what a late scan found; whoever was faster has settled it.
func (s *Service) settleScan(ctx context.Context, f *File, refusal Refusal, finding string) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		doc := new(Document)
		err := tx.NewUpdate().Model(doc).Set("version = version + 1").Set("updated_at = ?", tx.Now).
			Where("id = ?", f.DocumentID).Returning("*").Scan(ctx)
		if err = db.NoRows(err, ErrNotFound, "settle scan"); err != nil {
			return unless(err, ErrNotFound)
		}
		f.State, f.InspectedAt = Ready, &tx.Now
		if refusal != "" {
			f.State, f.Refusal, f.Finding = Refused, &refusal, textOrNil(finding)
		}
		res, err := tx.NewUpdate().Model(f).Column("state", "refusal", "finding", "inspected_at").WherePK().Where("state = ?", Unscanned).Exec(ctx)
		if err = db.One(res, err, ErrConflict, "settle scan"); err != nil {
			return unless(err, ErrConflict)
		}
		tx.Notify(topic(doc.SubjectKind, doc.SubjectID))
		if refusal == "" {
			return nil
		}
		if err := tx.Enqueue(ctx, DiscardArgs{FileID: f.ID, Pages: f.PageCount, KeepOriginal: true}, nil); err != nil {
			return err
		}
		return tx.Emit(ctx, FileRefused{doc.ID, f.ID, doc.SubjectKind, doc.SubjectID, doc.Item, refusal})
	})
}

func unless(err, sentinel error) error {
	if errors.Is(err, sentinel) {
		return nil
	}
	return err
}
