package workforce

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/sheet"
)

// ImportPosts brings the personnel office's list: all posts as they are on a day, a line for each and for each further person on it.
type ImportPosts struct {
	CSV    string
	AsOf   clock.Date // zero: today
	Digest *string    // of what was seen; nil: only tell what would change
}

// What becomes of a post by a list.
const (
	IsNew     = "new"
	Changed   = "changed"
	Ended     = "ended"
	Unchanged = "unchanged"
)

// PostChange is what a list changes in one post.
type PostChange struct {
	Number string
	What   string
	Steps  []Step
}

// Step is one thing that changes: a fact, or who fills the post.
type Step struct {
	Field  string // title, grade, share, team, person, until, kind, advert
	Before string // "" where it was not there
	After  string // "" where it is no more
}

// ImportReport tells what a list would change, or has changed. With faults nothing was.
type ImportReport struct {
	AsOf    clock.Date
	Lines   int
	Faults  []sheet.CellFault
	Changes []PostChange // without the unchanged
	Same    int          // how many are unchanged
	Digest  string       // names what is shown; "" with faults
	Done    bool
}

// Import compares a list with the posts as they are. With the digest of what was seen it does what was seen, and nothing if that is no longer what it would do.
func (s *Service) Import(ctx context.Context, in ImportPosts) (*ImportReport, error) {
	day := in.AsOf
	if day.IsZero() {
		day = s.today()
	}
	var f errs.Faults
	f.Need(day.DaysUntil(s.today()) <= 366 && s.today().DaysUntil(day) <= 366, "asOf", "out_of_range")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	listed, lines, faults := s.readList(in.CSV, day)
	report := &ImportReport{AsOf: day, Lines: lines, Faults: faults, Changes: []PostChange{}}
	if in.Digest == nil || len(faults) > 0 {
		_, err := s.compare(ctx, s.DB.NewSelect, listed, report)
		return report, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewRaw("LOCK TABLE workforce.post, workforce.term, workforce.filling, workforce.advert, workforce.person IN SHARE ROW EXCLUSIVE MODE").Exec(ctx); err != nil {
			return fmt.Errorf("lock posts: %w", err)
		}
		todo, err := s.compare(ctx, tx.NewSelect, listed, report)
		if err != nil {
			return err
		}
		if report.Digest != *in.Digest {
			return ErrChanged
		}
		if err := s.doTx(ctx, tx, todo); err != nil {
			return err
		}
		report.Done = true
		return nil
	})
	return report, db.MapConstraints(err, constraints)
}

// plan is what has to be done for a list.
type plan struct {
	*state
	work []*work
}

// compare tells what the list changes, and plans what has to be done for it.
func (s *Service) compare(ctx context.Context, from func() *bun.SelectQuery, listed []*listedPost, report *ImportReport) (*plan, error) {
	state, err := readState(ctx, from)
	if err != nil {
		return nil, err
	}
	state.meet(listed, report.AsOf)
	var list []*work
	for _, l := range listed {
		list = append(list, state.compare(l, report.AsOf))
	}
	for _, p := range state.left(listed, report.AsOf) {
		list = append(list, p.end(report.AsOf))
	}
	for _, w := range list {
		report.Faults = append(report.Faults, w.faults...)
	}
	report.Faults = append(report.Faults, state.judgePeople(list)...)
	slices.SortStableFunc(report.Faults, func(a, b sheet.CellFault) int { return cmp.Compare(a.Line, b.Line) })
	if len(report.Faults) > 0 {
		return nil, nil
	}
	list = slices.DeleteFunc(list, func(w *work) bool {
		if w.What == Unchanged {
			report.Same++
			return true
		}
		report.Changes = append(report.Changes, w.PostChange)
		return false
	})
	report.Digest, err = digest(report, list)
	return &plan{state, list}, err
}

// digest names what was seen: the day, each change, and the posts as they were before it.
func digest(report *ImportReport, list []*work) (string, error) {
	seen := struct {
		AsOf     clock.Date
		Changes  []PostChange
		Versions map[string]int
	}{report.AsOf, report.Changes, map[string]int{}}
	for _, w := range list {
		seen.Versions[w.Number] = w.post.Version
	}
	raw, err := json.Marshal(seen)
	if err != nil {
		return "", fmt.Errorf("name what was seen: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}

// doTx does a plan: who is who first, so that each filling finds its person, and forgets at last whom nothing names any more.
func (s *Service) doTx(ctx context.Context, tx *db.Tx, todo *plan) error {
	for _, p := range todo.gone {
		if _, err := tx.NewUpdate().Model(p).Set("account_id = NULL").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("free account: %w", err)
		}
	}
	for _, p := range todo.fresh {
		if err := insertTx(ctx, tx, p); err != nil {
			return err
		}
	}
	for _, p := range todo.changed {
		if err := saveTx(ctx, tx, p); err != nil {
			return err
		}
	}
	for _, w := range todo.work {
		if err := s.applyTx(ctx, tx, w); err != nil {
			return err
		}
	}
	for _, f := range todo.moved {
		if _, err := tx.NewUpdate().Model(f).Column("person_id").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("move filling: %w", err)
		}
	}
	for _, p := range todo.gone {
		if err := dropTx(ctx, tx, p); err != nil {
			return err
		}
	}
	return nil
}

// applyTx does what has to be done to one post.
func (s *Service) applyTx(ctx context.Context, tx *db.Tx, w *work) error {
	if w.What == IsNew {
		w.post.CreatedAt = tx.Now
		if err := insertTx(ctx, tx, w.post); err != nil {
			return err
		}
	}
	for _, row := range w.drop {
		if err := dropTx(ctx, tx, row); err != nil {
			return err
		}
	}
	for _, row := range w.save {
		if err := saveTx(ctx, tx, row); err != nil {
			return err
		}
	}
	for _, row := range w.add {
		if err := insertTx(ctx, tx, row); err != nil {
			return err
		}
	}
	if _, err := tx.NewUpdate().Model((*Post)(nil)).Set("version = version + 1").Where("id = ?", w.post.ID).Exec(ctx); err != nil {
		return fmt.Errorf("count version of post: %w", err)
	}
	if err := s.Audit.RecordTx(ctx, tx, Record(w.post.ID), "post.imported", audit.Details{"what": w.What, "steps": fmt.Sprint(len(w.Steps))}); err != nil {
		return fmt.Errorf("record post: %w", err)
	}
	return nil
}
