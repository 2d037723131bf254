package office

import (
	"cmp"
	"context"
	_ "embed" // the template
	"encoding/json"
	"fmt"
	"slices"

	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/page"
)

//go:embed record.typ
var recordTemplate []byte

// learned is a line of somebody's record.
type learned struct {
	Title     string `json:"title"`
	Completed string `json:"completed"`
	Until     string `json:"until"`
	on        clock.Date
}

// ownRecord sets what the viewer has completed: their records, and courses that they attended without one.
func (o *Office) ownRecord(ctx context.Context) ([]byte, error) {
	rows, err := o.learned(ctx)
	if err != nil {
		return nil, err
	}
	now := o.DB.Clock.Now()
	data, err := json.Marshal(map[string]any{
		"office": o.Catalogue.City().Office, "name": identity.ViewerFrom(ctx).Name, "day": clock.Today(now).German(), "rows": rows,
	})
	if err != nil {
		return nil, fmt.Errorf("write own record: %w", err)
	}
	return o.ports.Renderer.Render(ctx, letters.Job{Main: "record.typ", Files: map[string][]byte{"record.typ": recordTemplate}, Data: data, CreatedAt: now})
}

func (o *Office) learned(ctx context.Context) ([]learned, error) {
	rows := []learned{}
	args := page.Args{First: page.Max}
	for {
		p, err := o.Training.Records(ctx, identity.ViewerFrom(ctx).AccountID, args)
		if err != nil {
			return nil, err
		}
		for _, r := range p.Items {
			if r.WithdrawnAt != nil {
				continue
			}
			row := learned{Title: r.Training.Title, Completed: r.CompletedOn.German(), on: r.CompletedOn}
			if !r.ValidUntil.IsZero() {
				row.Until = r.ValidUntil.German()
			}
			rows = append(rows, row)
		}
		if p.Next == "" {
			break
		}
		args.After = p.Next
	}
	mine, err := o.Courses.Mine(ctx)
	if err != nil {
		return nil, err
	}
	for i := range mine {
		if m := &mine[i]; m.State == courses.Attended && m.Session.Course.TrainingID == nil {
			on := clock.Today(m.Session.EndsAt)
			rows = append(rows, learned{Title: m.Session.Course.Title, Completed: on.German(), on: on})
		}
	}
	slices.SortStableFunc(rows, func(a, b learned) int { return cmp.Compare(b.on.String(), a.on.String()) })
	return rows, nil
}
