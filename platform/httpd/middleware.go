package httpd

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/ankunft/ankunft/platform/clock"
)

// Middleware wraps a handler.
type Middleware func(http.Handler) http.Handler

// Chain applies middlewares, the first outermost.
func Chain(h http.Handler, ms ...Middleware) http.Handler {
	for i := len(ms) - 1; i >= 0; i-- {
		h = ms[i](h)
	}
	return h
}

type requestIDKey struct{}

// RequestID is the id of the request under ctx, "" outside of one. People quote it when they report a fault.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// WithRequestID gives each request an id of its own; ids from outside are not trusted.
func WithRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := strconv.FormatUint(rand.Uint64(), 36) // a name to find it by in the log, no secret
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id)))
	})
}

// Sources are origins besides our own: those that pages may talk to (the object store for uploads), lead forms to (the identity provider), show in frames.
type Sources struct{ Connect, Forms, Frames []string }

// Secure sets the headers that keep a page to itself. Other sources are added to the policy by name.
func Secure(also Sources, hsts bool) Middleware {
	and := func(directive string, origins []string) string {
		return strings.Join(append([]string{directive, "'self'"}, origins...), " ")
	}
	policy := strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'",
		"manifest-src 'self'", "worker-src 'self'", and("connect-src", also.Connect), and("form-action", also.Forms),
		and("frame-src", also.Frames), "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'",
	}, "; ")
	pages := map[string][]string{
		"Content-Security-Policy": {policy}, "Referrer-Policy": {"same-origin"}, "Cross-Origin-Opener-Policy": {"same-origin"},
		"Permissions-Policy": {"camera=(self), microphone=(), geolocation=(), payment=()"},
	}
	data := map[string][]string{"Content-Security-Policy": {"default-src 'none'; frame-ancestors 'none'"}}
	for _, h := range []map[string][]string{pages, data} {
		h["X-Content-Type-Options"], h["Cross-Origin-Resource-Policy"] = []string{"nosniff"}, []string{"same-origin"}
		if hsts {
			h["Strict-Transport-Security"] = []string{"max-age=63072000; includeSubDomains"}
		}
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			headers := pages
			if r.URL.Path == dataPath {
				headers = data
			}
			maps.Copy(w.Header(), headers) // handlers replace values, they never add to them
			next.ServeHTTP(w, r)
		})
	}
}

// dataPath answers with JSON only, which no browser shows as a page: the policy of pages would be half of a short answer.
const dataPath = "/graphql"

// Recover turns a panic into 500 and tells the log once.
func Recover(log *slog.Logger) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer func() { //nolint:contextcheck // the request brings its context
				if p := recover(); p != nil && p != http.ErrAbortHandler {
					log.ErrorContext(r.Context(), "panic", "request", RequestID(r.Context()), "what", p, "stack", string(debug.Stack()))
					http.Error(w, "internal error "+RequestID(r.Context()), http.StatusInternalServerError)
				}
			}()
			next.ServeHTTP(w, r)
		})
	}
}

var requests = prometheus.NewHistogramVec(prometheus.HistogramOpts{
	Name: "ankunft_http_request_seconds", Help: "Time from the request's head to the end of the answer.",
	Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
}, []string{"route", "status"})

// Collectors are the figures that this package keeps.
func Collectors() []prometheus.Collector { return []prometheus.Collector{requests} }

// Observe counts and times requests by route. Routes, never paths: paths hold ids.
func Observe(clk clock.Clock) Middleware {
	well := map[string]prometheus.Observer{} // what most requests end as, found once
	for route := range knownRoutes {
		well[route] = requests.WithLabelValues(route, "200")
	}
	well[page] = requests.WithLabelValues(page, "200")
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			start, seen := clk.Now(), &status{ResponseWriter: w, code: http.StatusOK}
			next.ServeHTTP(seen, r)
			route := routeOf(r)
			figure := well[route]
			if seen.code != http.StatusOK {
				figure = requests.WithLabelValues(route, strconv.Itoa(seen.code))
			}
			figure.Observe(clk.Now().Sub(start).Seconds())
		})
	}
}

// Trace records each request as a span, under its route; for an office that sends spans.
func Trace(next http.Handler) http.Handler {
	tracer := otel.Tracer("ankunft/http")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		method, route := r.Method, routeOf(r)
		if !knownMethods[method] {
			method = "_OTHER"
		}
		ctx, span := tracer.Start(r.Context(), method+" /"+route, trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(
			attribute.String("http.request.method", method), attribute.String("http.route", "/"+route), attribute.String("ankunft.request", RequestID(r.Context()))))
		defer span.End()
		seen := &status{ResponseWriter: w, code: http.StatusOK}
		next.ServeHTTP(seen, r.WithContext(ctx))
		span.SetAttributes(attribute.Int("http.response.status_code", seen.code))
		if seen.code >= http.StatusInternalServerError {
			span.SetStatus(codes.Error, "")
		}
	})
}

const page = "page" // any page of the portal

// routeOf is the first part of a path, or page.
func routeOf(r *http.Request) string {
	route, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if !knownRoutes[route] {
		return page
	}
	return route
}

var knownMethods = map[string]bool{http.MethodGet: true, http.MethodHead: true, http.MethodPost: true, http.MethodPut: true, http.MethodDelete: true, http.MethodOptions: true}

var knownRoutes = map[string]bool{"graphql": true, "auth": true, "files": true, "office": true, "assets": true, "admin": true, "healthz": true, "readyz": true, "play": true, "player": true}

type status struct {
	http.ResponseWriter
	code int
}

func (s *status) WriteHeader(code int) {
	s.code = code
	s.ResponseWriter.WriteHeader(code)
}

// Unwrap lets http.ResponseController reach the connection (flush, deadlines).
func (s *status) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// Flush implements http.Flusher, which event streams ask for directly.
func (s *status) Flush() {
	if f, ok := s.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
}

// Timeout ends slow readers and writers. An event stream may last: once its request has been read, only the connection ends it.
func Timeout(d time.Duration) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			rc, deadline := http.NewResponseController(w), clock.System().Now().Add(d)
			switch {
			case !strings.Contains(r.Header.Get("Accept"), "text/event-stream"):
				_, _ = rc.SetReadDeadline(deadline), rc.SetWriteDeadline(deadline)
			case r.Body != http.NoBody:
				_ = rc.SetReadDeadline(deadline)
				r.Body = &body{r.Body, func() { _ = rc.SetReadDeadline(time.Time{}) }}
			}
			next.ServeHTTP(w, r)
		})
	}
}

// body calls read when it has been read, or cannot be.
type body struct {
	io.ReadCloser
	read func()
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		b.read()
	}
	return n, err
}
