package training

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// ErrContradicts says that two requirements ask the same people for the same training in other intervals; its field tells which.
var ErrContradicts = errs.New(errs.Conflict, "training.contradicts")

// SetRequirement asks for a training, or changes what is asked: then with its id and its newest version that was read. Key and training stay.
type SetRequirement struct {
	ID          *uuid.UUID
	Version     *int
	Key         string
	Training    uuid.UUID
	From        *clock.Date // today by itself
	Roles       []identity.Role
	Teams       []string
	Actions     []string
	EveryMonths *int // nil: once
	DueDays     int
	GraceDays   int
	Blocks      []string
	Services    []string
	Basis       *string
}

// longest times, in days.
const mostDays = 730

// SetRequirement writes a new version, which counts from its day; what was to come from then on is dropped. ErrContradicts where another requirement asks the same people
// for the same training in another interval, ErrConflict when somebody else was faster.
func (s *Service) SetRequirement(ctx context.Context, in SetRequirement) (*Requirement, error) {
	by := actor(ctx)
	v, err := s.versionOf(in, &by)
	if err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.requireTx(ctx, tx, v, in.ID, in.Version) })
	if err != nil {
		return nil, err
	}
	list, err := s.requirements(ctx, s.DB, "v.requirement_id = ? AND v.version = ?", v.ID, v.Version)
	if err != nil || len(list) == 0 {
		return nil, orNone(err)
	}
	return list[0], nil
}

// versionOf checks what is asked for.
func (s *Service) versionOf(in SetRequirement, by *uuid.UUID) (*Requirement, error) {
	today := s.today()
	v := &Requirement{
		ID: ids.New(), Version: 1, Key: in.Key, TrainingID: in.Training, ValidFrom: or(in.From, today), EveryMonths: in.EveryMonths, DueDays: in.DueDays, GraceDays: in.GraceDays,
		Scope: Scope{tidy(in.Roles), tidy(in.Teams), tidy(in.Actions)}, Blocks: tidy(in.Blocks), Services: tidy(in.Services), SetBy: by,
	}
	var f form
	v.Basis = f.line(or(in.Basis, ""), longestName, "basis", false)
	f.Need(keyShape.MatchString(in.Key), "key", "format")
	f.Need(sensible(v.ValidFrom) && !v.ValidFrom.Before(today), "from", "past")
	f.Need(in.EveryMonths == nil || *in.EveryMonths >= 1 && *in.EveryMonths <= mostMonths, "everyMonths", "out_of_range")
	f.Need(in.DueDays >= 0 && in.DueDays <= mostDays, "dueDays", "out_of_range")
	f.Need(in.GraceDays >= 0 && in.GraceDays <= mostDays, "graceDays", "out_of_range")
	f.Need(!slices.ContainsFunc(v.Roles, func(r identity.Role) bool { return !r.Known() }), "roles", "unknown")
	f.Need(within(v.Teams, s.Teams), "teams", "unknown")
	f.Need(within(v.Actions, identity.Actions()), "actions", "unknown")
	f.Need(len(v.holders()) > 0, "actions", "nobody")
	f.Need(within(v.Blocks, s.Blockable), "blocks", "unknown")
	f.Need(within(v.Services, s.Services) && (len(v.Blocks) > 0 || len(v.Services) == 0), "services", "unknown")
	return v, f.As(ErrInput)
}

func (s *Service) requireTx(ctx context.Context, tx *db.Tx, v *Requirement, id *uuid.UUID, read *int) error {
	v.SetAt = tx.Now
	if err := holdTrainingTx(ctx, tx, v.TrainingID, ErrInput.With(field("training", "unknown"))); err != nil {
		return err
	}
	if id != nil {
		if err := v.followTx(ctx, tx, *id, read); err != nil {
			return err
		}
	} else if _, err := tx.NewRaw("INSERT INTO training.requirement (id, key, training_id) VALUES (?, ?, ?)", v.ID, v.Key, v.TrainingID).Exec(ctx); err != nil {
		return db.MapConstraints(fmt.Errorf("add requirement: %w", err), constraints)
	}
	if err := endTx(ctx, tx, v.ID, v.ValidFrom); err != nil {
		return err
	}
	if _, err := tx.NewInsert().Model(v).Exec(ctx); err != nil {
		return fmt.Errorf("set requirement: %w", err)
	}
	if err := s.contradictsTx(ctx, tx, v); err != nil {
		return err
	}
	return s.record(ctx, tx, RequirementOf(v.ID), "set", audit.Details{"key": v.Key, "version": strconv.Itoa(v.Version), "from": v.ValidFrom.String()})
}

// holdTrainingTx lets wait who asks for the same training.
func holdTrainingTx(ctx context.Context, tx *db.Tx, training uuid.UUID, none error) error {
	held := tx.NewSelect().Model((*Training)(nil)).Column("id").Where("t.id = ?", training).For("NO KEY UPDATE")
	return db.NoRows(held.Scan(ctx, new(uuid.UUID)), none, "hold training")
}

// head is what stays of a requirement.
type head struct {
	Key        string
	TrainingID uuid.UUID
	Version    int
}

func headTx(ctx context.Context, tx *db.Tx, id uuid.UUID, read *int) (*head, error) {
	h := new(head)
	err := tx.NewRaw("SELECT key, training_id, version FROM training.requirement WHERE id = ? FOR UPDATE", id).Scan(ctx, h)
	if err := db.NoRows(err, ErrNone, "lock requirement"); err != nil {
		return nil, err
	}
	if read == nil || *read != h.Version {
		return nil, ErrConflict
	}
	return h, nil
}

