package httpd

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/ankunft/ankunft/platform/clock"
)

// Part is something that the office asks how it is: its database, a partner, a queue of its own.
type Part struct {
	Name string
	// Needed says that without it the process must get no requests. What people can do without is told, but costs nobody their way in.
	Needed bool
	// Ask returns nil when all is well. It changes nothing.
	Ask func(ctx context.Context) error
}

const (
	patience = 2 * time.Second // of one question
	remember = 5 * time.Second // how long an answer of a part that is not needed is believed: many may ask, partners are asked seldom
)

// Health knows how the parts of the office are.
type Health struct {
	clk   clock.Clock
	log   *slog.Logger
	parts []*asked
}

// asked is a part with what it last said.
type asked struct {
	Part

	mu    sync.Mutex
	known bool
	at    time.Time
	err   error
}

// NewHealth makes a Health of these parts.
func NewHealth(clk clock.Clock, log *slog.Logger, parts ...Part) *Health {
	h := &Health{clk: clk, log: log}
	for _, p := range parts {
		h.parts = append(h.parts, &asked{Part: p})
	}
	return h
}

// State is how all is. It holds names of parts, never addresses or words of an error.
type State struct {
	Ready bool            `json:"ready"`
	Parts map[string]bool `json:"parts"` // those that were asked; true: well
}

// Ask asks all parts at once, or only the needed ones.
func (h *Health) Ask(ctx context.Context, onlyNeeded bool) State {
	state := State{Ready: true, Parts: map[string]bool{}}
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, p := range h.parts {
		if onlyNeeded && !p.Needed {
			continue
		}
		all.Go(func() {
			well := h.ask(ctx, p)
			mu.Lock()
			defer mu.Unlock()
			state.Parts[p.Name] = well
			state.Ready = state.Ready && (well || !p.Needed)
		})
	}
	all.Wait()
	return state
}

// ask asks one part; whoever comes meanwhile waits for the same answer. A change is logged once, with its reason.
func (h *Health) ask(ctx context.Context, p *asked) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.Needed && p.known && h.clk.Now().Sub(p.at) < remember {
		return p.err == nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience) // the answer counts for others too
	defer cancel()
	was, wasKnown := p.err, p.known
	p.err, p.known, p.at = p.Ask(ctx), true, h.clk.Now()
	switch {
	case p.err != nil && (was == nil || !wasKnown):
		h.log.WarnContext(ctx, "a part of the office is not well", "part", p.Name, "err", p.err)
	case p.err == nil && was != nil:
		h.log.InfoContext(ctx, "a part of the office is well again", "part", p.Name)
	}
	return p.err == nil
}

// Mount answers /healthz while the process lives and /readyz with 200 while all needed parts are well, else 503. Inside, on an address for
// operators, /readyz asks and tells every part; outside, only the needed ones.
func (h *Health) Mount(mux *http.ServeMux, inside bool) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		state := h.Ask(r.Context(), !inside)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		if !state.Ready {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_ = json.NewEncoder(w).Encode(state) // a caller that has gone is no fault of ours
	})
}
