// Package clock tells the time; it is the only place that asks the machine.
package clock

import (
	"sync"
	"time"
)

// Clock tells the time in UTC, to the microsecond (what PostgreSQL keeps).
type Clock interface{ Now() time.Time }

type system struct{}

func (system) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// System is the machine's clock.
func System() Clock { return system{} }

// Fixed is a clock that moves only when told to: for tests and for the demo's past.
type Fixed struct {
	mu  sync.Mutex
	now time.Time
}

// NewFixed starts a Fixed at t.
func NewFixed(t time.Time) *Fixed { return &Fixed{now: t.UTC().Truncate(time.Microsecond)} }

// Now implements Clock.
func (f *Fixed) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Advance moves the clock by d.
func (f *Fixed) Advance(d time.Duration) { f.Set(f.Now().Add(d)) }

// Set moves the clock to t.
func (f *Fixed) Set(t time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = t.UTC().Truncate(time.Microsecond)
}
