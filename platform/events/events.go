// Package events lets a module tell what happened without knowing who listens.
//
// An event is a struct in the past tense that carries ids, never personal data. A transaction that emits one writes it to an
// append-only table and inserts one job for each subscriber, all in the same commit. Each subscriber retries alone, may hear
// an event twice and in any order, and therefore rereads the state and does what is still to be done.
package events

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"
)

// Event is something that happened: "decisions.made".
type Event interface{ EventName() string }

// Delivery is the job that brings one event to one subscriber.
type Delivery struct {
	EventID    uuid.UUID `json:"event_id"`
	Subscriber string    `json:"subscriber"`
}

// Kind implements river.JobArgs.
func (Delivery) Kind() string { return "event" }

type subscriber struct {
	name   string
	handle func(ctx context.Context, payload []byte) error
}

// Bus knows who listens to what. It is filled while the program is wired and only read afterwards.
type Bus struct{ byEvent map[string][]subscriber }

// NewBus makes an empty Bus.
func NewBus() *Bus { return &Bus{byEvent: map[string][]subscriber{}} }

// Subscribe registers fn under a name of its own ("messages.on_decided"); a name stays for ever, queued jobs carry it.
func Subscribe[E Event](b *Bus, name string, fn func(ctx context.Context, e E) error) {
	var zero E
	event := zero.EventName()
	if slices.ContainsFunc(b.byEvent[event], func(s subscriber) bool { return s.name == name }) {
		panic(fmt.Sprintf("events: %s subscribes to %s twice", name, event))
	}
	b.byEvent[event] = append(b.byEvent[event], subscriber{name, func(ctx context.Context, payload []byte) error {
		var e E
		if err := json.Unmarshal(payload, &e); err != nil {
			return fmt.Errorf("read event %s: %w", event, err)
		}
		return fn(ctx, e)
	}})
}

// Subscribers names who listens to an event.
func (b *Bus) Subscribers(event string) []string {
	var names []string
	for _, s := range b.byEvent[event] {
		names = append(names, s.name)
	}
	return names
}

// Deliver hands a stored event to one subscriber; one that is gone is no error, its module has been switched off.
func (b *Bus) Deliver(ctx context.Context, event, name string, payload []byte) error {
	for _, s := range b.byEvent[event] {
		if s.name == name {
			return s.handle(ctx, payload)
		}
	}
	return nil
}
