package interpreters

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/errs"
)

// mostCalledOff is for how many records at once what falls with them is told: those that a change of plan shows.
const mostCalledOff = 1000

// LateAbout is how many are booked for records that lie above, as far as the viewer may see that, and what it costs now to call them off: told before the records are.
func (s *Service) LateAbout(ctx context.Context, kind string, ids []uuid.UUID) (booked int, cents int64, err error) {
	if len(ids) > mostCalledOff {
		return 0, 0, ErrInput.With(errs.Field{Path: "ids", Code: "too_many"})
	}
	if len(ids) == 0 {
		return 0, 0, nil
	}
	var list []*Request
	err = reach(s.DB.NewSelect().Model(&list), identity.ViewerFrom(ctx), "interpreters.read").Where("r.about_kind = ? AND r.about_id IN (?) AND r.state = 'filled'", kind, bun.List(ids)).
		Relation("Assignments", func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("a.state = 'booked'") }).Scan(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("read who is booked: %w", err)
	}
	for _, r := range list {
		r.tie()
		for _, a := range r.Assignments {
			late, err := s.Late(ctx, a)
			if err != nil {
				return 0, 0, err
			}
			booked, cents = booked+1, cents+late.Cents
		}
	}
	return booked, cents, nil
}
