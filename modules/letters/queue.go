package letters

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/page"
)

// maxBatch is how many letters are printed at once.
const maxBatch = 100

// ErrReturnReason says that a reason for a returned letter is none of ReturnReasons.
var ErrReturnReason = errs.New(errs.Invalid, "letters.return_reason")

// ReturnReasons are the codes of what the post writes on a letter that comes back.
var ReturnReasons = []string{"unknown", "moved", "refused", "not_collected", "other"}

type queueKey struct {
	At time.Time
	ID uuid.UUID
}

// PrintQueue lists the letters that wait for the post, longest waiting first; printed ones stay until they are posted.
func (s *Service) PrintQueue(ctx context.Context, args page.Args) (page.Page[Letter], error) {
	var after queueKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[Letter]{}, err
	}
	var rows []Letter
	q := s.db.NewSelect().Model(&rows).Where("state = 'released' AND dispatch = 'post' AND posted_on IS NULL").
		OrderExpr("released_at, id").Limit(int64(args.Size() + 1))
	if more {
		q = q.Where("(released_at, id) > (?, ?)", after.At, after.ID)
	}
	if err := q.Scan(ctx); err != nil {
		return page.Page[Letter]{}, fmt.Errorf("list print queue: %w", err)
	}
	return page.Cut(rows, args.Size(), func(l Letter) any { return queueKey{*l.ReleasedAt, l.ID} }), nil
}

// PostedLetters lists what was posted, the latest first, for noting what comes back.
func (s *Service) PostedLetters(ctx context.Context, args page.Args) (page.Page[Letter], error) {
	var after queueKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[Letter]{}, err
	}
	var rows []Letter
	q := s.db.NewSelect().Model(&rows).Where("dispatch = 'post' AND posted_on IS NOT NULL").
		OrderExpr("released_at DESC, id DESC").Limit(int64(args.Size() + 1))
	if more {
		q = q.Where("(released_at, id) < (?, ?)", after.At, after.ID)
	}
	if err := q.Scan(ctx); err != nil {
		return page.Page[Letter]{}, fmt.Errorf("list posted letters: %w", err)
	}
	return page.Cut(rows, args.Size(), func(l Letter) any { return queueKey{*l.ReleasedAt, l.ID} }), nil
}

// BatchPrint makes one PDF of the letters, in the order given, each beginning on the front of a sheet, and notes that they were
// printed. At most 100 at once; all must be in the queue and rendered.
func (s *Service) BatchPrint(ctx context.Context, ids []uuid.UUID) ([]byte, error) {
	ids = distinct(ids)
	if len(ids) == 0 || len(ids) > maxBatch {
		return nil, ErrInput.With(errs.Field{Path: "ids", Code: "count", Params: map[string]string{"max": fmt.Sprint(maxBatch)}})
	}
	found, err := s.queued(ctx, ids)
	if err != nil {
		return nil, err
	}
	job := Job{Main: "batch.typ", Files: map[string][]byte{}, Data: []byte("{}"), Standard: StandardPrint, CreatedAt: s.db.Clock.Now()}
	var source strings.Builder
	source.WriteString("#set document(title: \"\", date: auto)\n#set page(paper: \"a4\", margin: 0pt)\n")
	for n, id := range ids {
		r := found[id]
		pdf, err := s.fetch(ctx, r)
		if err != nil {
			return nil, err
		}
		name := fmt.Sprintf("%d.pdf", n)
		job.Files[name] = pdf
		for p := range max(1, *r.Pages) {
			_, _ = fmt.Fprintf(&source, "#page(image(%q, page: %d, width: 100%%))\n", name, p+1) // a builder takes everything
		}
		if *r.Pages%2 == 1 {
			source.WriteString("#page[]\n")
		}
	}
	job.Files[job.Main] = []byte(source.String())
	pdf, err := s.renderer.Render(ctx, job)
	if err != nil {
		return nil, fmt.Errorf("set batch of letters: %w", err)
	}
	return pdf, s.eachQueued(ctx, ids, "printed", func(ctx context.Context, tx *db.Tx, r *row) error {
		r.PrintedAt = &tx.Now
		_, err := tx.NewUpdate().Model(r).Column("printed_at").WherePK().Exec(ctx)
		return err
	})
}

