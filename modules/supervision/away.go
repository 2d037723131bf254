package supervision

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// Away is a half-day or a day on which somebody is not there, without a reason.
type Away struct {
	bun.BaseModel `bun:"table:supervision.away,alias:a"`

	ID        uuid.UUID `bun:",pk"` // chance alone
	AccountID uuid.UUID
	Day       clock.Date
	Part      string // morning, afternoon, day
}

// Parts are those of a day.
var Parts = []string{"morning", "afternoon", "day"}

const mostAway = 200

// Aways are the viewer's own, from today on.
func (s *Service) Aways(ctx context.Context) ([]Away, error) {
	list := []Away{}
	err := s.DB.NewSelect().Model(&list).Where("a.account_id = ? AND a.day >= ?", identity.ViewerFrom(ctx).AccountID, s.today()).OrderExpr("a.day, a.part DESC").Limit(mostAway).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list absences: %w", err)
	}
	return list, nil
}

// EnterAway enters that the viewer is away; the same again is as before. It knows nothing of a session: that it stands apart from the booking keeps the two from being joined.
func (s *Service) EnterAway(ctx context.Context, day clock.Date, part string) error {
	var f errs.Faults
	today := s.today()
	f.Need(!day.Before(today) && day.Before(today.AddYears(1)), "day", "out_of_range")
	f.Need(slices.Contains(Parts, part), "part", "unknown")
	if err := f.As(ErrInput); err != nil {
		return err
	}
	a := &Away{ID: uuid.New(), AccountID: identity.ViewerFrom(ctx).AccountID, Day: day, Part: part}
	if _, err := s.DB.NewInsert().Model(a).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("enter absence: %w", err)
	}
	return nil
}

// RemoveAway takes an own absence back.
func (s *Service) RemoveAway(ctx context.Context, id uuid.UUID) error {
	res, err := s.DB.NewDelete().Model((*Away)(nil)).Where("id = ? AND account_id = ?", id, identity.ViewerFrom(ctx).AccountID).Exec(ctx)
	return db.One(res, err, ErrNone, "remove absence")
}
