package training

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// ErrNotMet says that somebody may not do something because a training that they must have done has run out and the grace is over. Its fields tell for each training its
// id as the path, its title and the day on which it ran out.
var ErrNotMet = errs.New(errs.Forbidden, "training.not_met")

// Checked is a requirement that was asked for and stood in nobody's way, by its version. It does not say why: that somebody has met it, is free of it for a time or has time
// left is told of nobody.
type Checked struct {
	Key     string
	Version int
}

// CheckTx asks whether a member of staff may do an action for a service as far as trainings go: ErrNotMet where not, else what was asked for.
func (s *Service) CheckTx(ctx context.Context, tx *db.Tx, account uuid.UUID, action, service string) ([]Checked, error) {
	var asked []Duty
	err := s.reckon(tx, one, `SELECT d.* FROM duty d WHERE ?5 = ANY(d.blocks) AND (d.services = '{}' OR ?6 = ANY(d.services)) ORDER BY d.key`, account, action, service).Scan(ctx, &asked)
	if err != nil {
		return nil, fmt.Errorf("check trainings: %w", err)
	}
	checked, missing := []Checked{}, []errs.Field{}
	for _, d := range asked {
		checked = append(checked, Checked{d.Key, d.Version})
		if d.Standing == RunOut {
			missing = append(missing, errs.Field{Path: d.TrainingID.String(), Code: "expired", Params: map[string]string{"training": d.Title, "due_on": d.DueOn.String()}})
		}
	}
	if len(missing) > 0 {
		return nil, ErrNotMet.With(slices.CompactFunc(missing, func(a, b errs.Field) bool { return a.Path == b.Path })...)
	}
	return checked, nil
}
