package translations

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// Sheet is a paper of an order, one of several.
type Sheet struct {
	bun.BaseModel `bun:"table:translations.paper,alias:sheet"`

	OrderID    uuid.UUID `bun:",pk"`
	DocumentID uuid.UUID `bun:",pk"`
	Position   int
	Language   string
	Direction  linguists.Direction
	Active     bool // somebody is asked for it, or works on it
}

// mostPapers is how many one order has.
const mostPapers = 20

// together are papers that the viewer may have translated in one order: of one case, each once, the first named first.
func (s *Service) together(ctx context.Context, first uuid.UUID, more []uuid.UUID) (*Paper, []uuid.UUID, error) {
	all, err := s.paper(ctx, first)
	if err != nil {
		return nil, nil, err
	}
	var f errs.Faults
	f.Need(len(more) < mostPapers, "more", "too_many")
	if err := f.As(ErrInput); err != nil {
		return nil, nil, err
	}
	documents, titles := []uuid.UUID{first}, []string{all.Title}
	for i, id := range more {
		p, err := s.paper(ctx, id)
		if err != nil && !errors.Is(err, ErrNone) && !errors.Is(err, ErrNotReady) {
			return nil, nil, err
		}
		good := err == nil && p.About == all.About && !slices.Contains(documents, id)
		f.Need(good, fmt.Sprintf("more[%d]", i), "cannot")
		if !good {
			continue
		}
		documents, titles = append(documents, id), append(titles, p.Title)
		all.Pages += p.Pages
		if p.Came.After(all.Came) {
			all.Came = p.Came // it is whole only then
		}
	}
	all.Title = strings.Join(titles, ", ")
	return all, documents, f.As(ErrInput)
}

// sheetsTx writes down which papers an order has. ErrAsked where one of them is with somebody already.
func (o *Order) sheetsTx(ctx context.Context, tx *db.Tx, documents []uuid.UUID) error {
	sheets := make([]Sheet, len(documents))
	for i, id := range documents {
		sheets[i] = Sheet{OrderID: o.ID, DocumentID: id, Position: i + 1, Language: o.Language, Direction: o.Direction, Active: true}
	}
	if _, err := tx.NewInsert().Model(&sheets).Exec(ctx); err != nil {
		return db.MapConstraints(fmt.Errorf("write papers of order: %w", err), map[string]error{"paper_one": ErrAsked})
	}
	return nil
}

// underway says whether somebody is asked for it, or works on it.
func (o *Order) underway() bool { return o.State == Open || o.State == Given || o.State == Delivered }

// Documents are the papers of an order in their order.
func (o *Order) Documents() []uuid.UUID {
	list := make([]uuid.UUID, len(o.Sheets))
	for i, sheet := range o.Sheets {
		list[i] = sheet.DocumentID
	}
	return list
}
