package qualifications

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/tongue"
)

// Kind is what sort of thing somebody can.
type Kind string

// The kinds.
const (
	Language   Kind = "language" // spoken or signed: sign languages have codes of their own
	Particular Kind = "qualification"
)

// Levels of a language by the Common European Framework, the lowest first.
var Levels = []string{"A1", "A2", "B1", "B2", "C1", "C2", "native"}

// Held is something that a member of staff can.
type Held struct {
	bun.BaseModel `bun:"table:qualifications.held,alias:held"`

	ID          uuid.UUID `bun:",pk"`
	AccountID   uuid.UUID
	Kind        Kind
	Key         string // ISO 639-3, or the city's
	Level       string // of a language
	ValidUntil  clock.Date
	StatedAt    time.Time
	CertifiedBy *uuid.UUID
	CertifiedAt *time.Time
	Proof       string // what was seen
	EndedAt     *time.Time
	Version     int
}

// holds says whether it counts on a day, certified or not.
func (h *Held) holds(day clock.Date) bool { return h.ValidUntil.IsZero() || !h.ValidUntil.Before(day) }

// counts says whether a decision may rest on it.
func (h *Held) counts(day clock.Date) bool { return h.CertifiedAt != nil && h.holds(day) }

// Certified says that somebody has seen a proof of it.
func (h *Held) Certified() bool { return h.CertifiedAt != nil }

// Over says that it ended before the day.
func (h *Held) Over(day clock.Date) bool { return !h.holds(day) }

// StateQualification says what one can.
type StateQualification struct {
	Kind       Kind
	Key        string
	Level      *string
	ValidUntil clock.Date // the last day; zero: without end
	Version    int        // of the entry that was read; 0 where there is none
}

// Own lists what the viewer has stated, languages first.
func (s *Service) Own(ctx context.Context) ([]*Held, error) {
	return s.of(ctx, identity.ViewerFrom(ctx).AccountID)
}

func (s *Service) of(ctx context.Context, accounts ...uuid.UUID) ([]*Held, error) {
	list := []*Held{}
	if len(accounts) == 0 {
		return list, nil
	}
	err := s.DB.NewSelect().Model(&list).Where("account_id IN (?) AND ended_at IS NULL", bun.List(accounts)).OrderExpr("account_id, kind, key").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read qualifications: %w", err)
	}
	return list, nil
}

// State says what the viewer can, or says it anew: then whoever certified it has to look again.
func (s *Service) State(ctx context.Context, in StateQualification) (*Held, error) {
	h := &Held{ID: ids.New(), AccountID: identity.ViewerFrom(ctx).AccountID, Kind: in.Kind, Key: in.Key, ValidUntil: in.ValidUntil, Version: 1}
	if in.Level != nil {
		h.Level = *in.Level
	}
	if err := s.check(h); err != nil {
		return nil, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		h.StatedAt = tx.Now
		if in.Version > 0 {
			return s.restateTx(ctx, tx, h, in.Version)
		}
		if _, err := tx.NewInsert().Model(h).Exec(ctx); err != nil {
			return db.MapConstraints(fmt.Errorf("state qualification: %w", err), map[string]error{"held_once": ErrKnown})
		}
		return s.record(ctx, tx, h, "stated")
	})
	return h, err
}

func (s *Service) check(h *Held) error {
	var f errs.Faults
	switch h.Kind {
	case Language:
		f.Need(tongue.Known(h.Key), "key", "unknown")
		f.Need(slices.Contains(Levels, h.Level), "level", "unknown")
	case Particular:
		f.Need(slices.ContainsFunc(s.Known, func(q Qualification) bool { return q.Key == h.Key }), "key", "unknown")
		f.Need(h.Level == "", "level", "unknown")
	default:
		f.Need(false, "kind", "unknown")
	}
	f.Need(h.ValidUntil.IsZero() || !h.ValidUntil.Before(s.today()), "validUntil", "too_early")
	f.Need(h.ValidUntil.Year <= 2200, "validUntil", "too_late")
	return f.As(ErrInput)
}

func (s *Service) restateTx(ctx context.Context, tx *db.Tx, h *Held, version int) error {
	before := new(Held)
	err := tx.NewSelect().Model(before).Where("account_id = ? AND kind = ? AND key = ? AND ended_at IS NULL", h.AccountID, h.Kind, h.Key).For("UPDATE").Scan(ctx)
	if err := db.NoRows(err, ErrNone, "read qualification"); err != nil {
		return err
	}
	if before.Version != version {
		return ErrConflict
	}
	h.ID, h.Version = before.ID, version+1
	if before.Level == h.Level && before.ValidUntil == h.ValidUntil {
		*h = *before // nothing new was said: what is certified stays so
		return nil
	}
	if err := h.saveTx(ctx, tx); err != nil {
		return err
	}
	return s.record(ctx, tx, h, "stated")
}

func (h *Held) saveTx(ctx context.Context, tx *db.Tx) error {
	if _, err := tx.NewUpdate().Model(h).WherePK().Exec(ctx); err != nil {
		return db.MapConstraints(fmt.Errorf("write qualification: %w", err), map[string]error{"held_not_by_oneself": ErrOwn})
	}
	return nil
}

// DropQualification takes back what the viewer has stated.
type DropQualification struct {
	ID      uuid.UUID
	Version int
}

// Drop ends an own entry; that it was there stays.
func (s *Service) Drop(ctx context.Context, in DropQualification) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		h := new(Held)
		err := tx.NewSelect().Model(h).Where("id = ? AND account_id = ? AND ended_at IS NULL", in.ID, identity.ViewerFrom(ctx).AccountID).For("UPDATE").Scan(ctx)
		if err := db.NoRows(err, ErrNone, "read qualification"); err != nil {
			return err
		}
		if h.Version != in.Version {
			return ErrConflict
		}
		h.EndedAt, h.Version = &tx.Now, h.Version+1
		if err := h.saveTx(ctx, tx); err != nil {
			return err
		}
		return s.record(ctx, tx, h, "dropped")
	})
}
