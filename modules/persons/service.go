package persons

import (
	"context"
	"embed"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "persons", FS: migrations}

// The errors of this module.
var (
	ErrNotFound        = errs.New(errs.NotFound, "persons.not_found")
	ErrConflict        = errs.New(errs.Conflict, "persons.conflict")                // changed meanwhile: read again
	ErrDetails         = errs.New(errs.Invalid, "persons.details")                  // Fields say which
	ErrProposalDecided = errs.New(errs.Conflict, "persons.proposal_decided")        // another clerk was faster
	ErrNoCandidate     = errs.New(errs.Invalid, "persons.not_a_candidate")          // the proposal does not name this person
	ErrSelf            = errs.New(errs.Invalid, "persons.relation_to_self")         // nobody is their own relative
	ErrPeriod          = errs.New(errs.Invalid, "persons.title_ends_before_begins") // valid_until before valid_from
)

var constraints = map[string]error{"relation_self": ErrSelf, "title_period": ErrPeriod}

// Service keeps the people.
type Service struct {
	db    *db.DB
	audit *audit.Service
}

// New makes the Service.
func New(d *db.DB, trail *audit.Service) *Service { return &Service{db: d, audit: trail} }

// Record names a person in the audit.
func Record(id uuid.UUID) audit.Record { return audit.Record{Kind: "person", ID: id} }

// CreateTx puts a person on file.
func (s *Service) CreateTx(ctx context.Context, tx *db.Tx, d Details) (*Person, error) {
	return s.createTx(ctx, tx, d, StateOnFile)
}

func (s *Service) createTx(ctx context.Context, tx *db.Tx, d Details, state PersonState) (*Person, error) {
	d, err := d.cleaned()
	if err != nil {
		return nil, err
	}
	p := &Person{ID: ids.New(), State: state, Version: 1, CreatedAt: tx.Now, ChangedAt: tx.Now, Details: d}
	p.derive()
	if _, err := tx.NewInsert().Model(p).Exec(ctx); err != nil {
		return nil, fmt.Errorf("create person: %w", err)
	}
	return p, s.audit.RecordTx(ctx, tx, Record(p.ID), "person.created", audit.Details{"state": string(state)})
}

// Get reads a person; one that was merged answers as the person it became.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (*Person, error) { return get(ctx, s.db, id) }

// GetTx is Get as part of tx.
func (s *Service) GetTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Person, error) {
	return get(ctx, tx, id)
}

func get(ctx context.Context, q bun.IDB, id uuid.UUID) (*Person, error) {
	var p Person
	err := q.NewSelect().Model(&p).
		Where("p.id = (SELECT coalesce(merged_into, id) FROM persons.person WHERE id = ?)", id).Scan(ctx)
	if err := db.NoRows(err, ErrNotFound, "read person"); err != nil {
		return nil, err
	}
	return &p, nil
}

// ByIDs reads many people at once, by their id; unknown ids are left out. Merged ones are told as they are.
func (s *Service) ByIDs(ctx context.Context, list []uuid.UUID) (map[uuid.UUID]*Person, error) {
	var rows []*Person
	if len(list) > 0 {
		if err := s.db.NewSelect().Model(&rows).Where("p.id IN (?)", bun.List(list)).Scan(ctx); err != nil {
			return nil, fmt.Errorf("read persons: %w", err)
		}
	}
	found := make(map[uuid.UUID]*Person, len(rows))
	for _, p := range rows {
		found[p.ID] = p
	}
	return found, nil
}

// ChangeTx replaces what is known of a person; version is the one that was read, else ErrConflict.
func (s *Service) ChangeTx(ctx context.Context, tx *db.Tx, id uuid.UUID, version int, d Details) (*Person, error) {
	d, err := d.cleaned()
	if err != nil {
		return nil, err
	}
	p := &Person{ID: id, Version: version + 1, ChangedAt: tx.Now, Details: d}
	p.derive()
	res, err := tx.NewUpdate().Model(p).ExcludeColumn("id", "state", "merged_into", "created_at").
		Where("p.id = ? AND version = ? AND state IN ('on_file', 'provisional')", id, version).Exec(ctx)
	if err := db.One(res, err, ErrConflict, "change person"); err != nil {
		return nil, err
	}
	if err := s.audit.RecordTx(ctx, tx, Record(id), "person.changed", nil); err != nil {
		return nil, err
	}
	return get(ctx, tx, id)
}

// Find lists people on file by the beginnings of their names and, if the text holds one, their birth date.
func (s *Service) Find(ctx context.Context, text string, args page.Args) (page.Page[*Person], error) {
	query, birth := Query(text)
	if query == "" && birth == "" {
		return page.Page[*Person]{}, nil
	}
	var rows []*Person
	q := s.db.NewSelect().Model(&rows).Where("state IN ('on_file', 'provisional')").OrderExpr("p.id DESC").Limit(int64(args.Size() + 1))
	if query != "" {
		q = q.Where("search @@ to_tsquery('simple', ?)", query)
	}
	if birth != "" {
		q = q.Where("birth_date = ?", birth)
	}
	var before uuid.UUID
	if more, err := page.Decode(args.After, &before); err != nil {
		return page.Page[*Person]{}, err
	} else if more {
		q = q.Where("p.id < ?", before)
	}
	if err := q.Scan(ctx); err != nil {
		return page.Page[*Person]{}, fmt.Errorf("find persons: %w", err)
	}
	return page.Cut(rows, args.Size(), func(p *Person) any { return p.ID }), nil
}

// EraseTx empties a person for good: the last step of erasing, after all modules above have let go. The id stays, so that trails do.
func (s *Service) EraseTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	for _, q := range []string{
		"DELETE FROM persons.relation WHERE ?0 IN (person_id, other_id)", "DELETE FROM persons.title WHERE person_id = ?0",
		"DELETE FROM persons.consent WHERE person_id = ?0", "DELETE FROM persons.representative WHERE person_id = ?0",
		"DELETE FROM persons.link WHERE person_id = ?0", "DELETE FROM persons.candidate WHERE person_id = ?0",
		"DELETE FROM persons.proposal WHERE ?0 IN (provisional, merged_into)",
	} {
		if _, err := tx.NewRaw(q, id).Exec(ctx); err != nil {
			return fmt.Errorf("erase person: %w", err)
		}
	}
	p := &Person{ID: id, State: StateErased, ChangedAt: tx.Now, Details: Details{Sex: SexUnknown, Nationalities: []string{}}}
	res, err := tx.NewUpdate().Model(p).ExcludeColumn("id", "version", "created_at").WherePK().Exec(ctx)
	if err := db.One(res, err, ErrNotFound, "erase person"); err != nil {
		return err
	}
	// Signposts to this record hold the same person's data.
	_, err = tx.NewUpdate().Model(p).ExcludeColumn("id", "version", "created_at").Where("merged_into = ?", id).Exec(ctx)
	if err != nil {
		return fmt.Errorf("erase person: %w", err)
	}
	return s.audit.RecordTx(ctx, tx, Record(id), "person.erased", nil)
}
