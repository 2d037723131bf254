package documents

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

// InspectArgs is the job that looks at a file.
type InspectArgs struct {
	FileID uuid.UUID `json:"file_id"`
}

// Kind implements river.JobArgs.
func (InspectArgs) Kind() string { return "documents.inspect" }

// findings is what an inspection found out.
type findings struct {
	refusal Refusal // "" when nothing speaks against the file
	finding string
	sha256  string
	kind    string
	facts   PageFacts
}

func refused(r Refusal) findings { return findings{refusal: r} }

// slotPatience is how long an inspection waits for its turn before it lets other jobs run.
const slotPatience = 20 * time.Second

// Inspect looks at a file in quarantine and settles what becomes of it. It may run twice, also at once; the file is read as a
// stream to disk and never held in memory. An error means that a port is away: the file waits in quarantine.
func (s *Service) Inspect(ctx context.Context, args InspectArgs) error {
	leave, err := s.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	f := &File{ID: args.FileID}
	err = s.db.NewUpdate().Model(f).Set("state = ?", Inspecting).WherePK().
		Where("state IN (?, ?)", Received, Inspecting).Returning("*").Scan(ctx)
	if err = db.NoRows(err, ErrNotFound, "take up inspection"); errors.Is(err, ErrNotFound) {
		return nil // removed, or settled by an earlier run
	} else if err != nil {
		return err
	}
	found, err := s.look(ctx, f)
	if err != nil {
		s.release(context.WithoutCancel(ctx), f)
		return fmt.Errorf("inspect file: %w", err)
	}
	return s.settle(ctx, f, found)
}

// enter waits for a turn: few files are looked at at once, for each takes disk and memory. A job whose turn doesn't come runs later.
func (s *Service) enter(ctx context.Context) (leave func(), err error) {
	patience, cancel := context.WithTimeout(ctx, slotPatience)
	defer cancel()
	select {
	case s.slots <- struct{}{}:
		return func() { <-s.slots }, nil
	case <-patience.Done():
		return nil, jobs.Later(5 * time.Second)
	}
}

// release puts a file back into the queue's view; the job's retry takes it up again.
func (s *Service) release(ctx context.Context, f *File) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	_, err := s.db.NewUpdate().Model(f).Set("state = ?", Received).WherePK().Where("state = ?", Inspecting).Exec(ctx)
	if err != nil {
		s.log.WarnContext(ctx, "file not released", "file", f.ID, "err", err)
	}
}

// look does the steps of an inspection, each only after the one before found nothing: bytes, type, virus, pages.
func (s *Service) look(ctx context.Context, f *File) (findings, error) {
	dir, err := os.MkdirTemp(s.cfg.TempDir, "ankunft-inspect-")
	if err != nil {
		return findings{}, fmt.Errorf("make room for file: %w", err)
	}
	defer os.RemoveAll(dir)
	local, sum, err := s.fetch(ctx, f, dir)
	if err != nil {
		return findings{}, err
	}
	if local == nil {
		return refused(Mismatch), nil
	}
	defer local.Close()
	found := findings{sha256: sum, kind: f.Type}
	kind, err := Sniff(local, int64(f.Size))
	if err != nil {
		return findings{}, fmt.Errorf("read file: %w", err)
	}
	if kind == "" {
		found.refusal = WrongType
		return found, nil
	}
	found.kind = kind
	if found.refusal, found.finding, err = s.scan(ctx, local); err != nil || found.refusal != "" {
		return found, err
	}
	found.refusal, found.facts, err = s.paint(ctx, f, kind, local.Name(), dir)
	return found, err
}

func (s *Service) scan(ctx context.Context, local *os.File) (Refusal, string, error) {
	if s.ports.Scanner == nil {
		return "", "", nil
	}
	if _, err := local.Seek(0, 0); err != nil {
		return "", "", fmt.Errorf("read file: %w", err)
	}
	verdict, err := s.ports.Scanner.Scan(ctx, local)
	switch {
	case errors.Is(err, ErrScanTooLarge):
		s.log.ErrorContext(ctx, "the virus scanner takes less than the office: raise its limit", "max_size", s.cfg.MaxSize)
		return TooLarge, "", nil
	case err != nil:
		return "", "", fmt.Errorf("scan file: %w", err)
	case !verdict.Clean:
		return Infected, verdict.Finding, nil
	}
	return "", "", nil
}

// settle writes down what was found and tells it. A file that was removed meanwhile leaves nothing behind.
func (s *Service) settle(ctx context.Context, f *File, found findings) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		doc := new(Document)
		err := tx.NewUpdate().Model(doc).Set("version = version + 1").Set("updated_at = ?", tx.Now).
			Where("id = ?", f.DocumentID).Returning("*").Scan(ctx)
		if err = db.NoRows(err, ErrNotFound, "settle inspection"); errors.Is(err, ErrNotFound) {
			return tx.Enqueue(ctx, DiscardArgs{FileID: f.ID, Pages: found.facts.Pages}, nil)
		} else if err != nil {
			return err
		}
		if found.sha256 != "" {
			if f.DuplicateOf, err = sameContent(ctx, tx, f.ID, found.sha256, doc.AccountID, doc.PersonID); err != nil {
				return err
			}
		}
		s.write(f, found, tx.Now)
		res, err := tx.NewUpdate().Model(f).
			Column("state", "refusal", "finding", "sha256", "type", "active", "page_count", "duplicate_of", "inspected_at").
			WherePK().Where("state = ?", Inspecting).Exec(ctx)
		if err = db.One(res, err, ErrConflict, "settle inspection"); errors.Is(err, ErrConflict) {
			return s.settledElsewhere(ctx, tx, f, found)
		} else if err != nil {
			return err
		}
		tx.Notify(topic(doc.SubjectKind, doc.SubjectID))
		if f.State == Refused {
			pictures := DiscardArgs{FileID: f.ID, Pages: found.facts.Pages, KeepOriginal: true}
			if err := tx.Enqueue(ctx, pictures, nil); err != nil {
				return err
			}
			return tx.Emit(ctx, FileRefused{doc.ID, f.ID, doc.SubjectKind, doc.SubjectID, doc.Item, *f.Refusal})
		}
		return tx.Emit(ctx, Inspected{doc.ID, f.ID, doc.SubjectKind, doc.SubjectID, doc.Item})
	})
}

func (s *Service) write(f *File, found findings, now time.Time) {
	f.SHA256, f.Type, f.InspectedAt = found.sha256, found.kind, &now
	switch {
	case found.refusal != "":
		f.State, f.Refusal = Refused, &found.refusal
		f.Finding = textOrNil(found.finding)
		if found.kind == "" {
			f.Type = "application/octet-stream"
		}
	case s.ports.Scanner == nil:
		f.State, f.Active, f.PageCount = Unscanned, found.facts.Active, found.facts.Pages
	default:
		f.State, f.Active, f.PageCount = Ready, found.facts.Active, found.facts.Pages
	}
}

// settledElsewhere: either another run was faster, and all is well, or the file was removed, and its pictures go too.
func (s *Service) settledElsewhere(ctx context.Context, tx *db.Tx, f *File, found findings) error {
	there, err := tx.NewSelect().Model((*File)(nil)).Where("id = ?", f.ID).Exists(ctx)
	if err != nil || there {
		return err
	}
	return tx.Enqueue(ctx, DiscardArgs{FileID: f.ID, Pages: found.facts.Pages}, nil)
}

func textOrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