func (s *Service) queued(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*row, error) {
	var rows []*row
	err := s.db.NewSelect().Model(&rows).Where("id IN (?)", bun.List(ids)).
		Where("state = 'released' AND dispatch = 'post' AND posted_on IS NULL").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read letters to print: %w", err)
	}
	found := make(map[uuid.UUID]*row, len(rows))
	for _, r := range rows {
		if r.ObjectKey == nil {
			return nil, ErrNotRendered
		}
		found[r.ID] = r
	}
	if len(found) != len(ids) {
		return nil, ErrState
	}
	return found, nil
}

// MarkPosted notes that letters were given to the post on a day: not before they were released, not in the future. From it follows
// when they count as served. All or none.
func (s *Service) MarkPosted(ctx context.Context, ids []uuid.UUID, on clock.Date) error {
	if clock.Today(s.db.Clock.Now()).Before(on) || on.IsZero() {
		return ErrInput.With(errs.Field{Path: "on", Code: "in_future"})
	}
	return s.eachQueued(ctx, distinct(ids), "posted", func(ctx context.Context, tx *db.Tx, r *row) error {
		if on.Before(clock.Today(*r.ReleasedAt)) {
			return ErrInput.With(errs.Field{Path: "on", Code: "before_release"})
		}
		r.PostedOn = on
		s.serve(r, tx)
		if _, err := tx.NewUpdate().Model(r).Column("posted_on", "served_on", "served_basis").WherePK().Exec(ctx); err != nil {
			return err
		}
		tx.Notify(r.AboutKind + ":" + r.AboutID.String())
		return tx.Emit(ctx, Posted{r.ID, About{r.AboutKind, r.AboutID}})
	})
}

// eachQueued does one thing to each letter that waits for the post, in the order of their ids, and records it; ErrState when one
// does not wait there.
func (s *Service) eachQueued(ctx context.Context, list []uuid.UUID, action string,
	do func(ctx context.Context, tx *db.Tx, r *row) error,
) error {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, id := range list {
			r, err := s.lock(ctx, tx, id)
			if err != nil {
				return err
			}
			if r.State != Released || r.Dispatch != ByPost || !r.PostedOn.IsZero() {
				return ErrState
			}
			if err := do(ctx, tx, r); err != nil {
				return fmt.Errorf("mark letter %s: %w", action, err)
			}
			var details audit.Details
			if !r.PostedOn.IsZero() {
				details = audit.Details{"on": r.PostedOn.String()}
			}
			if err := s.record(ctx, tx, id, action, details); err != nil {
				return err
			}
		}
		tx.Notify("letters:queue")
		return nil
	})
}

// MarkReturned notes that the post brought a letter back; it is not served then, whatever was counted before. reason is one of
// ReturnReasons. What is done now is for who wrote the letter: they hear the event.
func (s *Service) MarkReturned(ctx context.Context, id uuid.UUID, reason string) error {
	if !slices.Contains(ReturnReasons, reason) {
		return ErrReturnReason
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := s.lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.PostedOn.IsZero() || r.ReturnedAt != nil {
			return ErrState
		}
		r.ReturnedAt, r.ReturnReason = &tx.Now, &reason
		s.serve(r, tx)
		_, err = tx.NewUpdate().Model(r).Column("returned_at", "return_reason", "served_on", "served_basis").WherePK().Exec(ctx)
		if err != nil {
			return fmt.Errorf("note returned letter: %w", err)
		}
		if err := s.record(ctx, tx, id, "returned", audit.Details{"reason": reason}); err != nil {
			return err
		}
		tx.Notify(r.AboutKind + ":" + r.AboutID.String())
		return tx.Emit(ctx, Returned{r.ID, About{r.AboutKind, r.AboutID}})
	})
}

func distinct(list []uuid.UUID) []uuid.UUID {
	seen := make(map[uuid.UUID]bool, len(list))
	return slices.DeleteFunc(slices.Clone(list), func(id uuid.UUID) bool {
		again := seen[id]
		seen[id] = true
		return again
	})
}
