package appointments

import (
	"context"
	"strings"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/db"
)

// Challenge is some work that a browser does before it may hold a time.
type Challenge = capacity.Challenge

// Challenge makes a new one; 0 bits where the city asks for none.
func (s *Service) Challenge() Challenge {
	return s.Rules.Limits.Challenge(s.Secret, s.DB.Clock.Now())
}

// spend uses work up with the time that it was done for: each is good for one. Whoever was too slow for one time tries the next without working again.
func (s *Service) spend(work string, a *Appointment) func(context.Context, *db.Tx) error {
	if s.Rules.Limits.Work == 0 {
		return nil
	}
	challenge, _, _ := strings.Cut(work, ":")
	return func(ctx context.Context, tx *db.Tx) error {
		return rememberTx(ctx, tx, requestKey("work", "", challenge), a.ID, ErrWork)
	}
}

// mayHold asks for the work and keeps the rate of a network.
func (s *Service) mayHold(work, network string) error {
	if !s.Rules.Limits.Worked(s.Secret, work, s.DB.Clock.Now()) {
		return ErrWork
	}
	return s.mayTake(network)
}

// mayTake keeps the rate of a network that takes times.
func (s *Service) mayTake(network string) error {
	if !s.holds.Allow(network, s.Rules.Limits.HoldsPerMinute, s.DB.Clock.Now()) {
		return ErrTooOften
	}
	return nil
}

// MaySearch keeps the rate of a network that looks for free times.
func (s *Service) MaySearch(network string) error {
	if !s.searches.Allow(network, s.Rules.Limits.SearchPerMinute, s.DB.Clock.Now()) {
		return ErrTooOften
	}
	return nil
}
