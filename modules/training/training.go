package training

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// Kind says what a training is about.
type Kind string

// The kinds.
const (
	KindLaw            Kind = "law"
	KindAntiRacism     Kind = "anti_racism"
	KindCommunication  Kind = "communication"
	KindIntercultural  Kind = "intercultural"
	KindDataProtection Kind = "data_protection"
	KindSecurity       Kind = "security"
	KindLanguage       Kind = "language"
	KindMethod         Kind = "method"
	KindLeadership     Kind = "leadership"
	KindCoaching       Kind = "coaching"
	KindOther          Kind = "other"
)

// Kinds are all of them, in the order in which they are shown.
var Kinds = []Kind{
	KindAntiRacism, KindCommunication, KindIntercultural, KindLaw, KindDataProtection, KindSecurity, KindLanguage, KindMethod, KindLeadership, KindCoaching, KindOther,
}

// Training is something that can be learned.
type Training struct {
	bun.BaseModel `bun:"table:training.training,alias:t"`

	ID          uuid.UUID `bun:",pk"`
	Key         string    // stable: "anti_racism"
	Title       string    // German
	Kind        Kind
	About       string
	ValidMonths *int // so long a completion counts that says nothing else; nil: for good
	EndedAt     *time.Time
	Version     int
	CreatedAt   time.Time
}

var keyShape = regexp.MustCompile(`^[a-z][a-z0-9_]{0,49}$`)

// longest validity and interval, in months.
const mostMonths = 240

var constraints = map[string]error{"training_key": ErrKnown, "requirement_key": ErrKnown, "exception_once": ErrExempt}

// KeepTraining makes a training known, or changes one: then with its id and the version that was read. Its key stays.
type KeepTraining struct {
	ID          *uuid.UUID
	Version     *int
	Key         string
	Title       string
	Kind        Kind
	About       *string
	ValidMonths *int
	Ended       *bool
}

// KeepTraining writes a training. ErrKnown where the key is taken, ErrConflict when somebody else was faster.
func (s *Service) KeepTraining(ctx context.Context, in KeepTraining) (*Training, error) {
	var f form
	t := &Training{ID: ids.New(), Key: in.Key, Kind: in.Kind, ValidMonths: in.ValidMonths, Version: 1}
	t.Title, t.About = f.line(in.Title, longestName, "title", true), f.text(or(in.About, ""), longestNote, "about", false)
	f.Need(keyShape.MatchString(in.Key), "key", "format")
	f.Need(slices.Contains(Kinds, in.Kind), "kind", "unknown")
	f.Need(in.ValidMonths == nil || *in.ValidMonths >= 1 && *in.ValidMonths <= mostMonths, "validMonths", "out_of_range")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return t, s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return s.keepTrainingTx(ctx, tx, t, in)
	})
}

func (s *Service) keepTrainingTx(ctx context.Context, tx *db.Tx, t *Training, in KeepTraining) error {
	t.CreatedAt = tx.Now
	if in.ID != nil {
		old := new(Training)
		if err := lockTx(ctx, tx, old, *in.ID, in.Version, &old.Version); err != nil {
			return err
		}
		if old.Key != t.Key {
			return ErrInput.With(field("key", "stays"))
		}
		t.ID, t.Version, t.CreatedAt, t.EndedAt = old.ID, old.Version+1, old.CreatedAt, old.EndedAt
	}
	switch ended := in.Ended != nil && *in.Ended; {
	case ended && t.EndedAt == nil:
		t.EndedAt = &tx.Now
	case in.Ended != nil && !ended:
		t.EndedAt = nil
	}
	_, err := tx.NewInsert().Model(t).On("CONFLICT (id) DO UPDATE").Set("title = EXCLUDED.title, kind = EXCLUDED.kind, about = EXCLUDED.about").
		Set("valid_months = EXCLUDED.valid_months, ended_at = EXCLUDED.ended_at, version = EXCLUDED.version").Exec(ctx)
	if err != nil {
		return db.MapConstraints(fmt.Errorf("keep training: %w", err), constraints)
	}
	return s.record(ctx, tx, TrainingOf(t.ID), "kept", audit.Details{"key": t.Key, "version": fmt.Sprint(t.Version), "ended": fmt.Sprint(t.EndedAt != nil)})
}

// Training reads one.
func (s *Service) Training(ctx context.Context, id uuid.UUID) (*Training, error) {
	t := new(Training)
	return t, db.NoRows(s.DB.NewSelect().Model(t).Where("t.id = ?", id).Scan(ctx), ErrNone, "read training")
}

// mostTrainings bounds the catalogue; an office has some hundred.
const mostTrainings = 1000

// Trainings lists what can be learned, by title; what ended only where asked for.
func (s *Service) Trainings(ctx context.Context, ended bool) ([]*Training, error) {
	list := []*Training{}
	err := s.DB.NewSelect().Model(&list).Where("? OR t.ended_at IS NULL", ended).OrderExpr("t.title, t.id").Limit(mostTrainings).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list trainings: %w", err)
	}
	return list, nil
}

// lockTx reads a row to be changed and compares its version with the one that was read.
func lockTx(ctx context.Context, tx *db.Tx, model any, id uuid.UUID, read, version *int) error {
	if err := db.NoRows(tx.NewSelect().Model(model).Where("?TableAlias.id = ?", id).For("UPDATE").Scan(ctx), ErrNone, "lock"); err != nil {
		return err
	}
	if read == nil || *read != *version {
		return ErrConflict
	}
	return nil
}
