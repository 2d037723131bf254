package telemetry_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/ankunft/ankunft/platform/httpd"
	"github.com/ankunft/ankunft/platform/telemetry"
	"github.com/ankunft/ankunft/platform/testkit"
)

var quiet = slog.New(slog.DiscardHandler)

// collected is an OpenTelemetry collector.
type collected struct {
	mu    sync.Mutex
	spans map[string]int // by name
	raw   strings.Builder
}

func (c *collected) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var request collector.ExportTraceServiceRequest
	if err != nil || r.URL.Path != "/v1/traces" || proto.Unmarshal(body, &request) != nil {
		http.Error(w, "no spans", http.StatusBadRequest)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.raw.WriteString(request.String())
	for _, resource := range request.GetResourceSpans() {
		for _, scope := range resource.GetScopeSpans() {
			for _, span := range scope.GetSpans() {
				c.spans[span.GetName()]++
			}
		}
	}
}

// The provider of spans belongs to the whole process, so this story is told in one go.
func TestSpansTellWhatTakesHowLongAndNobodysData(t *testing.T) {
	c := &collected{spans: map[string]int{}}
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	kit := testkit.New(t)
	before := otel.GetTracerProvider()
	t.Cleanup(func() { otel.SetTracerProvider(before) })
	stop, err := telemetry.Start(t.Context(), telemetry.Config{Endpoint: server.URL, Service: "test"}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	h := httpd.Chain(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var name string
		if err := kit.NewRaw("SELECT ? AS name", "Haddadin").Scan(r.Context(), &name); err != nil || name != "Haddadin" {
			t.Error(name, err)
		}
		if err := kit.NewRaw("SELECT ?::uuid", "Al-Masri").Scan(r.Context(), &name); err == nil {
			t.Error("a name is taken for an id")
		}
		http.Error(w, "Šarić", http.StatusInternalServerError)
	}), httpd.WithRequestID, httpd.Trace)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/files/documents/01900000-0000-7000-8000-0000000000aa/thumb?q=Nguyen", nil)
	r.Header.Set("User-Agent", "Browser of Nguyen")
	h.ServeHTTP(httptest.NewRecorder(), r)
	if err := stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c.spans["GET /files"] != 1 || c.spans["SELECT"] != 2 {
		t.Errorf("spans %v", c.spans)
	}
	for _, word := range []string{"Haddadin", "Al-Masri", "Šarić", "Nguyen", "0000000000aa", "127.0.0.1", "SELECT ?"} {
		if strings.Contains(c.raw.String(), word) {
			t.Errorf("%q left the house: %s", word, c.raw.String())
		}
	}
	for _, word := range []string{`"service.name"`, `"test"`, "500", "STATUS_CODE_ERROR"} {
		if !strings.Contains(c.raw.String(), word) {
			t.Errorf("%s is not told: %s", word, c.raw.String())
		}
	}
}

func TestNothingIsSentUnlessSomebodyAsks(t *testing.T) {
	before := otel.GetTracerProvider()
	for _, off := range []map[string]string{{}, {"OTEL_SDK_DISABLED": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"}} {
		for name, value := range off {
			t.Setenv(name, value)
		}
		stop, err := telemetry.Start(t.Context(), telemetry.Config{}, quiet)
		if err != nil || stop(t.Context()) != nil || otel.GetTracerProvider() != before {
			t.Fatal(err)
		}
	}
}

func TestFaultsOfTheConfigurationAreToldAtOnce(t *testing.T) {
	t.Parallel()
	c := telemetry.Config{Endpoint: "collector:4318", Share: 2}
	if err := c.Validate(); err == nil || !strings.Contains(err.Error(), "endpoint") || !strings.Contains(err.Error(), "share") {
		t.Fatal(err)
	}
	c = telemetry.Config{Endpoint: "https://collector.internal:4318", Share: 0.1}
	if err := errors.Join(c.Validate(), (&telemetry.Config{}).Validate()); err != nil {
		t.Fatal(err)
	}
}

func TestAFigureIsLookedUpWhenSomebodyAsks(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewRegistry()
	n, away := 1.0, error(nil)
	registry.MustRegister(telemetry.Gauge("waiting", "What waits.", func(context.Context) (float64, error) { return n, away }))
	read := func() float64 {
		t.Helper()
		families, err := registry.Gather()
		if err != nil || len(families) != 1 {
			t.Fatal(families, err)
		}
		return families[0].GetMetric()[0].GetGauge().GetValue()
	}
	first := read()
	n = 2
	if second := read(); first != 1 || second != 2 {
		t.Error(first, second)
	}
	if away = errors.New("away"); !math.IsNaN(read()) {
		t.Error("a figure out of nowhere")
	}
}
