package applications

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/clock"
)

var _ documents.Subject = Subject{}

// Subject answers documents for papers that hang on an application. It is named in wire.go.
type Subject struct{ *Service }

// MayAdd allows the owner of a draft to give in papers that the list asks for, and to change those beside the list that are there: they may
// take them away again. The person is not certain before the submit.
func (s Subject) MayAdd(ctx context.Context, account, application ID, item string) (ID, error) {
	sit, err := s.head(ctx, account, byApplication, application)
	if errors.Is(err, ErrNotFound) {
		return uuid.Nil, documents.ErrNotFound
	}
	if err != nil {
		return uuid.Nil, err
	}
	if sit.State != Draft {
		return uuid.Nil, documents.ErrSealed
	}
	a := &Application{}
	if err := s.db.NewSelect().Model(a).Where("id = ?", application).Scan(ctx); err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			return uuid.Nil, documents.ErrNotFound
		}
		return uuid.Nil, fmt.Errorf("read application: %w", err)
	}
	papers, err := s.deps.Documents.ForSubject(ctx, a.Record())
	if err != nil {
		return uuid.Nil, err
	}
	a.judge(sit.Offer, sit.Language, clock.Today(s.db.Clock.Now()), papers, nil)
	if slices.ContainsFunc(a.Checklist, func(c *ChecklistItem) bool { return c.Item == item }) ||
		slices.ContainsFunc(a.Beside(), func(d *documents.Document) bool { return d.Item == item }) {
		return uuid.Nil, nil
	}
	return uuid.Nil, documents.ErrNotFound
}

// MayRead refuses everybody: no member of staff looks into a draft; once handed in, papers hang on the case.
func (s Subject) MayRead(context.Context, ID) error { return documents.ErrNotFound }
