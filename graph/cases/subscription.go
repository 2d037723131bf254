package casesgql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/identity"
)

// Subscription resolves cases' subscriptions: hints to read again.
type Subscription struct{ Resolver }

// WorkListChanged hints that something changed in the viewer's teams.
func (s Subscription) WorkListChanged(ctx context.Context) (<-chan int, error) {
	teams, all := identity.ViewerFrom(ctx).TeamsFor("cases.list")
	topics := make([]string, 0, len(teams)+1)
	for _, t := range teams {
		topics = append(topics, cases.TeamTopic(t))
	}
	if all {
		topics = append(topics, cases.OfficeTopic)
	}
	return s.DB.Live.Count(ctx, topics...), nil
}

// CaseChanged hints that a case changed.
func (s Subscription) CaseChanged(ctx context.Context, id uuid.UUID) (<-chan int, error) {
	if err := s.Cases.MayRead(ctx, cases.Record(id)); err != nil {
		return nil, err
	}
	return s.DB.Live.Count(ctx, cases.Topic(id)), nil
}

// MyCaseChanged hints that the own case changed.
func (s Subscription) MyCaseChanged(ctx context.Context, id uuid.UUID) (<-chan int, error) {
	if _, err := s.Cases.MyCase(ctx, id); err != nil {
		return nil, err
	}
	return s.DB.Live.Count(ctx, cases.Topic(id)), nil
}
