// Package live tells browsers that something changed, across replicas: LISTEN/NOTIFY of PostgreSQL.
//
// A notification is a hint to read again, never data. It is sent after the commit and debounced, because a NOTIFY inside the
// transaction makes all commits wait for one another. A hint may be lost when a server dies; clients read again on reconnect.
package live

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	channel  = "ankunft_live"
	debounce = 40 * time.Millisecond
	retry    = time.Second
)

// Hub sends hints and hands out those that arrive.
type Hub struct {
	ctx  context.Context // of the program: a hint outlives the request that asked for it
	pool *pgxpool.Pool
	log  *slog.Logger

	mu      sync.Mutex
	waiting map[string]bool
	timer   *time.Timer
	closed  bool
	subs    map[chan struct{}][]string
	sending sync.WaitGroup
}

// New makes a Hub, which sends until it is closed, even if ctx has ended; Run must be running for hints to arrive.
func New(ctx context.Context, pool *pgxpool.Pool, log *slog.Logger) *Hub {
	return &Hub{ctx: context.WithoutCancel(ctx), pool: pool, log: log, waiting: map[string]bool{}, subs: map[chan struct{}][]string{}}
}

// Notify asks for a hint on each topic; many within the debounce are one.
func (h *Hub) Notify(topics ...string) {
	if len(topics) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return
	}
	for _, t := range topics {
		h.waiting[t] = true
	}
	if h.timer == nil {
		h.sending.Add(1)
		h.timer = time.AfterFunc(debounce, h.flush)
	}
}

// Close sends what still waits: a command that ends at once tells what it did, too. Nothing is sent afterwards.
func (h *Hub) Close() {
	h.mu.Lock()
	h.closed = true
	if h.timer != nil && h.timer.Stop() {
		h.timer.Reset(0)
	}
	h.mu.Unlock()
	h.sending.Wait()
}

func (h *Hub) flush() {
	defer h.sending.Done()
	h.mu.Lock()
	topics := make([]string, 0, len(h.waiting))
	for t := range h.waiting {
		topics = append(topics, t)
	}
	h.waiting, h.timer = map[string]bool{}, nil
	h.mu.Unlock()
	ctx, cancel := context.WithTimeout(h.ctx, 5*time.Second)
	defer cancel()
	if _, err := h.pool.Exec(ctx, "SELECT pg_notify($1, t) FROM unnest($2::text[]) AS t", channel, topics); err != nil {
		h.log.Warn("live hint lost", "topics", len(topics), "err", err)
	}
}

// Subscribe gives a channel that receives when one of the topics changed, until ctx ends. Hints that nobody has taken yet
// are one hint.
func (h *Hub) Subscribe(ctx context.Context, topics ...string) <-chan struct{} {
	ch := make(chan struct{}, 1)
	h.mu.Lock()
	h.subs[ch] = topics
	h.mu.Unlock()
	context.AfterFunc(ctx, func() {
		h.mu.Lock()
		delete(h.subs, ch)
		h.mu.Unlock()
	})
	return ch
}

// Count is Subscribe for a subscription of GraphQL: each hint is a number, one more than the last, so that each is a new answer.
func (h *Hub) Count(ctx context.Context, topics ...string) <-chan int {
	hints, out := h.Subscribe(ctx, topics...), make(chan int)
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

// Run listens until ctx ends and connects again when the database was away.
func (h *Hub) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := h.listen(ctx); err != nil && ctx.Err() == nil {
			h.log.Warn("live hints interrupted", "err", err)
			select {
			case <-ctx.Done():
			case <-time.After(retry):
			}
		}
	}
}

func (h *Hub) listen(ctx context.Context) error {
	conn, err := h.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	raw := conn.Hijack()
	defer func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = raw.Close(closing)
	}()
	if _, err := raw.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	h.wakeAll() // whoever waited while we were away reads again
	for {
		n, err := raw.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		h.wake(n.Payload)
	}
}

func (h *Hub) wake(topic string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ch, topics := range h.subs {
		for _, t := range topics {
			if t == topic {
				hint(ch)
			}
		}
	}
}

func (h *Hub) wakeAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ch := range h.subs {
		hint(ch)
	}
}

func hint(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}
