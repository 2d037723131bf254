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

// Run serves h until ctx ends, then lets running requests finish; what is still open after that is cut off, which is no fault of the stop. ready is called with the address once it listens.
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
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), cfg.Drain)
	defer cancel()
	time.AfterFunc(cfg.Drain/2, stop) // open event streams never end by themselves
	switch err := server.Shutdown(drain); {
	case errors.Is(err, context.DeadlineExceeded): // a browser's spare connections, or a request that took too long
		log.WarnContext(ctx, "connections were cut off at the stop")
		return server.Close()
	case err != nil:
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}
