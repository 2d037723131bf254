package interpretersgql

import (
	"context"

	"github.com/ankunft/ankunft/modules/interpreters"
)

// Subscription resolves the hints.
type Subscription struct{ Resolver }

// InterpretingChanged hints that something changed in what is asked and booked.
func (s Subscription) InterpretingChanged(ctx context.Context) (<-chan int, error) {
	asking, err := s.service()
	if err != nil {
		return nil, err
	}
	return asking.DB.Live.Count(ctx, interpreters.Topic), nil
}

// MyInterpretingChanged hints that something changed in what one is asked oneself.
func (s Subscription) MyInterpretingChanged(ctx context.Context) (<-chan int, error) {
	asking, err := s.service()
	if err != nil {
		return nil, err
	}
	own, err := asking.Own(ctx)
	if err != nil {
		return nil, err
	}
	return asking.DB.Live.Count(ctx, interpreters.OwnTopic(own)), nil
}