// followTx makes v the version after the one that was read.
func (v *Requirement) followTx(ctx context.Context, tx *db.Tx, id uuid.UUID, read *int) error {
	h, err := headTx(ctx, tx, id, read)
	if err != nil {
		return err
	}
	var f form
	f.Need(h.Key == v.Key, "key", "stays")
	f.Need(h.TrainingID == v.TrainingID, "training", "stays")
	if err := f.As(ErrInput); err != nil {
		return err
	}
	v.ID, v.Version = id, h.Version+1
	return h.nextTx(ctx, tx, id)
}

// nextTx raises the version, so that who has read the one before is told.
func (h *head) nextTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	h.Version++
	if _, err := tx.NewRaw("UPDATE training.requirement SET version = ? WHERE id = ?", h.Version, id).Exec(ctx); err != nil {
		return fmt.Errorf("change requirement: %w", err)
	}
	return nil
}

// contradictsTx tells the first other requirement that asks the same people for the same training in another interval: people who are in both today, whatever their teams
// and roles, or who may come to be by a role and team that both name. Other times and what is blocked do not contradict: each is reckoned for itself.
func (s *Service) contradictsTx(ctx context.Context, tx *db.Tx, v *Requirement) error {
	others, err := s.requirements(ctx, tx, "q.training_id = ? AND q.id <> ? AND v.every_months IS DISTINCT FROM ? AND v.valid_from < coalesce(?::date, 'infinity') AND "+counting,
		v.TrainingID, v.ID, v.EveryMonths, v.ValidUntil, v.ValidFrom)
	if err != nil || len(others) == 0 {
		return err
	}
	both, err := s.inBothTx(ctx, tx, v, others)
	if err != nil {
		return err
	}
	for _, o := range others {
		if both[o.ID] > 0 || v.meets(o.Scope) {
			return ErrContradicts.With(errs.Field{Path: "everyMonths", Code: "contradicts", Params: map[string]string{
				"requirement": o.Key, "months": strconv.Itoa(or(o.EveryMonths, 0)), "people": strconv.Itoa(both[o.ID]),
			}})
		}
	}
	return nil
}

// inBothTx counts the people who are concerned by v and by another requirement, as they work here today.
func (s *Service) inBothTx(ctx context.Context, tx *db.Tx, v *Requirement, others []*Requirement) (map[uuid.UUID]int, error) {
	of, versions := []uuid.UUID{v.ID}, []int{v.Version}
	for _, o := range others {
		of, versions = append(of, o.ID), append(versions, o.Version)
	}
	var rows []struct {
		RequirementID uuid.UUID
		People        int
	}
	err := s.among(tx, everybody, versionsWhere+"(v.requirement_id, v.version) IN (SELECT * FROM unnest(?5::uuid[], ?6::integer[]))"+concerning+`
SELECT o.requirement_id, count(*) AS people FROM concerned c JOIN concerned o ON o.account_id = c.account_id AND o.requirement_id <> c.requirement_id
WHERE c.requirement_id = ?4 GROUP BY 1`, v.ID, pgdialect.Array(of), pgdialect.Array(versions)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("find who is in both: %w", err)
	}
	people := map[uuid.UUID]int{}
	for _, r := range rows {
		people[r.RequirementID] = r.People
	}
	return people, nil
}

// endTx lets no version count from a day on.
func endTx(ctx context.Context, tx *db.Tx, id uuid.UUID, day clock.Date) error {
	_, err := tx.NewRaw(`UPDATE training.requirement_version SET valid_until = greatest(valid_from, ?1)
WHERE requirement_id = ?0 AND (valid_until IS NULL OR valid_until > ?1)`, id, day).Exec(ctx)
	if err != nil {
		return fmt.Errorf("end versions: %w", err)
	}
	return nil
}

// EndRequirement asks for it no more from a day on.
type EndRequirement struct {
	ID      uuid.UUID
	Version int
	On      *clock.Date // today by itself
}

// EndRequirement ends it; what was met by it stays on record. Who has read it before changes it only after reading again: ErrConflict.
func (s *Service) EndRequirement(ctx context.Context, in EndRequirement) ([]*Requirement, error) {
	day := or(in.On, s.today())
	var f form
	f.Need(sensible(day) && !day.Before(s.today()), "on", "past")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var training uuid.UUID
		err := tx.NewRaw("SELECT training_id FROM training.requirement WHERE id = ?", in.ID).Scan(ctx, &training)
		if err := db.NoRows(err, ErrNone, "find requirement"); err != nil {
			return err
		}
		if err := holdTrainingTx(ctx, tx, training, ErrNone); err != nil {
			return err
		}
		h, err := headTx(ctx, tx, in.ID, &in.Version)
		if err != nil {
			return err
		}
		if err := h.nextTx(ctx, tx, in.ID); err != nil {
			return err
		}
		if err := endTx(ctx, tx, in.ID, day); err != nil {
			return err
		}
		return s.record(ctx, tx, RequirementOf(in.ID), "ended", audit.Details{"key": h.Key, "version": strconv.Itoa(h.Version), "on": day.String()})
	})
	if err != nil {
		return nil, err
	}
	return s.Requirement(ctx, in.ID)
}

// tidy sorts a list and drops what is in it twice; never nil.
func tidy[T ~string](list []T) []T {
	sorted := append([]T{}, list...)
	slices.SortFunc(sorted, func(a, b T) int { return strings.Compare(string(a), string(b)) })
	return slices.Compact(sorted)
}

// within says that all are among those known.
func within(list, known []string) bool {
	return !slices.ContainsFunc(list, func(v string) bool { return !slices.Contains(known, v) })
}
