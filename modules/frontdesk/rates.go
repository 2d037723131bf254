package frontdesk

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
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
	return s.asks.allow(network, asksPerMinute, s.DB.Clock.Now())
}

// MayRead keeps the rate of a network that looks at tickets.
func (s *Service) MayRead(network string) error {
	return s.reads.allow(network, readsPerMinute, s.DB.Clock.Now())
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

// rates keep a rate for each network, in this process.
type rates struct {
	mu   sync.Mutex
	of   map[string]*rate.Limiter
	full time.Time // when those that are at rest were last forgotten
}

const forgetAfter = 10 * time.Minute

// allow counts one request; perMinute may come at once, and again as fast as that.
func (r *rates) allow(network string, perMinute int, now time.Time) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.of == nil {
		r.of = map[string]*rate.Limiter{}
	}
	if now.Sub(r.full) > forgetAfter {
		r.full = now
		for key, l := range r.of {
			if l.TokensAt(now) >= float64(l.Burst()) {
				delete(r.of, key)
			}
		}
	}
	l, ok := r.of[network]
	if !ok {
		l = rate.NewLimiter(rate.Limit(float64(perMinute)/60), perMinute)
		r.of[network] = l
	}
	if !l.AllowN(now, 1) {
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
