package telemetry

import (
	"context"
	"math"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// patience is how long a figure may take while Prometheus waits.
const patience = 2 * time.Second

// Gauge is a figure that is looked up whenever Prometheus asks; NaN when it cannot be had.
func Gauge(name, help string, read func(ctx context.Context) (float64, error)) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), patience) //nolint:forbidigo // Prometheus brings no context
		defer cancel()
		n, err := read(ctx)
		if err != nil {
			return math.NaN()
		}
		return n
	})
}
