package httpd

import (
	"context"
	"net/http"
	"time"
)

// Health answers /healthz while the process lives and /readyz while what it needs answers within two seconds. The names of what
// is away are told, nothing more.
func Health(mux *http.ServeMux, needs map[string]func(ctx context.Context) error) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		for name, ask := range needs {
			if err := ask(ctx); err != nil {
				http.Error(w, name+" does not answer", http.StatusServiceUnavailable)
				return
			}
		}
		_, _ = w.Write([]byte("ready\n"))
	})
}
