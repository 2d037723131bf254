package applications

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// Sitting reads a sitting of an account; somebody else's is ErrNotFound.
func (s *Service) Sitting(ctx context.Context, account, id ID) (*Sitting, error) {
	sit := &Sitting{}
	err := s.db.NewSelect().Model(sit).Where("id = ? AND account_id = ?", id, account).Scan(ctx)
	if err := db.NoRows(err, ErrNotFound, "read sitting"); err != nil {
		return nil, err
	}
	return sit, s.complete(ctx, account, sit)
}

// Mine lists the sittings of an account, newest first.
func (s *Service) Mine(ctx context.Context, account ID, args page.Args) (page.Page[*Sitting], error) {
	var rows []*Sitting
	q := s.db.NewSelect().Model(&rows).Where("account_id = ?", account).OrderExpr("id DESC").Limit(int64(args.Size() + 1))
	var before ID
	if more, err := page.Decode(args.After, &before); err != nil {
		return page.Page[*Sitting]{}, err
	} else if more {
		q = q.Where("id < ?", before)
	}
	if err := q.Scan(ctx); err != nil {
		return page.Page[*Sitting]{}, fmt.Errorf("list sittings: %w", err)
	}
	p := page.Cut(rows, args.Size(), func(x *Sitting) any { return x.ID })
	return p, s.complete(ctx, account, p.Items...)
}

// complete fills in the applications of an account's sittings and what follows from them, in a fixed number of statements.
func (s *Service) complete(ctx context.Context, account ID, sittings ...*Sitting) error {
	if len(sittings) == 0 {
		return nil
	}
	all, err := s.gather(ctx, s.db, sittings)
	if err != nil {
		return err
	}
	papers, err := s.deps.Documents.ForSubjects(ctx, string(documents.SubjectApplication), all)
	if err != nil {
		return err
	}
	own, err := s.deps.Persons.Claimed(ctx, account)
	if err != nil {
		return err
	}
	var drafts []*Application // of the account's own person
	for _, sit := range sittings {
		if sit.Offer, err = s.deps.Catalogue.OfferVersion(ctx, sit.Service, sit.ServiceVersion); err != nil {
			return err
		}
		day := clock.Today(s.db.Clock.Now())
		if sit.SubmittedAt != nil {
			day = clock.Today(*sit.SubmittedAt)
		}
		for _, a := range sit.Applications {
			a.judge(sit.Offer, sit.Language, day, papers[a.ID], nil)
			if own != nil && a.Who == Principal && a.State == ApplicationDraft && own.SameAs(DetailsOf(a.counts)) {
				drafts = append(drafts, a)
			}
		}
	}
	return s.reuse(ctx, own, drafts, sittings)
}

// reuse marks papers of the account's own person as already there. They count only as long as the answers describe that person: whoever
// fills in the form for somebody else must not hand in papers of their own.
func (s *Service) reuse(ctx context.Context, own *persons.Person, drafts []*Application, sittings []*Sitting) error {
	missing := map[string]bool{}
	for _, a := range drafts {
		for _, c := range a.Checklist {
			if c.State == ItemMissing {
				missing[c.Item] = true
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	today := clock.Today(s.db.Clock.Now())
	there, err := s.deps.Documents.Reusable(ctx, own.ID, slices.Sorted(maps.Keys(missing)), today)
	if err != nil || len(there) == 0 {
		return err
	}
	for _, sit := range sittings {
		for _, a := range sit.Applications {
			if slices.Contains(drafts, a) {
				a.judge(sit.Offer, sit.Language, today, a.papers, there)
			}
		}
	}
	return nil
}

// gather reads the applications of sittings into them.
func (s *Service) gather(ctx context.Context, q bun.IDB, sittings []*Sitting) ([]ID, error) {
	byID := map[ID]*Sitting{}
	var keys, all []ID
	for _, sit := range sittings {
		byID[sit.ID] = sit
		keys = append(keys, sit.ID)
		sit.Applications = nil
	}
	var rows []*Application
	err := q.NewSelect().Model(&rows).Where("sitting_id IN (?)", bun.List(keys)).OrderExpr("sitting_id, position").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read applications: %w", err)
	}
	for _, a := range rows {
		byID[a.SittingID].Applications = append(byID[a.SittingID].Applications, a)
		all = append(all, a.ID)
	}
	return all, nil
}

// locked reads a sitting of an account for change, with its applications and its offer, which must have been fetched before: no other
// connection is taken while this one holds the lock.
func (s *Service) locked(ctx context.Context, tx *db.Tx, account, id ID, o *catalogue.Offer) (*Sitting, error) {
	sit := &Sitting{}
	err := tx.NewSelect().Model(sit).Where("id = ? AND account_id = ?", id, account).For("UPDATE").Scan(ctx)
	if err := db.NoRows(err, ErrNotFound, "read sitting"); err != nil {
		return nil, err
	}
	sit.Offer = o
	_, err = s.gather(ctx, tx, []*Sitting{sit})
	return sit, err
}

// head finds a sitting of an account, by its own id or that of an application, and its offer.
func (s *Service) head(ctx context.Context, account ID, where string, id ID) (*Sitting, error) {
	sit := &Sitting{}
	err := s.db.NewSelect().Model(sit).Where("account_id = ?", account).Where(where, id).Scan(ctx)
	if err := db.NoRows(err, ErrNotFound, "find sitting"); err != nil {
		return nil, err
	}
	sit.Offer, err = s.deps.Catalogue.OfferVersion(ctx, sit.Service, sit.ServiceVersion)
	return sit, err
}

const (
	byID          = "id = ?"
	byApplication = "id = (SELECT sitting_id FROM applications.application WHERE id = ?)"
)

// change runs fn on a locked draft and counts its version.
func (s *Service) change(
	ctx context.Context, account ID, where string, id ID, fn func(ctx context.Context, tx *db.Tx, sit *Sitting) error,
) (*Sitting, error) {
	head, err := s.head(ctx, account, where, id)
	if err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		sit, err := s.locked(ctx, tx, account, head.ID, head.Offer)
		if err != nil {
			return err
		}
		if sit.State != Draft {
			return ErrSubmitted
		}
		if err := fn(ctx, tx, sit); err != nil {
			return err
		}
		return s.touch(ctx, tx, sit)
	})
	if err != nil {
		return nil, err
	}
	return s.Sitting(ctx, account, head.ID)
}

// touch counts a change of a draft and gives it its full time again.
func (s *Service) touch(ctx context.Context, tx *db.Tx, sit *Sitting) error {
	_, err := tx.NewUpdate().Model(sit).Set("version = version + 1, changed_at = ?, expires_at = ?, reminded_at = NULL, language = ?",
		tx.Now, tx.Now.Add(s.cfg.KeepDraft), sit.Language).WherePK().Exec(ctx)
	if err != nil {
		return fmt.Errorf("save sitting: %w", err)
	}
	tx.Notify(Topic(sit.ID))
	return nil
}

// changeApplication runs fn on one application of a locked draft and saves it.
func (s *Service) changeApplication(
	ctx context.Context, account, id ID, fn func(ctx context.Context, tx *db.Tx, sit *Sitting, a *Application) error,
) (*Application, error) {
	sit, err := s.change(ctx, account, byApplication, id, func(ctx context.Context, tx *db.Tx, sit *Sitting) error {
		a := sit.application(id)
		if a == nil {
			return ErrNotFound
		}
		if err := fn(ctx, tx, sit, a); err != nil {
			return err
		}
		a.Version++
		if _, err := tx.NewUpdate().Model(a).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("save application: %w", err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return sit.application(id), nil
}
