package training

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/sheet"
)

// RulesFile is where a city says what its staff learn, to begin with. What is in the office already is kept there.
const RulesFile = "training.yaml"

// First is what an office begins with.
type First struct {
	Trainings []FirstTraining `json:"trainings"`
}

// FirstTraining is a training with the requirement that asks for it, if one does.
type FirstTraining struct {
	Key         string            `json:"key"`
	Title       string            `json:"title"`
	Kind        Kind              `json:"kind"`
	About       string            `json:"about"`
	ValidMonths *int              `json:"valid_months"`
	Required    *FirstRequirement `json:"required"`
}

// FirstRequirement says of whom a training is asked.
type FirstRequirement struct {
	Roles       []identity.Role `json:"roles"`
	Teams       []string        `json:"teams"`
	Actions     []string        `json:"actions"`
	EveryMonths *int            `json:"every_months"`
	DueDays     int             `json:"due_days"`
	GraceDays   int             `json:"grace_days"`
	Blocks      []string        `json:"blocks"`
	Services    []string        `json:"services"`
	Basis       string          `json:"basis"`
}

// LoadFirst reads a city's file. The error is sheet.Faults: all that is wrong, with its line. A city without the file begins with nothing.
func LoadFirst(fsys fs.FS) (*First, error) {
	first := &First{}
	if _, err := fs.Stat(fsys, RulesFile); errors.Is(err, fs.ErrNotExist) {
		return first, nil
	}
	var faults sheet.Faults
	doc := sheet.Read(fsys, RulesFile, &faults)
	if doc != nil && doc.Into(first, &faults) {
		first.check(func(at, message string) { faults.Add(doc.File, doc.Line(at), "%s: %s", at, message) })
	}
	return first, faults.Err()
}

func (r *First) check(wrong func(at, message string)) {
	known := map[string]bool{}
	for i, t := range r.Trainings {
		at := func(field string) string { return fmt.Sprintf("trainings[%d].%s", i, field) }
		switch {
		case !keyShape.MatchString(t.Key) || known[t.Key]:
			wrong(at("key"), "must be small letters and this training's alone")
		case t.Title == "":
			wrong(at("title"), "is missing")
		case !slices.Contains(Kinds, t.Kind):
			wrong(at("kind"), "is unknown")
		case t.ValidMonths != nil && (*t.ValidMonths < 1 || *t.ValidMonths > mostMonths):
			wrong(at("valid_months"), "is out of range")
		}
		if known[t.Key] = true; t.Required != nil {
			t.Required.check(func(field, message string) { wrong(at("required."+field), message) })
		}
	}
}

func (r *FirstRequirement) check(wrong func(field, message string)) {
	if slices.ContainsFunc(r.Roles, func(role identity.Role) bool { return !role.Known() }) {
		wrong("roles", "an unknown role")
	}
	if !within(r.Actions, identity.Actions()) {
		wrong("actions", "an unknown action")
	} else if len((Scope{Roles: r.Roles, Actions: r.Actions}).holders()) == 0 {
		wrong("actions", "nobody may do them")
	}
	if r.EveryMonths != nil && (*r.EveryMonths < 1 || *r.EveryMonths > mostMonths) {
		wrong("every_months", "is out of range")
	}
	for at, days := range map[string]int{"due_days": r.DueDays, "grace_days": r.GraceDays} {
		if days < 0 || days > mostDays {
			wrong(at, "is out of range")
		}
	}
}

// Begin brings in what the city's file says, each training once: what is known by its key is left as it is.
func (s *Service) Begin(ctx context.Context) error {
	for _, t := range s.First.Trainings {
		made := &Training{}
		err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended('training.begin', 0))").Exec(ctx); err != nil {
				return fmt.Errorf("begin trainings: %w", err)
			}
			known, err := tx.NewSelect().Model((*Training)(nil)).Where("t.key = ?", t.Key).Exists(ctx)
			if err != nil || known {
				return err
			}
			*made = Training{ID: ids.New(), Key: t.Key, Title: t.Title, Kind: t.Kind, About: t.About, ValidMonths: t.ValidMonths, Version: 1}
			if err := s.keepTrainingTx(ctx, tx, made, KeepTraining{}); err != nil || t.Required == nil {
				return err
			}
			return s.beginTx(ctx, tx, made, t.Required)
		})
		if err != nil {
			return fmt.Errorf("training %s: %w", t.Key, err)
		}
	}
	return nil
}

func (s *Service) beginTx(ctx context.Context, tx *db.Tx, t *Training, r *FirstRequirement) error {
	v, err := s.versionOf(SetRequirement{
		Key: t.Key, Training: t.ID, Roles: r.Roles, Teams: r.Teams, Actions: r.Actions, EveryMonths: r.EveryMonths, DueDays: r.DueDays, GraceDays: r.GraceDays,
		Blocks: r.Blocks, Services: r.Services, Basis: &r.Basis,
	}, nil)
	if err != nil {
		return err
	}
	return s.requireTx(ctx, tx, v, nil, nil)
}
