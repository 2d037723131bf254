package elearning

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
)

// settle writes down what was found in a package. What is sound takes the place of the one before, unless a newer one has.
func (s *Service) settle(ctx context.Context, p *Package, found *findings) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := lockTx(ctx, tx, "course:"+p.CourseID.String()); err != nil {
			return err
		}
		err := db.NoRows(tx.NewSelect().Model(p).WherePK().For("UPDATE").Scan(ctx), ErrNone, "lock package")
		switch {
		case errors.Is(err, ErrNone) || err == nil && p.EndedAt != nil: // taken out meanwhile
			return tx.Enqueue(ctx, DropArgs{Package: p.ID, Files: found.stored}, nil)
		case err != nil || p.State != Scanning: // or settled by another run
			return err
		}
		p.SHA256, p.Scanned, p.TouchedAt = found.sha256, s.Scanner != nil, tx.Now
		if len(found.faults) > 0 {
			return s.refuseTx(ctx, tx, p, found)
		}
		return s.acceptTx(ctx, tx, p, found)
	})
}

func (s *Service) refuseTx(ctx context.Context, tx *db.Tx, p *Package, found *findings) error {
	p.State, p.Faults, p.EmptiedAt = Refused, found.faults, &tx.Now
	if err := p.saveTx(ctx, tx); err != nil {
		return err
	}
	err := s.record(ctx, tx, PackageRecord(p.ID), "refused", audit.Details{"course": p.CourseID.String(), "sha256": p.SHA256, "faults": strconv.Itoa(len(p.Faults))})
	if err != nil {
		return err
	}
	return tx.Enqueue(ctx, DropArgs{Package: p.ID, Files: found.stored}, nil)
}

func (s *Service) acceptTx(ctx context.Context, tx *db.Tx, p *Package, found *findings) error {
	before, err := current(ctx, tx, p.CourseID, "UPDATE")
	if err != nil {
		return err
	}
	if before != nil {
		old := before
		if before.ImportedAt.After(p.ImportedAt) {
			old = p
		}
		if err := old.endTx(ctx, tx, &p.ImportedBy); err != nil {
			return err
		}
		if err := s.record(ctx, tx, PackageRecord(old.ID), "replaced", nil); err != nil {
			return err
		}
		if err := tx.Enqueue(ctx, EmptyArgs{old.ID}, nil); err != nil {
			return err
		}
	}
	m := found.manifest
	p.State, p.Standard, p.Title, p.Activity, p.Items, p.Files = Ready, m.standard, m.title, m.activity, len(m.items), len(found.files)
	if p.Title == "" {
		p.Title = p.Name
	}
	for _, i := range m.items {
		i.PackageID = p.ID
		if i.Title == "" {
			i.Title = p.Title
		}
	}
	for _, f := range found.files {
		p.Bytes += f.Bytes
	}
	if err := p.saveTx(ctx, tx); err != nil {
		return err
	}
	for _, rows := range []any{&m.items, &found.files} {
		if _, err := tx.NewInsert().Model(rows).Exec(ctx); err != nil {
			return fmt.Errorf("keep what is in package: %w", err)
		}
	}
	err = s.record(ctx, tx, PackageRecord(p.ID), "imported", audit.Details{
		"course": p.CourseID.String(), "sha256": p.SHA256, "standard": p.Standard, "files": strconv.Itoa(p.Files),
	})
	if err != nil {
		return err
	}
	return tx.Enqueue(ctx, DropArgs{Package: p.ID}, nil) // the archive: what was in it is kept
}

func (p *Package) saveTx(ctx context.Context, tx *db.Tx) error {
	if _, err := tx.NewUpdate().Model(p).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("settle package: %w", err)
	}
	return nil
}

// EmptyArgs is the job that has the files of a package deleted that nobody plays any more.
type EmptyArgs struct {
	Package uuid.UUID `json:"package"`
}

// Kind implements river.JobArgs.
func (EmptyArgs) Kind() string { return "elearning.empty" }

// Empty has the files of a package deleted that was taken out or replaced, once nobody plays it. It may run as often as it likes.
func (s *Service) Empty(ctx context.Context, args EmptyArgs) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		p := &Package{ID: args.Package}
		err := db.NoRows(tx.NewSelect().Model(p).WherePK().For("UPDATE").Scan(ctx), ErrNone, "lock package")
		if errors.Is(err, ErrNone) || err == nil && (p.EndedAt == nil || p.EmptiedAt != nil) {
			return nil
		}
		if err != nil {
			return err
		}
		played, err := tx.NewSelect().Model((*Attempt)(nil)).Where("a.package_id = ?", p.ID).
			Where("(a.status = ? OR EXISTS (SELECT FROM elearning.ticket t WHERE t.attempt_id = a.id AND t.expires_at > ?))", Open, tx.Now).Exists(ctx)
		if err != nil || played {
			return err
		}
		drop := DropArgs{Package: p.ID, Files: p.Files}
		if p.UploadID != nil {
			drop.Upload = *p.UploadID
		}
		p.EmptiedAt = &tx.Now
		if _, err := tx.NewUpdate().Model(p).Column("emptied_at").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("empty package: %w", err)
		}
		if _, err := tx.NewDelete().Model((*File)(nil)).Where("f.package_id = ?", p.ID).Exec(ctx); err != nil {
			return fmt.Errorf("empty package: %w", err)
		}
		if err := s.record(ctx, tx, PackageRecord(p.ID), "emptied", nil); err != nil {
			return err
		}
		return tx.Enqueue(ctx, drop, nil)
	})
}

// DropArgs is the job that deletes the archive of a package from the store, and so many files of it.
type DropArgs struct {
	Package uuid.UUID `json:"package"`
	Files   int       `json:"files,omitempty"`
	Upload  string    `json:"upload,omitempty"`
}

// Kind implements river.JobArgs.
func (DropArgs) Kind() string { return "elearning.drop" }

func (s *Service) drop(ctx context.Context, args DropArgs) error {
	p := &Package{ID: args.Package}
	if args.Upload != "" {
		if err := s.Store.AbortParts(ctx, p.key(), args.Upload); err != nil {
			return fmt.Errorf("drop upload: %w", err)
		}
	}
	keys := []string{p.key()}
	for n := 1; n <= args.Files; n++ {
		keys = append(keys, fileKey(p.ID, n))
	}
	for _, key := range keys {
		if err := s.Store.Delete(ctx, key); err != nil {
			return fmt.Errorf("drop object: %w", err)
		}
	}
	return nil
}
