package persons

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// RelationKind says what the other is to the person.
type RelationKind string

// The kinds of relations.
const (
	Spouse   RelationKind = "spouse"
	Partner  RelationKind = "partner" // registered
	Child    RelationKind = "child"
	Parent   RelationKind = "parent"
	Sibling  RelationKind = "sibling"
	Ward     RelationKind = "ward"
	Guardian RelationKind = "guardian"
	Other    RelationKind = "other"
)

// inverse is what the person is to the other.
var inverse = map[RelationKind]RelationKind{
	Spouse: Spouse, Partner: Partner, Child: Parent, Parent: Child, Sibling: Sibling, Ward: Guardian, Guardian: Ward, Other: Other,
}

// Relation is kept once in each direction.
type Relation struct {
	bun.BaseModel `bun:"table:persons.relation,alias:r"`

	ID        uuid.UUID `bun:",pk"`
	PersonID  uuid.UUID
	OtherID   uuid.UUID
	Kind      RelationKind
	Proven    bool // by a paper that the office has accepted
	CreatedAt time.Time
}

// RelateTx says what other is to person, and the reverse; saying it again changes only whether it is proven, from no to yes.
func (s *Service) RelateTx(ctx context.Context, tx *db.Tx, person, other uuid.UUID, kind RelationKind, proven bool) error {
	back, ok := inverse[kind]
	if !ok {
		return ErrDetails.With(errs.Field{Path: "relation", Code: "not_in_list"})
	}
	rows := []Relation{
		{ID: ids.New(), PersonID: person, OtherID: other, Kind: kind, Proven: proven, CreatedAt: tx.Now},
		{ID: ids.New(), PersonID: other, OtherID: person, Kind: back, Proven: proven, CreatedAt: tx.Now},
	}
	_, err := tx.NewInsert().Model(&rows).On("CONFLICT (person_id, other_id, kind) DO UPDATE").
		Set("proven = r.proven OR excluded.proven").Exec(ctx)
	if err != nil {
		return db.MapConstraints(fmt.Errorf("relate persons: %w", err), constraints)
	}
	return nil
}

// Relations lists the family of some people.
func (s *Service) Relations(ctx context.Context, persons ...uuid.UUID) ([]*Relation, error) {
	var rows []*Relation
	if len(persons) == 0 {
		return nil, nil
	}
	if err := s.db.NewSelect().Model(&rows).Where("person_id IN (?)", bun.List(persons)).OrderExpr("id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("list relations: %w", err)
	}
	return rows, nil
}

// relative finds a relative by name and birth date.
func relative(ctx context.Context, tx *db.Tx, person uuid.UUID, key, birth string) (uuid.UUID, error) {
	var id uuid.UUID
	err := tx.NewSelect().TableExpr("persons.relation AS r").Join("JOIN persons.person AS p ON p.id = r.other_id").
		ColumnExpr("p.id").Where("r.person_id = ? AND p.name_key = ? AND p.birth_date = ?", person, key, birth).
		Where("p.state IN ('on_file', 'provisional')").OrderExpr("p.id").Limit(1).Scan(ctx, &id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return uuid.Nil, fmt.Errorf("find relative: %w", err)
	}
	return id, nil
}

// cleanFamily cleans the principal and the members and tells all their faults.
func cleanFamily(principal Details, members []FamilyMember) ([]Details, error) {
	people, faults := []Details{principal}, []errs.Field(nil)
	for _, m := range members {
		people = append(people, m.Details)
	}
	for i := range people {
		clean, err := people[i].cleaned()
		people[i] = clean
		if e := errs.Of(err); e != nil {
			for _, f := range e.Fields {
				f.Path = strconv.Itoa(i) + "." + f.Path
				faults = append(faults, f)
			}
		}
	}
	if len(faults) > 0 {
		return nil, ErrDetails.With(faults...)
	}
	return people, nil
}
