package persons

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// TitleEffect is what an application that was filed does to the stay until it is decided (AufenthG §81).
type TitleEffect string

// The effects.
const (
	EffectNone             TitleEffect = "none"
	EffectLawful           TitleEffect = "lawful"                // §81(3) s. 1: the stay counts as permitted
	EffectSuspended        TitleEffect = "deportation_suspended" // §81(3) s. 2: filed late
	EffectContinues        TitleEffect = "continues"             // §81(4) s. 1: filed in time, the title goes on
	EffectContinuesByOrder TitleEffect = "continues_by_order"    // §81(4) s. 3: filed late, ordered by the office
)

// HeldTitle is a residence title that a person holds or held.
type HeldTitle struct {
	bun.BaseModel `bun:"table:persons.title,alias:t"`

	ID         uuid.UUID `bun:",pk"`
	PersonID   uuid.UUID
	Kind       string     // code list ozg.aufenthaltstitelart, or the city's word
	Basis      string     // "§ 16b Abs. 1 AufenthG"
	ValidFrom  clock.Date // zero: unknown
	ValidUntil clock.Date // last day; zero: unlimited or unknown
	CardNumber string
	Effect     TitleEffect
	CreatedAt  time.Time
}

// AddTitleTx notes a title; its ID and CreatedAt are filled in.
func (s *Service) AddTitleTx(ctx context.Context, tx *db.Tx, t HeldTitle) (*HeldTitle, error) {
	t.ID, t.CreatedAt = ids.New(), tx.Now
	if t.Effect == "" {
		t.Effect = EffectNone
	}
	if _, err := tx.NewInsert().Model(&t).Exec(ctx); err != nil {
		return nil, db.MapConstraints(fmt.Errorf("add title: %w", err), constraints)
	}
	return &t, s.audit.RecordTx(ctx, tx, Record(t.PersonID), "person.title_added", audit.Details{"title": t.ID.String()})
}

// SetEffectTx says what an application filed meanwhile does to the stay under a title.
func (s *Service) SetEffectTx(ctx context.Context, tx *db.Tx, title uuid.UUID, effect TitleEffect) error {
	var t HeldTitle
	res, err := tx.NewUpdate().Model(&t).Set("effect = ?", effect).Where("id = ?", title).Returning("*").Exec(ctx)
	if err := db.One(res, err, ErrNotFound, "set effect of title"); err != nil {
		return err
	}
	return s.audit.RecordTx(ctx, tx, Record(t.PersonID), "person.title_effect",
		audit.Details{"title": title.String(), "effect": string(effect)})
}

// Titles lists the titles of some people, the latest end first.
func (s *Service) Titles(ctx context.Context, persons ...uuid.UUID) ([]*HeldTitle, error) {
	var rows []*HeldTitle
	if len(persons) == 0 {
		return nil, nil
	}
	err := s.db.NewSelect().Model(&rows).Where("person_id IN (?)", bun.List(persons)).
		OrderExpr("valid_until DESC NULLS FIRST, id DESC").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list titles: %w", err)
	}
	return rows, nil
}
