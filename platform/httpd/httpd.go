// Package httpd runs the HTTP server: bounded, observed, with strict headers, and stopping without dropping anybody.
package httpd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Config bounds the server. The zero value listens on :8080.
type Config struct {
	// Listen is the address; default ":8080".
	Listen string
	// Drain is how long requests may go on after the stop was asked for; default 20 s.
	Drain time.Duration
}

// Run serves h until ctx ends, then lets running requests finish. ready is called with the address once it listens.
func Run(ctx context.Context, cfg Config, h http.Handler, log *slog.Logger, ready func(net.Addr)) error {
	if cfg.Listen == "" {
		cfg.Listen = ":8080"
	}
	if cfg.Drain == 0 {
		cfg.Drain = 20 * time.Second
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", cfg.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", cfg.Listen, err)
	}
	stopping, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog:    slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		BaseContext: func(net.Listener) context.Context { return stopping },
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	if ready != nil {
		ready(listener.Addr())
	}
	select {
	case err := <-done:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(stopping, cfg.Drain)
	defer cancel()
	time.AfterFunc(cfg.Drain/2, stop) // open event streams never end by themselves
	if err := server.Shutdown(drain); err != nil && !errors.Is(err, context.Canceled) {
		return errors.Join(fmt.Errorf("stop serving: %w", err), server.Close())
	}
	return nil
}
