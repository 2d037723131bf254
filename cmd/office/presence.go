package office

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	presencegql "github.com/ankunft/ankunft/graph/presence"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/presence"
	"github.com/ankunft/ankunft/platform/clock"
)

// onDuty makes what proposes duty of interpreters, in a city that works with them.
func (o *Office) onDuty(city *catalogue.City, holidays *letters.Calendar) error {
	if o.Interpreters == nil {
		return nil
	}
	o.Presence = presence.New(presence.Deps{
		DB: o.DB, Duty: o.Duty, Tariffs: o.Interpreters.Tariffs, Holiday: daysOff(city, holidays), WalkIns: o.walkIns, Counter: o.servedAt,
	})
	return nil
}

// presencePart is its part of the schema.
func (o *Office) presencePart() presencegql.Resolver {
	return presencegql.Resolver{Presence: o.Presence}
}

// walkIns are those who drew a number without an appointment and said that they need an interpreter.
func (o *Office) walkIns(ctx context.Context, from, to clock.Date) ([]presence.WalkIn, error) {
	if o.Frontdesk == nil {
		return nil, nil
	}
	var rows []struct {
		Language, Site    string
		DrawnAt           time.Time
		CalledAt, EndedAt *time.Time
	}
	err := o.DB.NewSelect().TableExpr("frontdesk.ticket_v1 AS t").Join("JOIN linguists.need_v1 AS n ON n.subject_kind = 'ticket' AND n.subject_id = t.id").
		ColumnExpr("n.language, t.site, t.drawn_at, t.called_at, t.ended_at").Where("t.day BETWEEN ? AND ? AND t.appointment_id IS NULL", from, to).
		Where("n.form = 'spoken' AND NOT n.enough_german AND n.language <> ''").OrderExpr("t.drawn_at, t.id").Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read tickets with a need: %w", err)
	}
	list := make([]presence.WalkIn, len(rows))
	for i, r := range rows {
		list[i] = presence.WalkIn{Language: r.Language, Site: r.Site, DrawnAt: r.DrawnAt, CalledAt: r.CalledAt}
		if r.CalledAt != nil && r.EndedAt != nil {
			list[i].ServedFor = int(r.EndedAt.Sub(*r.CalledAt) / time.Minute)
		}
	}
	return list, nil
}

// servedAt is the counter at which a number, or who checked in for an appointment, is served now.
func (o *Office) servedAt(ctx context.Context, _ string, id uuid.UUID) (string, error) {
	if o.Frontdesk == nil {
		return "", nil
	}
	var found []uuid.UUID
	err := o.DB.NewSelect().TableExpr("frontdesk.ticket_v1").Column("id").Where("(id = ? OR appointment_id = ?) AND state IN (?, ?)", id, id, frontdesk.Called, frontdesk.Serving).Limit(1).Scan(ctx, &found)
	if err != nil || len(found) == 0 {
		return "", err
	}
	t, err := o.Frontdesk.Get(ctx, found[0])
	if err != nil {
		return "", unlessGone(err)
	}
	return t.Counter, nil
}
