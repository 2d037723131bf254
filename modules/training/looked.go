package training

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/page"
)

// Why somebody's file was opened, as the trail says it.
const (
	LookedAtPage   = "team"      // their page was read
	LookedAtInList = "team_list" // a page of a list on which they and hardly anybody else stood
)

// Look is that somebody has opened the viewer's file.
type Look struct {
	Seq     int64
	At      time.Time
	ActorID uuid.UUID
	Reason  string // LookedAtPage, LookedAtInList, or another list
	Name    string `bun:"-"`
}

// Looks lists who has opened the viewer's own file, and when, the newest first.
func (s *Service) Looks(ctx context.Context, args page.Args) (page.Page[Look], error) {
	var before int64
	more, err := page.Decode(args.After, &before)
	if err != nil {
		return page.Page[Look]{}, err
	}
	list, file := []Look{}, FileOf(identity.ViewerFrom(ctx).AccountID)
	q := s.DB.NewSelect().TableExpr("audit.entry_v1 AS e").ColumnExpr("e.seq, e.at, e.actor_id, e.details->>'reason' AS reason").
		Where("e.record_kind = ? AND e.record_id = ? AND e.action = ? AND e.actor_id <> ?", file.Kind, file.ID, file.Kind+".opened", file.ID)
	if more {
		q = q.Where("e.seq < ?", before)
	}
	if err := q.OrderExpr("e.seq DESC").Limit(int64(args.Size())+1).Scan(ctx, &list); err != nil {
		return page.Page[Look]{}, fmt.Errorf("list who looked: %w", err)
	}
	cut := page.Cut(list, args.Size(), func(l Look) any { return l.Seq })
	who := make([]uuid.UUID, len(cut.Items))
	for i, l := range cut.Items {
		who[i] = l.ActorID
	}
	names, err := s.Identity.Colleagues(ctx, who)
	for i, l := range cut.Items {
		cut.Items[i].Name = names[l.ActorID]
	}
	return cut, err
}
