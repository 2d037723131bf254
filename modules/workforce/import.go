package workforce

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"
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
	listed, lines, faults := s.readList(in.CSV)
	report := &ImportReport{AsOf: day, Lines: lines, Faults: faults, Changes: []PostChange{}}
	if in.Digest == nil || len(faults) > 0 {
		_, err := s.compare(ctx, s.DB.NewSelect, listed, report)
		return report, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewRaw("LOCK TABLE workforce.post, workforce.term, workforce.filling, workforce.advert IN SHARE ROW EXCLUSIVE MODE").Exec(ctx); err != nil {
			return fmt.Errorf("lock posts: %w", err)
		}
		work, err := s.compare(ctx, tx.NewSelect, listed, report)
		if err != nil {
			return err
		}
		if report.Digest != *in.Digest {
			return ErrChanged
		}
		for _, w := range work {
			if err := s.applyTx(ctx, tx, w); err != nil {
				return err
			}
		}
		report.Done = true
		return nil
	})
	return report, db.MapConstraints(err, constraints)
}

// compare tells what the list changes; the work is what has to be done for it.
func (s *Service) compare(ctx context.Context, from func() *bun.SelectQuery, listed []*listedPost, report *ImportReport) ([]*work, error) {
	state, err := readState(ctx, from, listed)
	if err != nil {
		return nil, err
	}
	var list []*work
	for _, l := range listed {
		w := state.compare(l, report.AsOf)
		list, report.Faults = append(list, w), append(report.Faults, w.overfilled(l)...)
		delete(state.posts, l.Number)
	}
	for _, p := range state.left(report.AsOf) {
		list = append(list, p.end(report.AsOf))
	}
	report.Faults = append(report.Faults, state.overworked(list)...)
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
	return list, err
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

// applyTx does what has to be done to one post.
func (s *Service) applyTx(ctx context.Context, tx *db.Tx, w *work) error {
	if w.What == IsNew {
		w.post.CreatedAt = tx.Now
		if err := insertTx(ctx, tx, w.post); err != nil {
			return err
		}
	}
	for _, row := range w.drop {
		if _, err := tx.NewDelete().Model(row).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("take out %T: %w", row, err)
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

// state is what is known of posts before a list comes.
type state struct {
	posts    map[string]*known // by number
	accounts map[string]uuid.UUID
}

// known is a post with all that belongs to it.
type known struct {
	*Post
	terms    []*Term
	fillings []*Filling
	adverts  []*Advert
}

func readState(ctx context.Context, from func() *bun.SelectQuery, listed []*listedPost) (*state, error) {
	st := &state{posts: map[string]*known{}, accounts: map[string]uuid.UUID{}}
	var posts []*Post
	var terms []*Term
	var fillings []*Filling
	var adverts []*Advert
	for rows, order := range map[any]string{&posts: "number", &terms: "from_on", &fillings: "from_on, id", &adverts: "from_on"} {
		if err := from().Model(rows).OrderExpr(order).Scan(ctx); err != nil {
			return nil, fmt.Errorf("read posts: %w", err)
		}
	}
	by := map[uuid.UUID]*known{}
	for _, p := range posts {
		by[p.ID] = &known{Post: p}
		st.posts[p.Number] = by[p.ID]
	}
	for _, t := range terms {
		by[t.PostID].terms = append(by[t.PostID].terms, t)
	}
	for _, f := range fillings {
		by[f.PostID].fillings = append(by[f.PostID].fillings, f)
	}
	for _, a := range adverts {
		by[a.PostID].adverts = append(by[a.PostID].adverts, a)
	}
	return st, st.readAccounts(ctx, from, listed)
}

// readAccounts finds the accounts of those who are named in a list: of whom there is one and no second of that name.
func (st *state) readAccounts(ctx context.Context, from func() *bun.SelectQuery, listed []*listedPost) error {
	names := []string{""}
	for _, l := range listed {
		for _, p := range l.people {
			names = append(names, p.Name)
		}
	}
	var rows []struct {
		Name string
		ID   uuid.UUID
	}
	err := from().TableExpr("identity.account_v1").ColumnExpr("name, min(id::text)::uuid AS id").Where("kind = 'staff' AND name IN (?)", bun.List(names)).
		GroupExpr("name").Having("count(*) = 1").Scan(ctx, &rows)
	if err != nil {
		return fmt.Errorf("find accounts of names: %w", err)
	}
	for _, r := range rows {
		st.accounts[r.Name] = r.ID
	}
	return nil
}

// left are posts that are and stand in no line of the list, by number.
func (st *state) left(day clock.Date) []*known {
	list := []*known{}
	for _, p := range st.posts {
		if p.current(day) != nil {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b *known) int { return cmp.Compare(a.Number, b.Number) })
	return list
}

// current is what a post is on a day; nil where it is none.
func (p *known) current(day clock.Date) *Term {
	for _, t := range p.terms {
		if covers(t.FromOn, t.UntilOn, day) {
			return t
		}
	}
	return nil
}
