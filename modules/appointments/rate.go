package appointments

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// rates keep a rate for each network, in this process: a town hall's worth of people behind one address is let through, a script is not. Each
// server of the office counts for itself.
type rates struct {
	mu   sync.Mutex
	of   map[string]*rate.Limiter
	full time.Time // when those that are at rest were last forgotten
}

const forgetAfter = 10 * time.Minute

// allow counts one request of a network; perMinute may come at once, and again as fast as that.
func (r *rates) allow(network string, perMinute int, now time.Time) bool {
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
	return l.AllowN(now, 1)
}
