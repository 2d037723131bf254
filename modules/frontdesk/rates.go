package frontdesk

import (
	"context"
	"sync"

	"github.com/ankunft/ankunft/platform/rates"
)

// What one network may ask of the halls in this process. A hall's Wi-Fi is one network for three hundred phones: all of them enter, draw and look at their
// number at each call, and each listens to one stream. Kiosks and displays that were let in are not counted.
const (
	asksPerMinute    = 600
	readsPerMinute   = 6000
	streamsOfNetwork = 500
	streamsInAll     = 5000
)

// MayAsk keeps the rate of a network that enters halls, draws and checks in; beyond it is ErrTooOften.
func (s *Service) MayAsk(network string) error {
	return s.rated(&s.asks, network, asksPerMinute)
}

// MayRead keeps the rate of a network that looks at tickets.
func (s *Service) MayRead(network string) error {
	return s.rated(&s.reads, network, readsPerMinute)
}

// Hints tells a network of changes in a site's hall, a number each, until ctx ends. A site that the city does not have is ErrNoSite, a stream too many
// ErrTooOften: who gets none asks now and then.
func (s *Service) Hints(ctx context.Context, site, network string) (<-chan int, error) {
	if err := s.knows(ctx, site); err != nil {
		return nil, err
	}
	if !s.streams.open(network) {
		return nil, ErrTooOften
	}
	context.AfterFunc(ctx, func() { s.streams.close(network) })
	return s.DB.Live.Count(ctx, Topic(site)), nil
}

// rated keeps one rate of a network.
func (s *Service) rated(n *rates.Networks, network string, perMinute int) error {
	if !n.Allow(network, perMinute, s.DB.Clock.Now()) {
		return ErrTooOften
	}
	return nil
}

// streams count what is open now.
type streams struct {
	mu  sync.Mutex
	all int
	of  map[string]int
}

func (s *streams) open(network string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all >= streamsInAll || s.of[network] >= streamsOfNetwork {
		return false
	}
	if s.of == nil {
		s.of = map[string]int{}
	}
	s.all++
	s.of[network]++
	return true
}

func (s *streams) close(network string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	if s.of[network]--; s.of[network] == 0 {
		delete(s.of, network)
	}
}
