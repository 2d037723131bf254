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
	return s.count(ctx, topics...), nil
}

// CaseChanged hints that a case changed.
func (s Subscription) CaseChanged(ctx context.Context, id uuid.UUID) (<-chan int, error) {
	if err := s.Cases.MayRead(ctx, cases.Record(id)); err != nil {
		return nil, err
	}
	return s.count(ctx, cases.Topic(id)), nil
}

// MyCaseChanged hints that the own case changed.
func (s Subscription) MyCaseChanged(ctx context.Context, id uuid.UUID) (<-chan int, error) {
	if _, err := s.Cases.MyCase(ctx, id); err != nil {
		return nil, err
	}
	return s.count(ctx, cases.Topic(id)), nil
}

// count turns hints into a growing number, so that each is a new answer.
func (s Subscription) count(ctx context.Context, topics ...string) <-chan int {
	hints, out := s.DB.Live.Subscribe(ctx, topics...), make(chan int)
	go func() {
		defer close(out)
		for n := 1; ; n++ {
			select {
			case <-ctx.Done():
				return
			case <-hints:
			}
			select {
			case <-ctx.Done():
				return
			case out <- n:
			}
		}
	}()
	return out
}
