// Package rates lets a town hall's worth of people behind one address through, and no script.
package rates

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Networks keeps a rate for each network, in this process: each server of the office counts for itself. The zero value is ready.
type Networks struct {
	mu   sync.Mutex
	of   map[string]*rate.Limiter
	full time.Time // when those that are at rest were last forgotten
}

const forgetAfter = 10 * time.Minute

// Allow counts one request of a network; perMinute may come at once, and again as fast as that. It is the same in all calls.
func (n *Networks) Allow(network string, perMinute int, now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.of == nil {
		n.of = map[string]*rate.Limiter{}
	}
	if now.Sub(n.full) > forgetAfter {
		n.full = now
		for key, l := range n.of {
			if l.TokensAt(now) >= float64(l.Burst()) {
				delete(n.of, key)
			}
		}
	}
	l, ok := n.of[network]
	if !ok {
		l = rate.NewLimiter(rate.Limit(float64(perMinute)/60), perMinute)
		n.of[network] = l
	}
	return l.AllowN(now, 1)
}
