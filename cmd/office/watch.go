package office

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/httpd"
	"github.com/ankunft/ankunft/platform/plugin"
	"github.com/ankunft/ankunft/platform/telemetry"
)

// Health is how the parts of the office are. Only the database is needed, and that it knows what this program writes: without a partner
// people can still do much, and to take every server away from them would make a small fault a large one (docs/decisions/0093).
func (o *Office) Health() *httpd.Health {
	var migrated atomic.Bool // nobody takes migrations back
	parts := []httpd.Part{
		{Name: "database", Needed: true, Ask: o.DB.Ready},
		{Name: "schema", Needed: true, Ask: func(ctx context.Context) error {
			if migrated.Load() {
				return nil
			}
			err := db.Newest(ctx, o.DB, Migrations()...)
			migrated.Store(err == nil)
			return err
		}},
		{Name: "inspections", Ask: o.inspections},
	}
	for name, partner := range o.ports.partners() {
		if p, ok := partner.(plugin.Prober); ok {
			parts = append(parts, httpd.Part{Name: name, Ask: p.Probe})
		}
	}
	return httpd.NewHealth(o.DB.Clock, o.Log, parts...)
}

// partners are the outside worlds by the names of their sections in the configuration.
func (p *Ports) partners() map[string]any {
	all := map[string]any{
		"objects": p.Store, "vault": p.Vault, "scanner": p.Scanner, "pages": p.PDF, "mail": p.Mailer, "typst": p.Renderer, "translator": p.Translator,
	}
	for _, d := range p.Doors {
		all[string(d.Kind)+"_login"] = d.Provider
	}
	return all
}

var errWaiting = errors.New("files wait too long for their inspection")

func (o *Office) inspections(ctx context.Context) error {
	n, err := o.Documents.StuckScans(ctx, o.Documents.Limits().StuckAfter)
	if err == nil && n > 0 {
		err = fmt.Errorf("%d: %w", n, errWaiting)
	}
	return err
}

// late is how old what waits must be before it is counted: younger is the daily bustle.
const (
	lateJob  = 5 * time.Minute
	lateMail = 15 * time.Minute
)

// Metrics are the figures for Prometheus: of the process, of its requests, and of what waits in the whole office.
func (o *Office) Metrics(h *httpd.Health) http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	registry.MustRegister(httpd.Collectors()...)
	count := func(name, help string, read func(ctx context.Context) (int64, error)) {
		registry.MustRegister(telemetry.Gauge(name, help, func(ctx context.Context) (float64, error) {
			n, err := read(ctx)
			return float64(n), err
		}))
	}
	count("ankunft_files_stuck", "Papers that wait too long for their inspection.", func(ctx context.Context) (int64, error) {
		n, err := o.Documents.StuckScans(ctx, o.Documents.Limits().StuckAfter)
		return int64(n), err
	})
	count("ankunft_jobs_late", "Jobs that should have begun five minutes ago.", func(ctx context.Context) (int64, error) { return o.Jobs.Late(ctx, lateJob) })
	count("ankunft_jobs_failing", "Jobs that failed and wait for another try, or were given up.", o.Jobs.Failing)
	count("ankunft_mails_waiting", "Mails that have waited for their server for a quarter of an hour.", func(ctx context.Context) (int64, error) {
		return o.Messages.Waiting(ctx, lateMail)
	})
	count("ankunft_checkpoints_not_exported", "Checkpoints of the audit trail that are not in the vault.", func(ctx context.Context) (int64, error) {
		st, err := o.Audit.Status(ctx)
		return st.NotExported, err
	})
	registry.MustRegister(partsCollector{h})
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}

// partsCollector tells each part of the office as 1 (well) or 0.
type partsCollector struct{ health *httpd.Health }

var partWell = prometheus.NewDesc("ankunft_part_well", "Whether a part of the office is well: the database, a partner, a queue.", []string{"part"}, nil)

// Describe implements prometheus.Collector.
func (partsCollector) Describe(ch chan<- *prometheus.Desc) { ch <- partWell }

// Collect implements prometheus.Collector.
func (c partsCollector) Collect(ch chan<- prometheus.Metric) {
	for name, well := range c.health.Ask(context.Background(), false).Parts {
		value := 0.0
		if well {
			value = 1
		}
		ch <- prometheus.MustNewConstMetric(partWell, prometheus.GaugeValue, value, name)
	}
}

// Inside is what operators see: health, readiness with every part, figures. Never make it public.
func (o *Office) Inside(h *httpd.Health) http.Handler {
	mux := http.NewServeMux()
	h.Mount(mux, true)
	mux.Handle("GET /metrics", o.Metrics(h))
	return mux
}

// serveInside answers operators on an address of their own until ctx ends; "" is off.
func (o *Office) serveInside(ctx context.Context, listen string, h *httpd.Health) {
	if listen == "" {
		return
	}
	if err := httpd.Run(ctx, httpd.Config{Listen: listen, Drain: time.Second}, o.Inside(h), o.Log, nil); err != nil { //nolint:contextcheck // figures are asked for by Prometheus, long after
		o.Log.ErrorContext(ctx, "metrics and readiness not served", "err", err)
	}
}
