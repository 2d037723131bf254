package linguists

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// constraints of the tables, as the module's errors.
var constraints = map[string]error{
	"interpreter_email": ErrKnown.With(errs.Field{Path: "email", Code: "known"}),
	"skill_once":        ErrInput.With(errs.Field{Path: "skills", Code: "twice"}),
}

// Create puts somebody into the directory. All faults at once; ErrKnown where the address is there.
func (s *Service) Create(ctx context.Context, d InterpreterDetails) (*Interpreter, error) {
	i := &Interpreter{ID: ids.New(), Version: 1}
	if err := s.into(i, d); err != nil {
		return nil, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.createTx(ctx, tx, i) })
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, i.ID)
}

func (s *Service) createTx(ctx context.Context, tx *db.Tx, i *Interpreter) error {
	if err := s.agencyTx(ctx, tx, i); err != nil {
		return err
	}
	i.CreatedAt = tx.Now
	if _, err := tx.NewInsert().Model(i).Exec(ctx); err != nil {
		return db.MapConstraints(fmt.Errorf("add interpreter: %w", err), constraints)
	}
	if err := writeSkillsTx(ctx, tx, i); err != nil {
		return err
	}
	return s.record(ctx, tx, i.ID, "interpreter.added", audit.Details{"kind": string(i.Kind), "skills": strconv.Itoa(len(i.Skills))})
}

// agencyTx makes sure that the agency of a person is one.
func (s *Service) agencyTx(ctx context.Context, tx *db.Tx, i *Interpreter) error {
	if i.AgencyID == nil {
		return nil
	}
	is, err := tx.NewSelect().Model((*Interpreter)(nil)).Where("id = ? AND kind = ?", i.AgencyID, KindAgency).Exists(ctx)
	if err != nil {
		return fmt.Errorf("find agency: %w", err)
	}
	if !is || *i.AgencyID == i.ID {
		return ErrInput.With(errs.Field{Path: "agency", Code: "unknown"})
	}
	return nil
}

func writeSkillsTx(ctx context.Context, tx *db.Tx, i *Interpreter) error {
	if _, err := tx.NewDelete().Model((*Skill)(nil)).Where("interpreter_id = ?", i.ID).Exec(ctx); err != nil {
		return fmt.Errorf("write languages: %w", err)
	}
	if len(i.Skills) == 0 {
		return nil
	}
	if _, err := tx.NewInsert().Model(&i.Skills).Exec(ctx); err != nil {
		return db.MapConstraints(fmt.Errorf("write languages: %w", err), constraints)
	}
	return nil
}

// ChangeInterpreter changes what the office keeps of somebody.
type ChangeInterpreter struct {
	Interpreter uuid.UUID
	Version     int
	Details     InterpreterDetails
}

// Change writes all details anew. ErrConflict when somebody else was faster; what somebody is, a person or an agency, stays.
func (s *Service) Change(ctx context.Context, in ChangeInterpreter) (*Interpreter, error) {
	next := &Interpreter{ID: in.Interpreter}
	faults := s.into(next, in.Details)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		i, err := getTx(ctx, tx, in.Interpreter)
		if err != nil {
			return err
		}
		if i.Version != in.Version {
			return ErrConflict
		}
		if faults == nil && next.Kind != i.Kind {
			faults = ErrInput.With(errs.Field{Path: "kind", Code: "stays"})
		}
		if faults != nil {
			return faults
		}
		next.AccountID, next.CreatedAt, next.Version = i.AccountID, i.CreatedAt, i.Version
		if next.Email != i.Email {
			next.AccountID = nil // whoever has the new mailbox logs in
		}
		return s.writeTx(ctx, tx, next, "interpreter.changed")
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, in.Interpreter)
}

// writeTx writes an entry, one version on.
func (s *Service) writeTx(ctx context.Context, tx *db.Tx, i *Interpreter, action string) error {
	if err := s.agencyTx(ctx, tx, i); err != nil {
		return err
	}
	i.Version++
	if _, err := tx.NewUpdate().Model(i).WherePK().Exec(ctx); err != nil {
		return db.MapConstraints(fmt.Errorf("change interpreter: %w", err), constraints)
	}
	if err := writeSkillsTx(ctx, tx, i); err != nil {
		return err
	}
	return s.record(ctx, tx, i.ID, action, audit.Details{"version": strconv.Itoa(i.Version), "state": string(i.State)})
}

// getTx reads an entry with its languages and locks it.
func getTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Interpreter, error) {
	i := new(Interpreter)
	if err := db.NoRows(tx.NewSelect().Model(i).Where("id = ?", id).For("UPDATE").Scan(ctx), ErrNone, "read interpreter"); err != nil {
		return nil, err
	}
	err := tx.NewSelect().Model(&i.Skills).Where("interpreter_id = ?", id).OrderExpr("id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read languages: %w", err)
	}
	return i, nil
}

// Get reads an entry with its languages and proofs.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (*Interpreter, error) {
	i := new(Interpreter)
	err := whole(s.DB.NewSelect().Model(i)).Where("i.id = ?", id).Scan(ctx)
	if err := db.NoRows(err, ErrNone, "read interpreter"); err != nil {
		return nil, err
	}
	i.Missing = s.missing(i)
	return i, nil
}

// whole reads languages and proofs too, each in one statement for all entries.
func whole(q *bun.SelectQuery) *bun.SelectQuery {
	return q.Relation("Skills", func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.OrderExpr("skill.language, skill.dialect, skill.form")
	}).
		Relation("Proofs", func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.OrderExpr("proof.kind, proof.issued_on DESC, proof.id DESC")
		}).
		Relation("Changes", func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("change.state = ?", ChangeOpen) })
}
