// Package telemetry tells an OpenTelemetry collector what takes how long, and Prometheus how much waits. What leaves the house are names of
// steps, times and codes: never words of a statement, a request or an error, for they may hold somebody's data.
package telemetry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// Config says where spans go. The zero value follows the standard variables of OpenTelemetry (OTEL_EXPORTER_OTLP_ENDPOINT,
// OTEL_EXPORTER_OTLP_HEADERS, OTEL_TRACES_SAMPLER …); without them nothing is recorded and nothing costs.
type Config struct {
	// Endpoint is the collector's address for OTLP over HTTP, "https://collector.internal:4318"; "" is OTEL_EXPORTER_OTLP_ENDPOINT.
	Endpoint string `yaml:"endpoint"`
	// Service is the name under which spans are filed; "" is OTEL_SERVICE_NAME, or "ankunft".
	Service string `yaml:"service"`
	// Share is the part of requests and jobs that is recorded, 0.01 for one in a hundred; 0 is OTEL_TRACES_SAMPLER, or all.
	Share float64 `yaml:"share"`
}

// Validate tells all faults.
func (c *Config) Validate() error {
	var faults []error
	if u, err := url.Parse(c.Endpoint); c.Endpoint != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		faults = append(faults, fmt.Errorf("endpoint: %q is no address such as https://collector.internal:4318", c.Endpoint))
	}
	if c.Share < 0 || c.Share > 1 {
		faults = append(faults, fmt.Errorf("share: %v is not between 0 and 1", c.Share))
	}
	return errors.Join(faults...)
}

// On says whether anybody asked for spans.
func (c *Config) On() bool {
	if strings.EqualFold(os.Getenv("OTEL_SDK_DISABLED"), "true") || os.Getenv("OTEL_TRACES_EXPORTER") == "none" {
		return false
	}
	return c.Endpoint != "" || os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" || os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != ""
}

// Start begins to record, if it is configured; stop sends what is left. A collector that is away costs nobody anything: spans are dropped,
// and the log says so.
func Start(ctx context.Context, c Config, log *slog.Logger) (stop func(context.Context) error, err error) {
	if !c.On() {
		return func(context.Context) error { return nil }, nil
	}
	var options []otlptracehttp.Option
	if c.Endpoint != "" {
		options = append(options, otlptracehttp.WithEndpointURL(strings.TrimSuffix(c.Endpoint, "/")+"/v1/traces"))
	}
	exporter, err := otlptracehttp.New(ctx, options...)
	if err != nil {
		return nil, fmt.Errorf("open telemetry: %w", err)
	}
	name := cmp.Or(c.Service, os.Getenv("OTEL_SERVICE_NAME"), "ankunft")
	about, err := resource.New(ctx, resource.WithFromEnv(), resource.WithTelemetrySDK(), resource.WithAttributes(attribute.String("service.name", name)))
	if err != nil {
		return nil, fmt.Errorf("describe program to telemetry: %w", err)
	}
	with := []sdktrace.TracerProviderOption{sdktrace.WithResource(about), sdktrace.WithBatcher(discreet{exporter})}
	if c.Share > 0 {
		with = append(with, sdktrace.WithSampler(sdktrace.ParentBased(sdktrace.TraceIDRatioBased(c.Share))))
	}
	provider := sdktrace.NewTracerProvider(with...)
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { log.WarnContext(ctx, "spans were not taken", "err", err) }))
	otel.SetTracerProvider(provider)
	return provider.Shutdown, nil
}
